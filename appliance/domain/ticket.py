"""The open ticket: lines, discounts, what was removed, and a way back.

Every transition takes a ticket and returns a new one with `rev` + 1, or raises `TillError` and changes
nothing. What leaves a ticket after it was on it (a line removed, a quantity lowered, a tap undone) stays in
`removed`: the sale's record carries it, because a till that forgets is no till. Knows no catalogue lookup
and no clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Literal, get_args

from appliance.domain import discount as discounting
from appliance.domain.catalogue import Item, Kind, Unit
from appliance.domain.discount import Discount
from appliance.domain.errors import TillError
from appliance.domain.limits import MAX_AMOUNT_MINOR, MAX_LINES, MAX_QUANTITY, MAX_UNDO_STEPS, MAX_WEIGHT_G
from appliance.domain.measure import net_g
from appliance.domain.money import round_half_up
from appliance.domain.promotion import NO_OFFERS, Offers
from appliance.domain.tax import TaxRate
from appliance.domain.tender import Payment, paid_minor

GRAMS_PER_KG: Final = 1_000

Reason = Literal["removed", "reduced", "undone", "cleared"]
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Line:
    """One position. Name, price and rate are copies: a later change of the catalogue cannot reach them."""

    id: str
    item_id: str
    name: str
    unit: Unit
    quantity: int  # pieces; 1 on a weighed line
    weight_g: int | None  # net: what is paid for
    price_minor: int  # each, or per kilogram; gross
    tax_code: str
    rate_bp: int
    letter: str
    kind: Kind
    parent_id: str | None  # the line whose bottles this deposit belongs to
    amount_minor: int  # price x measure - discount_minor
    discount_minor: int = 0  # its own discounts and its share of the ticket's
    tare_g: int = 0  # what was taken off the weight on the scale
    promotion_minor: int = 0  # what of discount_minor promotions gave
    price_list: str | None = None  # the list its price is of


@dataclass(frozen=True, slots=True)
class Removed:
    """A line, or the part of one, that was on the ticket and is not sold."""

    line: Line
    reason: Reason


@dataclass(frozen=True, slots=True)
class Step:
    """How to take one transition back: lines to drop, lines to put back at their places."""

    added: tuple[str, ...]
    before: tuple[tuple[int, Line], ...]  # (place, line as it was)
    removed_count: int  # length of `removed` before
    touched: str | None
    discounts: tuple[Discount, ...] = ()  # as they were before


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the customer has so far. `touched` is the line to bring into view."""

    id: str
    opened_utc: str
    rev: int = 0
    lines: tuple[Line, ...] = ()
    removed: tuple[Removed, ...] = ()
    undo: tuple[Step, ...] = ()
    touched: str | None = None
    discounts: tuple[Discount, ...] = ()
    payments: tuple[Payment, ...] = ()  # what is paid of it already
    taken_back: tuple[Payment, ...] = ()  # what was paid of it and given back before it was sold
    coupons: tuple[str, ...] = ()  # codes of promotions that hold for this ticket only
    name: str = ""  # whose it is, or which table's
    offers: Offers = field(default=NO_OFFERS, compare=False, repr=False)  # of its time; kept nowhere


def total_minor(ticket: Ticket) -> int:
    """The sum of all lines, gross; negative when more deposits come back than goods go out."""
    return sum(line.amount_minor for line in ticket.lines)


def due_minor(ticket: Ticket) -> int:
    """What is still to be paid."""
    return total_minor(ticket) - paid_minor(payment.tender for payment in ticket.payments)


def with_payment(ticket: Ticket, payment: Payment) -> Ticket:
    """The ticket after a part of it was paid."""
    return replace(ticket, rev=ticket.rev + 1, payments=(*ticket.payments, payment))


def without_payment(ticket: Ticket, payment_id: str) -> Ticket:
    """The ticket after a payment was given back; raises `payment_unknown`."""
    for payment in ticket.payments:
        if payment.id == payment_id:
            left = tuple(one for one in ticket.payments if one is not payment)
            back = (*ticket.taken_back, payment)
            return replace(ticket, rev=ticket.rev + 1, payments=left, taken_back=back)
    raise TillError("payment_unknown", field="payment_id", payment_id=payment_id)


def check_paid(ticket: Ticket) -> Ticket:
    """The ticket itself; raises `more_paid_than_due` when what is paid of it is more than what is left on it."""
    paid = paid_minor(payment.tender for payment in ticket.payments)
    if ticket.payments and total_minor(ticket) <= paid:
        raise TillError("more_paid_than_due", allowed=f"more than {paid}", paid_minor=paid)
    return ticket


def discount_minor(ticket: Ticket) -> int:
    """What all discounts take off."""
    return sum(line.discount_minor for line in ticket.lines)


def count(ticket: Ticket) -> int:
    """Pieces sold; a weighed line counts as one, deposits that hang on goods do not count."""
    return sum(line.quantity for line in ticket.lines if line.parent_id is None)


def line_amount_minor(unit: Unit, price_minor: int, quantity: int, weight_g: int | None) -> int:
    """Pieces x price, or grams x price per kilogram / 1000 rounded half up."""
    if unit == "kg":
        return round_half_up((weight_g or 0) * price_minor, GRAMS_PER_KG)
    return quantity * price_minor


def find_line(ticket: Ticket, line_id: str) -> Line:
    """The line with an id; raises `line_unknown`."""
    for line in ticket.lines:
        if line.id == line_id:
            return line
    raise TillError("line_unknown", field="line_id", line_id=line_id)


def add_item(
    ticket: Ticket,
    item: Item,
    rate: TaxRate,
    line_id: str,
    quantity: int = 1,
    weight_g: int | None = None,
    deposit: Item | None = None,
    deposit_rate: TaxRate | None = None,
    tare_g: int = 0,
) -> Ticket:
    """Sell some of an item; the same piece item tapped again raises the quantity of its line.

    `deposit` is the item behind `item.deposit_id`; its line gets the id `<line_id>.deposit` and follows its
    parent. `deposit_rate` defaults to the goods' rate. `weight_g` is what lies on the scale, `tare_g` of it is not
    sold. Raises `quantity_out_of_range`, `weight_required`, `weight_not_allowed`, `weight_out_of_range`,
    `too_many_lines`, `total_out_of_range`, and what `net_g` raises.
    """
    weight_g = net_g(item.unit, weight_g, tare_g)
    _check_measure(item.unit, quantity, weight_g)
    if item.unit == "piece":
        same = _line_of_same_item(ticket, item, rate)
        if same is not None:
            return set_quantity(ticket, same.id, same.quantity + quantity)
    line = replace(_new_line(item, rate, line_id, quantity, weight_g, parent_id=None), tare_g=tare_g)
    fresh: tuple[Line, ...] = (line,)
    if deposit is not None:
        deposit_line_id = f"{line_id}.deposit"
        fresh = (
            line,
            _new_line(deposit, deposit_rate or rate, deposit_line_id, quantity, None, parent_id=line_id),
        )
    return _changed(ticket, (*ticket.lines, *fresh), "removed", touched=line_id)


def set_quantity(ticket: Ticket, line_id: str, quantity: int) -> Ticket:
    """Sell another number of pieces; a deposit follows its bottle.

    Raises `quantity_out_of_range`, `line_unknown`, or `quantity_not_allowed` on a weighed line.
    """
    line = _own_line(ticket, line_id)
    if line.unit == "kg":
        raise TillError("quantity_not_allowed", field="quantity", allowed="a weight, as the line is weighed")
    _check_measure("piece", quantity, None)
    lines = tuple(
        _measured(entry, quantity, None) if line_id in (entry.id, entry.parent_id) else entry
        for entry in ticket.lines
    )
    return _changed(ticket, lines, "reduced", touched=line_id)


def set_weight(ticket: Ticket, line_id: str, weight_g: int, tare_g: int | None = None) -> Ticket:
    """Weigh a line again, in the same vessel unless told otherwise; `weight_g` is what lies on the scale.

    Raises `weight_not_allowed` on lines sold by the piece, and what `net_g` raises.
    """
    line = _own_line(ticket, line_id)
    tare_g = line.tare_g if tare_g is None else tare_g
    weight_g = net_g(line.unit, weight_g, tare_g) or 0
    _check_measure(line.unit, 1, weight_g)
    lines = tuple(
        replace(_measured(entry, 1, weight_g), tare_g=tare_g) if entry.id == line_id else entry
        for entry in ticket.lines
    )
    return _changed(ticket, lines, "reduced", touched=line_id)


def remove_line(ticket: Ticket, line_id: str) -> Ticket:
    """Take a line off, with its deposit; it stays in `removed`."""
    _own_line(ticket, line_id)
    lines = tuple(entry for entry in ticket.lines if line_id not in (entry.id, entry.parent_id))
    return _changed(ticket, lines, "removed", touched=None)


def add_discount(ticket: Ticket, discount: Discount) -> Ticket:
    """Take something off a line or the whole ticket; on a deposit's line of a bottle the bottle is meant.

    Raises `line_unknown`, `too_many_discounts`, `nothing_to_discount` when it would take nothing off.
    """
    if discount.line_id is not None:
        line = find_line(ticket, discount.line_id)
        discount = replace(discount, line_id=line.parent_id or line.id)
    given = discounting.by_hand(ticket.discounts)
    if len(given) >= discounting.MAX_DISCOUNTS:
        most = discounting.MAX_DISCOUNTS
        raise TillError("too_many_discounts", allowed=f"at most {most}", most=most)
    changed = _changed(
        ticket, ticket.lines, "removed", touched=discount.line_id, discounts=(*given, discount)
    )
    if changed.discounts[-1].amount_minor == 0:
        raise TillError(
            "nothing_to_discount", field="value", allowed="something that takes at least one cent off"
        )
    return changed


def remove_discount(ticket: Ticket, discount_id: str) -> Ticket:
    """Give no discount after all; raises `discount_unknown`."""
    given = discounting.by_hand(ticket.discounts)
    left = tuple(one for one in given if one.id != discount_id)
    if left == given:
        raise TillError("discount_unknown", field="discount_id", discount_id=discount_id)
    return _changed(ticket, ticket.lines, "removed", touched=ticket.touched, discounts=left)


def approve_discounts(ticket: Ticket, approved_by: str) -> Ticket:
    """The same ticket with every discount approved by a person."""
    return replace(
        ticket,
        discounts=tuple(
            one if one.promotion_id is not None else replace(one, approved_by=approved_by)
            for one in ticket.discounts
        ),
    )


def add_coupon(ticket: Ticket, code: str) -> Ticket:
    """Let the promotion with this code hold for this ticket; raises `unknown_coupon`, `coupon_there`."""
    code = code.strip().upper()
    if not any(one.code == code for one in ticket.offers.promotions):
        raise TillError(
            "unknown_coupon", field="code", allowed="the code of a promotion that is on now", coupon=code
        )
    if code in ticket.coupons:
        raise TillError("coupon_there", field="code", allowed="a code once on a ticket", coupon=code)
    return _fitted_anew(replace(ticket, coupons=(*ticket.coupons, code)))


def remove_coupon(ticket: Ticket, code: str) -> Ticket:
    """Let it hold no longer; raises `unknown_coupon`."""
    if code not in ticket.coupons:
        raise TillError("unknown_coupon", field="code", allowed="a code on this ticket", coupon=code)
    return _fitted_anew(replace(ticket, coupons=tuple(one for one in ticket.coupons if one != code)))


def _fitted_anew(ticket: Ticket) -> Ticket:
    bare = [discounting.bare(line) for line in ticket.lines]
    lines, discounts = _fitted(ticket, bare, ticket.discounts)
    return replace(ticket, rev=ticket.rev + 1, lines=lines, discounts=discounts)


def clear(ticket: Ticket) -> Ticket:
    """Take every line off, and what was given on all of it, for the next customer. Raises `ticket_empty`."""
    if not ticket.lines:
        raise TillError("ticket_empty")
    return replace(_changed(ticket, (), "cleared", touched=None, discounts=()), coupons=())


def undo(ticket: Ticket) -> Ticket:
    """One step back, at most 20 times. Raises `nothing_to_undo`."""
    if not ticket.undo:
        raise TillError("nothing_to_undo")
    step = ticket.undo[-1]
    now = tuple(discounting.bare(line) for line in ticket.lines)
    places = {line.id: line for _, line in step.before}
    lines = [places.pop(line.id, line) for line in now if line.id not in step.added]
    for place, line in step.before:
        if line.id in places:
            lines.insert(place, line)
    kept = ticket.removed[: step.removed_count]
    fitted, discounts = _fitted(ticket, lines, step.discounts)
    return replace(
        ticket,
        rev=ticket.rev + 1,
        lines=fitted,
        removed=kept + _missing(now, lines, "undone"),
        undo=ticket.undo[:-1],
        touched=step.touched,
        discounts=discounts,
    )


def _check_measure(unit: Unit, quantity: int, weight_g: int | None) -> None:
    if unit == "piece" and weight_g is not None:
        raise TillError("weight_not_allowed", field="weight_g", allowed="none, as it is sold by the piece")
    if unit == "kg" and weight_g is None:
        raise TillError("weight_required", field="weight_g", allowed=f"1..{MAX_WEIGHT_G}")
    if weight_g is not None and not 1 <= weight_g <= MAX_WEIGHT_G:
        raise TillError("weight_out_of_range", field="weight_g", allowed=f"1..{MAX_WEIGHT_G}")
    most = 1 if unit == "kg" else MAX_QUANTITY
    if not 1 <= quantity <= most:
        raise TillError("quantity_out_of_range", field="quantity", allowed=f"1..{most}", most=most)


def _own_line(ticket: Ticket, line_id: str) -> Line:
    """A line that may be changed by itself; a deposit is changed through its bottle."""
    line = find_line(ticket, line_id)
    if line.parent_id is not None:
        raise TillError("line_follows_parent", field="line_id", allowed=line.parent_id, line_id=line_id)
    return line


def _line_of_same_item(ticket: Ticket, item: Item, rate: TaxRate) -> Line | None:
    """The newest line this tap can join: same item at the same price and rate, with no discount of its own."""
    cheaper = {discount.line_id for discount in discounting.by_hand(ticket.discounts)}
    for line in reversed(ticket.lines):
        if line.item_id == item.id and line.parent_id is None and line.id not in cheaper:
            same = (line.price_minor, line.tax_code, line.rate_bp) == (
                item.price_minor,
                rate.code,
                rate.rate_bp,
            )
            return line if same else None
    return None


def _new_line(
    item: Item, rate: TaxRate, line_id: str, quantity: int, weight_g: int | None, *, parent_id: str | None
) -> Line:
    return Line(
        id=line_id,
        item_id=item.id,
        name=item.name,
        unit=item.unit,
        quantity=quantity,
        weight_g=weight_g,
        price_minor=item.price_minor,
        tax_code=rate.code,
        rate_bp=rate.rate_bp,
        letter=rate.letter,
        kind=item.kind,
        parent_id=parent_id,
        amount_minor=line_amount_minor(item.unit, item.price_minor, quantity, weight_g),
        price_list=item.price_list,
    )


def _measured(line: Line, quantity: int, weight_g: int | None) -> Line:
    amount_minor = line_amount_minor(line.unit, line.price_minor, quantity, weight_g)
    return replace(
        line,
        quantity=quantity,
        weight_g=weight_g,
        amount_minor=amount_minor,
        discount_minor=0,
        promotion_minor=0,
    )


def _missing(before: Iterable[Line], after: Iterable[Line], reason: Reason) -> tuple[Removed, ...]:
    """What was there and no longer is: whole lines, or the part by which a line shrank."""
    left = {line.id: line for line in after}
    gone = []
    for line in before:
        now = left.get(line.id)
        if now is None:
            gone.append(Removed(line, reason))
        elif line.weight_g is not None and now.weight_g is not None and now.weight_g < line.weight_g:
            gone.append(Removed(_part(line, now, 1, line.weight_g - now.weight_g), reason))
        elif now.quantity < line.quantity:
            gone.append(Removed(_part(line, now, line.quantity - now.quantity, None), reason))
    return tuple(gone)


def _part(line: Line, now: Line, quantity: int, weight_g: int | None) -> Line:
    """The part by which a line shrank; its amount is the difference, so that nothing is rounded twice."""
    amount_minor = line.amount_minor - now.amount_minor
    return replace(line, quantity=quantity, weight_g=weight_g, amount_minor=amount_minor, tare_g=0)


def _changed(
    ticket: Ticket,
    lines: tuple[Line, ...],
    reason: Reason,
    *,
    touched: str | None,
    discounts: tuple[Discount, ...] | None = None,
) -> Ticket:
    """The ticket with other lines or discounts, its removals noted and the step back remembered."""
    if len(lines) > MAX_LINES:
        raise TillError("too_many_lines", allowed=f"at most {MAX_LINES} lines", most=MAX_LINES)
    lines = tuple(discounting.bare(line) for line in lines)
    if sum(abs(line.amount_minor) for line in lines) > MAX_AMOUNT_MINOR:
        raise TillError("total_out_of_range", allowed=f"at most {MAX_AMOUNT_MINOR}")
    before = tuple(discounting.bare(line) for line in ticket.lines)
    if lines == before and discounts is None:
        return replace(ticket, rev=ticket.rev + 1, touched=touched)  # nothing to take back
    old = {line.id: line for line in before}
    new = {line.id: line for line in lines}
    step = Step(
        added=tuple(line_id for line_id in new if line_id not in old),
        before=tuple((place, line) for place, line in enumerate(before) if new.get(line.id) != line),
        removed_count=len(ticket.removed),
        touched=ticket.touched,
        discounts=discounting.by_hand(ticket.discounts),
    )
    fitted, given = _fitted(ticket, lines, ticket.discounts if discounts is None else discounts)
    return replace(
        ticket,
        rev=ticket.rev + 1,
        lines=fitted,
        removed=ticket.removed + _missing(before, lines, reason),
        undo=(*ticket.undo, step)[-MAX_UNDO_STEPS:],
        touched=touched,
        discounts=given,
    )


def _fitted(
    ticket: Ticket, lines: Iterable[Line], discounts: tuple[Discount, ...]
) -> tuple[tuple[Line, ...], tuple[Discount, ...]]:
    """Bare lines with their discounts taken off; a line that did not change stays the same object."""
    fitted, given = discounting.apply(tuple(lines), discounts, ticket.offers, ticket.coupons)
    known = {line.id: line for line in ticket.lines}
    return tuple(_same(known.get(line.id), line) for line in fitted), given


def _same(known: Line | None, line: Line) -> Line:
    return known if known is not None and known == line else line
