"""What a vendor does at the till, on a real store in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.domain.errors import TillError
from appliance.store import open_store
from tests.unit.till.stall import SlowDisk, Stall, stall_on


@pytest.fixture
def stall(tmp_path: Path) -> Iterator[Stall]:
    stall = stall_on(open_store(tmp_path, series="A"))
    yield stall
    stall.store.close()


def reopened(stall: Stall, tmp_path: Path) -> Stall:
    stall.store.close()
    return stall_on(open_store(tmp_path, series="A"), stall.clock)


def add(stall: Stall, key: str, item_id: str, **more: int) -> dict[str, object]:
    words = {"quantity": None, "weight_g": None, **more}
    return stall.till.add_line(key, item_id, quantity=words["quantity"], weight_g=words["weight_g"])


def test_a_tap_puts_the_item_on_the_ticket(stall: Stall) -> None:
    ticket = add(stall, "tap-0001", "apple")["ticket"]
    assert (ticket["count"], ticket["total_minor"]) == (1, 150)


def test_a_ticket_survives_a_restart_with_its_undo(stall: Stall, tmp_path: Path) -> None:
    add(stall, "tap-0001", "apple")
    add(stall, "tap-0002", "pear", weight_g=1160)
    before = add(stall, "tap-0003", "juice", quantity=2)["ticket"]
    again = reopened(stall, tmp_path)
    assert again.till.snapshot()["ticket"] == before
    after = again.till.undo("undo-0001")["ticket"]
    assert [line["item_id"] for line in after["lines"]] == ["apple", "pear"]
    again.store.close()


def test_the_same_key_acts_once(stall: Stall) -> None:
    add(stall, "tap-0001", "apple")
    assert add(stall, "tap-0001", "apple")["ticket"]["count"] == 1


def test_the_same_key_for_something_else_is_refused(stall: Stall) -> None:
    add(stall, "tap-0001", "apple")
    with pytest.raises(TillError) as refusal:
        add(stall, "tap-0001", "pear", weight_g=100)
    assert refusal.value.code == "idempotency_mismatch"
    assert stall.till.snapshot()["ticket"]["count"] == 1


def test_paying_again_with_one_key_names_its_own_sale(stall: Stall, tmp_path: Path) -> None:
    number = stall.sell("sale-01", given_minor=200)
    first = stall.till.paying.pay_cash("sale-01-pay", given_minor=200, total_minor=150)["last_sale"]
    assert stall.sell("sale-02", given_minor=200) != number
    assert stall.till.paying.pay_cash("sale-01-pay", given_minor=200, total_minor=150)["last_sale"] == first
    add(stall, "tap-0001", "apple")
    assert stall.till.paying.pay_cash("sale-01-pay", given_minor=200, total_minor=150)["last_sale"] == first
    later = reopened(stall, tmp_path)
    assert later.till.paying.pay_cash("sale-01-pay", given_minor=200, total_minor=150)["last_sale"] == first
    later.store.close()


def test_paying_twice_with_one_key_sells_once(stall: Stall, tmp_path: Path) -> None:
    number = stall.sell("sale-01", given_minor=200)
    assert number == "A-000001"
    again = stall.till.paying.pay_cash("sale-01-pay", given_minor=200, total_minor=150)
    assert again["last_sale"]["number"] == number
    later = reopened(stall, tmp_path)
    later.till.paying.pay_cash("sale-01-pay", given_minor=200, total_minor=150)
    assert [row["number"] for row in later.till.sales(before=None, limit=10)["sales"]] == [number]
    later.store.close()


def test_the_drawer_opens_and_paper_moves_only_after_the_sale_is_stored(stall: Stall) -> None:
    stall.sell("sale-01", given_minor=200)
    assert stall.devices.done == ["show Apfel 150 of 150", "drawer", "print", "change 50 of 150"]
    assert stall.store.state().durable_fact == 1
    stall.till.paying.pay_cash("sale-01-pay", given_minor=200, total_minor=150)
    assert stall.devices.done.count("drawer") == 1


def test_a_sale_queues_its_receipt_in_the_same_line(stall: Stall) -> None:
    stall.sell("sale-01")
    jobs = [job for _, job in stall.store.documents("print_jobs")]
    assert [(job["number"], job["state"]) for job in jobs] == [("A-000001", "queued")]


def test_without_quick_print_no_receipt_is_queued(stall: Stall) -> None:
    stall.till.change_settings("set-0001", language=None, quick_print=False)
    stall.sell("sale-01")
    assert stall.store.documents("print_jobs") == []


@pytest.mark.parametrize(
    ("given", "total", "code"), [(100, 150, "given_too_small"), (200, 149, "total_changed")]
)
def test_a_payment_that_does_not_fit_sells_nothing(stall: Stall, given: int, total: int, code: str) -> None:
    add(stall, "tap-0001", "apple")
    head = stall.store.state().head
    with pytest.raises(TillError) as refusal:
        stall.till.paying.pay_cash("pay-0001", given_minor=given, total_minor=total)
    assert refusal.value.code == code
    assert stall.store.state().head == head
    assert stall.sell("sale-02") == "A-000001"


def test_an_empty_ticket_cannot_be_paid(stall: Stall) -> None:
    with pytest.raises(TillError) as refusal:
        stall.till.paying.pay_cash("pay-0001", given_minor=0, total_minor=0)
    assert refusal.value.code == "ticket_empty"


def test_bottles_given_back_are_paid_out(stall: Stall) -> None:
    add(stall, "tap-0001", "juice")
    ticket = stall.till.snapshot()["ticket"]
    assert [line["item_id"] for line in ticket["lines"]] == ["juice", "bottle"]
    assert ticket["total_minor"] == 295


def test_a_scanned_code_finds_its_item_and_an_unknown_one_says_so(stall: Stall) -> None:
    assert stall.till.scan("scan-0001", "4006381333931")["ticket"]["lines"][0]["item_id"] == "apple"
    with pytest.raises(TillError) as refusal:
        stall.till.scan("scan-0002", "4012345678901")
    assert refusal.value.code == "unknown_gtin"


def test_the_change_stays_until_the_next_tap(stall: Stall) -> None:
    stall.sell("sale-01", given_minor=200)
    assert stall.till.snapshot()["last_sale"]["change_minor"] == 50
    assert add(stall, "tap-0002", "apple")["last_sale"] is None


def test_receipts_come_newest_first_in_pages(stall: Stall) -> None:
    for place in range(5):
        stall.sell(f"sale-{place:02d}")
    first = stall.till.sales(before=None, limit=2)
    assert [row["number"] for row in first["sales"]] == ["A-000005", "A-000004"]
    assert first["more"]
    last = stall.till.sales(before=(1, first["sales"][-1]["f"]), limit=10)
    assert [row["number"] for row in last["sales"]] == ["A-000003", "A-000002", "A-000001"]
    assert not last["more"]


def test_one_receipt_in_detail_shows_stored_numbers(stall: Stall) -> None:
    number = stall.sell("sale-01", "juice", given_minor=500)
    detail = stall.till.sale(number)
    assert (detail["total_minor"], detail["change_minor"]) == (295, 205)
    assert [(tax["letter"], tax["gross_minor"], tax["net_minor"]) for tax in detail["taxes"]] == [
        ("A", 295, 248)
    ]
    assert len(detail["hash"]) == 64


def test_an_unknown_receipt_is_said(stall: Stall) -> None:
    with pytest.raises(TillError) as refusal:
        stall.till.sale("A-999999")
    assert refusal.value.code == "unknown_receipt"


def test_a_reprint_is_a_fact_and_a_copy(stall: Stall) -> None:
    number = stall.sell("sale-01")
    stall.till.reprint("copy-0001", number)
    stall.till.reprint("copy-0001", number)
    kinds = [job["kind"] for _, job in stall.store.documents("print_jobs")]
    assert kinds == ["receipt", "copy"]
    assert len(stall.store.latest("reprint", None, 10)) == 1


def test_numbers_stay_gapless_over_a_restart_and_a_new_day(stall: Stall, tmp_path: Path) -> None:
    stall.sell("sale-01")
    stall.clock.turn_to("2026-11-23T08:00:00.000Z", "2026-11-23")
    stall.sell("sale-02")
    again = reopened(stall, tmp_path)
    assert again.sell("sale-03") == "A-000003"
    again.store.close()


def test_language_is_kept(stall: Stall, tmp_path: Path) -> None:
    stall.till.change_settings("set-0001", language="vi", quick_print=None)
    again = reopened(stall, tmp_path)
    assert again.till.snapshot()["language"] == "vi"
    again.store.close()


def test_closed_print_jobs_do_not_pile_up(stall: Stall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appliance.till.receipts.KEPT_JOBS", 3)
    for place in range(6):
        stall.sell(f"sale-{place:02d}")
        for job_id, job in stall.store.documents("print_jobs"):
            with stall.store.transaction(stall.clock.now(), durable=False) as tx:
                tx.put("print_jobs", job_id, {**job, "state": "confirmed"})
    assert len(stall.store.documents("print_jobs")) == 3


def test_a_box_without_a_printer_queues_nothing_for_one_that_may_come(stall: Stall) -> None:
    stall.devices.printer = "none"
    stall.sell("sale-0001")
    assert stall.store.documents("print_jobs") == []
    assert [done for done in stall.devices.done if done in ("drawer", "print")] == ["drawer"]


def test_a_question_nobody_answers_keeps_no_other_job(stall: Stall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appliance.till.receipts.KEPT_JOBS", 3)
    for n in range(8):
        stall.sell(f"sale-{n:04d}")
        job_id, document = stall.store.documents("print_jobs")[-1]
        with stall.store.transaction(stall.clock.now(), durable=True) as tx:
            tx.put("print_jobs", job_id, {**document, "state": "confirmed" if n else "unconfirmed"})
    states = [document["state"] for _, document in stall.store.documents("print_jobs")]
    assert (len(states), states.count("unconfirmed")) == (3, 1)


def test_a_ticket_opens_with_its_first_tap_not_with_the_sale_before(stall: Stall) -> None:
    stall.sell("sale-01")
    stall.clock.turn_to("2026-11-22T11:30:00.000Z", "2026-11-22")
    stall.sell("sale-02")
    opened = [fact.body["opened_utc"] for fact in stall.store.latest("sale", None, 2)]
    assert opened == ["2026-11-22T11:30:00.000Z", "2026-11-22T11:00:00.000Z"]


def test_the_customer_is_greeted_or_sees_the_ticket_again(stall: Stall, tmp_path: Path) -> None:
    stall.till.open()
    add(stall, "tap-0001", "apple")
    again = reopened(stall, tmp_path)
    again.till.open()
    assert stall.devices.done[0] == "welcome"
    assert again.devices.done == ["show Apfel 150 of 150"]
    again.store.close()


def test_a_scan_while_the_sale_is_flushed_takes_neither_drawer_nor_paper_away(tmp_path: Path) -> None:
    disk = SlowDisk(open_store(tmp_path, series="A"))
    stall = stall_on(disk)

    def next_customer() -> None:
        disk.while_waiting = lambda: None
        stall.till.scan("scan-0001", "4006381333931")

    total = add(stall, "tap-0001", "apple")["ticket"]["total_minor"]  # type: ignore[index]  # JSON
    disk.while_waiting = next_customer
    stall.till.paying.pay_cash("pay-0001", given_minor=200, total_minor=total)
    assert [done for done in stall.devices.done if "show" not in done] == [
        "drawer",
        "print",
        "change 50 of 150",
    ]
    disk.close()


def test_a_sale_known_only_at_the_second_asking_opens_the_drawer_then_and_once(tmp_path: Path) -> None:
    disk = SlowDisk(open_store(tmp_path, series="A"))
    stall = stall_on(disk)
    add(stall, "tap-0001", "apple")

    def too_slow() -> None:
        raise TillError("store_busy")

    disk.while_waiting = too_slow
    with pytest.raises(TillError):
        stall.till.paying.pay_cash("pay-0001", given_minor=200, total_minor=150)
    assert "drawer" not in stall.devices.done
    disk.while_waiting = lambda: None
    for _ in range(2):
        assert (
            stall.till.paying.pay_cash("pay-0001", given_minor=200, total_minor=150)["last_sale"] is not None
        )
    assert [done for done in stall.devices.done if done in ("drawer", "print")] == ["drawer", "print"]
    disk.close()


def test_a_discount_is_in_the_sale_and_survives_a_restart(stall: Stall, tmp_path: Path) -> None:
    add(stall, "tap-0001", "apple", quantity=4)
    stall.till.discounts.give("line-0001", line_id="l1", kind="percent", value=1_000, label="")
    stall.till.discounts.give("all-0001", line_id=None, kind="amount", value=40, label=" Stammkunde ")
    again = reopened(stall, tmp_path)
    ticket = again.till.snapshot()["ticket"]
    assert (ticket["total_minor"], ticket["discount_minor"]) == (500, 100)
    again.till.paying.pay_cash("pay-0001", given_minor=500, total_minor=500)
    body = again.store.latest("sale", None, 1)[0].body
    assert [(one["label"], one["amount_minor"]) for one in body["discounts"]] == [
        ("", 60),
        ("Stammkunde", 40),
    ]
    assert body["lines"][0]["discount_minor"] == 100
    again.store.close()


def test_a_tap_does_not_join_a_line_that_got_cheaper(stall: Stall) -> None:
    add(stall, "tap-0001", "apple")
    stall.till.discounts.give("line-0001", line_id="l1", kind="percent", value=5_000, label="bruised")
    lines = add(stall, "tap-0002", "apple")["ticket"]["lines"]
    assert [line["amount_minor"] for line in lines] == [75, 150]
