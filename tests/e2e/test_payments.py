"""Paying in parts and in several ways: card and cash, a voucher, a transfer by its code, rounding, back to the card."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.box import DemoBox, until
from tests.e2e.screen import TillScreen


def ring_up(till: TillScreen) -> None:
    till.tap("tile-strawberries-500")  # 4,50
    till.tap("tile-raspberries-250")  # 3,90
    till.total_is("8,40")
    till.tap("pay")


def latest_paper(box: DemoBox, kind: str = "sale") -> str:
    """The paper of what was made last, which is a `kind` as soon as it is done."""

    def latest() -> list[str]:
        made = box.vendor().get("/api/v1/sales?limit=1")["sales"][0]
        return box.bench.receipts_of(made["number"]) if made["kind"] == kind else []

    return until(latest, f"the {kind} is on the paper")[0]


def test_a_part_by_card_and_the_rest_in_cash(till: TillScreen, box: DemoBox) -> None:
    ring_up(till)
    till.tap("other-ways")
    till.tap("way-card")
    till.type("500")
    till.tap("confirm")
    till.shows("due", "3,40")
    till.shows("paid", "5,00")
    till.tap("back")
    till.shows("due", "3,40")
    till.tap("note-500")
    till.shows("change", "1,60")
    paper = latest_paper(box)
    for words in ("8,40", "Karte", "5,00", "Bar gegeben", "Rückgeld", "1,60"):
        assert words in paper


def test_a_payment_by_mistake_is_given_back_before_the_ticket_is_cleared(till: TillScreen) -> None:
    ring_up(till)
    till.tap("other-ways")
    till.tap("way-voucher")
    expect(till.key("confirm")).to_contain_text("Nummer des Gutscheins")
    till.tap("note-key")
    till.page.get_by_test_id("keyboard").get_by_role("button", name="7", exact=True).tap()
    till.tap("note-done")
    till.type("200")
    till.tap("confirm")
    till.shows("paid", "7 · 2,00")
    till.key("tender").get_by_role("button", name="Zurückgeben").tap()
    till.shows("due", "8,40")
    expect(till.key("paid")).to_have_count(0)


def test_more_on_the_card_is_a_tip_and_the_drawer_stays_shut(till: TillScreen, box: DemoBox) -> None:
    ring_up(till)
    till.tap("other-ways")
    till.tap("way-card")
    till.type("1000")
    expect(till.key("confirm")).to_contain_text("Trinkgeld 1,60")
    till.tap("confirm")
    till.shows("change")
    paper = latest_paper(box)
    assert "Trinkgeld" in paper and "1,60" in paper and "Rückgeld" not in paper


def test_a_transfer_shows_its_code_once_an_account_is_set(till: TillScreen, box: DemoBox) -> None:
    till.open_box()
    till.tap("payments")
    till.tap("account-name")
    for letter in "olga":
        till.page.get_by_test_id("keyboard").get_by_role("button", name=letter, exact=True).tap()
    till.tap("account-account")
    for letter in "be72000000001616":
        till.page.get_by_test_id("keyboard").get_by_role("button", name=letter, exact=True).tap()
    till.tap("pay-settings-save")
    expect(till.key("pay-settings-save")).to_have_text("Gesichert.")
    till.tap("back")
    ring_up(till)
    till.tap("other-ways")
    till.tap("way-transfer")
    till.shows("transfer-code", "8,40")
    till.tap("confirm")
    till.shows("change")
    told = box.vendor().get("/api/v1/shift/x")
    assert {one["kind"]: one["amount_minor"] for one in told["tenders"]}["transfer"] == 840


def test_goods_paid_by_card_are_paid_back_to_the_card(till: TillScreen, box: DemoBox) -> None:
    ring_up(till)
    till.tap("other-ways")
    till.tap("way-card")
    till.tap("confirm")
    till.shows("change")
    till.tap("change-show")
    vendor = box.vendor()
    number = vendor.get("/api/v1/sales?limit=1")["sales"][0]["number"]
    offer = vendor.get(f"/api/v1/sales/{number}/refund")
    assert offer["money"] == [{"kind": "card", "amount_minor": 840}]
    till.tap("take-back")
    till.shows("refund-money", "Karte")
    till.tap("refund-pay")
    till.shows("refund-done", "8,40")
    paper = latest_paper(box, "refund")
    assert "Zurück auf die Karte" in paper and "Ausgezahlt" not in paper
