"""What the first screen brings: few bytes, one language, and a way on when the box is just starting again."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.box import ROOT, DemoBox
from tests.e2e.screen import TillScreen

SHARES_BOX = True
DIST = ROOT / "webui" / "dist"
LANGUAGES = ("de", "en", "fi", "it", "vi")
LIMIT_BYTES = 60_000
# What comes when nobody waits any more (the pill's own part) is not of the first load.
NO_LATER = """
const soon = window.setTimeout;
window.setTimeout = (what, ms, ...more) => (ms >= 2000 ? 0 : soon(what, ms, ...more));
"""


def manifest() -> dict[str, Any]:
    """What the build says of its files: who imports whom, by the path of the source."""
    built: dict[str, Any] = json.loads((DIST / ".vite" / "manifest.json").read_text(encoding="utf-8"))
    return built


def first_load(language: str) -> set[Path]:
    """Every file between nothing and the first tap in this language; fonts, which are drawn over later, apart."""
    built = manifest()
    names, waiting = set(), ["index.html", f"src/shared/words/{language}.ts"]
    files = {DIST / "index.html"}
    while waiting:
        name = waiting.pop()
        if name in names:
            continue
        names.add(name)
        one = built[name]
        files |= {DIST / one["file"], *(DIST / sheet for sheet in one.get("css", ()))}
        waiting += one.get("imports", ())
    return files


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_load_is_at_most_60_kb(language: str) -> None:
    sizes = {file.name: packed(file) for file in sorted(first_load(language))}
    assert sum(sizes.values()) <= LIMIT_BYTES, sizes


@pytest.mark.parametrize("language", ("de", "en"))
def test_browser_loads_what_is_counted_and_nothing_else(
    language: str, calm_box: DemoBox, browser: Browser
) -> None:
    snapshot = calm_box.vendor().get("/api/v1/snapshot")
    if snapshot["language"] != language:
        calm_box.vendor().intent("PATCH", "/api/v1/settings", {"language": language}, f"first-{language}")
    page = browser.new_page(locale=language, has_touch=True, viewport={"width": 800, "height": 480})
    page.add_init_script(NO_LATER)
    loaded: list[str] = []
    page.on("request", lambda asked: loaded.append(urlparse(asked.url).path))
    page.goto(calm_box.entrance)
    page.get_by_test_id("tile-strawberries-500").tap()
    expect(page.get_by_test_id("lines").locator("button.line")).to_have_count(1)
    page.close()
    brought = [path for path in loaded if path.startswith("/assets/") and not path.endswith(".woff2")]
    counted = {f"/{file.relative_to(DIST)}" for file in first_load(language)} - {"/index.html"}
    assert sorted(brought) == sorted(counted), "each once"
    words = f"/{manifest()[f'src/shared/words/{language}.ts']['file']}"
    assert loaded.index(words) < loaded.index("/api/v1/snapshot"), (
        "the words come beside the program, not after it"
    )


def test_old_language_stays_until_the_words_of_the_new_one_come(till: TillScreen) -> None:
    """The till may be starting again in the very moment in which a language is chosen."""
    finnish = manifest()["src/shared/words/fi.ts"]["file"]
    till.page.route(f"**/{finnish}", lambda route: route.abort())
    till.open_box()
    with till.page.expect_event("requestfailed"):
        till.tap("language-fi")
    expect(till.page.locator("html")).to_have_attribute("lang", "de")
    till.tap("sheet-close")
    expect(till.key("pay")).to_have_text("Bezahlen")
    till.tap("tile-strawberries-500")
    till.has_lines(1)
    till.page.unroute(f"**/{finnish}")
    expect(till.page.locator("html")).to_have_attribute("lang", "fi")
    expect(till.key("pay")).to_have_text("Maksa")


def test_screen_without_words_says_that_it_waits_and_comes_by_itself(till: TillScreen) -> None:
    words = {f"**/{manifest()[f'src/shared/words/{language}.ts']['file']}" for language in LANGUAGES}
    for file in words:
        till.page.route(file, lambda route: route.abort())
    till.page.reload()
    till.shows("connecting", "Die Kasse macht sich bereit …")
    for file in words:
        till.page.unroute(file)
    expect(till.key("pay")).to_have_text("Bezahlen")
