"""Promotions made on the screen and told on ticket and paper; a coupon by its key and by the scanner."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.box import DemoBox, until
from tests.e2e.screen import TillScreen


def to_promotions(till: TillScreen) -> None:
    till.open_menu()
    till.tap("goods")
    till.tap("promotions")
    till.shows("promotions-screen")


def write(till: TillScreen, letters: str) -> None:
    for letter in letters:
        till.page.get_by_test_id("keyboard").get_by_role("button", name=letter, exact=True).tap()


def home(till: TillScreen) -> None:
    till.tap("back")
    till.is_calm()


def test_three_for_two_is_made_told_on_the_line_and_printed(till: TillScreen, box: DemoBox) -> None:
    to_promotions(till)
    till.tap("new-promotion")
    write(till, "drei")
    till.tap("kind-nth")
    till.tap("for-item-strawberries-500")
    till.tap("save-promotion")
    till.shows("promotion-drei", "3 für 2")
    till.shows("promotion-drei", "Gilt jetzt")
    home(till)
    for _ in range(3):
        till.tap("tile-strawberries-500")
    till.total_is("9,00")
    expect(till.lines.first).to_contain_text("drei")
    expect(till.lines.first).to_contain_text("4,50")
    till.tap("exact")
    till.shows("change")
    sale = box.sales()[-1]
    (told,) = sale["discounts"]
    assert (told["label"], told["amount_minor"]) == ("drei", 450)
    paper = until(lambda: box.bench.receipts_of(sale["number"]), "the receipt is on the paper")[0]
    assert "drei" in paper and "-4,50" in paper


def test_coupon_takes_off_only_where_it_was_given(till: TillScreen, box: DemoBox) -> None:
    wish = {"name": "Sommer", "kind": "percent", "value_bp": 2000, "code": "SOMMER20"}
    box.vendor().intent("POST", "/api/v1/promotions", wish, "e2e-coupon")
    till.tap("tile-raspberries-250")
    till.total_is("3,90")
    till.tap("pay")
    till.tap("ticket-discount")
    till.tap("coupon-SOMMER20")
    expect(till.key("coupon-SOMMER20")).to_have_attribute("aria-pressed", "true")
    till.tap("coupon-SOMMER20")
    expect(till.key("coupon-SOMMER20")).to_have_attribute("aria-pressed", "false")
    till.tap("sheet-close")
    till.tap("back")
    box.bench.move("scanner", code="sommer20")
    till.total_is("3,12")
    expect(till.lines.first).to_contain_text("Sommer")
    box.bench.move("scanner", code="SOMMER20")
    till.shows("strip-notice", "steht schon auf diesem Bon")


def test_promotion_is_switched_off_and_removed(till: TillScreen, box: DemoBox) -> None:
    to_promotions(till)
    till.tap("new-promotion")
    write(till, "alt")
    till.tap("promotion-percent")
    till.type("50")
    till.tap("for-item-raspberries-250")
    till.tap("save-promotion")
    till.shows("promotion-alt", "50")
    till.tap("promotion-alt")
    till.tap("promotion-on")
    till.tap("save-promotion")
    till.shows("promotion-alt", "Aus")
    home(till)
    till.tap("tile-raspberries-250")
    till.total_is("3,90")
    to_promotions(till)
    till.tap("promotion-alt")
    till.tap("promotion-remove")
    till.tap("promotion-remove")
    till.hides("promotion-alt")
