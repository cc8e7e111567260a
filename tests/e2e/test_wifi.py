"""Joining a Wi-Fi at the stall: through the real till and the real watchdog, with a pretended radio."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.box import DemoBox
from tests.e2e.conftest import OpenTill
from tests.e2e.in_the_air import DEAF, HALL, JOIN_LIMIT_MS, OPEN, SECRET, join, network
from tests.e2e.screen import TillScreen


def open_wifi(till: TillScreen) -> None:
    till.page.get_by_test_id("menu").first.click()
    till.page.get_by_test_id("box-key").click()
    till.page.get_by_test_id("wifi").click()
    network(till.page, HALL)


def test_a_network_is_joined_with_a_finger_and_a_wrong_password_is_told(
    calm_box: DemoBox, till: TillScreen
) -> None:
    page = till.page
    open_wifi(till)
    join(page, DEAF)
    expect(page.get_by_test_id("wifi-joining")).to_contain_text("Bakery")
    trouble = page.get_by_test_id("wifi-trouble")
    expect(trouble).to_contain_text("Passwort nicht angenommen", timeout=JOIN_LIMIT_MS)
    expect(page.get_by_test_id("wifi-password")).to_have_value(SECRET)  # one wrong letter is no new start

    page.get_by_test_id("wifi-back").click()
    join(page, HALL)
    joined = page.get_by_test_id("wifi-joined")
    expect(joined).to_contain_text("Verbunden mit Market hall", timeout=JOIN_LIMIT_MS)
    page.get_by_test_id("wifi-done").click()
    page.locator(".tile").first.wait_for()

    open_wifi(till)
    row = network(page, HALL)
    expect(row).to_have_attribute("aria-current", "true", timeout=JOIN_LIMIT_MS)
    row.click()  # nothing to do, and it says so
    expect(joined).to_contain_text("Verbunden mit Market hall")
    page.get_by_test_id("wifi-others").click()
    network(page, DEAF)
    for path in (one for one in calm_box.data.rglob("*") if one.is_file()):
        assert SECRET.encode() not in path.read_bytes(), f"the password is in {path.name}"


def test_a_hidden_network_is_joined_by_its_name_on_a_phone(calm_box: DemoBox, open_till: OpenTill) -> None:
    till = open_till(calm_box, (390, 844))
    page = till.page
    open_wifi(till)
    page.get_by_test_id("wifi-hidden").click()
    page.get_by_test_id("wifi-name").fill("Backstage")
    page.get_by_test_id("wifi-password").fill(SECRET)
    page.get_by_test_id("wifi-join").click()
    expect(page.get_by_test_id("wifi-joined")).to_contain_text("Backstage", timeout=JOIN_LIMIT_MS)


def test_a_network_without_an_address_leaves_the_one_before(calm_box: DemoBox, till: TillScreen) -> None:
    page = till.page
    open_wifi(till)
    network(page, OPEN).click()
    expect(page.get_by_test_id("wifi-joined")).to_be_visible(timeout=JOIN_LIMIT_MS)
    page.get_by_test_id("wifi-done").click()
    open_wifi(till)
    page.locator('[data-ssid="Mia\'s phone"]').click()
    page.get_by_test_id("wifi-password").fill(SECRET)
    page.get_by_test_id("wifi-join").click()
    expect(page.get_by_test_id("wifi-trouble")).to_contain_text("keine Adresse", timeout=JOIN_LIMIT_MS)
    expect(network(page, OPEN)).to_have_attribute("aria-current", "true")
    till.page.get_by_test_id("back").click()
    page.locator(".tile").first.wait_for()


def test_the_country_of_the_radio_can_be_corrected(calm_box: DemoBox, till: TillScreen) -> None:
    page = till.page
    open_wifi(till)
    country = page.get_by_test_id("wifi-of-country")
    expect(country).to_contain_text("Deutschland")  # the box's own, until somebody says otherwise
    for code, name in (("IT", "Italien"), ("FI", "Finnland")):
        country.click()
        page.get_by_test_id(f"country-{code}").click()
        expect(country).to_contain_text(name)
    calm_box.bench.move("plug", action="pull")
    till.was_away()
    expect(page.get_by_test_id("away")).to_have_count(0, timeout=JOIN_LIMIT_MS)
    expect(country).to_contain_text("Finnland", timeout=JOIN_LIMIT_MS)
