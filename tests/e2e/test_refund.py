"""Goods that come back, offline: from the list, by holding the receipt under the scanner, in parts, never twice."""

from __future__ import annotations

from playwright.sync_api import expect

from appliance.domain.receipt import QR_VERSION
from tests.e2e.box import DemoBox, until
from tests.e2e.screen import TillScreen

SHARES_BOX = True


def sell(till: TillScreen, box: DemoBox, *tiles: str) -> str:
    for tile in tiles:
        till.ring(tile)
    till.tap("exact")
    till.shows("change")
    number: str = box.vendor().get("/api/v1/sales?limit=1")["sales"][0]["number"]
    return number


def paper_code(box: DemoBox, number: str) -> str:
    """What the QR code on the paper says."""
    sale = box.vendor().get(f"/api/v1/sales/{number}")
    currency = box.vendor().get("/api/v1/snapshot")["currency"]["code"]
    total = f"{sale['total_minor']}{currency}"
    return "|".join((QR_VERSION, number, total, sale["at_utc"], sale["hash"][:12]))


def test_a_scanned_receipt_is_paid_back_with_two_taps(till: TillScreen, box: DemoBox) -> None:
    number = sell(till, box, "strawberries-500", "raspberries-250")
    pulses = box.bench.state()["drawer"]["pulses"]
    till.page.evaluate("window.taps = 0")
    box.bench.move("scanner", code=paper_code(box, number))
    till.shows("sheet-refund", number)
    till.shows("refund-pay", "8,40")
    till.tap("refund-pay")
    till.shows("refund-done", "8,40")
    assert till.taps() == 1
    until(lambda: box.bench.state()["drawer"]["pulses"] == pulses + 1, "the drawer sprang open once")

    refund = box.vendor().get("/api/v1/sales?limit=1")["sales"][0]
    assert (refund["kind"], refund["of"], refund["total_minor"]) == ("refund", number, -840)
    paper = until(lambda: box.bench.receipts_of(refund["number"]), "the refund is on the paper")[0]
    for words in ("RÜCKGABE", number, "-4,50", "-3,90", "Unterschrift"):
        assert words in paper
    till.tap("refund-close")
    till.shows("paper", "RÜCKGABE")

    box.bench.move("scanner", code=paper_code(box, number))
    till.shows("sheet-refund", "Schon alles zurück")
    expect(till.key("refund-pay")).to_be_disabled()


def test_part_of_a_sale_comes_back_from_the_list(till: TillScreen, box: DemoBox) -> None:
    number = sell(till, box, "strawberries-500", "strawberries-500", "raspberries-250")
    till.tap("change-show")
    till.tap("take-back")
    till.shows("refund-pay", "12,90")
    till.tap("refund-all")
    expect(till.key("refund-pay")).to_be_disabled()
    till.page.locator("[data-testid^=refund-more-]").first.tap()
    till.shows("refund-pay", "4,50")
    till.tap("refund-resale")
    till.tap("refund-pay")
    till.shows("refund-done", "4,50")
    offer = box.vendor().get(f"/api/v1/sales/{number}/refund")
    assert (offer["left_minor"], len(offer["refunds"])) == (840, 1)


def test_paper_of_another_box_or_forged_is_told_in_words(till: TillScreen, box: DemoBox) -> None:
    number = sell(till, box, "strawberries-500")
    code = paper_code(box, number)
    box.bench.move("scanner", code=code[:-4] + "0000")
    till.shows("strip-notice", number)
    box.bench.move("scanner", code=code.replace(number, "Z-000001"))
    till.shows("strip-notice", "Kein Beleg hat diese Nummer")
    till.hides("sheet-refund")
