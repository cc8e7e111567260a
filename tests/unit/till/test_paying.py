"""A ticket paid in parts and in several ways: kept on the disk, given back, rounded, refunded the way it was paid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from appliance.domain.countries import country
from appliance.domain.errors import TillError
from appliance.domain.refund import Back
from appliance.domain.tenders import Wish
from appliance.store import open_store
from tests.unit.till.stall import Stall, stall_on

ROUNDS = replace(country("DE"), cash_steps_minor=(5,))


@pytest.fixture
def stall(tmp_path: Path) -> Iterator[Stall]:
    stall = stall_on(open_store(tmp_path, series="A"), land=ROUNDS)
    yield stall
    stall.store.close()


def round_to_five_cents(stall: Stall) -> None:
    stall.till.pay_settings.change("set-0001", kinds=["card"], cash_step_minor=5, account=None)


def ring(stall: Stall, quantity: int = 3) -> dict[str, Any]:
    return stall.till.add_line(f"add-{quantity:04d}", "apple", quantity=quantity, weight_g=None)


def take(stall: Stall, key: str, kind: str, amount: int, due: int, **more: Any) -> dict[str, Any]:
    return stall.till.paying.take(key, kind, Wish(amount, **more), due)


def body(stall: Stall, number: str) -> dict[str, Any]:
    return dict(stall.store.receipt_by_number(number).body)


def code(deed: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(TillError) as refused:
        deed(*args, **more)
    return refused.value.code


def test_card_then_cash_is_one_sale_to_the_cent(stall: Stall) -> None:
    ring(stall)
    stall.devices.done.clear()
    ticket = take(stall, "pay-0001", "card", 200, 450, reference="4711")["ticket"]
    assert (ticket["total_minor"], ticket["due_minor"], ticket["cash_due_minor"]) == (450, 250, 250)
    assert stall.devices.done == []
    sold = stall.till.paying.pay_cash("pay-0002", given_minor=300, total_minor=450)
    assert sold["last_sale"]["change_minor"] == 50 and sold["ticket"]["lines"] == []
    assert "drawer" in stall.devices.done
    told = body(stall, "A-000001")
    assert [(one["kind"], one["amount_minor"], one["reference"]) for one in told["tenders"]] == [
        ("card", 200, "4711"),
        ("cash", 250, None),
    ]
    assert told["rounding_minor"] == 0 and told["taken_back"] == []


def test_a_card_alone_leaves_the_drawer_shut(stall: Stall) -> None:
    ring(stall)
    stall.devices.done.clear()
    sold = take(stall, "pay-0001", "card", 500, 450, tip_minor=50)
    assert (sold["last_sale"]["tip_minor"], sold["last_sale"]["is_cash"]) == (50, False)
    assert "drawer" not in stall.devices.done
    assert body(stall, "A-000001")["tenders"][0]["tip_minor"] == 50
    assert stall.till.day.x()["tenders"] == [
        {"kind": "cash", "amount_minor": 0, "tips_minor": 0},
        {"kind": "card", "amount_minor": 450, "tips_minor": 50},
    ]
    assert stall.till.day.x()["expected_minor"] == 0


def test_a_payment_survives_a_pulled_plug_and_is_taken_once(stall: Stall, tmp_path: Path) -> None:
    ring(stall)
    take(stall, "pay-0001", "voucher", 100, 450, reference="G 17")
    take(stall, "pay-0001", "voucher", 100, 450, reference="G 17")
    stall.store.close()
    later = stall_on(open_store(tmp_path, series="A"), stall.clock)
    ticket = later.till.snapshot()["ticket"]
    assert [one["reference"] for one in ticket["payments"]] == ["G 17"] and ticket["due_minor"] == 350
    take(later, "pay-0002", "iou", 350, 350, reference="Frau Berg")
    assert sum(one["amount_minor"] for one in body(later, "A-000001")["tenders"]) == 450
    later.store.close()


def test_what_is_given_back_is_told_in_the_sale(stall: Stall) -> None:
    ring(stall)
    payment = take(stall, "pay-0001", "cash", 100, 450)["ticket"]["payments"][0]
    stall.devices.done.clear()
    assert stall.till.paying.take_back("back-0001", payment["id"])["ticket"]["due_minor"] == 450
    assert stall.devices.done == ["drawer"]
    assert code(stall.till.paying.take_back, "back-0002", payment["id"]) == "payment_unknown"
    take(stall, "pay-0002", "card", 450, 450)
    assert [one["amount_minor"] for one in body(stall, "A-000001")["taken_back"]] == [100]


def test_a_ticket_never_shrinks_below_what_is_paid(stall: Stall) -> None:
    line = ring(stall)["ticket"]["lines"][0]["id"]
    take(stall, "pay-0001", "card", 200, 450)
    change = stall.till.change_line
    assert code(change, "less-0001", line, quantity=1, weight_g=None) == "more_paid_than_due"
    assert code(stall.till.clear, "clear-001") == "more_paid_than_due"
    assert change("less-0002", line, quantity=2, weight_g=None)["ticket"]["due_minor"] == 100
    assert stall.till.add_line("more-0001", "apple", quantity=1, weight_g=None)["ticket"]["due_minor"] == 250


@pytest.mark.parametrize(
    ("kind", "amount", "due", "refusal"),
    [
        ("card", 451, 450, "amount_out_of_range"),
        ("card", 0, 450, "amount_out_of_range"),
        ("card", 450, 449, "total_changed"),
        ("voucher", 450, 450, "reference_missing"),
        ("cheque", 450, 450, "unknown_tender"),
        ("cash", 0, 450, "amount_out_of_range"),
    ],
)
def test_a_payment_that_does_not_fit_takes_nothing(
    stall: Stall, kind: str, amount: int, due: int, refusal: str
) -> None:
    ring(stall)
    assert code(take, stall, "pay-0001", kind, amount, due) == refusal
    ticket = stall.till.snapshot()["ticket"]
    assert ticket["payments"] == [] and ticket["due_minor"] == 450


def test_an_empty_ticket_cannot_be_paid_any_way(stall: Stall) -> None:
    assert code(take, stall, "pay-0001", "card", 0, 0) == "ticket_empty"


def test_only_so_many_payments_fit(stall: Stall) -> None:
    ring(stall)
    for n in range(20):
        take(stall, f"pay-{n:04d}", "card", 1, 450 - n)
    assert code(take, stall, "pay-0020", "card", 1, 430) == "too_many_payments"
    assert stall.till.paying.pay_cash("pay-0021", given_minor=430, total_minor=450)["last_sale"]


def test_cash_is_rounded_once_as_its_own_line(stall: Stall) -> None:
    round_to_five_cents(stall)
    ring(stall)
    take(stall, "pay-0001", "card", 198, 450)
    ticket = stall.till.snapshot()["ticket"]
    assert (ticket["due_minor"], ticket["cash_due_minor"]) == (252, 250)
    assert ticket["quick_cash"][0] == {"given_minor": 250, "change_minor": 0}
    stall.till.paying.pay_cash("pay-0002", given_minor=300, total_minor=450)
    told = body(stall, "A-000001")
    assert told["total_minor"] == 450 and told["rounding_minor"] == 2
    assert [one["amount_minor"] for one in told["tenders"]] == [198, 250]
    x = stall.till.day.x()
    assert (x["turnover_minor"], x["rounding_minor"], x["expected_minor"]) == (450, 2, 250)


def test_a_refund_goes_the_way_it_was_paid(stall: Stall) -> None:
    round_to_five_cents(stall)
    ring(stall)
    take(stall, "pay-0001", "card", 198, 450)
    stall.till.paying.pay_cash("pay-0002", given_minor=250, total_minor=450)
    refunds = stall.till.refunds
    offer = refunds.offer("A-000001", None)
    assert offer["money"] == [{"kind": "card", "amount_minor": 198}, {"kind": "cash", "amount_minor": 250}]
    assert refunds.offer("A-000001", None, in_cash=True)["money"] == [{"kind": "cash", "amount_minor": 448}]
    one = [Back("l1", 1)]
    assert refunds.offer("A-000001", one)["money"] == [{"kind": "card", "amount_minor": 150}]
    stall.devices.done.clear()
    assert refunds.give_back("back-0001", "A-000001", one, total_minor=150, reason="")["paid_out_minor"] == 0
    assert stall.devices.done == ["print"]
    assert (
        refunds.give_back("back-0002", "A-000001", None, total_minor=300, reason="")["paid_out_minor"] == 250
    )
    assert body(stall, "A-000003")["rounding_minor"] == -2
    x = stall.till.day.x()
    assert (x["turnover_minor"], x["rounding_minor"], x["expected_minor"]) == (0, 0, 0)
    assert [(one["kind"], one["amount_minor"]) for one in x["tenders"]] == [("cash", 0), ("card", 0)]


def test_a_tip_left_in_cash_is_in_the_drawer_and_not_in_turnover(stall: Stall) -> None:
    ring(stall)
    sold = stall.till.paying.pay_cash("pay-0001", given_minor=500, total_minor=450, tip_minor=50)
    assert (sold["last_sale"]["change_minor"], sold["last_sale"]["tip_minor"]) == (0, 50)
    x = stall.till.day.x()
    assert (x["turnover_minor"], x["expected_minor"], x["tenders"][0]["tips_minor"]) == (450, 500, 50)


def test_transfers_need_an_account_and_name_the_sum(stall: Stall) -> None:
    ring(stall)
    assert code(stall.till.paying.transfer) == "no_account"
    assert "transfer" not in stall.till.snapshot()["payments"]["kinds"]
    change = stall.till.pay_settings.change
    account = ("Obst Berg", "BE72 0000 0000 1616", "")
    shown = change("set-0002", kinds=["card"], cash_step_minor=0, account=account)
    assert shown["kinds"] == ["cash", "card", "transfer"]
    told = stall.till.paying.transfer()
    assert told["amount_minor"] == 450 and "EUR4.50" in told["text"] and told["account"] == "BE72000000001616"
    assert code(change, "set-0003", kinds=[], cash_step_minor=7, account=None) == "unknown_step"
