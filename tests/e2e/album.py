"""Photographs of one state of a screen in several sizes, each judged; they lie in build/pictures afterwards."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e import eyes
from tests.e2e.box import ROOT, Stall
from tests.e2e.screen import TillScreen, overflow

PICTURES = ROOT / "build" / "pictures"
LANGUAGES = ("de", "en", "fi", "it", "vi")
SIZES = ((800, 480), (1280, 800), (390, 844))


def examine(page: Page, name: str, found: list[str]) -> None:
    """Photograph and judge what the page shows in every size; what is wrong is added to `found`."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        TillScreen(page).photograph(PICTURES / f"{name}-{width}x{height}.png")
        found += [f"{name} {width}x{height}: {words}" for words in eyes.defects(page)]
        past = overflow(page)
        if past["wider"] > 0 or past["higher"] > 0:
            found.append(f"{name} {width}x{height}: larger than the screen {past}")
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    settle(page)


def examine_in_every_language(box: Stall, page: Page, name: str, found: list[str]) -> None:
    """The same state in each language; the box speaks its own again afterwards."""
    for language in (*LANGUAGES, box.language):
        vendor = box.vendor()
        rev = vendor.get("/api/v1/snapshot")["rev"]
        vendor.intent(
            "PATCH", "/api/v1/settings", {"language": language}, f"album-{language}-{rev}-{name}"[:64]
        )
        page.locator(f"html[lang={language}]").wait_for()
        examine(page, f"{language}-{name}", found)


def settle(page: Page) -> None:
    """Two frames after the size changed: layout, observers and a second layout are done."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
