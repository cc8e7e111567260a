"""The open ticket: tapping, weighing, correcting, going back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.domain import ticket as tickets
from appliance.domain.catalogue import Item
from appliance.domain.countries import country
from appliance.domain.countries.pack import CountryPack
from appliance.domain.errors import TillError
from appliance.domain.limits import MAX_LINES, MAX_UNDO_STEPS
from appliance.domain.ticket import Ticket, count, total_minor
from appliance.domain.ticket_record import ticket_from_dict, ticket_to_dict
from tests.unit.domain.strategies import BOTTLE, PEARS, RETURN, act, actions, added, an_item, busy_tickets

DE = country("DE")
EMPTY = Ticket("t1", "2026-11-22T06:59:00.000Z")


def tapped(*taps: Item, pack: CountryPack = DE) -> Ticket:
    ticket = EMPTY
    for place, item in enumerate(taps):
        ticket = added(ticket, item, f"l{place}", pack, weight_g=742)
    return ticket


def refusal(action: object, *args: object) -> TillError:
    with pytest.raises(TillError) as refused:
        action(*args)  # type: ignore[operator]  # a transition
    return refused.value


def test_the_same_tile_tapped_again_raises_its_quantity_where_it_stands() -> None:
    ticket = tapped(an_item(), BOTTLE, an_item())
    assert [(line.item_id, line.quantity) for line in ticket.lines] == [
        ("apples", 2),
        ("juice", 1),
        ("deposit-glass", 1),
    ]
    assert ticket.touched == "l0" and ticket.rev == 3


def test_a_changed_price_or_rate_starts_a_new_line() -> None:
    ticket = tapped(an_item(), an_item(price_minor=130))
    assert [line.price_minor for line in ticket.lines] == [120, 130]


def test_a_weight_is_priced_per_kilogram_and_rounded_half_up() -> None:
    ticket = tapped(PEARS, PEARS)
    assert [line.amount_minor for line in ticket.lines] == [296, 296]  # 0.742 kg x 3.99 = 2.96058
    assert count(ticket) == 2
    heavier = tickets.set_weight(ticket, "l1", 1_250)
    assert heavier.lines[1].amount_minor == 499  # 4.9875


def test_a_deposit_follows_its_bottle() -> None:
    ticket = tickets.set_quantity(tapped(BOTTLE), "l0", 6)
    bottle, deposit = ticket.lines
    assert (deposit.parent_id, deposit.quantity, deposit.amount_minor) == ("l0", 6, 90)
    assert total_minor(ticket) == 6 * 305 and count(ticket) == 6
    assert tickets.remove_line(ticket, "l0").lines == ()
    for refused in (
        refusal(tickets.remove_line, ticket, deposit.id),
        refusal(tickets.set_quantity, ticket, deposit.id, 2),
    ):
        assert (refused.code, refused.allowed) == ("line_follows_parent", "l0")


def test_returned_bottles_make_a_negative_total() -> None:
    assert total_minor(tapped(RETURN, RETURN, RETURN)) == -45


def test_what_was_taken_off_stays_on_record() -> None:
    ticket = tickets.set_quantity(tapped(BOTTLE, PEARS), "l0", 4)
    ticket = tickets.set_quantity(ticket, "l0", 3)
    ticket = tickets.set_weight(ticket, "l1", 700)
    ticket = tickets.remove_line(ticket, "l1")
    ticket = tickets.clear(ticket)
    told = [(entry.reason, entry.line.item_id, entry.line.quantity) for entry in ticket.removed]
    assert told == [
        ("reduced", "juice", 1),
        ("reduced", "deposit-glass", 1),
        ("reduced", "pears", 1),
        ("removed", "pears", 1),
        ("cleared", "juice", 3),
        ("cleared", "deposit-glass", 3),
    ]
    assert ticket.removed[2].line.weight_g == 42
    assert ticket.removed[2].line.amount_minor == 296 - 279


def test_an_undone_tap_stays_on_record_and_an_undone_removal_does_not() -> None:
    ticket = tickets.undo(tapped(an_item(), PEARS))
    assert [(entry.reason, entry.line.item_id) for entry in ticket.removed] == [("undone", "pears")]
    back = tickets.undo(tickets.remove_line(ticket, "l0"))
    assert back.lines == ticket.lines and back.removed == ticket.removed


@pytest.mark.parametrize(
    ("item", "quantity", "weight_g", "code", "field"),
    [
        (an_item(), 0, None, "quantity_out_of_range", "quantity"),
        (an_item(), 10_000, None, "quantity_out_of_range", "quantity"),
        (an_item(), 1, 500, "weight_not_allowed", "weight_g"),
        (PEARS, 1, None, "weight_required", "weight_g"),
        (PEARS, 1, 0, "weight_out_of_range", "weight_g"),
        (PEARS, 1, 1_000_000, "weight_out_of_range", "weight_g"),
        (PEARS, 2, 500, "quantity_out_of_range", "quantity"),
        (an_item(price_minor=2**52), 3, None, "total_out_of_range", None),
    ],
)
def test_impossible_measures_are_refused(
    item: Item, quantity: int, weight_g: int | None, code: str, field: str | None
) -> None:
    refused = refusal(tickets.add_item, EMPTY, item, DE.rate("reduced"), "l0", quantity, weight_g)
    assert (refused.code, refused.field) == (code, field)


def test_other_impossible_wishes_are_refused_by_name() -> None:
    ticket = tapped(an_item(), PEARS)
    assert refusal(tickets.remove_line, ticket, "nope").code == "line_unknown"
    assert refusal(tickets.set_quantity, ticket, "l1", 2).code == "quantity_not_allowed"
    assert refusal(tickets.set_weight, ticket, "l0", 200).code == "weight_not_allowed"
    assert refusal(tickets.clear, EMPTY).code == "ticket_empty"
    assert refusal(tickets.undo, EMPTY).code == "nothing_to_undo"


def test_a_ticket_holds_a_thousand_lines_and_no_more() -> None:
    full = EMPTY
    for place in range(MAX_LINES):
        full = added(full, PEARS, f"l{place}", DE, weight_g=100)
    assert refusal(added, full, an_item(), "one-more", DE).code == "too_many_lines"
    assert len(full.undo) == MAX_UNDO_STEPS


def test_setting_what_already_is_leaves_nothing_to_take_back() -> None:
    ticket = tapped(an_item())
    same = tickets.set_quantity(ticket, "l0", 1)
    assert (same.lines, same.undo, same.rev) == (ticket.lines, ticket.undo, ticket.rev + 1)


@given(busy_tickets(), actions)
def test_undo_takes_back_exactly_the_last_step(
    start: tuple[Ticket, CountryPack], action: tuple[object, ...]
) -> None:
    ticket, pack = start
    after = act(ticket, action, 99, pack)
    if len(after.undo) > len(ticket.undo):
        back = tickets.undo(after)
        assert back.lines == ticket.lines and back.touched == ticket.touched
        assert back.removed[: len(ticket.removed)] == ticket.removed


@given(busy_tickets())
def test_totals_are_sums_and_a_ticket_survives_json(start: tuple[Ticket, CountryPack]) -> None:
    ticket, _ = start
    assert total_minor(ticket) == sum(line.amount_minor for line in ticket.lines)
    assert ticket_from_dict(json.loads(json.dumps(ticket_to_dict(ticket)))) == ticket
    for line in ticket.lines:
        if line.parent_id is not None:
            assert tickets.find_line(ticket, line.parent_id).quantity == line.quantity
    while ticket.undo:
        ticket = tickets.undo(ticket)
    assert ticket.lines == ()


@given(busy_tickets(), st.sampled_from(["lines", "removed", "undo"]))
def test_a_ticket_of_wrong_shape_is_unreadable(start: tuple[Ticket, CountryPack], key: str) -> None:
    document = ticket_to_dict(start[0]) | {key: "x"}
    assert refusal(ticket_from_dict, document).field == key
