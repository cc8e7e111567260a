"""The till's screen as a vendor handles it: fingers on named keys, waiting for what becomes visible."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e import eyes

# Runs in every page. Counts fingers on the glass, so that no test can miscount its own taps, and remembers
# that the screen said it is away, however short that was.
WITNESS = """
window.taps = 0; window.wasAway = false;
addEventListener('pointerdown', () => { window.taps += 1; }, true);
new MutationObserver(() => { window.wasAway ||= document.querySelector('[data-testid=away]') !== null; })
  .observe(document, { childList: true, subtree: true });
"""


class TillScreen:
    """One paired browser page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def key(self, name: str) -> Locator:
        """The first element with this test id."""
        return self.page.get_by_test_id(name).first

    def tap(self, name: str) -> None:
        """One finger tap on what carries this test id."""
        self.key(name).tap()

    def ring(self, item: str) -> None:
        """Tap a tile and wait until the total has it: who pays faster than that is told so."""
        before = self.key("total").inner_text()
        self.tap(f"tile-{item}")
        expect(self.key("total")).not_to_have_text(before)

    def shows(self, name: str, text: str | None = None, limit_s: float = 10.0) -> None:
        """Wait until it is there and, if given, says `text`."""
        expect(self.key(name)).to_be_visible(timeout=limit_s * 1000)
        if text is not None:
            expect(self.key(name)).to_contain_text(text, timeout=limit_s * 1000)

    def hides(self, name: str) -> None:
        """Wait until it is gone."""
        expect(self.page.get_by_test_id(name)).to_have_count(0)

    def is_calm(self) -> None:
        """The till answers, no line is on the ticket."""
        self.shows("pay")
        expect(self.lines).to_have_count(0)

    @property
    def lines(self) -> Locator:
        """The rows of the open ticket."""
        return self.page.get_by_test_id("lines").locator("button.line")

    def has_lines(self, count: int) -> None:
        expect(self.lines).to_have_count(count)

    def total_is(self, amount: str) -> None:
        """The total in figures, without caring which blank stands before the unit."""
        expect(self.key("total")).to_contain_text(amount)

    def taps(self) -> int:
        count: int = self.page.evaluate("window.taps")
        return count

    def was_away(self) -> None:
        """Wait until the screen has said that the till is away."""
        self.page.wait_for_function("() => window.wasAway", timeout=10_000)

    def type(self, digits: str) -> None:
        """Digits on the screen's own pad."""
        for digit in digits:
            self.tap(f"pad-{digit}")

    def open_menu(self) -> None:
        self.tap("menu")
        self.shows("sheet-menu")

    def open_box(self) -> None:
        """The sheet of the box itself: lines, devices, languages."""
        self.open_menu()
        self.tap("box-key")
        self.shows("sheet-box")

    def photograph(self, path: Path, is_still: bool = False) -> None:
        """A picture of the screen, once its letters are loaded, its layout is done and nothing moves."""
        if not is_still:
            self.page.evaluate(eyes.STILL)
        camera = self.page.context.new_cdp_session(self.page)
        taken = camera.send("Page.captureScreenshot", {"optimizeForSpeed": True})
        camera.detach()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(taken["data"]))


def overflow(page: Page) -> dict[str, int]:
    """How far the page is wider or higher than the screen, in pixels."""
    found: dict[str, int] = page.evaluate(
        "() => { const e = document.documentElement; return {"
        " wider: Math.max(e.scrollWidth, document.body.scrollWidth) - innerWidth,"
        " higher: Math.max(e.scrollHeight, document.body.scrollHeight) - innerHeight }; }"
    )
    return found


def look(page: Page, script: str) -> list[str]:
    """What a script finds wrong with the page, as sentences."""
    found: list[str] = page.evaluate(script)
    return [json.dumps(one, ensure_ascii=False) if not isinstance(one, str) else one for one in found]
