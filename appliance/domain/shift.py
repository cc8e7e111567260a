"""A shift: what was in the drawer, what happened since, and what must be in it now.

Sums are folded from the facts of the shift, each once, and are what X shows and Z stores for ever. Expected cash is the
float plus what cash and moves brought or took; a count is booked as it is, over or short. Knows no store, no paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from appliance.domain.errors import TillError
from appliance.domain.limits import MAX_AMOUNT_MINOR
from appliance.domain.reading import Document, is_plain, records, text, whole
from appliance.domain.tax import TaxTotal, tax_total_from_dict, tax_total_to_dict
from appliance.domain.tender import TENDER_KINDS, Tender, TenderKind, paid_minor, tenders_from

MoveKind = Literal["pay_in", "pay_out", "safe_drop", "no_sale"]
MOVE_KINDS: Final[tuple[MoveKind, ...]] = get_args(MoveKind)
MAX_REASON: Final = 80
MAX_PIECES: Final = 99_999
SIGNS: Final[Mapping[MoveKind, int]] = {"pay_in": 1, "pay_out": -1, "safe_drop": -1, "no_sale": 0}


@dataclass(frozen=True, slots=True)
class TenderSum:
    """What one way to pay brought, refunds taken off; `tips_minor` is outside turnover."""

    kind: TenderKind
    amount_minor: int
    tips_minor: int


@dataclass(frozen=True, slots=True)
class ShiftSums:
    """What happened in a shift. Refunds, pay-outs and drops are negative, as they took from the drawer."""

    sales: int = 0
    sales_minor: int = 0
    refunds: int = 0
    refunds_minor: int = 0
    discount_minor: int = 0
    rounding_minor: int = 0
    cash_minor: int = 0  # what it paid, of sales and refunds; tips left in cash are in the drawer too
    cash_tips_minor: int = 0
    others: tuple[TenderSum, ...] = ()  # not in the drawer
    pay_in_minor: int = 0
    pay_out_minor: int = 0
    safe_drop_minor: int = 0
    no_sales: int = 0
    taxes: tuple[TaxTotal, ...] = ()
    first_number: str | None = None
    last_number: str | None = None

    @property
    def turnover_minor(self) -> int:
        """Sales less refunds."""
        return self.sales_minor + self.refunds_minor

    @property
    def moved_minor(self) -> int:
        """What moves of people changed in the drawer."""
        return self.pay_in_minor + self.pay_out_minor + self.safe_drop_minor

    def expected_minor(self, float_minor: int) -> int:
        """What must be in the drawer."""
        return float_minor + self.cash_minor + self.cash_tips_minor + self.moved_minor

    @property
    def tenders(self) -> tuple[TenderSum, ...]:
        """Every way to pay, cash first."""
        return (TenderSum("cash", self.cash_minor, self.cash_tips_minor), *self.others)


def fold(sums: ShiftSums, type_: str, body: Document) -> ShiftSums:
    """The sums after one more fact of the shift. Raises `unreadable_record`."""
    if type_ in ("sale", "refund"):
        return _with_receipt(sums, body, is_refund=type_ == "refund")
    if type_ == "cash_moved":
        return _with_move(sums, text(body, "kind"), whole(body, "amount_minor"))
    return sums


def _with_receipt(sums: ShiftSums, body: Document, *, is_refund: bool) -> ShiftSums:
    if body.get("training") is True:
        return sums
    total_minor = whole(body, "total_minor")
    number = text(body, "number")
    tenders = tenders_from(body)
    cash = [one for one in tenders if one.kind == "cash"]
    return replace(
        sums,
        sales=sums.sales + (not is_refund),
        sales_minor=sums.sales_minor + (0 if is_refund else total_minor),
        refunds=sums.refunds + is_refund,
        refunds_minor=sums.refunds_minor + (total_minor if is_refund else 0),
        discount_minor=sums.discount_minor
        + sum(whole(one, "amount_minor") for one in records(body, "discounts")),
        rounding_minor=sums.rounding_minor + whole(body, "rounding_minor", 0),
        cash_minor=sums.cash_minor + paid_minor(cash),
        cash_tips_minor=sums.cash_tips_minor + sum(one.tip_minor for one in cash),
        others=_with_tenders(sums.others, tenders),
        taxes=_added(sums.taxes, (tax_total_from_dict(one) for one in records(body, "taxes"))),
        first_number=sums.first_number or number,
        last_number=number,
    )


def _with_tenders(known: tuple[TenderSum, ...], more: Iterable[Tender]) -> tuple[TenderSum, ...]:
    found = {one.kind: one for one in known}
    for one in more:
        if one.kind != "cash":
            before = found.get(one.kind, TenderSum(one.kind, 0, 0))
            found[one.kind] = TenderSum(
                one.kind, before.amount_minor + one.amount_minor, before.tips_minor + one.tip_minor
            )
    return tuple(found[kind] for kind in TENDER_KINDS if kind in found)


def _with_move(sums: ShiftSums, kind: str, amount_minor: int) -> ShiftSums:
    match kind:
        case "pay_in":
            return replace(sums, pay_in_minor=sums.pay_in_minor + amount_minor)
        case "pay_out":
            return replace(sums, pay_out_minor=sums.pay_out_minor + amount_minor)
        case "safe_drop":
            return replace(sums, safe_drop_minor=sums.safe_drop_minor + amount_minor)
        case _:
            return replace(sums, no_sales=sums.no_sales + 1)


def _added(known: tuple[TaxTotal, ...], more: Iterable[TaxTotal]) -> tuple[TaxTotal, ...]:
    """Tax totals added up by rate; stored numbers are summed, never computed again."""
    found = {(one.letter, one.rate_bp, one.code): one for one in known}
    for one in more:
        key = (one.letter, one.rate_bp, one.code)
        before = found.get(key)
        found[key] = one if before is None else TaxTotal(
            one.code, one.letter, one.rate_bp, before.gross_minor + one.gross_minor,
            before.net_minor + one.net_minor, before.tax_minor + one.tax_minor,
        )  # fmt: skip
    return tuple(found[key] for key in sorted(found))


def check_move(kind: MoveKind, amount_minor: int, reason: str) -> int:
    """The signed effect of a move on the drawer; raises `cash_move_amount` or `label_too_long`."""
    if kind == "no_sale":
        if amount_minor != 0:
            raise TillError("cash_move_amount", field="amount_minor", allowed="0 when only the drawer opens")
    elif not 1 <= amount_minor <= MAX_AMOUNT_MINOR:
        raise TillError("cash_move_amount", field="amount_minor", allowed=f"1..{MAX_AMOUNT_MINOR}")
    if len(reason) > MAX_REASON or not is_plain(reason):
        raise TillError(
            "label_too_long", field="reason", allowed=f"at most {MAX_REASON} signs", most=MAX_REASON
        )
    return SIGNS[kind] * amount_minor


def counted(pieces: Mapping[int, int], known: Iterable[int]) -> int:
    """The sum of counted notes and coins (piece in minor units -> how many); raises `unknown_piece`, `piece_count`."""
    allowed = sorted(set(known))
    for piece_minor, count in pieces.items():
        if piece_minor not in allowed:
            raise TillError(
                "unknown_piece", field="pieces", allowed=", ".join(map(str, allowed)), piece=piece_minor
            )
        if not 0 <= count <= MAX_PIECES:
            raise TillError("piece_count", field="pieces", allowed=f"0..{MAX_PIECES}")
    return sum(piece_minor * count for piece_minor, count in pieces.items())


def sums_to_dict(sums: ShiftSums) -> dict[str, object]:
    """The sums as X shows them and Z stores them."""
    return {
        "sales": {"count": sums.sales, "total_minor": sums.sales_minor},
        "refunds": {"count": sums.refunds, "total_minor": sums.refunds_minor},
        "turnover_minor": sums.turnover_minor,
        "discount_minor": sums.discount_minor,
        "rounding_minor": sums.rounding_minor,
        "tenders": [
            {"kind": one.kind, "amount_minor": one.amount_minor, "tips_minor": one.tips_minor}
            for one in sums.tenders
        ],
        "moves": {
            "pay_in_minor": sums.pay_in_minor,
            "pay_out_minor": sums.pay_out_minor,
            "safe_drop_minor": sums.safe_drop_minor,
            "no_sales": sums.no_sales,
        },
        "taxes": [tax_total_to_dict(total) for total in sums.taxes],
        "first_number": sums.first_number,
        "last_number": sums.last_number,
    }
