"""A printer in trouble never loses, blocks or doubles a receipt, and the screen says what to do."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.box import DemoBox, until
from tests.e2e.screen import TillScreen


def sell(till: TillScreen, box: DemoBox) -> str:
    """One sale at the screen; its receipt number."""
    before = len(box.sold())
    till.tap("tile-strawberries-500")
    till.has_lines(1)
    till.tap("exact")
    till.shows("change")
    numbers = box.sold()
    assert len(numbers) == before + 1
    return numbers[-1]


@pytest.mark.parametrize("fault", ["paper_out", "cover_open", "offline"])
def test_a_sale_waits_for_the_printer_and_prints_exactly_once(
    fault: str, till: TillScreen, box: DemoBox
) -> None:
    box.bench.move("printer", **{fault: True})
    till.shows("printer-mark", limit_s=15)
    till.shows("strip-printer")
    number = sell(till, box)
    assert box.bench.receipts_of(number) == []
    box.bench.move("printer", **{fault: False})
    until(lambda: box.bench.receipts_of(number), "the receipt came out after all", 20)
    till.hides("strip-printer")
    printed_once(box, number)


def printed_once(box: DemoBox, number: str) -> None:
    """The till takes it as printed and one piece of paper carries the number."""
    vendor = box.vendor()
    until(
        lambda: vendor.get(f"/api/v1/sales/{number}")["print_state"] == "confirmed",
        "the till knows that it printed",
        20,
    )
    assert len(box.bench.receipts_of(number)) == 1


def test_paper_that_runs_out_under_a_receipt_is_no_second_receipt(till: TillScreen, box: DemoBox) -> None:
    box.bench.move("printer", slow=True)
    number = sell(till, box)
    until(lambda: box.bench.state()["printer"]["strip"]["rows"], "the receipt begins")
    box.bench.move("printer", paper_out=True)
    till.shows("strip-printer", limit_s=20)
    box.bench.move("printer", paper_out=False, slow=False)
    until(lambda: box.bench.receipts_of(number), "the receipt came out", 30)
    printed_once(box, number)


def cut_the_cable_under_a_receipt(till: TillScreen, box: DemoBox) -> str:
    """The cable goes while the receipt prints: nobody but the vendor can know whether it came out."""
    box.bench.move("printer", slow=True)
    number = sell(till, box)
    until(lambda: box.bench.state()["printer"]["strip"]["rows"], "the receipt begins")
    box.bench.move("printer", offline=True)
    until(
        lambda: box.vendor().get("/api/v1/snapshot")["printer"]["state"] == "offline",
        "the till misses the printer",
        20,
    )
    box.bench.move("printer", offline=False, slow=False)
    till.shows("printer-question", number, limit_s=30)
    return number


def test_a_receipt_nobody_is_sure_of_is_asked_for_and_yes_prints_nothing(
    till: TillScreen, box: DemoBox
) -> None:
    number = cut_the_cable_under_a_receipt(till, box)
    before = len(box.bench.receipts_of(number))
    till.tap("printed-yes")
    till.hides("printer-question")
    other = sell(till, box)  # what comes after it came after it
    until(lambda: box.bench.receipts_of(other), "the next receipt came out", 20)
    assert len(box.bench.receipts_of(number)) in (before, 1)


def test_a_receipt_nobody_is_sure_of_prints_again_on_no(till: TillScreen, box: DemoBox) -> None:
    number = cut_the_cable_under_a_receipt(till, box)
    until(lambda: not box.bench.state()["printer"]["waiting_bytes"], "the printer has printed what it has")
    before = len(box.bench.receipts_of(number))
    till.tap("printed-no")
    till.hides("printer-question")
    until(lambda: len(box.bench.receipts_of(number)) == before + 1, "it came out again", 20)
    assert "KOPIE" in box.bench.receipts_of(number)[-1].upper()


def test_the_strip_can_be_put_away_and_selling_goes_on(till: TillScreen, box: DemoBox) -> None:
    box.bench.move("printer", paper_out=True)
    till.shows("strip-printer", limit_s=15)
    till.key("strip-printer").get_by_role("button").tap()
    till.hides("strip-printer")
    expect(till.key("printer-mark")).to_be_visible()
    sell(till, box)
