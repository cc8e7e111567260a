"""Discounts as a vendor gives them: on a line, on everything, kept as a key, on paper to the cent."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.box import DemoBox, until
from tests.e2e.screen import TillScreen

SHARES_BOX = True


def test_a_line_gets_cheaper_and_the_whole_too_and_the_paper_says_both(
    till: TillScreen, box: DemoBox
) -> None:
    till.tap("tile-strawberries-500")
    till.tap("tile-raspberries-250")
    till.total_is("8,40")
    till.lines.first.tap()
    till.tap("line-discount")
    till.shows("sheet-discount", "Erdbeeren")
    till.tap("preset-1000")
    till.total_is("7,95")  # 0,45 off the strawberries
    expect(till.lines.first).to_contain_text("0,45")

    till.tap("pay")
    till.tap("ticket-discount")
    till.shows("sheet-discount", "alles")
    till.tap("discount-amount")
    till.type("95")
    till.tap("discount-give")
    till.shows("due", "7,00")
    till.shows("discount-total", "1,40")
    till.tap("exact")
    till.shows("change", "1,40")  # saved

    sale = box.vendor().get("/api/v1/sales?limit=1")["sales"][0]
    paper = until(lambda: box.bench.receipts_of(sale["number"]), "the receipt is on the paper")[0]
    for words in (
        "4,50",
        "3,90",
        "Rabatt 10 %",
        "-0,45",
        "Zwischensumme",
        "7,95",
        "-0,95",
        "7,00",
        "Sie sparen",
    ):
        assert words in paper


def test_a_discount_is_taken_back_by_hand_and_by_undo(till: TillScreen) -> None:
    till.tap("tile-strawberries-500")
    till.tap("pay")
    till.tap("ticket-discount")
    till.tap("preset-2000")
    till.shows("due", "3,60")
    till.tap("ticket-discount")
    till.key("sheet-discount").get_by_role("button", name="Zurücknehmen").tap()
    till.tap("sheet-close")
    till.shows("due", "4,50")


def test_a_typed_percentage_becomes_a_key_and_goes_again(till: TillScreen) -> None:
    till.tap("tile-strawberries-500")
    till.lines.first.tap()
    till.tap("line-discount")
    till.type("15")
    till.tap("discount-keep")
    till.shows("preset-1500")
    till.tap("discount-keep")
    till.hides("preset-1500")
    till.tap("discount-give")
    till.total_is("3,82")  # 4,50 - 0,68: half a cent goes to the customer
    till.tap("undo")
    till.total_is("4,50")


def test_more_than_everything_is_said_and_nothing_happens(till: TillScreen) -> None:
    till.tap("tile-strawberries-500")
    till.lines.first.tap()
    till.tap("line-discount")
    till.type("101")
    expect(till.key("discount-give")).to_be_disabled()
    till.tap("sheet-close")
    till.total_is("4,50")
