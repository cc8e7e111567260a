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
    for width, height in (*SIZES[1:], SIZES[0]):  # it ends in the size in which the journey goes on
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{name} {width}x{height}: {words}" for words in eyes.defects(page)]
        TillScreen(page).photograph(PICTURES / f"{name}-{width}x{height}.png", is_still=True)
        past = overflow(page)
        if past["wider"] > 0 or past["higher"] > 0:
            found.append(f"{name} {width}x{height}: larger than the screen {past}")


def examine_in_every_language(box: Stall, page: Page, name: str, found: list[str]) -> None:
    """The same state in each language; the box speaks its own again in the end."""
    vendor = box.vendor()
    others = [language for language in LANGUAGES if language != box.language]
    for language in (*others, box.language):
        rev = vendor.get("/api/v1/snapshot")["rev"]
        vendor.intent(
            "PATCH", "/api/v1/settings", {"language": language}, f"album-{language}-{rev}-{name}"[:64]
        )
        page.locator(f"html[lang={language}]").wait_for()
        examine(page, f"{language}-{name}", found)
