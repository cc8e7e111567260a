"""What a sale says beside how many: a price that is asked, a vessel on the scale, an empty bottle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.domain import measure
from appliance.domain import ticket as tickets
from appliance.domain.catalogue import check_item, item_from_dict, item_to_dict
from appliance.domain.countries import PACKS
from appliance.domain.errors import TillError
from appliance.domain.limits import MAX_ASKED_PRICE_MINOR, MAX_TARE_G
from appliance.domain.ticket import Ticket
from appliance.domain.ticket_record import line_from_dict, line_to_dict
from tests.unit.domain.strategies import DEPOSIT, PEARS, RETURN, an_item

PACK = PACKS["de"] if "de" in PACKS else next(iter(PACKS.values()))
EMPTY = Ticket("t1", "2026-11-22T06:59:00.000Z")


def refused(code: str, field: str) -> object:
    return pytest.raises(TillError, match=f"^{code}, field {field}")


def test_a_free_price_is_asked_at_each_sale_and_bounded() -> None:
    free = an_item(price_minor=0, is_free_price=True)
    assert measure.at_price(free, 450).price_minor == 450
    for price_minor, code in (
        (None, "price_required"),
        (0, "price_out_of_range"),
        (MAX_ASKED_PRICE_MINOR + 1, "price_out_of_range"),
    ):
        with refused(code, "price_minor"):
            measure.at_price(free, price_minor)
    assert measure.at_price(an_item(), None) == an_item()
    with refused("price_out_of_range", "price_minor"):
        measure.at_price(an_item(), 100)


def test_only_deposits_come_back_and_always_for_money() -> None:
    assert measure.returned(DEPOSIT).price_minor == measure.returned(RETURN).price_minor == -15
    with refused("not_a_deposit", "is_returned"):
        measure.returned(an_item())


@pytest.mark.parametrize(
    ("unit", "gross_g", "tare_g", "code", "field"),
    [
        ("piece", None, 20, "weight_not_allowed", "tare_g"),
        ("kg", 500, MAX_TARE_G + 1, "weight_out_of_range", "tare_g"),
        ("kg", 500, -1, "weight_out_of_range", "tare_g"),
        ("kg", 20, 20, "tare_too_heavy", "tare_g"),
        ("kg", 0, 0, "weight_out_of_range", "weight_g"),
    ],
)
def test_what_leaves_nothing_to_sell_is_refused(
    unit: str, gross_g: int | None, tare_g: int, code: str, field: str
) -> None:
    with refused(code, field):
        measure.net_g(unit, gross_g, tare_g)  # type: ignore[arg-type]  # one of the two


@given(net_g=st.integers(1, 9_000), tare_g=st.integers(0, 900), price_minor=st.integers(0, 99_999))
def test_a_vessel_costs_nothing(net_g: int, tare_g: int, price_minor: int) -> None:
    pears, rate = an_item(unit="kg", price_minor=price_minor), PACK.rate("reduced")
    bare = tickets.add_item(EMPTY, pears, rate, "l1", weight_g=net_g).lines[0]
    line = tickets.add_item(EMPTY, pears, rate, "l1", weight_g=net_g + tare_g, tare_g=tare_g).lines[0]
    assert (line.weight_g, line.amount_minor, line.tare_g) == (net_g, bare.amount_minor, tare_g)
    assert line_from_dict(line_to_dict(line)) == line


def test_a_line_weighed_again_keeps_its_vessel() -> None:
    rate = PACK.rate("reduced")
    ticket = tickets.add_item(EMPTY, PEARS, rate, "l1", weight_g=1_020, tare_g=20)
    heavier = tickets.set_weight(ticket, "l1", 1_520)
    assert (heavier.lines[0].weight_g, heavier.lines[0].tare_g) == (1_500, 20)
    bare = tickets.set_weight(heavier, "l1", 1_520, 0)
    assert (bare.lines[0].weight_g, bare.lines[0].tare_g) == (1_520, 0)
    assert tickets.undo(tickets.undo(bare)).lines == ticket.lines


def test_empties_alone_and_mixed_are_lines_of_their_own() -> None:
    rate = PACK.rate("standard")
    ticket = tickets.add_item(EMPTY, measure.returned(DEPOSIT), rate, "l1")
    ticket = tickets.add_item(ticket, measure.returned(DEPOSIT), rate, "l2")
    assert [(line.quantity, line.amount_minor) for line in ticket.lines] == [(2, -30)]
    mixed = tickets.add_item(ticket, DEPOSIT, rate, "l3")
    assert [line.amount_minor for line in mixed.lines] == [-30, 15]
    assert tickets.total_minor(mixed) == -15


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"is_free_price": True, "unit": "kg"}, "is_free_price"),
        ({"is_free_price": True, "kind": "deposit"}, "is_free_price"),
        ({"is_free_price": True, "price_minor": MAX_ASKED_PRICE_MINOR + 1}, "price_minor"),
        ({"tare_g": 20}, "tare_g"),
        ({"tare_g": 0, "unit": "kg"}, "tare_g"),
        ({"tare_g": MAX_TARE_G + 1, "unit": "kg"}, "tare_g"),
    ],
)
def test_what_an_item_cannot_be(fields: dict[str, object], field: str) -> None:
    with refused("item_invalid", field):
        check_item(an_item(**fields))


def test_an_item_of_an_older_version_has_neither() -> None:
    old = {k: v for k, v in item_to_dict(PEARS).items() if k not in ("is_free_price", "tare_g")}
    assert item_from_dict(old) == PEARS
