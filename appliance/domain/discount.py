"""Discounts: percent or amount, on one line or on the whole ticket, as many as there are; and what promotions give.

Promotions come first, on the goods as they are. Of what is left, lines' own discounts come next, then those of the
ticket, in the order in which they were given. A discount of the ticket is split over its lines by their share, so that
every line carries what was taken off it and taxes, refunds and stock need nothing else. Deposits are never discounted.
Knows no ticket's way back, no people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, get_args

from appliance.domain.errors import TillError
from appliance.domain.limits import MAX_AMOUNT_MINOR
from appliance.domain.money import allocate, round_half_up
from appliance.domain.promotion import NO_OFFERS, Offers, promote
from appliance.domain.reading import Document, is_plain, text, text_or_none, unreadable, whole
from appliance.domain.tax import FULL_BP

if TYPE_CHECKING:
    from appliance.domain.ticket import Line

Kind = Literal["percent", "amount"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

MAX_DISCOUNTS = 50
MAX_LABEL = 40
PRESETS_BP = (500, 1_000, 2_000)
MAX_PRESETS = 6
SELLER_LIMIT_BP = 2_000  # what one line may lose, all discounts together, before a manager is asked


@dataclass(frozen=True, slots=True)
class Discount:
    """One discount as it was given. `value` is basis points or minor units; `amount_minor` what it takes off now."""

    id: str
    label: str
    kind: Kind
    value: int
    line_id: str | None  # None: the whole ticket
    amount_minor: int = 0
    approved_by: str | None = None
    promotion_id: str | None = (
        None  # given by a promotion: on a line for each line it touches, nobody takes it back
    )


def check_discount(kind: Kind, value: int, label: str) -> None:
    """Raise `discount_out_of_range` or `label_too_long` for what cannot be a discount."""
    most = FULL_BP if kind == "percent" else MAX_AMOUNT_MINOR
    if not 1 <= value <= most:
        raise TillError("discount_out_of_range", field="value", allowed=f"1..{most}", most=most)
    if len(label) > MAX_LABEL or not is_plain(label):
        raise TillError("label_too_long", field="label", allowed=f"at most {MAX_LABEL} signs", most=MAX_LABEL)


def check_presets(presets_bp: Sequence[int]) -> tuple[int, ...]:
    """The percentages that have a key of their own, ascending; raises `discount_out_of_range`."""
    if len(presets_bp) > MAX_PRESETS or any(not 1 <= one <= FULL_BP for one in presets_bp):
        allowed = f"at most {MAX_PRESETS} values of 1..{FULL_BP}"
        raise TillError("discount_out_of_range", field="discount_presets_bp", allowed=allowed, most=FULL_BP)
    return tuple(sorted(set(presets_bp)))


def is_discountable(line: Line) -> bool:
    """Goods that cost something; never a deposit."""
    return line.kind == "goods" and line.parent_id is None and bare(line).amount_minor > 0


def bare(line: Line) -> Line:
    """The line before any discount."""
    if line.discount_minor == 0:
        return line
    return replace(
        line, amount_minor=line.amount_minor + line.discount_minor, discount_minor=0, promotion_minor=0
    )


def by_hand(discounts: Iterable[Discount]) -> tuple[Discount, ...]:
    """Those that somebody gave; the others follow from what is on the ticket."""
    return tuple(one for one in discounts if one.promotion_id is None)


def apply(
    lines: Sequence[Line],
    discounts: Iterable[Discount],
    offers: Offers = NO_OFFERS,
    coupons: Sequence[str] = (),
) -> tuple[tuple[Line, ...], tuple[Discount, ...]]:
    """The bare lines with promotions and discounts taken off, and each discount with what it takes, promotions first.

    Sum of the lines' `discount_minor` == sum of the discounts' `amount_minor`, always; no line falls below zero. A
    discount of a line that is gone is gone.
    """
    reduced = [line for line in lines if is_discountable(line)]
    left = {line.id: line.amount_minor for line in reduced}
    promoted = [
        Discount(
            f"{one.promotion.id}.{place}",
            one.promotion.name,
            "amount",
            part,
            place,
            part,
            None,
            one.promotion.id,
        )
        for one in promote(reduced, offers, coupons)
        for place, part in one.parts
    ]
    saved: dict[str | None, int] = {}
    for one in promoted:
        saved[one.line_id] = saved.get(one.line_id, 0) + one.amount_minor
    for place in left:
        left[place] -= saved.get(place, 0)
    here = {line.id for line in lines}
    taken: dict[str, Discount] = {}
    given = [one for one in by_hand(discounts) if one.line_id is None or one.line_id in here]
    for one in sorted(given, key=lambda one: one.line_id is None):  # stable: lines first, then the ticket
        places = [one.line_id] if one.line_id is not None else list(left)
        parts = _taken(one, [left.get(place, 0) for place in places])
        for place, part in zip(places, parts, strict=True):
            if part:
                left[place] -= part
        taken[one.id] = replace(one, amount_minor=sum(parts))
    fitted = tuple(
        replace(
            line,
            amount_minor=left[line.id],
            discount_minor=line.amount_minor - left[line.id],
            promotion_minor=saved.get(line.id, 0),
        )
        if line.id in left and left[line.id] != line.amount_minor
        else line
        for line in lines
    )
    return fitted, (*promoted, *(taken[one.id] for one in given))


def _taken(discount: Discount, left: list[int]) -> tuple[int, ...]:
    """What a discount takes off each of these amounts."""
    whole_minor = sum(left)
    if whole_minor == 0:
        return (0,) * len(left)
    if discount.kind == "percent":
        amount_minor = round_half_up(whole_minor * discount.value, FULL_BP)
    else:
        amount_minor = min(discount.value, whole_minor)
    return allocate(amount_minor, left)


def over_limit(lines: Iterable[Line]) -> frozenset[str]:
    """The lines that lost more than a seller may give, all discounts together; the cent of a split is free.

    What a promotion takes off was decided by whoever set it.
    """
    return frozenset(
        line.id
        for line in lines
        if line.discount_minor - line.promotion_minor
        > _limit_minor(bare(line).amount_minor - line.promotion_minor)
    )


def is_unapproved(lines: Iterable[Line], discounts: Sequence[Discount]) -> bool:
    """Whether a line is over the limit and no discount on it has been approved."""
    approved = {one.line_id for one in discounts if one.approved_by is not None}
    return None not in approved and not over_limit(lines) <= approved


def _limit_minor(amount_minor: int) -> int:
    return -(-amount_minor * SELLER_LIMIT_BP // FULL_BP)


def discount_to_dict(discount: Discount) -> dict[str, object]:
    """The JSON shape of a discount, on an open ticket and in a sale."""
    return {
        "id": discount.id,
        "label": discount.label,
        "kind": discount.kind,
        "value": discount.value,
        "line_id": discount.line_id,
        "amount_minor": discount.amount_minor,
        "approved_by": discount.approved_by,
        **({"promotion_id": discount.promotion_id} if discount.promotion_id is not None else {}),
    }


def discount_from_dict(document: Document) -> Discount:
    """Read what `discount_to_dict` wrote; raises `unreadable_record`."""
    kind = text(document, "kind")
    if kind not in KINDS:
        raise unreadable("kind", " or ".join(KINDS))
    return Discount(
        id=text(document, "id"),
        label=text(document, "label"),
        kind="percent" if kind == "percent" else "amount",
        value=whole(document, "value"),
        line_id=text_or_none(document, "line_id"),
        amount_minor=whole(document, "amount_minor"),
        approved_by=text_or_none(document, "approved_by"),
        promotion_id=text_or_none(document, "promotion_id"),
    )
