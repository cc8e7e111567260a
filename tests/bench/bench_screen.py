"""How fast the screen is under a finger: taps of a sale, tap → paint, what the first load brings.

Prints `name: value unit` lines, medians of five rounds. 5,000 items are in the catalogue and 100 lines on the
ticket. A tap counts from the pointer's own timestamp until the frame that shows the new total has been painted:
through the page, HTTP, the till, its journal, and back.
"""

from __future__ import annotations

import gzip
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.bench.large_box import stock_up
from tests.bench.till_process import TillProcess, settings
from tests.e2e.box import ROOT
from tests.e2e.conftest import QUIET, browser_path
from tests.e2e.screen import WITNESS

ROUNDS = 5
TAPS_A_ROUND = 25
BETWEEN_TAPS_S = 0.2  # a quick hand
LINES = 100
THROTTLE = 6
PANEL = (800, 480)
LANGUAGE = "de"
WEIGHED = "apples-elstar"
Place = tuple[float, float]

# Painted: after the frame that follows the change of the total, when the browser takes the next task.
STOPWATCH = """
window.spent = [];
window.watch = () => {
  let began = null;
  const total = document.querySelector('[data-testid=total]');
  addEventListener('pointerdown', (event) => { began = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (began === null) return;
    const from = began;
    began = null;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => { window.spent.push(performance.now() - from); };
      after.port2.postMessage(null);
    });
  }).observe(total, { childList: true, subtree: true, characterData: true });
};
"""


def show(name: str, value: float, unit: str) -> None:
    print(f"{name}: {value:.3f} {unit}", flush=True)


def p95(spent: list[float]) -> float:
    return sorted(spent)[int(len(spent) * 0.95)]


@contextmanager
def large_till(folder: Path) -> Iterator[TillProcess]:
    """A till with 5,000 items and 100 lines on its ticket."""
    chosen = settings(folder / "screen", LANGUAGE)
    stock_up(chosen, LANGUAGE)
    till = TillProcess(chosen)
    try:
        vendor = till.vendor()
        for number in range(LINES):
            line = {"item_id": WEIGHED, "weight_g": 100 + number}
            vendor.intent("POST", "/api/v1/ticket/lines", line, f"bench-line-{number:04d}")
        yield till
    finally:
        till.stop()


def entered(browser: Browser, till: TillProcess) -> tuple[Page, list[bytes]]:
    """A paired touch screen, and the scripts its first load brought."""
    context = browser.new_context(viewport={"width": PANEL[0], "height": PANEL[1]}, has_touch=True)
    page = context.new_page()
    page.add_init_script(WITNESS + STOPWATCH)
    scripts: list[bytes] = []
    page.on(
        "response", lambda answer: answer.request.resource_type == "script" and scripts.append(answer.body())
    )
    page.goto(till.entrance)
    page.locator(".tile").first.wait_for()
    page.wait_for_load_state("networkidle")
    return page, list(scripts)  # of the first load only


def pieces_in_sight(page: Page) -> list[Place]:
    """Where the tiles of goods by the piece lie that can be tapped without scrolling."""
    names: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('.tile')].filter((tile) => !tile.textContent.includes('/kg')"
        " && tile.getBoundingClientRect().bottom < innerHeight).map((tile) => tile.dataset.testid)"
    )
    return [middle(page, name) for name in names]


def middle(page: Page, name: str) -> Place:
    """The middle of a key."""
    box = page.get_by_test_id(name).bounding_box()
    assert box is not None, name
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def taps(page: Page, pieces: list[Place], undo: Place) -> list[float]:
    """Milliseconds of taps that each bring a line and are undone before the next.

    The finger goes to a place, and between taps the page is left alone: whatever the driver asks of the page
    meanwhile would be measured as the screen's own work.
    """
    page.evaluate("window.spent = []")
    for tap in range(TAPS_A_ROUND):
        for at, place in enumerate((pieces[tap % len(pieces)], undo)):
            page.touchscreen.tap(*place)
            time.sleep(BETWEEN_TAPS_S)
            page.wait_for_function("(count) => window.spent.length >= count", arg=2 * tap + at + 1)
    spent: list[float] = page.evaluate("window.spent")
    return spent[::2]


def tap_paint(page: Page) -> None:
    """Both speeds in turn, so that the machine's mood touches both alike."""
    page.evaluate("window.watch()")
    cdp: CDPSession = page.context.new_cdp_session(page)
    pieces, undo = pieces_in_sight(page), middle(page, "undo")
    rounds: dict[int, list[list[float]]] = {1: [], THROTTLE: []}
    for _ in range(ROUNDS):
        for rate, measured in rounds.items():
            cdp.send("Emulation.setCPUThrottlingRate", {"rate": rate})
            measured.append(taps(page, pieces, undo))
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    for rate, name in ((1, "tap_paint_p50_ms"), (THROTTLE, "tap_paint_p50_throttled_ms")):
        show(name, statistics.median(statistics.median(spent) for spent in rounds[rate]), "ms")
    show("tap_paint_p95_ms", statistics.median(map(p95, rounds[1])), "ms")
    show("tap_paint_p95_throttled_ms", statistics.median(map(p95, rounds[THROTTLE])), "ms")


def cash_sale(page: Page) -> int:
    """Two items, a note, the change on screen: how many fingers that took."""
    page.evaluate("window.taps = 0")
    for item in ("strawberries-500", "raspberries-250"):
        page.get_by_test_id(f"tile-{item}").tap()
    page.get_by_test_id("note-1000").tap()
    page.get_by_test_id("change").wait_for()
    count: int = page.evaluate("window.taps")
    page.reload()
    page.locator(".tile").first.wait_for()
    return count


def main() -> None:
    """Measure and print the group `screen`."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-screen-", dir=ROOT / "build") as name,
        sync_playwright() as playwright,
        large_till(Path(name)) as till,
    ):
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(QUIET))
        page, scripts = entered(browser, till)
        page.get_by_test_id("lines").locator("button.line").nth(LINES - 1).wait_for()
        tap_paint(page)
        till.vendor().intent("POST", "/api/v1/ticket/clear", {}, "bench-clear")
        page.reload()
        page.locator(".tile").first.wait_for()
        show("cash_sale_taps", statistics.median(cash_sale(page) for _ in range(ROUNDS)), "taps")
        show("first_load_js_kb", sum(map(len, scripts)) / 1000, "kB")
        show("first_load_js_gz_kb", sum(len(gzip.compress(one, 9)) for one in scripts) / 1000, "kB")
        browser.close()


if __name__ == "__main__":
    main()
