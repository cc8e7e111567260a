"""Selling as a vendor does: taps, cash, change, paper, the receipts list."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.box import DemoBox, until
from tests.e2e.screen import TillScreen

SHARES_BOX = True


def test_two_items_for_cash_take_four_taps_and_the_paper_comes_out(till: TillScreen, box: DemoBox) -> None:
    pulses = box.bench.state()["drawer"]["pulses"]
    till.page.evaluate("window.taps = 0")
    till.tap("tile-strawberries-500")
    till.tap("tile-raspberries-250")
    till.total_is("8,40")
    till.tap("note-1000")
    till.shows("change", "1,60")
    assert till.taps() <= 4

    sale = box.vendor().get("/api/v1/sales?limit=1")["sales"][0]
    papers = until(lambda: box.bench.receipts_of(sale["number"]), "the receipt is on the paper")
    assert len(papers) == 1
    for words in ("Hofstand Brandt", "Erdbeeren 500 g", "Himbeeren 250 g", "8,40", "10,00", "1,60"):
        assert words in papers[0]
    until(lambda: box.bench.state()["drawer"]["pulses"] == pulses + 1, "the drawer sprang open once")

    till.tap("change-show")
    row = till.key(f"receipt-{sale['number']}")
    expect(row).to_contain_text(sale["number"])
    expect(row.get_by_test_id("place")).to_have_text(re.compile("auf dieser Box|sicher im Backoffice"))
    expect(row.get_by_test_id("place")).to_have_attribute("data-place", "safe", timeout=15_000)
    till.shows("paper", "8,40")


def test_the_sale_starts_with_a_tap_while_the_change_is_shown(till: TillScreen) -> None:
    till.tap("tile-strawberries-500")
    till.tap("exact")
    till.shows("change")
    # The change stays deaf for a moment, so that a double tap does not wipe it away; then any tap starts anew.
    till.tap("tile-raspberries-250")
    till.has_lines(1)
    till.total_is("3,90")


def test_a_double_tap_on_a_note_sells_once(till: TillScreen, box: DemoBox) -> None:
    before = len(box.sold())
    till.tap("tile-strawberries-500")
    till.total_is("4,50")
    till.key("exact").evaluate("key => { key.click(); key.click(); }")
    till.shows("change")
    assert len(box.sold()) == before + 1


def test_goods_by_weight_take_the_scale_s_weight(till: TillScreen, box: DemoBox) -> None:
    till.tap("tile-apples-elstar")
    till.shows("sheet-weigh")
    expect(till.key("weight-take")).to_be_disabled()
    box.bench.move("scale", weight_g=1160, on=True)
    till.shows("scale", "1,160")
    expect(till.key("weight-take")).to_be_enabled()
    till.tap("weight-take")
    till.has_lines(1)
    till.total_is("3,48")
    expect(till.lines.first).to_contain_text("1,160")


def test_goods_by_weight_take_typed_grams_when_no_scale_helps(till: TillScreen) -> None:
    till.tap("tile-apples-elstar")
    till.type("500")
    till.tap("weight-take")
    till.total_is("1,50")


def test_search_finds_without_marks_and_sells(till: TillScreen) -> None:
    till.tap("search")
    till.shows("keyboard")
    for letter in "suss":
        till.page.get_by_test_id("keyboard").get_by_role("button", name=letter, exact=True).tap()
    till.shows("tile-cherries")
    till.tap("search-close")
    till.hides("keyboard")
    till.tap("search")
    till.page.get_by_test_id("search-input").press_sequentially("brezel")
    till.tap("tile-pretzel")
    till.has_lines(1)
    till.total_is("1,20")


def test_undo_takes_back_the_last_tap(till: TillScreen) -> None:
    till.tap("tile-strawberries-500")
    till.has_lines(1)
    till.tap("tile-raspberries-250")
    till.has_lines(2)
    till.tap("undo")
    till.has_lines(1)
    till.total_is("4,50")
    till.tap("undo")
    till.has_lines(0)


def test_the_quantity_sheet_changes_and_removes_a_line(till: TillScreen) -> None:
    till.tap("tile-strawberries-500")
    till.lines.first.tap()
    till.shows("sheet-line")
    till.tap("more")
    till.total_is("9,00")
    till.type("12")
    till.tap("line-done")
    till.hides("sheet-line")
    till.total_is("54,00")
    till.lines.first.tap()
    till.tap("remove")
    till.has_lines(0)
    till.tap("undo")
    till.total_is("54,00")


def test_a_bottle_brings_its_deposit(till: TillScreen) -> None:
    till.tap("tab-drinks")
    till.tap("tile-apple-juice")
    till.has_lines(2)
    till.total_is("3,05")


def test_the_pay_pad_says_the_change_before_it_is_given(till: TillScreen) -> None:
    till.tap("tile-strawberries-500")
    till.has_lines(1)
    till.tap("pay")
    till.shows("due", "4,50")
    till.shows("confirm", "4,50")
    till.type("4")
    expect(till.key("confirm")).to_be_disabled()
    till.tap("pad-back")
    till.type("20")
    till.tap("pad-zeros")
    till.shows("confirm", "15,50")
    till.tap("confirm")
    till.shows("change", "15,50")
    till.is_calm()


def test_a_note_on_the_pay_screen_ends_the_sale(till: TillScreen) -> None:
    till.tap("tile-strawberries-500")
    till.has_lines(1)
    till.tap("pay")
    till.tap("note-500")
    till.shows("change", "0,50")


def test_a_reload_keeps_the_ticket(till: TillScreen) -> None:
    till.tap("tile-strawberries-500")
    till.has_lines(1)
    till.page.reload()
    till.has_lines(1)
    till.total_is("4,50")


def test_two_screens_show_the_same_ticket(till: TillScreen, box: DemoBox, open_till) -> None:  # type: ignore[no-untyped-def]
    other = open_till(box, (1280, 800))
    till.tap("tile-strawberries-500")
    other.has_lines(1)
    other.tap("exact")
    till.has_lines(0)


def test_a_receipt_can_be_printed_again_marked_as_a_copy(till: TillScreen, box: DemoBox) -> None:
    till.tap("tile-strawberries-500")
    till.tap("exact")
    till.shows("change")
    number = box.sold()[-1]
    until(lambda: len(box.bench.receipts_of(number)) == 1, "the receipt came out")
    till.tap("change-show")
    till.shows("paper", number)
    till.tap("reprint")
    until(lambda: len(box.bench.receipts_of(number)) == 2, "the copy came out")
    assert "KOPIE" in box.bench.receipts_of(number)[1].upper()


def test_nobody_pays_past_goods_that_are_being_weighed(till: TillScreen, box: DemoBox) -> None:
    till.tap("tile-strawberries-500")
    till.has_lines(1)
    before = len(box.sold())
    till.tap("tile-apples-elstar")
    till.shows("sheet-weigh")
    keys = [till.key("pay"), *till.page.get_by_test_id("quick-cash").locator("button:visible").all()]
    assert len(keys) >= 3
    for key in keys:
        expect(key).to_be_disabled()
        key.tap(force=True)  # a finger does not ask whether a key is live
    till.shows("sheet-weigh")
    till.hides("change")
    till.hides("due")
    assert len(box.sold()) == before

    till.type("500")
    till.tap("weight-take")
    till.has_lines(2)
    expect(till.key("pay")).to_be_enabled()
    till.tap("exact")
    till.shows("change")
    assert len(box.sold()) == before + 1


def test_a_weigh_sheet_that_was_closed_leaves_the_way_to_pay_free(till: TillScreen) -> None:
    till.tap("tile-strawberries-500")
    till.has_lines(1)
    till.tap("tile-apples-elstar")
    expect(till.key("pay")).to_be_disabled()
    till.tap("sheet-close")
    till.tap("pay")
    till.shows("due", "4,50")
