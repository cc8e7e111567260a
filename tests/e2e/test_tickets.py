"""Tickets are parked, named, taken back after a pulled plug, split, moved and merged; every sum is paid once."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.box import DemoBox
from tests.e2e.screen import TillScreen
from tests.e2e.test_market_day import pull_the_plug


def pay(till: TillScreen) -> None:
    till.tap("exact")
    till.shows("change")
    till.page.wait_for_timeout(700)  # the change stays deaf for a moment
    till.tap("change")


def test_a_table_is_parked_survives_the_plug_and_pays_in_two_parts(box: DemoBox, till: TillScreen) -> None:
    for _ in range(3):
        till.tap("tile-strawberries-500")
    till.total_is("13,50")
    till.tap("tickets")
    till.tap("park-named")
    till.key("ticket-name").fill("Tisch 4")
    till.tap("ticket-named")
    till.has_lines(0)
    expect(till.key("tickets")).to_contain_text("1")

    till.tap("tile-strawberries-500")
    pay(till)
    pull_the_plug(till, box)
    till.tap("tickets")
    till.shows("parked-1", "Tisch 4")
    till.tap("parked-1")
    till.total_is("13,50")

    till.tap("tickets")
    till.tap("split")
    line = till.page.locator("[data-testid^=more-]").first
    line.click()
    till.tap("pay-these")
    till.page.get_by_test_id("pay-exact").or_(till.page.get_by_test_id("exact")).first.click()
    till.shows("change")
    till.page.wait_for_timeout(700)
    till.tap("change")

    till.tap("tickets")
    till.tap("parked-1")
    till.total_is("9,00")
    pay(till)
    assert [sale["total_minor"] for sale in box.sales()] == [450, 450, 900]


def test_tickets_are_moved_and_merged(till: TillScreen) -> None:
    till.tap("tile-strawberries-500")
    till.tap("tickets")
    till.tap("park")
    till.tap("tile-strawberries-500")
    till.tap("tile-strawberries-500")
    till.tap("tickets")
    till.tap("split")
    till.page.locator("[data-testid^=more-]").first.click()
    till.tap("move-these")
    till.tap("parked-1")
    till.total_is("4,50")
    till.tap("tickets")
    till.shows("parked-1", "9,00")
    till.tap("merge-1")
    till.total_is("13,50")
    expect(till.key("tickets")).not_to_contain_text("1")
