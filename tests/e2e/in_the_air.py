"""The pretended Wi-Fi around a box, and fingers on the keyboard for its passwords."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

SECRET = "Erdbeer&23"
JOIN_LIMIT_MS = 20_000
HALL, DEAF, OPEN = "Market hall", "Bakery", "Town square free"


def network(page: Page, ssid: str) -> Locator:
    """The row of a network; waits until it was heard."""
    row = page.locator(f'[data-ssid="{ssid}"]')
    expect(row).to_be_visible(timeout=JOIN_LIMIT_MS)
    return row


def type_secret(page: Page) -> None:
    """Finger by finger, over all layers of the keyboard."""
    keys = page.get_by_test_id("keyboard")
    keys.get_by_test_id("shift").click()
    for letter in "Erdbeer":
        keys.get_by_role("button", name=letter, exact=True).click()
    keys.get_by_test_id("signs").click()
    for letter in "&23":
        keys.get_by_role("button", name=letter, exact=True).click()
    expect(page.get_by_test_id("wifi-password")).to_have_value(SECRET)


def join(page: Page, ssid: str) -> None:
    """Choose a locked network, type the password and ask for it."""
    network(page, ssid).click()
    expect(page.get_by_test_id("wifi-password")).to_have_value("")
    type_secret(page)
    page.get_by_test_id("wifi-join").click()
