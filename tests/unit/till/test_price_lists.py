"""Price lists come into force by themselves, once, whole, at their minute; told in goods, line and fact."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.domain.errors import TillError
from appliance.store import open_store
from tests.unit.till.stall import Stall, stall_on

_keys = itertools.count(1)
PRICES = [{"item_id": "apple", "price_minor": 180}, {"item_id": "juice", "price_minor": 300}]


@pytest.fixture
def stall(tmp_path: Path) -> Iterator[Stall]:
    stall = stall_on(open_store(tmp_path, series="A"))  # 12:00 at the stall
    yield stall
    stall.store.close()


def key() -> str:
    return f"key-{next(_keys):09d}"


def wish(**more: Any) -> dict[str, Any]:
    return {"name": "Advent", "starts": "2026-12-01T06:00", "prices": PRICES} | more


def turn_to(stall: Stall, utc: str) -> None:
    stall.clock.turn_to(utc, utc[:10])


def price(stall: Stall, item_id: str) -> int:
    return int(next(one for one in stall.till.catalogue()["items"] if one["id"] == item_id)["price_minor"])


def test_prices_change_at_the_minute_before_the_next_item_is_sold(stall: Stall) -> None:
    stall.till.price_lists.make(key(), wish())
    turn_to(stall, "2026-12-01T04:59:00.000Z")
    stall.till.add_line(key(), "apple", quantity=None, weight_g=None)
    turn_to(stall, "2026-12-01T05:00:00.000Z")
    ticket = stall.till.add_line(key(), "apple", quantity=None, weight_g=None)["ticket"]
    lines = [(line["price_minor"], "price_list" in line) for line in ticket["lines"]]
    assert lines == [(150, False), (180, True)], "what was on the ticket stays as it was"
    assert price(stall, "juice") == 300
    total = ticket["total_minor"]
    stall.till.paying.pay_cash(key(), given_minor=total, total_minor=total)
    list_id = stall.till.price_lists.view()["lists"][0]["id"]
    sold = stall.store.latest("sale", None, 1)[0].body["lines"]
    assert [line.get("price_list") for line in sold] == [None, list_id]


def test_list_is_in_force_with_the_beat_of_the_till_too_and_only_once(stall: Stall) -> None:
    stall.till.price_lists.make(key(), wish())
    turn_to(stall, "2026-12-02T08:00:00.000Z")
    before = stall.store.state().last_fact
    for _ in range(3):
        stall.till.heartbeat()
    assert price(stall, "apple") == 180
    assert stall.store.state().last_fact == before + 2, "one fact an item"
    assert stall.till.price_lists.view()["lists"][0]["state"] == "in_force"
    stall.till.goods.change_item(key(), "apple", {"price_minor": 200})
    stall.till.heartbeat()
    assert price(stall, "apple") == 200, "priced by hand after it"


def test_list_survives_a_pulled_plug_and_comes_into_force_after_it(stall: Stall, tmp_path: Path) -> None:
    stall.till.price_lists.make(key(), wish())
    stall.store.close()
    again = stall_on(open_store(tmp_path, series="A"))
    turn_to(again, "2026-12-01T05:00:00.000Z")
    again.till.heartbeat()
    assert price(again, "apple") == 180
    again.store.close()


def test_lists_come_in_their_order_and_past_ones_at_once(stall: Stall) -> None:
    later = [{"item_id": "apple", "price_minor": 190}]
    stall.till.price_lists.make(key(), wish(starts="2026-12-02T06:00", prices=later))
    stall.till.price_lists.make(key(), wish())
    turn_to(stall, "2026-12-03T05:00:00.000Z")
    stall.till.heartbeat()
    assert (price(stall, "apple"), price(stall, "juice")) == (190, 300)
    stall.till.price_lists.make(key(), wish(prices=[{"item_id": "apple", "price_minor": 120}]))
    assert price(stall, "apple") == 120


def test_goods_that_are_gone_are_left_out(stall: Stall) -> None:
    stall.till.price_lists.make(key(), wish())
    stall.till.goods.remove_item(key(), "apple")
    turn_to(stall, "2026-12-02T05:00:00.000Z")
    stall.till.heartbeat()
    assert price(stall, "juice") == 300


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"starts": "2026-13-01T06:00"}, "starts"),
        ({"starts": "tomorrow"}, "starts"),
        ({"prices": []}, "prices"),
        ({"prices": [PRICES[0], PRICES[0]]}, "prices"),
        ({"prices": [{"item_id": "nothing", "price_minor": 1}]}, "item_id"),
        ({"prices": [{"item_id": "apple", "price_minor": -1}]}, "price_minor"),
    ],
)
def test_what_cannot_be_is_said_with_its_field(stall: Stall, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(TillError, match="price_list_invalid") as caught:
        stall.till.price_lists.make(key(), wish(**wrong))
    assert caught.value.field == field
    assert stall.till.price_lists.view()["lists"] == []


def test_a_list_in_force_is_history(stall: Stall) -> None:
    made = stall.till.price_lists.make(key(), wish(starts="2026-11-01T06:00"))["id"]
    with pytest.raises(TillError, match="price_list_in_force"):
        stall.till.price_lists.alter(key(), made, {"name": "Other"})
    stall.till.price_lists.remove(key(), made)
    assert price(stall, "apple") == 180
    with pytest.raises(TillError, match="unknown_price_list"):
        stall.till.price_lists.remove(key(), made)
