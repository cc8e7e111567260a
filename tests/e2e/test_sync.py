"""The box and its back office as people see them: the line goes, selling goes on, and then every cent is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.box import DemoBox, until
from tests.e2e.owner import Owner
from tests.e2e.screen import TillScreen
from tests.e2e.way import NOTICED_WITHIN_S, lamp_is, sell, whole_again

SAFE = "Alles sicher im Backoffice"


@pytest.fixture
def owner(calm_box: DemoBox) -> Iterator[Owner]:
    """Signed in; the way to the back office is whole before and after."""
    whole_again(calm_box)
    yield Owner.of(calm_box.data, calm_box.port)
    whole_again(calm_box)


def lamp_levels(box: DemoBox) -> tuple[bool, bool]:
    light = box.bench.state()["light"]
    return light["red"], light["green"]


def test_sales_without_a_line_wait_in_sight_and_then_agree_to_the_cent(
    till: TillScreen, box: DemoBox, owner: Owner
) -> None:
    till.shows("status-pill", SAFE)
    lamp_is(till, "green steady")
    total_minor, count = owner.today()
    box.bench.move("cable", state="unplugged")
    earned_minor = sell(till, 3)
    till.shows("status-pill", "Offline · 3 Belege sicher gespeichert", NOTICED_WITHIN_S)
    lamp_is(till, "amber slow_pulse")
    until(lambda: lamp_levels(box) == (True, True), "the lamp on the box is amber")

    numbers = box.sold()[-3:]
    till.open_menu()
    till.tap("receipts")
    for number in numbers:
        expect(till.key(f"receipt-{number}")).to_contain_text("auf dieser Box")
    assert owner.today() == (total_minor, count)

    box.bench.move("cable", state="works")
    till.shows("status-pill", SAFE, NOTICED_WITHIN_S)
    lamp_is(till, "green steady")
    for number in numbers:
        expect(till.key(f"receipt-{number}")).to_contain_text("sicher im Backoffice")
    assert owner.today() == (total_minor + earned_minor, count + 3)
    assert owner.sale(numbers[0])["fact"]["is_verified"]
    until(lambda: lamp_levels(box) == (False, True), "the lamp on the box is green")


def test_a_price_of_the_back_office_is_on_the_tile_within_seconds(till: TillScreen, owner: Owner) -> None:
    tile = till.key("tile-raspberries-250")
    before_minor = int(owner.item("raspberries-250")["price_minor"])
    owner.price("raspberries-250", 415)
    expect(tile).to_contain_text("4,15", timeout=5000)
    till.tap("tile-raspberries-250")
    till.total_is("4,15")
    owner.price("raspberries-250", before_minor)
    expect(tile).not_to_contain_text("4,15", timeout=5000)
    till.total_is("4,15")  # what is on the ticket keeps the price it was taken at


def test_a_box_switched_offline_sends_nothing_until_it_is_switched_back(
    till: TillScreen, owner: Owner
) -> None:
    before = owner.today()
    till.tap("status-pill")
    till.tap("go-offline")
    till.tap("offline-switched_back")
    till.shows("status-pill", "Offline geschaltet")
    lamp_is(till, "amber slow_pulse")
    till.tap("sync-now")
    till.shows("sync-outcome", "offline geschaltet")
    till.tap("sheet-close")
    earned_minor = sell(till, 2)
    till.shows("status-pill", "Offline geschaltet · 2 Belege sicher gespeichert")
    assert owner.today() == before

    till.tap("status-pill")
    till.tap("go-online")
    till.shows("status-pill", SAFE, NOTICED_WITHIN_S)
    assert owner.today() == (before[0] + earned_minor, before[1] + 2)


@pytest.mark.usefixtures("owner")
def test_sync_now_without_a_line_says_what_is_safe(till: TillScreen, box: DemoBox) -> None:
    box.bench.move("cable", state="unplugged")
    sell(till)
    till.shows("status-pill", "Offline", NOTICED_WITHIN_S)
    till.tap("status-pill")
    till.shows("waiting", "1 Beleg")
    till.tap("sync-now")
    till.shows("sync-outcome", "1 Beleg ist sicher auf dieser Box und wird von selbst gesendet", 20)
    box.bench.move("cable", state="works")
    till.tap("sync-now")
    till.shows("sync-outcome", "Fertig. Alles ist im Backoffice.", NOTICED_WITHIN_S)
    till.shows("waiting", "nichts")


@pytest.mark.usefixtures("owner")
def test_a_dead_back_office_is_told_from_a_dead_line_and_holds_nobody_up(
    till: TillScreen, box: DemoBox
) -> None:
    box.bench.move("office", state="down")
    till.shows("status-pill", "Offline", NOTICED_WITHIN_S)
    sell(till)
    till.tap("status-pill")
    till.tap("sync-now")
    till.shows("sync-outcome", "Das Backoffice antwortet nicht", 20)
    box.bench.move("office", state="up")
    till.shows("status-pill", SAFE, NOTICED_WITHIN_S)


def test_a_price_edit_does_not_touch_what_was_sold_offline_before_it_came(
    till: TillScreen, box: DemoBox, owner: Owner
) -> None:
    box.bench.move("cable", state="unplugged")
    till.shows("status-pill", "Offline", NOTICED_WITHIN_S)
    before_minor, count = owner.today()
    owner.price("strawberries-500", 510)
    earned_minor = sell(till)
    expect(till.key("tile-strawberries-500")).to_contain_text("4,50")
    box.bench.move("cable", state="works")
    expect(till.key("tile-strawberries-500")).to_contain_text("5,10", timeout=NOTICED_WITHIN_S * 1000)
    till.shows("status-pill", SAFE, NOTICED_WITHIN_S)
    assert owner.today() == (before_minor + earned_minor, count + 1)
    owner.price("strawberries-500", 450)
    expect(till.key("tile-strawberries-500")).to_contain_text("4,50", timeout=5000)


@pytest.mark.usefixtures("owner")
def test_cable_and_watchdog_are_taken_hold_of_on_the_workbench(till: TillScreen, box: DemoBox) -> None:
    bench = till.page.context.new_page()
    bench.goto(box.bench.url)
    light = bench.get_by_test_id("light")
    expect(light).to_have_attribute("data-colour", "green")
    bench.get_by_test_id("cable").select_option("unplugged")
    till.shows("status-pill", "Offline", NOTICED_WITHIN_S)
    expect(light).to_have_attribute("data-colour", "amber", timeout=10_000)
    expect(bench.locator(".log")).to_contain_text("Netzwerkkabel gezogen")
    bench.get_by_test_id("cable").select_option("works")
    till.shows("status-pill", SAFE, NOTICED_WITHIN_S)
    bench.get_by_test_id("watchdog").select_option("frozen")
    expect(bench.get_by_test_id("watchdog")).to_have_value("frozen")
    expect(light).to_have_attribute("data-colour", "amber", timeout=10_000)
    bench.get_by_test_id("watchdog").select_option("runs")
    expect(light).to_have_attribute("data-colour", "green", timeout=30_000)
    bench.close()
