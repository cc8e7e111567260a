"""A strip says what is the matter and never lies on a key, wherever the vendor looks, in every language."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import eyes
from tests.e2e.box import DemoBox
from tests.e2e.conftest import OpenTill
from tests.e2e.screen import TillScreen

SIZES = [(800, 480), (1280, 800), (390, 844)]
LANGUAGES = ("de", "en", "fi", "it", "vi")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_strip_covers_no_key_on_any_screen(
    size: tuple[int, int], calm_box: DemoBox, open_till: OpenTill
) -> None:
    till = open_till(calm_box, size)
    till.tap("tile-strawberries-500")
    till.has_lines(1)
    calm_box.bench.move("printer", paper_out=True)
    till.shows("strip-printer", limit_s=15)
    found: list[str] = []
    for language in LANGUAGES:
        till.open_box()
        till.tap(f"language-{language}")
        expect(till.page.locator("html")).to_have_attribute("lang", language)
        found += seen_on(till, f"{language} box")
        till.tap("sheet-close")
        till.open_menu()
        found += seen_on(till, f"{language} menu")
        till.tap("receipts")
        till.page.locator(".receipt-list").wait_for()
        found += seen_on(till, f"{language} receipts")
        till.tap("back")
        found += seen_on(till, f"{language} sell")
        till.tap("tile-apples-elstar")
        till.shows("sheet-weigh")
        found += seen_on(till, f"{language} weigh")
        till.tap("sheet-close")
        till.tap("pay")
        till.shows("due")
        found += seen_on(till, f"{language} pay")
        till.tap("back")
    assert not found, "\n".join(found)


def seen_on(till: TillScreen, where: str) -> list[str]:
    """The defects of the screen as it stands, with the strip on it."""
    till.shows("strip-printer")
    return [f"{where}: {words}" for words in eyes.defects(till.page)]
