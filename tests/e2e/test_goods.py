"""Goods edited at the till without a network, as a vendor does it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.screen import TillScreen

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
