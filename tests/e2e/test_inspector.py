"""All records are checked with one tap and put on the stick with another."""

from __future__ import annotations

import json
import shutil
import zipfile

from playwright.sync_api import expect

from tests.e2e.box import DemoBox
from tests.e2e.screen import TillScreen

SHARES_BOX = True


def test_records_are_checked_and_put_on_the_stick(till: TillScreen, box: DemoBox) -> None:
    till.tap("tile-strawberries-500")
    till.tap("exact")
    till.shows("change")
    till.page.wait_for_timeout(700)  # the change stays deaf for a moment
    till.tap("change")
    till.open_box()
    till.tap("about")
    till.tap("inspector")
    till.tap("inspector-check")
    expect(till.key("inspector-verdict")).to_have_attribute("data-state", "sound", timeout=20_000)
    till.shows("inspector-verdict", "vollständig")
    stick = box.data / "run" / "stick"
    stick.mkdir()
    till.tap("inspector-save")
    till.shows("inspector-saved", "tillbox-records-1.zip")
    with zipfile.ZipFile(stick / "tillbox-records-1.zip") as archive:
        facts = [json.loads(line) for line in archive.read("records.jsonl").splitlines()]
        assert "Nothing in the journal is damaged." in archive.read("about.txt").decode()
    stick.rename(stick.with_name("pulled"))  # at once, whatever is being copied to it
    shutil.rmtree(stick.with_name("pulled"))
    sold = [fact["body"]["number"] for fact in facts if fact["type"] == "sale"]
    assert sold == box.sold()
