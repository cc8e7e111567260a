"""Every screen as axe-core judges it, and what a keyboard alone can do.

Serious and critical findings of the WCAG rules fail, and so does text with less contrast than 7 to 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import eyes
from tests.e2e.box import ROOT, DemoBox
from tests.e2e.conftest import OpenTill, make_calm, paired_page, running_box
from tests.e2e.screen import TillScreen
from tests.e2e.test_pictures import walk

PICTURES = ROOT / "build" / "pictures"
AXE = ROOT / "webui" / "node_modules" / "axe-core" / "axe.min.js"
JUDGE = """async () => {
  const rules = { 'color-contrast-enhanced': { enabled: true } };
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const found = await axe.run(document, { runOnly: tags, rules, resultTypes: ['violations'] });
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target} ${any[0]?.message ?? ''}`));
}"""


def judge(page: Page) -> list[str]:
    """What axe-core finds wrong with what the page shows now."""
    page.evaluate("(source) => { if (!window.axe) (0, eval)(source); }", AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(JUDGE)
    return found


@pytest.fixture
def stall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoBox]:
    data: Path = tmp_path_factory.mktemp("access")
    with running_box(data / "de", "de") as box:
        yield box


def test_axe_finds_nothing_serious_on_any_screen(stall: DemoBox, browser: Browser) -> None:
    found: list[str] = []
    with paired_page(browser, stall, (800, 480)) as page:
        for name in walk(TillScreen(page), stall):
            found += [f"{name}: {words}" for words in judge(page)]
    assert not found, "\n".join(found)


def test_the_largest_letters_are_whole_on_every_screen(stall: DemoBox, browser: Browser) -> None:
    found: list[str] = []
    with paired_page(browser, stall, (800, 480)) as page:
        till = TillScreen(page)
        till.open_box()
        for size in ("115", "130"):
            till.tap("text-size")
            expect(page.locator("html")).to_have_attribute("data-text", size)
        till.tap("sheet-close")
        for name in walk(till, stall):
            for width, height in ((1280, 800), (800, 480)):  # it ends as it goes on
                page.set_viewport_size({"width": width, "height": height})
                till.photograph(PICTURES / f"large-{width}x{height}-{name}.png")
                found += [f"{width}x{height} {name}: {words}" for words in eyes.defects(page)]
    assert not found, "\n".join(found)


def reach(page: Page, name: str) -> None:
    """Tab until the focus is on the key with this name, and see that it shows."""
    for _ in range(120):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement?.dataset?.testid ?? null")
        if at == name:
            break
    assert at == name, f"the Tab key never comes to {name}"
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style != "none", f"the focus on {name} is not seen"


def test_a_sale_and_the_ways_by_keyboard_alone(stall: DemoBox, open_till: OpenTill) -> None:
    make_calm(stall)
    till = open_till(stall)
    keys = till.page.keyboard
    reach(till.page, "tile-strawberries-500")
    keys.press("Enter")
    till.has_lines(1)
    reach(till.page, "pay")
    keys.press("Enter")
    till.shows("due")
    reach(till.page, "back")
    keys.press("Enter")  # the key that has the focus acts, not the payment
    till.shows("pay")
    reach(till.page, "pay")
    keys.press("Enter")
    till.shows("due")
    keys.type("5000")
    expect(till.key("confirm")).to_be_enabled()
    keys.press("Enter")
    till.shows("change")
    for way, screen in (("receipts", "paper"), ("day-key", "day-matters")):
        reach(till.page, "menu")
        keys.press("Enter")
        till.shows("sheet-menu")
        keys.press("Escape")
        till.hides("sheet-menu")
        reach(till.page, "menu")
        keys.press("Enter")
        reach(till.page, way)
        keys.press("Enter")
        till.shows(screen)
        reach(till.page, "back")
        keys.press("Enter")
        till.shows("pay")
