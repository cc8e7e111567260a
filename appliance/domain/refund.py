"""Goods that come back: what is left of a sale, and the refund as a fact of its own.

A refund names its sale, carries its own receipt number and only negative sums. Amounts are differences of cumulated
shares, rounded by absolute value, so that all refunds of a sale together are what was paid, to the cent, in every line
and in every tax rate. Deposits come back with their bottles. Knows no store and no paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from appliance.domain.errors import TillError
from appliance.domain.money import round_half_up
from appliance.domain.reading import Document, record, records, text, text_or_none, whole, whole_or_none
from appliance.domain.repay import NOTHING_REPAID, Repaid, Repayment, repaid_from_dict, repaid_to_dict, repay
from appliance.domain.sale import Sale
from appliance.domain.staff import Person
from appliance.domain.tax import FULL_BP, TaxTotal, tax_total_from_dict, tax_total_to_dict
from appliance.domain.tender import Tender, tender_to_dict, tenders_from
from appliance.domain.ticket import Line
from appliance.domain.ticket_record import line_from_dict, line_to_dict

MAX_REASON: Final = 80


@dataclass(frozen=True, slots=True)
class Back:
    """How much of a line comes back: pieces, or grams on a weighed line."""

    line_id: str
    measure: int
    to_stock: bool = True


@dataclass(frozen=True, slots=True)
class Given:
    """What refunds before this one took of a line. `amount_minor` has the sign of the line."""

    measure: int = 0
    amount_minor: int = 0


NOTHING: Final = Given()
Already = Mapping[str, Given]  # by the line's id


@dataclass(frozen=True, slots=True)
class Origin:
    """The sale whose goods come back, and where it stands in the journal."""

    number: str
    epoch: int
    f: int
    hash: str


@dataclass(frozen=True, slots=True)
class RefundLine:
    """The part of a sold line that came back: `line` with its share of quantity, weight and (negative) amount."""

    line: Line
    to_stock: bool


@dataclass(frozen=True, slots=True)
class Refund:
    """Money that went back for goods that came back. All sums are negative, or zero."""

    number: str
    series: str
    counter: int
    at_utc: str
    offset_min: int
    day: str
    of: Origin
    lines: tuple[RefundLine, ...]
    taxes: tuple[TaxTotal, ...]
    total_minor: int
    reason: str
    currency: str
    exponent: int
    country: str
    language: str
    staff: str | None = None
    staff_name: str | None = None
    approved_by: str | None = None
    shift: int | None = None
    tenders: tuple[Tender, ...] = ()
    rounding_minor: int = 0  # total_minor less what tenders pay


def measure_of(line: Line) -> int:
    """Pieces, or grams."""
    return line.quantity if line.weight_g is None else line.weight_g


def left_of(line: Line, already: Already) -> int:
    """How much of a line has not come back yet."""
    return measure_of(line) - already.get(line.id, NOTHING).measure


def everything_left(sale: Sale, already: Already) -> tuple[Back, ...]:
    """All that has not come back yet."""
    return tuple(
        Back(line.id, left)
        for line in sale.lines
        if line.parent_id is None and (left := left_of(line, already)) > 0
    )


def refund_lines(sale: Sale, already: Already, back: Sequence[Back]) -> tuple[RefundLine, ...]:
    """The lines of a refund, deposits with their bottles.

    Raises `nothing_to_refund`, `line_unknown`, `line_follows_parent` or `more_than_left`.
    """
    wanted = _by_line(sale, already, back)
    found = []
    for line in sale.lines:
        one = wanted.get(line.parent_id or line.id)
        if one is None:
            continue
        measure = min(one.measure, left_of(line, already))  # a deposit has as many pieces as its bottle
        amount_minor = _share(line, already, measure)
        part = replace(
            line,
            quantity=1 if line.weight_g is not None else measure,
            weight_g=None if line.weight_g is None else measure,
            amount_minor=-amount_minor,
            discount_minor=0,
            tare_g=0,
        )
        found.append(RefundLine(part, one.to_stock and line.kind == "goods"))
    return tuple(found)


def _by_line(sale: Sale, already: Already, back: Sequence[Back]) -> dict[str, Back]:
    sold = {line.id: line for line in sale.lines}
    wanted: dict[str, Back] = {}
    for one in back:
        line = sold.get(one.line_id)
        if line is None or one.line_id in wanted:
            raise TillError(
                "line_unknown", field="lines", allowed="each line of the sale once", line_id=one.line_id
            )
        if line.parent_id is not None:
            raise TillError("line_follows_parent", field="lines", allowed=line.parent_id, line_id=line.id)
        left = left_of(line, already)
        if not 1 <= one.measure <= left:
            raise TillError("more_than_left", field="lines", allowed=f"1..{left}", left=left, name=line.name)
        wanted[one.line_id] = one
    if not wanted:
        raise TillError("nothing_to_refund", field="lines", allowed="at least one line that is still out")
    return wanted


def _share(line: Line, already: Already, measure: int) -> int:
    """The part of a line's amount that these pieces or grams carry; all parts together are the whole."""
    before = already.get(line.id, NOTHING)
    upto = round_half_up(line.amount_minor * (before.measure + measure), measure_of(line))
    return upto - before.amount_minor


def refund_taxes(sale: Sale, already: Already, lines: Iterable[RefundLine]) -> tuple[TaxTotal, ...]:
    """The tax that goes back, per rate; the net of all refunds together is the net of the sale."""
    gone = _gross_by_rate((line, already.get(line.id, NOTHING).amount_minor) for line in sale.lines)
    now = _gross_by_rate((one.line, one.line.amount_minor) for one in lines)
    totals = []
    for tax in sale.taxes:
        gross_minor = now.get(_rate(tax))
        if gross_minor is None:
            continue
        before = gone[_rate(tax)]
        net_minor = _net(tax, before) - _net(tax, before - gross_minor)
        totals.append(
            replace(tax, gross_minor=gross_minor, net_minor=net_minor, tax_minor=gross_minor - net_minor)
        )
    return tuple(totals)


def _rate(one: TaxTotal | Line) -> tuple[str, int, str]:
    return (one.letter, one.rate_bp, one.code if isinstance(one, TaxTotal) else one.tax_code)


def _gross_by_rate(amounts: Iterable[tuple[Line, int]]) -> dict[tuple[str, int, str], int]:
    found: dict[tuple[str, int, str], int] = {}
    for line, amount_minor in amounts:
        found[_rate(line)] = found.get(_rate(line), 0) + amount_minor
    return found


def _net(tax: TaxTotal, gross_minor: int) -> int:
    """The net part of a gross amount, by the very proportion of the sale where it has one."""
    if tax.gross_minor == 0:
        return round_half_up(gross_minor * FULL_BP, FULL_BP + tax.rate_bp)
    sign = 1 if tax.gross_minor > 0 else -1
    return round_half_up(gross_minor * tax.net_minor * sign, abs(tax.gross_minor))


def make_refund(
    sale: Sale,
    origin: Origin,
    already: Already,
    back: Sequence[Back],
    *,
    number: str,
    series: str,
    counter: int,
    at_utc: str,
    offset_min: int,
    day: str,
    language: str,
    reason: str,
    approved_by: str | None = None,
    person: Person | None = None,
    shift: int | None = None,
    repaid: Repaid = NOTHING_REPAID,
    step_minor: int = 0,
    in_cash: bool = False,
) -> tuple[Refund, Repaid]:
    """The refund of what comes back, and what has gone back of the sale's money after it.

    Raises what `refund_lines` does, and `refund_not_paid_out` if it costs money, or would pay back more than was paid:
    empties that were paid out go back with the goods they were set off against.
    """
    lines = refund_lines(sale, already, back)
    total_minor = sum(one.line.amount_minor for one in lines)
    paid_minor = sale.total_minor - sum(given.amount_minor for given in already.values())
    if total_minor > 0 or -total_minor > max(paid_minor, 0):
        raise TillError(
            "refund_not_paid_out", field="lines", allowed="goods together with their returned deposits"
        )
    money = money_back(sale, already, lines, repaid, step_minor, in_cash=in_cash)
    refund = Refund(
        number=number,
        series=series,
        counter=counter,
        at_utc=at_utc,
        offset_min=offset_min,
        day=day,
        of=origin,
        lines=lines,
        taxes=refund_taxes(sale, already, lines),
        total_minor=total_minor,
        reason=reason,
        currency=sale.currency,
        exponent=sale.exponent,
        country=sale.country,
        language=language,
        staff=None if person is None else person.id,
        staff_name=None if person is None else person.name,
        approved_by=approved_by,
        shift=shift,
        tenders=money.tenders,
        rounding_minor=money.rounding_minor,
    )
    return refund, money.after


def money_back(
    sale: Sale,
    already: Already,
    lines: Sequence[RefundLine],
    repaid: Repaid,
    step_minor: int,
    *,
    in_cash: bool,
) -> Repayment:
    """How the money for these lines goes back; cash is rounded to `step_minor`."""
    return repay(
        sale.tenders,
        repaid,
        -sum(one.line.amount_minor for one in lines),
        is_last=_is_last(sale, already, lines),
        step_minor=step_minor,
        in_cash=in_cash,
    )


def _is_last(sale: Sale, already: Already, lines: Iterable[RefundLine]) -> bool:
    """Whether nothing of the sale is out any more after these."""
    gone = {one.line.id: measure_of(one.line) for one in lines}
    return all(left_of(line, already) == gone.get(line.id, 0) for line in sale.lines)


def with_refund(already: Already, refund: Refund) -> dict[str, Given]:
    """What has come back of each line once this refund is done."""
    now = dict(already)
    for one in refund.lines:
        before = now.get(one.line.id, NOTHING)
        now[one.line.id] = Given(
            before.measure + measure_of(one.line), before.amount_minor - one.line.amount_minor
        )
    return now


def refund_body(refund: Refund) -> dict[str, object]:
    """The body of the refund's fact."""
    return {
        "number": refund.number,
        "series": refund.series,
        "counter": refund.counter,
        "at_utc": refund.at_utc,
        "offset_min": refund.offset_min,
        "day": refund.day,
        "of": {
            "number": refund.of.number,
            "epoch": refund.of.epoch,
            "f": refund.of.f,
            "hash": refund.of.hash,
        },
        "reason": refund.reason,
        "lines": [{**line_to_dict(one.line), "to_stock": one.to_stock} for one in refund.lines],
        "taxes": [tax_total_to_dict(total) for total in refund.taxes],
        "total_minor": refund.total_minor,
        "rounding_minor": refund.rounding_minor,
        "tenders": [tender_to_dict(tender) for tender in refund.tenders],
        "currency": refund.currency,
        "exponent": refund.exponent,
        "country": refund.country,
        "language": refund.language,
        "shift": refund.shift,
        "staff": refund.staff,
        "staff_name": refund.staff_name,
        "approved_by": refund.approved_by,
        "training": False,
    }


def refund_from_body(body: Document) -> Refund:
    """Read what `refund_body` wrote. Raises `unreadable_record`."""
    of = record(body, "of")
    return Refund(
        number=text(body, "number"),
        series=text(body, "series"),
        counter=whole(body, "counter"),
        at_utc=text(body, "at_utc"),
        offset_min=whole(body, "offset_min"),
        day=text(body, "day"),
        of=Origin(text(of, "number"), whole(of, "epoch"), whole(of, "f"), text(of, "hash")),
        lines=tuple(
            RefundLine(line_from_dict(entry), entry.get("to_stock") is True)
            for entry in records(body, "lines")
        ),
        taxes=tuple(tax_total_from_dict(entry) for entry in records(body, "taxes")),
        total_minor=whole(body, "total_minor"),
        reason=text(body, "reason"),
        currency=text(body, "currency"),
        exponent=whole(body, "exponent"),
        country=text(body, "country"),
        language=text(body, "language"),
        staff=text_or_none(body, "staff"),
        staff_name=text_or_none(body, "staff_name"),
        approved_by=text_or_none(body, "approved_by"),
        shift=whole_or_none(body, "shift"),
        tenders=tenders_from(body),
        rounding_minor=whole(body, "rounding_minor", 0),
    )


def already_to_dict(already: Already, numbers: Sequence[str], repaid: Repaid) -> dict[str, object]:
    """What the box remembers of a sale's refunds: numbers, what came back per line, what went back of the money."""
    return {
        "numbers": list(numbers),
        "repaid": repaid_to_dict(repaid),
        "lines": {
            line_id: {"measure": given.measure, "amount_minor": given.amount_minor}
            for line_id, given in already.items()
        },
    }


def already_from_dict(document: Document | None) -> dict[str, Given]:
    """Read what `already_to_dict` wrote; nothing came back when there is no document."""
    if document is None:
        return {}
    lines = record(document, "lines")
    return {
        line_id: Given(
            whole(record(lines, line_id), "measure"), whole(record(lines, line_id), "amount_minor")
        )
        for line_id in lines
    }


def repaid_so_far(document: Document | None, already: Already) -> Repaid:
    """What went back of a sale's money; older versions paid everything back in cash, unrounded."""
    if document is not None and "repaid" in document:
        return repaid_from_dict(record(document, "repaid"))
    back_minor = sum(given.amount_minor for given in already.values())
    return Repaid((), back_minor, back_minor)
