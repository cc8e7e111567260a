"""Splitting and merging tickets: no piece, no cent and no payment appears or goes; examples and properties."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.domain import ticket as tickets
from appliance.domain.catalogue import Item
from appliance.domain.countries import country
from appliance.domain.discount import Discount, by_hand
from appliance.domain.errors import TillError
from appliance.domain.parting import merge, named, split, taken_up
from appliance.domain.tender import Payment, Tender
from appliance.domain.ticket import Ticket, total_minor

DE = country("de")
APPLE = Item("apple", "Apple", "c", 150, "piece", "reduced", "", "#000000", 1)
PEAR = Item("pear", "Pears", "c", 349, "kg", "reduced", "", "#000000", 2)
JUICE = Item("juice", "Juice", "c", 280, "piece", "standard", "", "#000000", 3, deposit_id="bottle")
BOTTLE = Item("bottle", "Deposit", "c", 15, "piece", "standard", "", "#000000", 4, kind="deposit")


def fresh(name: str = "t") -> Ticket:
    return Ticket(name, "2026-11-23T10:00:00.000Z")


def add(ticket: Ticket, item: Item, quantity: int = 1, weight_g: int | None = None) -> Ticket:
    deposit = BOTTLE if item.deposit_id else None
    return tickets.add_item(
        ticket, item, DE.rate(item.tax_code), f"l{ticket.rev + 1}", quantity, weight_g, deposit
    )


def off(ticket: Ticket, kind: str, value: int, line_id: str | None = None) -> Ticket:
    one = Discount(f"d{ticket.rev + 1}", "", "percent" if kind == "percent" else "amount", value, line_id)
    return tickets.add_discount(ticket, one)


def pieces_of(*all_tickets: Ticket) -> Counter[tuple[str, int | None]]:
    """How many of each item, weighed ones by their weight."""
    found: Counter[tuple[str, int | None]] = Counter()
    for ticket in all_tickets:
        for line in ticket.lines:
            found[line.item_id, line.weight_g] += line.quantity
    return found


def round_of_three() -> Ticket:
    """4 apples, 2 juices with their bottles, 0.512 kg of pears: 600 + 560 + 30 + 179."""
    return add(add(add(fresh(), APPLE, 4), JUICE, 2), PEAR, weight_g=512)


def line(ticket: Ticket, item_id: str) -> str:
    return next(one.id for one in ticket.lines if one.item_id == item_id)


def test_part_of_a_line_moves_with_its_bottles() -> None:
    ticket = round_of_three()
    rest, part = split(ticket, {line(ticket, "apple"): 1, line(ticket, "juice"): 1}, fresh("u"))
    assert pieces_of(rest) == {("apple", None): 3, ("juice", None): 1, ("bottle", None): 1, ("pear", 512): 1}
    assert pieces_of(part) == {("apple", None): 1, ("juice", None): 1, ("bottle", None): 1}
    assert total_minor(part) == 150 + 280 + 15
    assert total_minor(rest) + total_minor(part) == total_minor(ticket) == 1369
    bottle = next(one for one in part.lines if one.kind == "deposit")
    assert bottle.parent_id == line(part, "juice")


def test_weighed_goods_move_as_they_are() -> None:
    ticket = round_of_three()
    _, part = split(ticket, {line(ticket, "pear"): 1}, fresh("u"))
    assert [(one.item_id, one.weight_g, one.amount_minor) for one in part.lines] == [("pear", 512, 179)]


def test_amount_off_is_shared_exactly_and_percent_goes_along() -> None:
    ticket = off(add(fresh(), APPLE, 3), "amount", 100)  # 4.50 less 1.00
    rest, part = split(ticket, {line(ticket, "apple"): 1}, fresh("u"))
    assert (total_minor(rest), total_minor(part)) == (300 - 67, 150 - 33)
    ticket = off(add(fresh(), APPLE, 3), "percent", 1_000)
    rest, part = split(ticket, {line(ticket, "apple"): 1}, fresh("u"))
    assert (total_minor(rest), total_minor(part)) == (270, 135)
    assert [one.value for one in part.discounts] == [1_000]


def test_discount_of_a_line_is_parted_with_its_pieces() -> None:
    ticket = add(fresh(), APPLE, 4)
    ticket = off(ticket, "amount", 90, line(ticket, "apple"))
    rest, part = split(ticket, {line(ticket, "apple"): 3}, fresh("u"))
    assert [(one.value, one.line_id) for one in part.discounts] == [(67, line(part, "apple"))]
    assert [(one.value, one.line_id) for one in rest.discounts] == [(23, line(rest, "apple"))]


def test_second_discount_of_a_line_is_shared_by_what_the_first_left() -> None:
    ticket = add(fresh(), APPLE, 2)
    for value in (293, 7):
        ticket = off(ticket, "amount", value, line(ticket, "apple"))
    rest, part = split(ticket, {line(ticket, "apple"): 1}, fresh("u"))
    assert (total_minor(ticket), total_minor(rest), total_minor(part)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("pieces", "code"),
    [
        ({}, "nothing_to_split"),
        ({"l1": 4, "l2": 2, "l3": 1}, "nothing_to_split"),
        ({"l1": 5}, "quantity_out_of_range"),
        ({"l3": 2}, "quantity_out_of_range"),
        ({"l2.deposit": 1}, "line_follows_parent"),
        ({"l9": 1}, "line_unknown"),
    ],
)
def test_what_cannot_be_split_is_said(pieces: dict[str, int], code: str) -> None:
    with pytest.raises(TillError, match=code):
        split(round_of_three(), pieces, fresh("u"))


def paid(ticket: Ticket, amount_minor: int) -> Ticket:
    tender = Tender("card", amount_minor, amount_minor, 0, reference="4711")
    return tickets.with_payment(ticket, Payment("pay1", "2026-11-23T10:01:00.000Z", tender))


def test_money_that_was_paid_is_never_parted_but_goes_along_when_merged() -> None:
    ticket = paid(round_of_three(), 500)
    with pytest.raises(TillError, match="payments_open"):
        split(ticket, {line(ticket, "apple"): 1}, fresh("u"))
    merged = merge(paid(add(fresh("u"), APPLE), 100), ticket)
    assert tickets.due_minor(merged) == 150 + 1369 - 600
    assert len({one.id for one in merged.payments}) == 2


def test_percent_off_one_of_two_is_asked_about_and_not_decided() -> None:
    cheap = off(add(fresh(), APPLE, 2), "percent", 1_000)
    with pytest.raises(TillError, match="discounts_differ"):
        merge(add(fresh("u"), APPLE), cheap)
    with pytest.raises(TillError, match="discounts_differ"):
        split(round_of_three(), {"l1": 1}, cheap)
    same = merge(off(add(fresh("u"), APPLE), "percent", 1_000), cheap)
    assert total_minor(same) == 405 and len(same.discounts) == 1
    assert total_minor(merge(fresh("u"), cheap)) == 270


def test_what_was_taken_off_is_never_forgotten() -> None:
    first = tickets.remove_line(round_of_three(), "l1")
    second = tickets.clear(add(fresh("u"), APPLE))
    assert len(merge(second, first).removed) == 2
    assert len(taken_up(first, second).removed) == 2


def test_name_is_plain_and_short() -> None:
    assert named(fresh(), "  Table 4 ").name == "Table 4"
    for bad in ("x" * 41, "a\nb"):
        with pytest.raises(TillError, match="label_too_long"):
            named(fresh(), bad)


ITEMS = st.sampled_from([APPLE, JUICE, PEAR])


@st.composite
def ticket_and_pieces(draw: st.DrawFn) -> tuple[Ticket, dict[str, int]]:
    """A ticket of a few lines with amounts off, and some pieces of it that are not all."""
    ticket = fresh()
    for item in draw(st.lists(ITEMS, min_size=1, max_size=6)):
        if item.unit == "kg":
            ticket = add(ticket, item, weight_g=draw(st.integers(10, 3_000)))
        else:
            ticket = add(ticket, item, draw(st.integers(1, 9)))
    own = [one for one in ticket.lines if one.parent_id is None]
    for _ in range(draw(st.integers(0, 2))):
        where = draw(st.sampled_from([None, *(one.id for one in own)]))
        ticket = _try_off(ticket, draw(st.integers(1, 2_000)), where)
    pieces = {one.id: draw(st.integers(0, one.quantity)) for one in own}
    return ticket, {key: count for key, count in pieces.items() if count}


def _try_off(ticket: Ticket, value: int, line_id: str | None) -> Ticket:
    try:
        return off(ticket, "amount", value, line_id)
    except TillError:
        return ticket


@settings(max_examples=300)
@given(ticket_and_pieces())
def test_split_keeps_every_piece_and_every_cent(wish: tuple[Ticket, dict[str, int]]) -> None:
    ticket, pieces = wish
    try:
        rest, part = split(ticket, pieces, fresh("u"))
    except TillError as refusal:
        assert refusal.code == "nothing_to_split"
        return
    assert pieces_of(rest, part) == pieces_of(ticket)
    assert total_minor(rest) + total_minor(part) == total_minor(ticket)
    assert len({one.id for one in part.lines}) == len(part.lines)
    for one in (*rest.lines, *part.lines):
        assert one.kind == "deposit" or one.amount_minor >= 0
    again = merge(rest, part)
    assert pieces_of(again) == pieces_of(ticket)
    assert total_minor(again) == total_minor(ticket)


@given(ticket_and_pieces(), ticket_and_pieces())
def test_merge_adds_up(one: tuple[Ticket, dict[str, int]], other: tuple[Ticket, dict[str, int]]) -> None:
    both = merge(one[0], replace(other[0], id="u"))
    assert pieces_of(both) == pieces_of(one[0], other[0])
    given_minor = sum(d.value for d in (*by_hand(one[0].discounts), *by_hand(other[0].discounts)))
    bare = sum(line.amount_minor + line.discount_minor for line in (*one[0].lines, *other[0].lines))
    assert bare - given_minor <= total_minor(both) <= bare
