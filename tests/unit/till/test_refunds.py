"""Goods come back at the till: numbers, stock, papers, power pulls, and two screens at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.domain.errors import TillError
from appliance.domain.refund import Back
from appliance.store import open_store
from tests.unit.till.stall import Stall, stall_on


@pytest.fixture
def stall(tmp_path: Path) -> Iterator[Stall]:
    stall = stall_on(open_store(tmp_path, series="A"))
    yield stall
    stall.store.close()


def sold(stall: Stall, key: str = "sale-0001", quantity: int = 3) -> str:
    stall.till.add_line(f"{key}-add", "apple", quantity=quantity, weight_g=None)
    paid = stall.till.paying.pay_cash(f"{key}-pay", given_minor=150 * quantity, total_minor=150 * quantity)
    return str(paid["last_sale"]["number"])


def test_everything_comes_back_once(stall: Stall) -> None:
    number = sold(stall)
    stall.devices.done.clear()
    done = stall.till.refunds.give_back("back-0001", number, None, total_minor=450, reason=" faul ")
    assert done["number"] == "A-000002" and done["paid_out_minor"] == 450
    assert stall.devices.done == ["drawer", "print"]
    body = stall.store.receipt_by_number("A-000002").body
    assert (body["of"]["number"], body["total_minor"], body["reason"]) == (number, -450, "faul")
    assert stall.till.refunds.give_back("back-0001", number, None, total_minor=450, reason=" faul ") == done
    with pytest.raises(TillError, match="nothing_to_refund"):
        stall.till.refunds.give_back("back-0002", number, None, total_minor=0, reason="")
    assert [row["kind"] for row in stall.till.sales(before=None, limit=9)["sales"]] == ["refund", "sale"]
    assert stall.till.sale(number)["refunds"] == ["A-000002"]
    assert stall.till.sale("A-000002")["of"] == number


def test_what_is_left_survives_a_restart(stall: Stall, tmp_path: Path) -> None:
    number = sold(stall)
    stall.till.refunds.give_back("back-0001", number, [Back("l1", 2)], total_minor=300, reason="")
    stall.store.close()
    again = stall_on(open_store(tmp_path, series="A"), stall.clock)
    assert again.till.refunds.offer(number, None)["left_minor"] == 150
    with pytest.raises(TillError, match="more_than_left"):
        again.till.refunds.give_back("back-0002", number, [Back("l1", 2)], total_minor=300, reason="")
    again.store.close()


def test_another_sum_than_the_vendor_saw_is_refused_and_takes_no_number(stall: Stall) -> None:
    number = sold(stall)
    with pytest.raises(TillError, match="total_changed"):
        stall.till.refunds.give_back("back-0001", number, None, total_minor=449, reason="")
    assert sold(stall, "sale-0002") == "A-000002"


def test_stock_grows_only_by_what_can_be_sold_again(stall: Stall) -> None:
    stall.till.stock.move("move-0001", "apple", "count", 10, None)
    number = sold(stall)
    give_back = stall.till.refunds.give_back
    give_back("back-0001", number, [Back("l1", 1, to_stock=False)], total_minor=150, reason="")
    give_back("back-0002", number, [Back("l1", 1)], total_minor=150, reason="")
    assert stall.till.stock.view()["levels"][0]["left"] == 8


def test_a_refund_is_no_sale_to_take_back(stall: Stall) -> None:
    number = sold(stall)
    stall.till.refunds.give_back("back-0001", number, None, total_minor=450, reason="")
    with pytest.raises(TillError, match="not_a_sale"):
        stall.till.refunds.offer("A-000002", None)
    with pytest.raises(TillError, match="unknown_receipt"):
        stall.till.refunds.offer("A-000009", None)


def test_a_refund_waits_for_the_back_office_like_a_sale(stall: Stall) -> None:
    number = sold(stall)
    stall.till.refunds.give_back("back-0001", number, None, total_minor=450, reason="")
    assert stall.office.view(stall.clock.now())["waiting_sales"] == 2


@pytest.mark.parametrize("code", ["TB1|A-000001", "TB1|A-000001|450EUR|x|000000000000", "TB9|A-000001|||"])
def test_a_code_that_does_not_fit_is_refused(stall: Stall, code: str) -> None:
    sold(stall)
    with pytest.raises(TillError, match=r"receipt_differs|unknown_receipt"):
        stall.till.refunds.scanned(code)
