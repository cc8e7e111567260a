"""One browser for all journeys, one box a module or for several, a fresh page and an empty ticket for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.box import DemoBox, Stall, until
from tests.e2e.screen import WITNESS, TillScreen

PANEL = (800, 480)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)

OpenTill = Callable[..., TillScreen]


def browser_path() -> str:
    """The system's Chromium; a journey without one is not a proof, so it fails."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    assert found is not None, "no Chromium here: install the package chromium"
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(QUIET))
        yield browser
        browser.close()


@contextmanager
def running_box(data: Path, language: str, boxes: int = 1) -> Iterator[DemoBox]:
    """A box that sells (or two, with one back office), and nothing of it afterwards."""
    box = DemoBox(data, language, boxes)
    try:
        box.start()
        yield box
    finally:
        box.stop()


@pytest.fixture(scope="session")
def common_box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoBox]:
    with running_box(tmp_path_factory.mktemp("common") / "data", "de") as box:
        yield box


@pytest.fixture(scope="module")
def box(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoBox]:
    """The module's own box; one that says `SHARES_BOX = True` sells on the box of all that say so.

    Those may leave sales behind, and no goods, people, days or settings that make_calm does not put back.
    """
    if getattr(request.module, "SHARES_BOX", False):
        yield request.getfixturevalue("common_box")
        return
    with running_box(tmp_path_factory.mktemp("box") / "data", "de") as box:
        yield box


@pytest.fixture
def calm_box(box: DemoBox) -> DemoBox:
    """The module's box with an empty ticket, its own language and hardware without faults."""
    make_calm(box)
    return box


def make_calm(box: Stall) -> None:
    """Nothing on the ticket, nothing on the scale, no fault, the printer ready and done."""
    box.bench.calm()
    vendor = box.vendor()
    snapshot = vendor.get("/api/v1/snapshot")
    if snapshot["ticket"]["lines"]:
        vendor.intent("POST", "/api/v1/ticket/clear", {}, f"calm-{snapshot['rev']}-clear")
    if snapshot["language"] != box.language:
        vendor.intent(
            "PATCH", "/api/v1/settings", {"language": box.language}, f"calm-{snapshot['rev']}-words"
        )
    until(lambda: _is_idle(vendor.get("/api/v1/snapshot")["printer"]), "the printer is ready and has printed")
    box.bench.move("printer/tear")


def _is_idle(printer: dict[str, object]) -> bool:
    return printer["state"] == "ready" and printer["queued"] == 0


@pytest.fixture
def open_till(browser: Browser) -> Iterator[OpenTill]:
    """Opens a paired touch screen of a size: `open_till(box, (800, 480))`."""
    with ExitStack() as opened:

        def open_till(box: Stall, size: tuple[int, int] = PANEL) -> TillScreen:
            page = opened.enter_context(paired_page(browser, box, size))
            return TillScreen(page)

        yield open_till


@contextmanager
def paired_page(browser: Browser, box: Stall, size: tuple[int, int]) -> Iterator[Page]:
    """A page of a browser that has entered; fails on an error the page did not catch."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, has_touch=True, is_mobile=size[0] < size[1]
    )
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(WITNESS)
    page.goto(box.entrance)
    page.get_by_test_id("menu").wait_for()
    page.locator(".tile").first.wait_for()
    try:
        yield page
    finally:
        context.close()
    assert errors == [], f"the page broke: {errors}"


@pytest.fixture
def till(calm_box: DemoBox, open_till: OpenTill) -> TillScreen:
    """A paired screen of the usual panel on the calm box."""
    return open_till(calm_box)
