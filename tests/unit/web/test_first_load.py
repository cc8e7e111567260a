"""The page names the words its screen will want, and works without them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from appliance.web.first_load import word_files
from tests.unit.web.client import HOST, Bench, bench, made_bench

__all__ = ["bench"]
INTENT = {"Origin": f"http://{HOST}"}
MANIFEST = {
    "index.html": {"file": "assets/till-1.js"},
    "src/shared/words/de.ts": {"file": "assets/de-1.js"},
    "src/shared/words/fi.ts": {"file": "assets/fi-1.js"},
    "src/till/day/words/de.ts": {"file": "assets/de-2.js"},
}


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Bench]:
    """A till whose page was built with its list of files."""
    (tmp_path / "dist" / ".vite").mkdir(parents=True)
    (tmp_path / "dist" / ".vite" / "manifest.json").write_text(json.dumps(MANIFEST))
    yield from made_bench(tmp_path)


def link_of(client: FlaskClient) -> str | None:
    with client.get("/", headers={"Host": HOST}) as answer:
        assert answer.status_code == 200
        return answer.headers.get("Link")


def test_words_of_the_first_screen_are_found_by_language(built: Bench, tmp_path: Path) -> None:
    assert word_files(tmp_path / "dist") == {"de": "assets/de-1.js", "fi": "assets/fi-1.js"}


def test_page_names_the_words_of_the_boxs_language(built: Bench) -> None:
    for language in ("de", "fi"):
        headers = {**INTENT, "Idempotency-Key": f"k-0000000-{language}"}
        built.client.patch("/api/v1/settings", json={"language": language}, headers=headers)
        assert link_of(built.client) == f"</assets/{language}-1.js>; rel=modulepreload"


def test_a_stranger_is_not_told_the_language(built: Bench) -> None:
    assert link_of(built.app.test_client()) is None


def test_page_without_the_list_of_files_is_sent_all_the_same(bench: Bench) -> None:
    assert link_of(bench.client) is None
