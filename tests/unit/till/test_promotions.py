"""Promotions on a real store: they hold from the ticket's first tap to its end, and coupons for one ticket."""

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


@pytest.fixture
def stall(tmp_path: Path) -> Iterator[Stall]:
    stall = stall_on(open_store(tmp_path, series="A"))
    yield stall
    stall.store.close()


def key() -> str:
    return f"key-{next(_keys):09d}"


def tap(stall: Stall, item_id: str, count: int = 1) -> dict[str, Any]:
    ticket: dict[str, Any] = {}
    for _ in range(count):
        ticket = stall.till.add_line(key(), item_id, quantity=None, weight_g=None)["ticket"]
    return ticket


def make(stall: Stall, **wish: Any) -> str:
    return str(stall.till.promotions.make(key(), {"name": "Aktion", "kind": "percent"} | wish)["id"])


def pay(stall: Stall) -> dict[str, Any]:
    total = stall.till.snapshot()["ticket"]["total_minor"]
    stall.till.paying.pay_cash(key(), given_minor=total, total_minor=total)
    return dict(stall.store.latest("sale", None, 1)[0].body)


def test_promotion_of_a_category_is_taken_off_and_told_in_the_sale(stall: Stall) -> None:
    promotion_id = make(stall, name="3 für 2", kind="nth", category_ids=["fruit"], count=3, free=1)
    assert tap(stall, "apple", 3)["total_minor"] == 300
    sale = pay(stall)
    (told,) = sale["discounts"]
    assert (told["label"], told["promotion_id"], told["amount_minor"]) == ("3 für 2", promotion_id, 150)
    assert sale["lines"][0]["promotion_minor"] == 150
    assert sum(tax["gross_minor"] for tax in sale["taxes"]) == sale["total_minor"] == 300


def test_happy_hour_begins_by_itself_and_holds_for_who_was_there(stall: Stall) -> None:
    make(stall, value_bp=5_000, from_min=13 * 60, until_min=14 * 60)  # local time is an hour ahead
    stall.clock.turn_to("2026-11-22T11:59:59.000Z", "2026-11-22")
    assert tap(stall, "apple")["total_minor"] == 150
    stall.clock.turn_to("2026-11-22T12:00:00.000Z", "2026-11-22")
    assert tap(stall, "apple")["total_minor"] == 300  # the ticket was begun before
    pay(stall)
    stall.clock.turn_to("2026-11-22T12:59:59.000Z", "2026-11-22")
    assert tap(stall, "apple")["total_minor"] == 75
    stall.clock.turn_to("2026-11-22T13:30:00.000Z", "2026-11-22")
    assert tap(stall, "apple")["total_minor"] == 150


def test_what_is_changed_holds_from_the_next_tap(stall: Stall) -> None:
    promotion_id = make(stall, value_bp=1_000, item_ids=["apple"])
    assert tap(stall, "apple")["total_minor"] == 135
    stall.till.promotions.alter(key(), promotion_id, {"value_bp": 2_000})
    assert tap(stall, "apple")["total_minor"] == 240
    stall.till.promotions.alter(key(), promotion_id, {"is_on": False})
    assert tap(stall, "apple")["total_minor"] == 450
    stall.till.promotions.remove(key(), promotion_id)
    with pytest.raises(TillError, match="unknown_promotion"):
        stall.till.promotions.remove(key(), promotion_id)


def test_promotions_are_there_again_after_a_start(tmp_path: Path) -> None:
    store = open_store(tmp_path, series="A")
    stall = stall_on(store)
    make(stall, value_bp=5_000)
    tap(stall, "apple")
    store.close()
    again = stall_on(open_store(tmp_path, series="A"))
    assert again.till.snapshot()["ticket"]["total_minor"] == 75
    assert tap(again, "apple")["total_minor"] == 150
    again.store.close()


def test_coupon_is_for_one_ticket(stall: Stall) -> None:
    make(stall, value_bp=5_000, code="sommer")
    tap(stall, "apple", 2)
    assert stall.till.promotions.has_coupon("Sommer")
    ticket = stall.till.promotions.give_coupon(key(), "Sommer")["ticket"]
    assert (ticket["total_minor"], ticket["coupons"]) == (150, ["SOMMER"])
    assert stall.till.promotions.take_coupon_back(key(), "SOMMER")["ticket"]["total_minor"] == 300
    stall.till.promotions.give_coupon(key(), "SOMMER")
    assert pay(stall)["total_minor"] == 150
    assert tap(stall, "apple")["total_minor"] == 150


def test_coupon_goes_with_the_lines_of_a_ticket_that_is_cleared(stall: Stall) -> None:
    make(stall, value_bp=5_000, code="sommer")
    tap(stall, "apple")
    stall.till.promotions.give_coupon(key(), "SOMMER")
    assert stall.till.clear(key())["ticket"]["coupons"] == []
    assert tap(stall, "apple")["total_minor"] == 150


def test_two_promotions_never_share_a_code(stall: Stall) -> None:
    make(stall, code="A1")
    with pytest.raises(TillError) as refused:
        make(stall, code="a1")
    assert (refused.value.code, refused.value.field) == ("promotion_invalid", "code")


def test_wrong_wish_names_its_field_and_changes_nothing(stall: Stall) -> None:
    with pytest.raises(TillError) as refused:
        make(stall, kind="nth", count=2, free=2)
    assert refused.value.field == "free"
    assert stall.till.promotions.view(stall.clock.now())["promotions"] == []


def test_fifty_promotions_fit_and_no_more(stall: Stall) -> None:
    for _ in range(50):
        make(stall)
    with pytest.raises(TillError, match="too_many_promotions"):
        make(stall)


def test_refund_gives_back_what_was_paid_after_the_promotion(stall: Stall) -> None:
    make(stall, kind="nth", count=3, free=1, item_ids=["apple"])
    tap(stall, "apple", 3)
    number = pay(stall)["number"]
    offer = stall.till.refunds.offer(number, None)
    assert offer["left_minor"] == offer["chosen_minor"] == 300
