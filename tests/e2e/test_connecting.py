"""Connecting by hand: a new back office, a till that knows none, and an owner who compares and agrees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.box import ROOT, Stall
from tests.e2e.by_hand import Office, approve, first_visit, lone_stall, type_address
from tests.e2e.conftest import paired_page
from tests.e2e.screen import TillScreen
from tests.e2e.way import all_sent, lamp_is, sell

PICTURES = ROOT / "build" / "pictures"


@pytest.fixture
def stall(tmp_path: Path) -> Iterator[Stall]:
    with lone_stall(tmp_path / "box") as stall:
        yield stall


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path / "office")
    yield office
    office.stop()


def test_a_box_is_connected_by_its_address_its_code_and_a_look_at_both_screens(
    browser: Browser, stall: Stall, office: Office
) -> None:
    with paired_page(browser, stall, (800, 480)) as page:
        till = TillScreen(page)
        lamp_is(till, "green wink")
        earned_minor = sell(till, 2)
        owner_page = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 800}).new_page()
        first_visit(owner_page, office.start())

        till.tap("status-pill")
        till.shows("status-pill", "Nur auf dieser Box")
        till.tap("connect")
        type_address(till, office.url)
        till.tap("connect-go")
        approve(owner_page, office.url, till)

        till.shows("connected", "Verbunden mit Markthof", 20)
        till.tap("connect-done")
        lamp_is(till, "green steady")
        till.shows("status-pill", "Alles sicher im Backoffice", 20)
        owner_page.goto(f"{office.url}/#/")
        expect(owner_page.locator(".stall-list")).to_contain_text("Stand 3")
        expect(owner_page.locator(".stall-list")).to_contain_text("9,00", timeout=10_000)
        assert office.owner().today() == (earned_minor, 2), "what was sold before is there too"
        price_minor = int(office.owner().item("strawberries-500")["price_minor"])
        assert price_minor == 450, "the goods of the box are the first goods"
        owner_page.context.close()


def test_a_box_the_back_office_forgot_sells_on_and_is_let_in_again_with_all_it_sold(
    browser: Browser, stall: Stall, office: Office
) -> None:
    with paired_page(browser, stall, (800, 480)) as page:
        till = TillScreen(page)
        owner_page = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 800}).new_page()
        first_visit(owner_page, office.start())
        office.stop()
        before = office.copy()
        office.start()
        till.tap("status-pill")
        till.tap("connect")
        type_address(till, office.url)
        till.tap("connect-go")
        approve(owner_page, office.url, till)
        till.shows("connected", limit_s=20)
        till.tap("connect-done")
        earned_minor = sell(till)
        all_sent(stall)

        office.stop()
        office.put_back(before)
        office.start()
        till.shows("status-pill", "das Backoffice kennt diese Box nicht mehr", 40)
        till.page.screenshot(path=PICTURES / "forgotten.png")
        earned_minor += sell(till)
        till.tap("status-pill")
        till.shows("verdict", "kennt diese Box nicht mehr")
        till.page.screenshot(path=PICTURES / "forgotten-status.png")
        till.tap("connect")
        approve(owner_page, office.url, till)
        till.shows("connected", limit_s=40)
        till.tap("connect-done")
        all_sent(stall)
        assert office.owner().today() == (earned_minor, 2)
        owner_page.context.close()
