"""Goods edited at the till without a network, as a vendor does it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.box import DemoBox
from tests.e2e.screen import TillScreen
from tests.e2e.test_power_plug import workbench

BERRIES = "blueberries-250"  # no other journey on this box counts on its price


def open_goods(till: TillScreen) -> None:
    till.open_menu()
    till.tap("goods")
    till.shows("goods-screen")


def test_a_price_changed_at_the_till_is_the_price_of_the_next_sale(till: TillScreen) -> None:
    open_goods(till)
    till.tap(f"goods-{BERRIES}")
    till.tap("item-price")
    till.type("777")
    till.tap("save-item")
    expect(till.key(f"goods-{BERRIES}")).to_contain_text("7,77")
    till.tap("back")
    till.tap(f"tile-{BERRIES}")
    till.has_lines(1)
    till.shows("total", "7,77")


def spell(till: TillScreen, word: str) -> None:
    """Letters on the screen's own keyboard."""
    for letter in word:
        till.page.get_by_test_id("keyboard").get_by_role("button", name=letter, exact=True).tap()


def test_an_unknown_code_becomes_an_item_and_is_sold_without_a_network(
    till: TillScreen, box: DemoBox
) -> None:
    box.bench.move("cable", state="unplugged")
    till.page.keyboard.type("5901234123457\n")
    till.shows("strip-refusal", "Kein Artikel hat diesen Strichcode")
    before = till.taps()
    till.tap("strip-new-item")
    till.shows("item-editor")
    spell(till, "mus")
    till.tap("enter")
    till.type("425")
    typed = len("mus") + 1 + len("425")
    till.tap("save-item")
    till.has_lines(1)
    assert till.taps() - before == typed + 2
    till.total_is("4,25")
    till.page.keyboard.type("5901234123457\n")
    till.total_is("8,50")
    till.tap("search-close")
    till.tap("exact")
    till.shows("change")
    assert [(line["name"], line["quantity"]) for line in box.sales()[-1]["lines"]] == [("mus", 2)]
    box.bench.move("cable", state="works")


def test_a_code_of_the_box_s_own_scanner_opens_the_editor_too(till: TillScreen, box: DemoBox) -> None:
    bench = workbench(till, box)
    bench.locator(".scan-form input").fill("96385074")
    bench.locator(".scan-form button").tap()
    till.page.bring_to_front()
    till.shows("strip-notice", "Kein Artikel hat diesen Strichcode")
    till.tap("strip-new-item")
    till.shows("item-gtin", "96385074")
