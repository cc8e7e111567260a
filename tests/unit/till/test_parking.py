"""Tickets put aside: nothing of them is lost, sold twice or forgotten, whenever the plug is pulled."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.domain.errors import TillError
from appliance.domain.tenders import Wish
from appliance.ports import Document
from appliance.store import open_store
from appliance.till.parking import MAX_PARKED
from tests.unit.till.stall import Stall, stall_on

_keys = itertools.count(1)


@pytest.fixture
def stall(tmp_path: Path) -> Iterator[Stall]:
    stall = stall_on(open_store(tmp_path, series="A"))
    yield stall
    stall.store.close()


def key() -> str:
    return f"key-{next(_keys):09d}"


def add(stall: Stall, item: str = "apple", quantity: int = 1) -> Document:
    return stall.till.add_line(key(), item, quantity=quantity, weight_g=None)


def parked(stall: Stall) -> list[Document]:
    return list(stall.till.parking.view()["parked"])


def pay(stall: Stall) -> Document:
    total = stall.till.snapshot()["ticket"]["total_minor"]
    return dict(stall.till.paying.pay_cash(key(), given_minor=total, total_minor=total)["last_sale"])


def test_parked_ticket_comes_back_as_it_was(stall: Stall) -> None:
    before = add(stall, "juice", 2)["ticket"]
    after = stall.till.parking.park(key(), "Table 4")
    assert (after["ticket"]["lines"], after["parked"]) == ([], 1)
    assert [(one["name"], one["number"], one["total_minor"], one["count"]) for one in parked(stall)] == [
        ("Table 4", 1, 590, 2)
    ]
    add(stall)
    pay(stall)
    back = stall.till.parking.take(key(), before["id"])
    assert back["ticket"]["lines"] == before["lines"]
    assert (back["ticket"]["name"], back["parked"], back["last_sale"]) == ("Table 4", 0, None)
    pay(stall)
    assert stall.store.latest("sale", None, 1)[0].body["ticket_name"] == "Table 4"


def test_parked_tickets_survive_a_pulled_plug(stall: Stall, tmp_path: Path) -> None:
    add(stall, "juice", 2)
    stall.till.parking.park(key(), None)
    add(stall)
    stall.till.parking.park(key(), "Mia")
    before = parked(stall)
    stall.store.close()
    again = stall_on(open_store(tmp_path, series="A"))
    assert parked(again) == before
    again.till.parking.take(key(), before[0]["id"])
    assert pay(again)["total_minor"] == 590
    again.store.close()


def test_taking_one_parks_the_open_one(stall: Stall) -> None:
    first = add(stall)["ticket"]["id"]
    stall.till.parking.park(key(), None)
    second = add(stall, "juice")["ticket"]["id"]
    now = stall.till.parking.take(key(), first)
    assert now["ticket"]["id"] == first and now["parked"] == 1
    assert [one["id"] for one in parked(stall)] == [second]


def test_same_key_parks_once(stall: Stall) -> None:
    add(stall)
    again = key()
    stall.till.parking.park(again, None)
    add(stall)
    assert stall.till.parking.park(again, None)["parked"] == 1
    assert stall.till.snapshot()["ticket"]["count"] == 1


def test_numbers_are_the_smallest_free_ones(stall: Stall) -> None:
    for _ in range(3):
        add(stall)
        stall.till.parking.park(key(), None)
    second = parked(stall)[1]["id"]
    stall.till.parking.take(key(), second)
    stall.till.clear(key())
    add(stall)
    stall.till.parking.park(key(), None)
    assert [one["number"] for one in parked(stall)] == [1, 2, 3]


def test_limits_are_said_and_nothing_is_half_done(stall: Stall) -> None:
    with pytest.raises(TillError, match="ticket_empty"):
        stall.till.parking.park(key(), None)
    for _ in range(MAX_PARKED):
        add(stall)
        stall.till.parking.park(key(), None)
    add(stall)
    with pytest.raises(TillError, match="too_many_parked"):
        stall.till.parking.park(key(), None)
    assert stall.till.snapshot()["ticket"]["count"] == 1
    for gone in (stall.till.parking.take, stall.till.parking.merge):
        with pytest.raises(TillError, match="unknown_ticket"):
            gone(key(), "nobody")
    with pytest.raises(TillError, match="label_too_long"):
        stall.till.parking.name(key(), parked(stall)[0]["id"], "x" * 41)


def test_part_that_is_paid_leaves_the_rest_parked(stall: Stall) -> None:
    line = add(stall, "juice", 3)["ticket"]["lines"][0]["id"]
    stall.till.parking.split(key(), {line: 1}, "open")
    assert pay(stall)["total_minor"] == 295
    assert [one["total_minor"] for one in parked(stall)] == [590]
    stall.till.parking.take(key(), parked(stall)[0]["id"])
    assert pay(stall)["total_minor"] == 590
    sold = [fact.body for fact in stall.store.latest("sale", None, 5)]
    assert sum(line["quantity"] for sale in sold for line in sale["lines"] if line["item_id"] == "juice") == 3


def test_lines_move_to_a_parked_ticket(stall: Stall) -> None:
    add(stall)
    stall.till.parking.park(key(), "Mia")
    mia = parked(stall)[0]["id"]
    add(stall, "juice", 2)
    line = add(stall)["ticket"]["lines"][0]["id"]
    now = stall.till.parking.split(key(), {line: 1}, mia)
    assert now["ticket"]["total_minor"] == 295 + 150
    assert [(one["name"], one["total_minor"]) for one in parked(stall)] == [("Mia", 150 + 295)]


def test_merged_ticket_is_parked_no_longer(stall: Stall) -> None:
    add(stall)
    stall.till.parking.park(key(), "Mia")
    add(stall, "juice")
    now = stall.till.parking.merge(key(), parked(stall)[0]["id"])
    assert (now["ticket"]["total_minor"], now["parked"], parked(stall)) == (295 + 150, 0, [])


def test_payments_stay_with_their_ticket_and_keep_the_day_open(stall: Stall) -> None:
    stall.till.pay_settings.change(key(), kinds=["card"], cash_step_minor=0, account=None)
    stall.till.day.open(key(), 10_000, None)
    before = add(stall, "juice", 2)["ticket"]
    stall.till.paying.take(key(), "card", Wish(200, reference="4711"), 590)
    stall.till.parking.park(key(), None)
    assert parked(stall)[0]["paid_minor"] == 200
    with pytest.raises(TillError, match="payments_open"):
        stall.till.day.close(key(), None, None)
    back = stall.till.parking.take(key(), before["id"])["ticket"]
    assert back["due_minor"] == 390
    rest = stall.till.paying.take(key(), "cash", Wish(390), 390)
    assert rest["last_sale"]["total_minor"] == 590


def test_day_closes_with_parked_tickets_and_says_how_many(stall: Stall) -> None:
    stall.till.day.open(key(), 10_000, None)
    add(stall)
    stall.till.parking.park(key(), None)
    assert stall.till.day.view()["parked"] == 1
    stall.till.day.close(key(), None, None)
    assert len(parked(stall)) == 1


def test_what_was_taken_off_before_parking_is_in_the_sale(stall: Stall) -> None:
    add(stall)
    stall.till.parking.park(key(), None)
    line = add(stall, "juice")["ticket"]["lines"][0]["id"]
    stall.till.remove_line(key(), line)
    stall.till.parking.take(key(), parked(stall)[0]["id"])
    pay(stall)
    assert len(stall.store.latest("sale", None, 1)[0].body["removed"]) == 2  # juice and its bottle
