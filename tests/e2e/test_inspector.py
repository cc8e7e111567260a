"""All records are checked with one tap and taken along with another."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.box import DemoBox
from tests.e2e.screen import TillScreen

SHARES_BOX = True


def test_records_are_checked_and_taken_along(till: TillScreen, box: DemoBox, tmp_path: Path) -> None:
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
    with till.page.expect_download() as taken:
        till.tap("inspector-export")
    path = tmp_path / taken.value.suggested_filename
    taken.value.save_as(path)
    assert path.name == "tillbox-records.ndjson.gz"
    facts = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    sold = [fact["body"]["number"] for fact in facts if fact["type"] == "sale"]
    assert sold == box.sold()
