"""The backup stick as a vendor sees it: in, level, pulled; and read back with the code from the screen."""

from __future__ import annotations

import json
import subprocess
import sys

from playwright.sync_api import expect

from tests.e2e.box import DemoBox, until
from tests.e2e.screen import TillScreen


def exported(box: DemoBox, code: str) -> list[str]:
    """The receipt numbers on the stick, as the command finds them."""
    done = subprocess.run(  # noqa: S603 - our own program
        (sys.executable, "-m", "appliance", "stick-export", str(box.data / "run" / "stick")),
        input=f"{code}\n".encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    facts = [json.loads(line) for line in done.stdout.splitlines()]
    return [fact["body"]["number"] for fact in facts if fact["type"] == "sale"]


def sell(till: TillScreen) -> None:
    till.tap("tile-strawberries-500")
    till.tap("exact")
    till.shows("change")


def test_sales_are_on_the_stick_and_read_back_with_the_code(till: TillScreen, box: DemoBox) -> None:
    stick = till.key("stick").locator("[data-stick]")
    till.tap("status-pill")
    expect(stick).to_have_attribute("data-stick", "none")
    till.tap("sheet-close")
    till.open_box()
    till.tap("about")
    till.tap("about-stick")
    stick_now = till.key("stick-now")
    box.bench.move("usb", device="stick", plugged=True)
    expect(stick_now).to_have_attribute("data-stick", "safe", timeout=15_000)
    till.tap("stick-code")
    code = till.key("recovery-code").inner_text()
    till.tap("sheet-close")

    sell(till)
    until(lambda: box.sold() == exported(box, code), "the sale is on the stick")

    box.bench.move("usb", device="stick", plugged=False)
    sell(till)
    till.tap("status-pill")
    expect(stick).to_have_attribute("data-stick", "none", timeout=15_000)
    box.bench.move("usb", device="stick", plugged=True)
    expect(stick).to_have_attribute("data-stick", "safe", timeout=15_000)
    assert exported(box, code) == box.sold()


def test_the_back_office_is_left_once_nothing_is_only_here_and_joined_again(
    till: TillScreen, box: DemoBox
) -> None:
    until(lambda: box.vendor().get("/api/v1/snapshot")["sync"]["state"] == "enrolled", "it is connected", 40)
    box.bench.move("cable", state="unplugged")
    sell(till)
    till.open_box()
    till.tap("about")
    till.tap("leave")
    till.shows("leave-waiting")
    expect(till.key("leave-by-stick")).to_have_count(0)
    box.bench.move("usb", device="stick", plugged=True)
    till.key("stick-code").wait_for(timeout=15_000)
    till.tap("stick-code")
    code = till.key("recovery-code").inner_text()
    till.tap("leave-by-stick")
    expect(till.key("sheet-leave")).to_have_count(0)
    assert exported(box, code) == box.sold(), "all that was not sent is on the stick"

    sell(till)
    till.tap("status-pill")
    till.tap("connect")
    till.tap("connect-go")
    box.bench.move("cable", state="works")
    till.shows("connected", limit_s=30)
    till.tap("connect-done")
    till.tap("status-pill")
    till.tap("sync-now")
    till.tap("sheet-close")
    till.open_box()
    till.tap("about")
    till.tap("leave")
    till.shows("leave-ready", limit_s=30)
    till.tap("leave-go")
    till.tap("status-pill")
    till.shows("connect")
