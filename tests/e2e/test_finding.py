"""A receipt is found by its number, its amount and what was sold, and taken from there."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.box import DemoBox
from tests.e2e.screen import TillScreen

SHARES_BOX = True


def sell(till: TillScreen, box: DemoBox, *items: str) -> str:
    for item in items:
        till.ring(item)
    till.tap("exact")
    till.shows("change")
    number: str = box.vendor().get("/api/v1/sales?limit=1")["sales"][0]["number"]
    till.page.wait_for_timeout(700)  # the change stays deaf for a moment
    till.tap("change")
    till.hides("change")
    return number


def type_in(till: TillScreen, text: str) -> None:
    for letter in text:
        till.page.get_by_test_id("keyboard").get_by_role("button", name=letter, exact=True).tap()


def test_amount_words_and_number_find_it(till: TillScreen, box: DemoBox) -> None:
    first = sell(till, box, "strawberries-500", "raspberries-250")
    second = sell(till, box, "blueberries-250")
    till.open_menu()
    till.tap("receipts")
    till.tap("find-receipt")
    till.shows("find")
    found = till.page.get_by_test_id("find")
    type_in(till, "himbeer")
    expect(found.get_by_test_id(f"receipt-{first}")).to_be_visible()
    expect(found.get_by_test_id(f"receipt-{second}")).to_have_count(0)
    till.shows("find-edge", "Alle Belege durchsucht")

    till.key("find-input").fill("8,40")
    expect(found.get_by_test_id(f"receipt-{first}")).to_be_visible()
    till.key("find-input").fill("77777,77")
    till.shows("find-none", "Kein Beleg passt")
    till.key("find-input").fill(second)
    found.get_by_test_id(f"receipt-{second}").tap()
    till.shows("paper", second)
    till.tap("find-close")
    till.hides("find")
    till.shows("find-receipt")
