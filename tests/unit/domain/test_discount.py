"""Discounts: what is taken off sums exactly, on every line, whatever is done to the ticket."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.domain import discount as discounting
from appliance.domain import ticket as tickets
from appliance.domain.catalogue import Item
from appliance.domain.countries import country
from appliance.domain.countries.pack import CountryPack
from appliance.domain.discount import Discount, Kind
from appliance.domain.errors import TillError
from appliance.domain.tax import split_inclusive
from appliance.domain.ticket import Ticket, total_minor
from appliance.domain.ticket_record import ticket_from_dict, ticket_to_dict
from tests.unit.domain.strategies import BOTTLE, PEARS, RETURN, act, actions, added, an_item, busy_tickets

DE = country("DE")
OPENED = "2026-11-22T06:59:00.000Z"


def a_ticket(*goods: Item, pack: CountryPack = DE) -> Ticket:
    ticket = Ticket("t1", OPENED)
    for place, item in enumerate(goods):
        ticket = added(ticket, item, f"l{place}", pack, weight_g=1_000)
    return ticket


def give(
    ticket: Ticket, kind: Kind, value: int, line_id: str | None = None, approved_by: str | None = None
) -> Ticket:
    discount = Discount(f"d{ticket.rev + 1}", "", kind, value, line_id, approved_by=approved_by)
    return tickets.add_discount(ticket, discount)


def priced(*prices: int, tax_code: str = "standard") -> list[Item]:
    return [an_item(id=f"i{n}", price_minor=price, tax_code=tax_code) for n, price in enumerate(prices)]


@given(busy_tickets())
def test_what_lines_lose_is_what_discounts_take(start: tuple[Ticket, CountryPack]) -> None:
    ticket, _ = start
    assert sum(line.discount_minor for line in ticket.lines) == sum(
        one.amount_minor for one in ticket.discounts
    )
    assert sum(tax.gross_minor for tax in split_inclusive(ticket.lines)) == total_minor(ticket)
    for line in ticket.lines:
        full = tickets.line_amount_minor(line.unit, line.price_minor, line.quantity, line.weight_g)
        assert line.amount_minor == full - line.discount_minor
        assert line.discount_minor >= 0
        assert line.amount_minor >= min(full, 0)
        if line.kind == "deposit" or line.parent_id is not None:
            assert line.discount_minor == 0
    assert ticket_from_dict(ticket_to_dict(ticket)) == ticket


@given(busy_tickets(), actions)
def test_undo_gives_back_the_very_discounts(
    start: tuple[Ticket, CountryPack], action: tuple[object, ...]
) -> None:
    ticket, pack = start
    changed = act(ticket, action, 99, pack)
    if changed.undo == ticket.undo:
        return  # refused, or nothing changed
    back = tickets.undo(changed)
    assert (back.lines, back.discounts) == (ticket.lines, ticket.discounts)


@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=12), st.integers(1, 10_000))
def test_a_percentage_of_the_whole_is_rounded_once(prices: list[int], bp: int) -> None:
    ticket = a_ticket(*priced(*prices))
    try:
        cheaper = give(ticket, "percent", bp)
    except TillError as refusal:
        assert refusal.code == "nothing_to_discount"
        return
    exact = sum(prices) * bp / 10_000
    assert abs(total_minor(ticket) - total_minor(cheaper) - exact) <= 0.5


def test_line_discounts_come_first_then_the_ticket_s_on_what_is_left() -> None:
    ticket = give(a_ticket(*priced(1_000, 1_000)), "percent", 1_000)  # 10 % of 20.00
    ticket = give(ticket, "amount", 500, "l0")  # given later, taken first
    assert [line.amount_minor for line in ticket.lines] == [450, 900]
    assert [one.amount_minor for one in ticket.discounts] == [150, 500]


def test_a_deposit_is_never_discounted() -> None:
    ticket = give(a_ticket(BOTTLE, RETURN), "percent", 10_000)
    assert [(line.kind, line.amount_minor) for line in ticket.lines] == [
        ("goods", 0), ("deposit", 15), ("deposit", -15),
    ]  # fmt: skip
    with pytest.raises(TillError, match="nothing_to_discount"):
        give(a_ticket(RETURN), "percent", 1_000)


def test_a_discount_on_a_deposit_s_line_means_its_bottle() -> None:
    ticket = give(a_ticket(BOTTLE), "amount", 100, "l0.deposit")
    assert [line.amount_minor for line in ticket.lines] == [190, 15]


def test_an_amount_takes_no_more_than_there_is() -> None:
    ticket = give(a_ticket(*priced(300)), "amount", 1_000)
    assert total_minor(ticket) == 0
    assert ticket.discounts[0].amount_minor == 300


def test_a_percentage_follows_the_weight_and_leaves_with_its_line() -> None:
    ticket = give(a_ticket(PEARS), "percent", 1_000, "l0")
    assert tickets.set_weight(ticket, "l0", 2_000).lines[0].amount_minor == 718  # 7.98 - 10 %
    assert tickets.remove_line(ticket, "l0").discounts == ()


def test_removing_one_restores_what_it_took() -> None:
    ticket = a_ticket(*priced(999, 101))
    assert tickets.remove_discount(give(ticket, "percent", 3_333), "d3").lines == ticket.lines
    with pytest.raises(TillError, match="discount_unknown"):
        tickets.remove_discount(ticket, "d3")


def test_no_more_discounts_than_fit() -> None:
    ticket = a_ticket(*priced(100_000))
    for _ in range(discounting.MAX_DISCOUNTS):
        ticket = give(ticket, "amount", 1)
    with pytest.raises(TillError, match="too_many_discounts"):
        give(ticket, "amount", 1)


@pytest.mark.parametrize(
    ("kind", "value"), [("percent", 0), ("percent", 10_001), ("amount", 0), ("amount", 2**53)]
)
def test_what_is_no_discount_is_refused_by_its_field(kind: Kind, value: int) -> None:
    with pytest.raises(TillError) as refused:
        discounting.check_discount(kind, value, "")
    assert (refused.value.code, refused.value.field) == ("discount_out_of_range", "value")


@pytest.mark.parametrize("label", ["x" * 41, "a\nb", "a\x00"])
def test_a_reason_that_does_not_fit_is_refused(label: str) -> None:
    with pytest.raises(TillError, match="label_too_long"):
        discounting.check_discount("percent", 100, label)


def test_stacked_discounts_meet_one_limit() -> None:
    ticket = give(give(a_ticket(*priced(1_000)), "percent", 1_500, "l0"), "percent", 500)
    assert not discounting.over_limit(ticket.lines)  # 15 % and 5 % of the rest: 19.3 %
    more = give(ticket, "percent", 500)
    assert discounting.over_limit(more.lines) == {"l0"}
    assert discounting.is_unapproved(more.lines, more.discounts)
    approved = give(ticket, "percent", 500, approved_by="s1")
    assert not discounting.is_unapproved(approved.lines, approved.discounts)


@pytest.mark.parametrize(
    ("code", "goods", "taxes"),
    [
        # Germany, UStG section 12: 19 % and 7 %. 100.00 and 50.00, 10 % off the whole.
        ("DE", [("standard", 10_000), ("reduced", 5_000)], [(9_000, 7_563, 1_437), (4_500, 4_206, 294)]),
        # Finland, Arvonlisaverolaki sections 84 and 85, from 2026: 25.5 % and 13.5 %.
        ("FI", [("standard", 10_000), ("reduced", 5_000)], [(9_000, 7_171, 1_829), (4_500, 3_965, 535)]),
        # Italy, DPR 633/1972 article 16: 22 % and 10 %.
        ("IT", [("standard", 10_000), ("reduced", 5_000)], [(9_000, 7_377, 1_623), (4_500, 4_091, 409)]),
    ],
)  # fmt: skip
def test_vat_of_what_is_paid_after_a_discount(
    code: str, goods: list[tuple[str, int]], taxes: list[tuple[int, int, int]]
) -> None:
    pack = country(code)
    ticket = a_ticket(
        *(an_item(id=tax_code, price_minor=price, tax_code=tax_code) for tax_code, price in goods), pack=pack
    )
    ticket = give(ticket, "percent", 1_000)
    assert sorted(
        (tax.gross_minor, tax.net_minor, tax.tax_minor) for tax in split_inclusive(ticket.lines)
    ) == sorted(taxes)


def test_dong_has_no_decimals_to_hide_a_difference_in() -> None:
    pack = country("VN")
    ticket = give(a_ticket(*priced(35_000, 12_500, 7_777), pack=pack), "percent", 333)
    assert sum(line.discount_minor for line in ticket.lines) == 1_841  # 3.33 % of 55,277 is 1,840.72
    assert total_minor(ticket) == 53_436
