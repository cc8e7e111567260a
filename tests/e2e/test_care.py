"""Box check: how the box is, the self-test with its two papers, the bundle on a stick, technician mode with a PIN.

The demo has a folder for a stick, and its technician mode opens nothing (`tests/unit/care` has the real door).
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import eyes
from tests.e2e.album import LANGUAGES, PICTURES, examine_in_every_language
from tests.e2e.box import DemoBox, until
from tests.e2e.conftest import OpenTill
from tests.e2e.screen import TillScreen
from tests.e2e.way import is_safe

SIZES = {"panel": (800, 480), "middle": (1024, 600), "tablet": (1280, 800), "phone": (390, 844)}


@pytest.fixture
def stick(calm_box: DemoBox) -> Iterator[Path]:
    """A stick that is plugged in."""
    folder = calm_box.data / "run" / "stick"
    folder.mkdir()
    yield folder
    folder.rename(folder.with_name("pulled"))  # at once, whatever is being copied to it
    shutil.rmtree(folder.with_name("pulled"))


def opened(box: DemoBox, open_till: OpenTill, size: tuple[int, int] = SIZES["panel"]) -> Page:
    page: Page = open_till(box, size).page
    page.set_default_timeout(15_000)
    page.get_by_test_id("menu").click()
    page.get_by_test_id("box-key").click()
    page.get_by_test_id("care").click()
    page.get_by_test_id("health-sum").wait_for()
    return page


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_every_part_of_the_page_is_whole_in_every_language(
    calm_box: DemoBox, open_till: OpenTill, size: tuple[int, int]
) -> None:
    vendor = calm_box.vendor()
    until(lambda: is_safe(vendor.get("/api/v1/snapshot")), "all is with the back office", 30)
    page = opened(calm_box, open_till, size)
    found: list[str] = []
    for number, language in enumerate(LANGUAGES):
        vendor.intent("PATCH", "/api/v1/settings", {"language": language}, f"care-{size[0]}-{number:04d}")
        page.locator(f"html[lang={language}]").wait_for()
        for tab in ("health", "test", "help"):
            page.get_by_test_id(f"care-{tab}").click()
            expect(page.get_by_test_id(f"care-{tab}")).to_have_attribute("aria-pressed", "true")
            found += [f"{language} {tab}: {words}" for words in eyes.defects(page)]
            TillScreen(page).photograph(PICTURES / f"{language}-care-{tab}-{size[0]}x{size[1]}.png")
    assert found == []


def test_a_box_that_cannot_tell_never_says_fine(calm_box: DemoBox, open_till: OpenTill) -> None:
    page = opened(calm_box, open_till)
    seen = {one["name"]: one["level"] for one in calm_box.vendor().get("/api/v1/care")["checks"]}
    expect(page.locator("[data-testid^=check-]")).to_have_count(len(seen))
    assert seen["disk"] == "fine"
    for name, level in seen.items():
        expect(page.get_by_test_id(f"check-{name}")).to_have_attribute("data-level", level)


def test_paper_that_ran_out_is_on_the_page_and_gone_again(calm_box: DemoBox, open_till: OpenTill) -> None:
    page = opened(calm_box, open_till)
    calm_box.bench.move("printer", paper_out=True)
    expect(page.get_by_test_id("check-devices")).to_have_attribute("data-level", "attention", timeout=15_000)
    calm_box.bench.move("printer", paper_out=False)
    expect(page.get_by_test_id("check-devices")).to_have_attribute("data-level", "fine", timeout=15_000)


def test_the_whole_self_test_ends_on_a_printed_sheet(calm_box: DemoBox, open_till: OpenTill) -> None:
    page = opened(calm_box, open_till)
    found: list[str] = []
    page.get_by_test_id("care-test").click()
    page.get_by_test_id("test-lamp").click()
    page.get_by_test_id("yes-lamp").wait_for()
    examine_in_every_language(calm_box, page, "care-test-lamp", found)
    page.get_by_test_id("yes-lamp").click()
    page.get_by_test_id("test-printer").click()
    until(lambda: any("Buchstaben aller Sprachen" in one for one in calm_box.bench.receipts()), "the letters")
    page.get_by_test_id("yes-printer").click()
    page.get_by_test_id("test-storage").click()
    page.locator(
        "[data-testid=part-storage]:is([data-state=good],[data-state=attention],[data-state=bad])"
    ).wait_for()
    page.get_by_test_id("test-clock").click()
    page.get_by_test_id("test-touch").click()
    page.get_by_test_id("touch-grid").wait_for()
    examine_in_every_language(calm_box, page, "care-test-touch", found)
    wipe(page)
    expect(page.get_by_test_id("part-touch")).to_have_attribute("data-state", "good")
    page.locator("[data-testid=paper][data-paper=printed]").wait_for()
    page.get_by_test_id("print-results").click()
    sheet = until(
        lambda: next((one for one in calm_box.bench.receipts() if "Selbsttest" in one), None), "the sheet"
    )
    assert "Das ist kein Beleg." in sheet and " ms" in sheet
    assert [row.split() for row in sheet.splitlines() if row.startswith("Touchscreen")] == [
        ["Touchscreen", "gut"]
    ]
    assert calm_box.sold() == []
    examine_in_every_language(calm_box, page, "care-test-done", found)
    assert found == []


def wipe(page: Page) -> None:
    """A finger over every field, also those under the words, which let it through."""
    page.get_by_test_id("touch-grid").wait_for()
    centres: list[list[float]] = page.evaluate(
        "() => [...document.querySelectorAll('[data-field]')].map((e) => {"
        " const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2, r.x + 4, r.y + 4]; })"
    )
    for x, y, left, top in centres:
        page.mouse.move(left, top)
        page.mouse.move(x, y)


def test_a_screen_that_is_deaf_in_a_corner_is_bad(calm_box: DemoBox, open_till: OpenTill) -> None:
    page = opened(calm_box, open_till)
    page.get_by_test_id("care-test").click()
    page.get_by_test_id("test-touch").click()
    page.get_by_test_id("touch-bad").click()
    expect(page.get_by_test_id("part-touch")).to_have_attribute("data-state", "bad")


def test_without_a_stick_nothing_is_saved_and_it_says_so(calm_box: DemoBox, open_till: OpenTill) -> None:
    page = opened(calm_box, open_till)
    page.get_by_test_id("care-help").click()
    page.get_by_test_id("save-bundle").click()
    page.locator("[data-testid=bundle][data-state=no_stick]").wait_for()


def test_the_bundle_on_the_stick_names_nobody(calm_box: DemoBox, open_till: OpenTill, stick: Path) -> None:
    page = opened(calm_box, open_till)
    page.get_by_test_id("care-help").click()
    page.get_by_test_id("save-bundle").click()
    page.locator("[data-testid=bundle][data-state=saved]").wait_for()
    token = (calm_box.data / "run" / "kiosk-token").read_text().strip()
    with zipfile.ZipFile(stick / "tillbox-support-1.zip") as saved:
        whole = "\n".join(saved.read(name).decode() for name in saved.namelist())
    assert "appliance.lights.process" in whole
    for secret in ("Hofstand", "Brandt", token, str(calm_box.data)):
        assert secret not in whole


def test_technician_mode_begins_with_a_pin_of_ones_own(
    calm_box: DemoBox, open_till: OpenTill, stick: Path
) -> None:
    page = opened(calm_box, open_till)
    found: list[str] = []
    page.get_by_test_id("care-help").click()
    page.get_by_test_id("tech-set").click()
    examine_in_every_language(calm_box, page, "care-pin", found)
    enter(page, "271828")
    enter(page, "271828")
    page.locator("[data-testid=technician][data-said=pin_set]").wait_for()
    page.get_by_test_id("tech-on").click()
    enter(page, "000000")
    page.locator("[data-testid=technician][data-said=pin_wrong][data-state=off]").wait_for()
    examine_in_every_language(calm_box, page, "care-help-wrong", found)
    page.get_by_test_id("tech-on").click()
    enter(page, "271828")
    page.locator("[data-testid=technician][data-state=on]").wait_for()
    expect(page.get_by_test_id("whereabouts")).to_contain_text("tillbox-demo, 192.0.2.7")
    examine_in_every_language(calm_box, page, "care-help-open", found)
    page.get_by_test_id("tech-off").click()
    page.locator("[data-testid=technician][data-state=off]").wait_for()
    assert found == []
    assert "271828" not in (calm_box.data / "people.json").read_text()


def test_a_pin_that_was_begun_is_not_there_when_one_comes_back(
    calm_box: DemoBox, open_till: OpenTill
) -> None:
    page = opened(calm_box, open_till)
    page.get_by_test_id("care-help").click()
    page.locator("[data-testid=tech-set], [data-testid=tech-on]").click()
    page.get_by_test_id("pad-2").click()
    page.get_by_test_id("care-health").click()
    page.get_by_test_id("health-sum").wait_for()
    page.get_by_test_id("care-help").click()
    page.get_by_test_id("technician").wait_for()
    expect(page.get_by_test_id("pin-pad")).to_have_count(0)


def enter(page: Page, pin: str) -> None:
    for digit in pin:
        page.get_by_test_id(f"pad-{digit}").click()
    page.get_by_test_id("pin-ok").click()
