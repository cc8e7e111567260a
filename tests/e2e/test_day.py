"""The day as a vendor lives it: float, cash in and out, a blind count, Z on paper; all of it offline."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.box import DemoBox, until
from tests.e2e.screen import TillScreen


def to_the_day(till: TillScreen) -> None:
    till.open_menu()
    till.tap("day-key")
    till.shows("day-screen")


def home_again(till: TillScreen) -> None:
    till.tap("back")
    till.is_calm()


def close_what_is_open(till: TillScreen, box: DemoBox) -> None:
    """Tests share a box: a day somebody opened is not theirs."""
    if box.vendor().get("/api/v1/shift")["is_open"]:
        box.vendor().intent("POST", "/api/v1/shift/close", {}, f"e2e-close-{len(box.sold())}-day")


def test_a_day_is_opened_moved_counted_and_closed(till: TillScreen, box: DemoBox) -> None:
    close_what_is_open(till, box)
    pulses = box.bench.state()["drawer"]["pulses"]
    to_the_day(till)
    till.tap("day-open")
    till.type("10000")
    till.tap("day-amount-done")
    till.shows("day-matters")
    till.tap("day-pay_out")
    till.type("500")
    till.page.get_by_role("button", name="Lohn").tap()
    till.tap("day-amount-done")
    till.shows("day-matters")
    until(lambda: box.bench.state()["drawer"]["pulses"] == pulses + 1, "the drawer opened for the move")
    home_again(till)

    till.tap("tile-strawberries-500")
    till.tap("exact")
    till.shows("change")
    to_the_day(till)
    till.tap("day-x-key")
    till.shows("day-x", "99,50")
    till.tap("day-back")

    till.tap("day-count")
    till.tap("piece-5000")
    till.type("1")
    till.tap("piece-2000")
    till.type("2")
    till.tap("piece-500")
    till.type("1")
    till.tap("piece-200")
    till.type("2")
    till.tap("day-count-done")
    till.shows("day-verdict", "0,50")  # 99,00 counted, 99,50 expected
    till.shows("z-paper", "-0,50")
    z = box.vendor().get("/api/v1/shifts")["shifts"][0]
    paper = until(lambda: box.bench.receipts_of(f"Z {z['n']}"), "the Z is on paper")[0]
    for words in ("Soll in der Lade", "99,50", "99,00", "Entnahmen", "-5,00", "4,50"):
        assert words in paper
    till.tap("z-done")
    till.shows("day-open")
    expect(till.key(f"z-{z['n']}")).to_contain_text("4,50")
    expect(till.key("z-state")).to_have_attribute("data-place", "safe", timeout=15_000)


def test_three_taps_close_a_day_without_counting(till: TillScreen) -> None:
    till.tap("tile-strawberries-500")
    till.tap("exact")
    till.shows("change")
    till.page.wait_for_timeout(700)  # the change stays deaf for a moment
    till.page.evaluate("window.taps = 0")
    till.tap("menu")
    till.tap("day-key")
    till.tap("day-close")
    till.shows("day-z")
    assert till.taps() == 3
