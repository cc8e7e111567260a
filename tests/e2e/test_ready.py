"""The morning check: what is not ready says so and what to do, and a line at start is never in the way."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.album import examine_in_every_language
from tests.e2e.box import DemoBox, until
from tests.e2e.conftest import OpenTill
from tests.e2e.screen import TillScreen
from tests.e2e.way import NOTICED_WITHIN_S, whole_again


def open_ready(till: TillScreen) -> None:
    till.open_menu()
    till.tap("ready")
    till.shows("ready-screen")
    till.shows("ready-sum")


def has(till: TillScreen, name: str, state: str, words: str) -> None:
    row = till.key(f"ready-{name}")
    expect(row).to_have_attribute("data-state", state, timeout=NOTICED_WITHIN_S * 1000)
    expect(row).to_contain_text(words)


def clock_is_wrong(box: DemoBox) -> None:
    """Something that has to be done, and that no strip of its own tells of."""
    whole_again(box)
    box.bench.move("clock", state="year_behind")
    until(lambda: box.vendor().get("/api/v1/ready")["act"] == 1, "the clock is disputed", NOTICED_WITHIN_S)


def test_what_is_old_or_unplugged_says_so_and_a_refresh_finds_it_mended(
    till: TillScreen, box: DemoBox
) -> None:
    whole_again(box)
    open_ready(till)
    has(till, "office", "ok", "Jetzt erreichbar")
    has(till, "goods", "ok", "verglichen")
    has(till, "printer", "ok", "Bereit")
    box.bench.move("cable", state="unplugged")
    box.bench.move("printer", offline=True)
    has(till, "office", "look", "zuletzt erreicht")
    has(till, "printer", "act", "Kabel und Schalter")
    has(till, "drawer", "look", "Schlüssel")
    till.shows("ready-sum", "zu erledigen")
    till.tap("go-printer")
    till.shows("devices-screen")
    till.tap("back")
    box.bench.move("printer", offline=False)
    box.bench.move("cable", state="works")
    open_ready(till)
    till.tap("ready-refresh")
    has(till, "office", "ok", "Jetzt erreichbar")
    has(till, "printer", "ok", "Bereit")
    has(till, "receipts", "ok", "sicher im Backoffice")


def test_every_row_leads_to_the_screen_that_mends_it(till: TillScreen, box: DemoBox) -> None:
    whole_again(box)
    box.bench.move("printer", offline=False)
    open_ready(till)
    for row, screen in (("day", "day-screen"), ("people", "people-screen"), ("lamp", "care-screen")):
        till.tap(f"go-{row}")
        till.shows(screen)
        till.tap("back")
        open_ready(till)
    till.tap("go-stick")
    till.shows("sheet-stick")


def test_a_line_at_start_stays_until_it_is_looked_at_and_gives_way_to_a_ticket(
    calm_box: DemoBox, open_till: OpenTill
) -> None:
    clock_is_wrong(calm_box)
    till = open_till(calm_box)
    till.shows("strip-ready", "1 Punkt")
    examine_in_every_language(calm_box, till.page, "ready-strip", found := [])
    assert not found, "\n".join(found)
    till.tap("tile-strawberries-500")
    till.hides("strip-ready")
    till.tap("undo")
    till.shows("strip-ready")
    till.tap("strip-ready-show")
    has(till, "clock", "act", "andere Zeit")
    till.tap("back")
    till.hides("strip-ready")
    calm_box.bench.move("clock", state="right")


def test_selling_past_it_is_an_answer_too(calm_box: DemoBox, open_till: OpenTill) -> None:
    clock_is_wrong(calm_box)
    till = open_till(calm_box)
    till.shows("strip-ready")
    till.tap("tile-strawberries-500")
    till.has_lines(1)
    till.tap("exact")
    till.shows("change")
    till.hides("strip-ready")
    calm_box.bench.move("clock", state="right")


def test_the_screen_is_whole_in_every_language_and_size(till: TillScreen, box: DemoBox) -> None:
    whole_again(box)
    found: list[str] = []
    open_ready(till)
    examine_in_every_language(box, till.page, "ready", found)
    box.bench.move("cable", state="unplugged")
    box.bench.move("printer", paper_out=True)
    has(till, "printer", "act", "Rolle")
    has(till, "office", "look", "zuletzt")
    examine_in_every_language(box, till.page, "ready-act", found)
    whole_again(box)
    assert not found, "\n".join(found)
