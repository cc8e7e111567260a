"""The day at the till: float, moves, X, blind count, Z; the drawer's formula and the numbers agree."""

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


def reopened(stall: Stall, tmp_path: Path) -> Stall:
    stall.store.close()
    return stall_on(open_store(tmp_path, series="A"), stall.clock)


def test_a_day_from_float_to_z(stall: Stall, tmp_path: Path) -> None:
    day = stall.till.day
    assert day.open("open-0001", 10_000, {5_000: 1, 1_000: 5}) == {"n": 1}
    number = stall.sell("sale-0001", given_minor=200)
    stall.till.add_line("line-0001", "apple", quantity=4, weight_g=None)
    stall.till.discounts.give("disc-0001", line_id=None, kind="percent", value=1_000, label="")
    stall.till.paying.pay_cash("pay-0001", given_minor=540, total_minor=540)
    stall.till.refunds.give_back("back-0001", number, [Back("l1", 1)], total_minor=150, reason="")
    day.move("move-0001", "pay_in", 2_000, "Münzen")
    day.move("move-0002", "pay_out", 500, "Brot")
    day.move("move-0003", "safe_drop", 5_000, "")
    day.move("move-0004", "no_sale", 0, "wechseln")

    x = day.x()
    assert x["expected_minor"] == 10_000 + 150 + 540 - 150 + 2_000 - 500 - 5_000
    before = stall.store.state().last_fact
    assert day.x() == x and stall.store.state().last_fact == before  # X changes nothing

    again = reopened(stall, tmp_path)
    z = again.till.day.close("close-0001", 7_000, {5_000: 1, 2_000: 1})["z"]
    assert (z["n"], z["expected_minor"], z["counted_minor"], z["difference_minor"]) == (1, 7_040, 7_000, -40)
    assert z["sales"] == {"count": 2, "total_minor": 690}
    assert z["refunds"] == {"count": 1, "total_minor": -150}
    assert (z["turnover_minor"], z["discount_minor"], z["perpetual_minor"]) == (540, 60, 540)
    assert z["moves"] == {
        "pay_in_minor": 2_000, "pay_out_minor": -500, "safe_drop_minor": -5_000, "no_sales": 1,
    }  # fmt: skip
    assert (z["first_number"], z["last_number"]) == ("A-000001", "A-000003")
    assert sum(tax["gross_minor"] for tax in z["taxes"]) == 540
    assert all(tax["net_minor"] + tax["tax_minor"] == tax["gross_minor"] for tax in z["taxes"])
    assert z["head"] == again.store.head_at(1, z["last"]["f"])
    again.store.close()


def test_the_first_sale_opens_a_shift_that_nobody_counted_in(stall: Stall) -> None:
    stall.sell("sale-0001")
    assert stall.till.snapshot()["shift"]["is_open"]
    types = [fact.type for fact in stall.store.facts_since(1, 0)]
    assert types == ["sale"]
    assert stall.store.receipt_by_number("A-000001").body["shift"] == 1
    z = stall.till.day.close("close-0001", None, None)["z"]
    assert (z["is_counted"], z["counted_minor"], z["difference_minor"], z["left_minor"]) == (
        False,
        None,
        None,
        150,
    )
    stall.sell("sale-0002")
    assert stall.till.day.view()["float_minor"] == 150  # as the last close left it
    assert stall.till.day.close("close-0002", None, None)["z"]["perpetual_minor"] == 300


def test_a_shift_without_a_sale_closes(stall: Stall) -> None:
    stall.till.day.open("open-0001", 5_000, None)
    z = stall.till.day.close("close-0001", 5_000, None)["z"]
    assert (z["sales"]["count"], z["difference_minor"], z["first_number"]) == (0, 0, None)
    assert [row["n"] for row in stall.till.day.page(None)["shifts"]] == [1]


def test_z_numbers_have_no_gap_and_a_repeated_close_is_the_same_z(stall: Stall) -> None:
    for n in (1, 2, 3):
        stall.sell(f"sale-000{n}")
        first = stall.till.day.close(f"close-000{n}", None, None)
        assert stall.till.day.close(f"close-000{n}", None, None) == first
        assert first["n"] == n
    with pytest.raises(TillError, match="no_shift"):
        stall.till.day.close("close-0009", None, None)
    assert stall.till.day.page(3)["shifts"][0]["n"] == 2


def test_a_sale_keeps_its_day_and_shift_over_midnight(stall: Stall) -> None:
    stall.sell("sale-0001")
    stall.clock.turn_to("2026-11-23T05:00:00.000Z", "2026-11-23")
    assert stall.till.snapshot()["shift"]["is_old"]
    stall.sell("sale-0002")
    z = stall.till.day.close("close-0001", None, None)["z"]
    assert (z["sales"]["count"], stall.till.day.page(None)["shifts"][0]["day"]) == (2, "2026-11-22")


def test_the_drawer_opens_for_moves_and_a_z_is_printed_and_printed_again(stall: Stall) -> None:
    stall.devices.done.clear()
    stall.till.day.move("move-0001", "no_sale", 0, "")
    assert stall.devices.done == ["drawer"]
    stall.till.day.close("close-0001", None, None)
    job_id = stall.till.day.reprint("copy-0001", 1)["job_id"]
    job = stall.store.get("print_jobs", job_id)
    assert (job["number"], job["kind"]) == ("Z 1", "copy")
    with pytest.raises(TillError, match="unknown_shift"):
        stall.till.day.detail(2)


@pytest.mark.parametrize(
    ("kind", "amount_minor", "code"),
    [
        ("pay_in", 0, "cash_move_amount"),
        ("pay_out", 2**53, "cash_move_amount"),
        ("no_sale", 5, "cash_move_amount"),
    ],
)
def test_an_amount_that_cannot_be_is_refused(stall: Stall, kind: str, amount_minor: int, code: str) -> None:
    with pytest.raises(TillError, match=code):
        stall.till.day.move("move-0001", kind, amount_minor, "")  # type: ignore[arg-type]  # as from outside


@pytest.mark.parametrize(
    ("pieces", "code"), [({300: 1}, "unknown_piece"), ({500: -1}, "piece_count"), ({500: 2}, "count_differs")]
)
def test_a_count_that_does_not_fit_is_refused(stall: Stall, pieces: dict[int, int], code: str) -> None:
    with pytest.raises(TillError, match=code):
        stall.till.day.open("open-0001", 500, pieces)
    assert not stall.till.snapshot()["shift"]["is_open"]


def test_an_open_shift_is_not_opened_again(stall: Stall) -> None:
    stall.till.day.open("open-0001", 0, None)
    with pytest.raises(TillError, match="shift_is_open"):
        stall.till.day.open("open-0002", 0, None)


def test_an_open_ticket_is_carried_over(stall: Stall) -> None:
    stall.till.add_line("line-0001", "apple", quantity=None, weight_g=None)
    stall.till.day.open("open-0001", 0, None)
    stall.till.day.close("close-0001", None, None)
    assert stall.till.snapshot()["ticket"]["count"] == 1
