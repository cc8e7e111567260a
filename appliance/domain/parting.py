"""One ticket becomes two, or two become one: nothing on them is sold, lost or changed by it.

Goods by the piece may be parted within a line; what was weighed moves as it is, and a deposit follows its bottle.
Percentages go with the goods; amounts are shared out exactly. Promotions look at each ticket by itself. Money that was
paid is never parted. Undo does not reach across. Knows no store and no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from appliance.domain import discount as discounting
from appliance.domain.discount import Discount
from appliance.domain.errors import TillError
from appliance.domain.limits import MAX_AMOUNT_MINOR, MAX_LINES
from appliance.domain.reading import is_plain
from appliance.domain.tender import Payment
from appliance.domain.ticket import Line, Ticket, find_line, line_amount_minor

MAX_NAME = 40


def named(ticket: Ticket, name: str) -> Ticket:
    """The ticket under a name (or none); raises `label_too_long`."""
    name = name.strip()
    if len(name) > MAX_NAME or not is_plain(name):
        raise TillError("label_too_long", field="name", allowed=f"at most {MAX_NAME} signs", most=MAX_NAME)
    return replace(ticket, rev=ticket.rev + 1, name=name)


def split(ticket: Ticket, pieces: Mapping[str, int], part: Ticket) -> tuple[Ticket, Ticket]:
    """What stays, and `part` (another ticket, with or without lines) with these pieces of each line added.

    Raises `payments_open`, `nothing_to_split` when nothing or everything would move, `line_unknown`,
    `line_follows_parent`, `quantity_out_of_range`, and what `merge` raises.
    """
    if ticket.payments:
        raise TillError("payments_open", allowed="a ticket of which nothing is paid yet")
    for line_id, count in pieces.items():
        _check_piece(find_line(ticket, line_id), count)
    stays: list[Line] = []
    moves: list[Line] = []
    for line in (discounting.bare(line) for line in ticket.lines):
        count = pieces.get(line.parent_id or line.id, 0)
        if count < line.quantity:
            stays.append(_of(line, line.quantity - count))
        if count:
            moves.append(_of(line, count))
    if not stays or not moves:
        raise TillError("nothing_to_split", field="lines", allowed="some of the ticket, and not all of it")
    left, taken = _shared(ticket, stays, moves)
    moved = _joined(Ticket(part.id, part.opened_utc, offers=part.offers), moves, taken, (), ())
    return _with(ticket, stays, left), merge(part, moved)


def merge(ticket: Ticket, other: Ticket) -> Ticket:
    """`ticket` with everything that is on `other`: lines, discounts, coupons, what was paid and what was taken off.

    Raises `discounts_differ` where one has a percentage off all of it and the other has not, and what a ticket that is
    too large raises.
    """
    mine, theirs = _percents(ticket), _percents(other)
    if ticket.lines and mine != theirs:
        raise TillError("discounts_differ", allowed="the same percentages off both tickets, or none")
    given = discounting.by_hand(other.discounts)
    if ticket.lines:
        given = tuple(one for one in given if not _is_overall_percent(one))
    lines = [discounting.bare(line) for line in other.lines]
    merged = _joined(ticket, lines, given, other.payments, other.coupons)
    return replace(
        merged,
        removed=(*merged.removed, *other.removed),
        taken_back=(*merged.taken_back, *other.taken_back),
        name=ticket.name or other.name,
    )


def taken_up(ticket: Ticket, emptied: Ticket) -> Ticket:
    """A parked ticket as the open one, in place of one without lines: what was taken off that is not forgotten."""
    return replace(
        ticket,
        rev=ticket.rev + 1,
        removed=(*emptied.removed, *ticket.removed),
        taken_back=(*emptied.taken_back, *ticket.taken_back),
        undo=() if emptied.removed else ticket.undo,
    )


def fitted_anew(ticket: Ticket) -> Ticket:
    """The ticket with the promotions of `ticket.offers`, which may be others than when it was parked."""
    return _with(ticket, [discounting.bare(line) for line in ticket.lines], ticket.discounts)


# -- inside -----------------------------------------------------------------------------------------------


def _check_piece(line: Line, count: int) -> None:
    if line.parent_id is not None:
        raise TillError("line_follows_parent", field="line_id", allowed=line.parent_id, line_id=line.id)
    if not 1 <= count <= line.quantity:
        raise TillError(
            "quantity_out_of_range", field="quantity", allowed=f"1..{line.quantity}", most=line.quantity
        )


def _of(line: Line, quantity: int) -> Line:
    """So many pieces of a bare line; all of it is the line itself."""
    if quantity == line.quantity:
        return line
    amount_minor = line_amount_minor(line.unit, line.price_minor, quantity, line.weight_g)
    return replace(line, quantity=quantity, amount_minor=amount_minor)


def _shared(ticket: Ticket, stays: list[Line], moves: list[Line]) -> tuple[list[Discount], list[Discount]]:
    """Each discount for what stays and for what moves; the ticket's after the lines', as they are applied."""
    given = discounting.by_hand(ticket.discounts)
    left: list[Discount] = []
    taken: list[Discount] = []

    def share(one: Discount, moving: int, all_: int) -> None:
        if one.kind == "percent":
            parts = (one.value if moving < all_ else 0, one.value if moving else 0)
        elif moving in (0, all_):
            parts = (0, one.value) if moving else (one.value, 0)
        else:
            parted = one.amount_minor * moving // all_  # of what it takes, which may be less than it could
            parts = (one.amount_minor - parted, parted)
        left.extend([replace(one, value=parts[0])] if parts[0] else [])
        taken.extend([replace(one, value=parts[1])] if parts[1] else [])

    for one in sorted(given, key=lambda one: one.line_id is None):  # stable: lines first, as they are applied
        here = _costs(ticket, stays, left, one.line_id)
        there = _costs(ticket, moves, taken, one.line_id)
        share(one, there, here + there)
    return left, taken


def _costs(ticket: Ticket, lines: Iterable[Line], discounts: Iterable[Discount], line_id: str | None) -> int:
    """What goods among these bare lines (or one of them) cost after these discounts."""
    fitted, _ = discounting.apply(tuple(lines), discounts, ticket.offers, ticket.coupons)
    return sum(
        line.amount_minor
        for line in fitted
        if discounting.is_discountable(line) and line_id in (None, line.id)
    )


def _is_overall_percent(one: Discount) -> bool:
    return one.line_id is None and one.kind == "percent"


def _percents(ticket: Ticket) -> list[int]:
    given = discounting.by_hand(ticket.discounts)
    return sorted(one.value for one in given if _is_overall_percent(one))


def _joined(
    ticket: Ticket,
    lines: Iterable[Line],
    discounts: Iterable[Discount],
    payments: Iterable[Payment],
    coupons: Iterable[str],
) -> Ticket:
    """More bare lines on a ticket, under names that are new there."""
    mark = f"m{ticket.rev + 1}"
    lines = list(lines)
    names = {line.id: f"{mark}.{n}" for n, line in enumerate(one for one in lines if one.parent_id is None)}
    names |= {line.id: f"{names[line.parent_id]}.deposit" for line in lines if line.parent_id is not None}
    moved = [
        replace(line, id=names[line.id], parent_id=None if line.parent_id is None else names[line.parent_id])
        for line in lines
    ]
    given = [
        replace(one, id=f"{mark}.d{n}", line_id=None if one.line_id is None else names[one.line_id])
        for n, one in enumerate(discounts)
    ]
    ticket = replace(
        ticket,
        payments=(*ticket.payments, *(replace(one, id=f"{mark}.p{n}") for n, one in enumerate(payments))),
        coupons=tuple(dict.fromkeys((*ticket.coupons, *coupons))),
    )
    bare = [discounting.bare(line) for line in ticket.lines]
    return _with(ticket, [*bare, *moved], [*discounting.by_hand(ticket.discounts), *given])


def _with(ticket: Ticket, lines: list[Line], discounts: Iterable[Discount]) -> Ticket:
    """The ticket with these bare lines; no way back. Raises what `ticket` raises of one that is too large."""
    given = discounting.by_hand(discounts)
    if len(lines) > MAX_LINES:
        raise TillError("too_many_lines", allowed=f"at most {MAX_LINES} lines", most=MAX_LINES)
    if sum(abs(line.amount_minor) for line in lines) > MAX_AMOUNT_MINOR:
        raise TillError("total_out_of_range", allowed=f"at most {MAX_AMOUNT_MINOR}")
    if len(given) > discounting.MAX_DISCOUNTS:
        most = discounting.MAX_DISCOUNTS
        raise TillError("too_many_discounts", allowed=f"at most {most}", most=most)
    fitted, told = discounting.apply(tuple(lines), given, ticket.offers, ticket.coupons)
    return replace(ticket, rev=ticket.rev + 1, lines=fitted, undo=(), touched=None, discounts=told)
