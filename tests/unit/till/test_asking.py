"""A price that is asked, a vessel on the scale, empties: on a real store, told in fact, drawer and Z."""

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


def add(stall: Stall, item_id: str, **more: Any) -> dict[str, Any]:
    return stall.till.add_line(key(), item_id, **({"quantity": None, "weight_g": None} | more))["ticket"]


def pay(stall: Stall, given_minor: int) -> dict[str, Any]:
    total = stall.till.snapshot()["ticket"]["total_minor"]
    return stall.till.paying.pay_cash(key(), given_minor=given_minor, total_minor=total)["last_sale"]


def latest(stall: Stall) -> dict[str, Any]:
    return dict(stall.store.latest("sale", None, 1)[0].body)


def test_a_free_price_is_asked_joined_discounted_and_counted(stall: Stall) -> None:
    wish = {"name": "Trödel", "category_id": "fruit", "price_minor": 0, "tax_code": "standard"}
    item = stall.till.goods.make_item(key(), wish | {"is_free_price": True})["id"]
    with pytest.raises(TillError, match="price_required"):
        add(stall, item)
    stall.till.stock.move(key(), item, "load", 5, None)
    add(stall, item, price_minor=450)
    add(stall, item, price_minor=450)
    ticket = add(stall, item, price_minor=700)
    assert [(line["quantity"], line["price_minor"]) for line in ticket["lines"]] == [(2, 450), (1, 700)]
    stall.till.discounts.give(key(), line_id=None, kind="percent", value=1000, label="")
    assert pay(stall, 2000)["total_minor"] == 1440
    assert [line["price_minor"] for line in latest(stall)["lines"]] == [450, 700]
    assert [row["left"] for row in stall.till.stock.latest()["levels"]] == [2]
    with pytest.raises(TillError, match="price_out_of_range"):
        add(stall, "apple", price_minor=1)


def test_the_vessel_is_taken_off_on_the_line_and_in_the_fact(stall: Stall) -> None:
    stall.till.goods.change_item(key(), "pear", {"tare_g": 20})
    assert add(stall, "pear", weight_g=1020)["total_minor"] == 340
    ticket = add(stall, "pear", weight_g=1100, tare_g=100)
    assert [(line["weight_g"], line["tare_g"]) for line in ticket["lines"]] == [(1000, 20), (1000, 100)]
    bare = add(stall, "pear", weight_g=1000, tare_g=0)["lines"][-1]
    assert "tare_g" not in bare
    changed = stall.till.change_line(key(), bare["id"], quantity=None, weight_g=1500, tare_g=500)["ticket"]
    assert changed["total_minor"] == 3 * 340
    pay(stall, 2000)
    assert [line["tare_g"] for line in latest(stall)["lines"]] == [20, 100, 500]
    with pytest.raises(TillError, match="tare_too_heavy"):
        add(stall, "pear", weight_g=20)


def test_empties_alone_are_paid_out_of_the_drawer(stall: Stall) -> None:
    stall.till.day.open(key(), float_minor=1000, pieces=None)
    add(stall, "bottle", is_returned=True)
    ticket = add(stall, "bottle", is_returned=True)
    assert (ticket["total_minor"], ticket["quick_cash"]) == (-30, [{"given_minor": 0, "change_minor": 30}])
    assert pay(stall, 0)["change_minor"] == 30
    body = latest(stall)
    tender = body["tenders"][0]
    assert [tender[key] for key in ("kind", "amount_minor", "given_minor", "change_minor")] == [
        "cash",
        -30,
        0,
        30,
    ]
    assert [tax["gross_minor"] for tax in body["taxes"]] == [-30]
    assert stall.devices.done.count("drawer") == 1
    add(stall, "juice", quantity=1)
    add(stall, "bottle", is_returned=True)
    add(stall, "bottle", is_returned=True)
    assert pay(stall, 300)["total_minor"] == 265
    closed = stall.till.day.close(key(), 1235, None)
    fact = dict(stall.store.latest("shift_closed", None, 1)[0].body)
    assert (fact["expected_minor"], fact["difference_minor"], fact["turnover_minor"]) == (1235, 0, 235)
    assert closed


def test_only_a_deposit_comes_back(stall: Stall) -> None:
    with pytest.raises(TillError, match="not_a_deposit"):
        add(stall, "apple", is_returned=True)
