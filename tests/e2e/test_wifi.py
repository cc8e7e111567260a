"""Joining a Wi-Fi at the stall: through the real till and the real watchdog, with a pretended radio."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.box import DemoBox
from tests.e2e.conftest import OpenTill
from tests.e2e.screen import TillScreen

SECRET = "Erdbeer&23"
JOIN_LIMIT_MS = 20_000


def open_wifi(till: TillScreen) -> None:
    till.page.get_by_test_id("menu").first.click()
    till.page.get_by_test_id("wifi").click()
    expect(till.page.locator("[data-ssid='Market hall']")).to_be_visible(timeout=JOIN_LIMIT_MS)


def type_secret(till: TillScreen) -> None:
    """Finger by finger, over all layers of the keyboard."""
    keys = till.page.get_by_test_id("keyboard")
    keys.get_by_test_id("shift").click()
    for letter in "Erdbeer":
        keys.get_by_role("button", name=letter, exact=True).click()
    keys.get_by_test_id("signs").click()
    for letter in "&23":
        keys.get_by_role("button", name=letter, exact=True).click()
    expect(till.page.get_by_test_id("wifi-password")).to_have_value(SECRET)


def test_a_network_is_joined_with_a_finger_and_a_wrong_password_is_told(
    calm_box: DemoBox, till: TillScreen
) -> None:
    page = till.page
    open_wifi(till)
    page.locator("[data-ssid='Bakery']").click()
    type_secret(till)
    page.get_by_test_id("wifi-join").click()
    expect(page.get_by_test_id("wifi-joining")).to_contain_text("Bakery")
    trouble = page.get_by_test_id("wifi-trouble")
    expect(trouble).to_contain_text("Passwort nicht angenommen", timeout=JOIN_LIMIT_MS)
    expect(page.get_by_test_id("wifi-password")).to_have_value(SECRET)  # one wrong letter is no new start

    page.get_by_test_id("wifi-back").click()
    page.locator("[data-ssid='Market hall']").click()
    expect(page.get_by_test_id("wifi-password")).to_have_value("")
    type_secret(till)
    page.get_by_test_id("wifi-join").click()
    joined = page.get_by_test_id("wifi-joined")
    expect(joined).to_contain_text("Verbunden mit Market hall", timeout=JOIN_LIMIT_MS)
    page.get_by_test_id("wifi-done").click()
    page.locator(".tile").first.wait_for()

    open_wifi(till)
    row = page.locator("[data-ssid='Market hall']")
    expect(row).to_have_attribute("aria-current", "true", timeout=JOIN_LIMIT_MS)
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
    page.locator("[data-ssid='Town square free']").click()
    expect(page.get_by_test_id("wifi-joined")).to_be_visible(timeout=JOIN_LIMIT_MS)
    page.get_by_test_id("wifi-done").click()
    open_wifi(till)
    page.locator('[data-ssid="Mia\'s phone"]').click()
    page.get_by_test_id("wifi-password").fill(SECRET)
    page.get_by_test_id("wifi-join").click()
    expect(page.get_by_test_id("wifi-trouble")).to_contain_text("keine Adresse", timeout=JOIN_LIMIT_MS)
    expect(page.locator("[data-ssid='Town square free']")).to_have_attribute("aria-current", "true")
    till.page.get_by_test_id("back").click()
    page.locator(".tile").first.wait_for()
