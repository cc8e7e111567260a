"""A box breaks at the market: a new one takes over from its stick and code, on the screen, and sells on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, expect

from appliance.stick.take import find
from tests.e2e.album import examine_in_every_language
from tests.e2e.box import ROOT, until
from tests.e2e.screen import TillScreen
from tests.e2e.test_welcome import NewBox, new_box, screen


def sell(till: TillScreen) -> None:
    till.tap("tile-strawberries-500")
    till.has_lines(1)
    till.tap("exact")
    till.shows("change")


def break_down(folder: Path, browser: Browser) -> tuple[Path, str]:
    """Three sales on a box with a stick in, then it is gone: the stick, and the code somebody wrote down."""
    folder.mkdir()
    with new_box(folder) as box:
        stick = box.stall.data / "run" / "stick"
        stick.mkdir(parents=True)
        box.start()
        process = subprocess.Popen(  # noqa: S603 - our own program
            (sys.executable, "-m", "appliance", "stick", "--config", str(folder / "box.toml")),
            cwd=ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            with screen(browser, box) as till:
                till.tap("speak-en")
                till.tap("welcome-no-wifi")
                till.tap("welcome-alone")
                till.tap("welcome-samples")
                for _ in range(3):
                    sell(till)
            code = box.stall.vendor().intent("POST", "/api/v1/stick/code", {}, "code-0001")["code"]

            def is_on_it() -> bool:
                kept = find(stick, str(code))
                return kept is not None and bool(kept.state and kept.state["tables"].get("items"))

            until(is_on_it, "all is on the stick", 40)
        finally:
            process.terminate()
            process.wait(10)
        return stick, str(code)


def with_stick(box: NewBox, stick: Path) -> subprocess.Popen[bytes]:
    place = box.stall.data / "run" / "stick"
    place.parent.mkdir(exist_ok=True)
    stick.rename(place)
    box.start()
    return subprocess.Popen(  # noqa: S603 - our own program
        (sys.executable, "-m", "appliance", "stick", "--config", str(box.stall.data.parent / "box.toml")),
        cwd=ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def test_a_new_box_takes_over_from_stick_and_code_and_says_what_may_be_missing(
    tmp_path: Path, browser: Browser
) -> None:
    stick, code = break_down(tmp_path / "old", browser)
    (tmp_path / "new").mkdir()
    with new_box(tmp_path / "new") as box:
        process = with_stick(box, stick)
        try:
            with screen(browser, box) as till:
                till.tap("speak-en")
                till.tap("welcome-no-wifi")
                till.tap("welcome-stick")
                till.shows("restore-go")
                found: list[str] = []
                examine_in_every_language(box.stall, till.page, "restore-code", found)
                till.key("restore-code").fill("0" * 28)
                expect(till.key("restore-go")).to_be_enabled(timeout=15_000)
                till.tap("restore-go")
                till.shows("strip-refusal", "Nothing on the stick opens", limit_s=20)
                till.key("restore-code").fill(code)
                till.tap("restore-go")
                till.shows("welcome-restored", "A-000004 and later", limit_s=40)
                till.shows("welcome-restored", "the last receipt is A-000003")
                examine_in_every_language(box.stall, till.page, "restore-done", found)
                assert not found, "\n".join(found)
                till.tap("restored-sell")
                till.is_calm()
                sell(till)
            kept = [one["number"] for one in box.stall.vendor().get("/api/v1/sales")["sales"]]
            assert kept == ["A2-000001", "A-000003", "A-000002", "A-000001"]
        finally:
            process.terminate()
            process.wait(10)
