"""The scanner of the workbench, used in the browser beside the till."""

from __future__ import annotations

from tests.e2e.box import DemoBox
from tests.e2e.screen import TillScreen
from tests.e2e.test_power_plug import workbench

SHARES_BOX = True


def test_a_sample_code_puts_its_item_on_the_ticket(till: TillScreen, box: DemoBox) -> None:
    bench = workbench(till, box)
    bench.locator(".sample", has_text="Erdbeeren 500 g").tap()
    till.has_lines(1)
    till.total_is("4,50")
    bench.locator(".sample", has_text="Himbeeren 250 g").tap()
    till.total_is("8,40")
    bench.locator(".sample", has_text="Erdbeeren 500 g").tap()
    till.total_is("12,90")
    till.has_lines(2)


def test_an_unknown_code_is_said_and_changes_nothing(till: TillScreen, box: DemoBox) -> None:
    till.tap("tile-strawberries-500")
    till.has_lines(1)
    bench = workbench(till, box)
    bench.locator(".scan-form input").fill("4006381333931")
    bench.locator(".scan-form button").tap()
    till.page.bring_to_front()
    till.shows("strip-notice", "Kein Artikel hat diesen Strichcode")
    till.has_lines(1)
    till.total_is("4,50")


def test_a_code_typed_by_a_keyboard_scanner_sells(till: TillScreen) -> None:
    till.page.keyboard.type("2000000010014\n")
    till.has_lines(1)
    till.total_is("4,50")
