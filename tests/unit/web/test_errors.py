"""One table of errors: every refusal has a status, and every one a screen can meet has words in five languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from appliance.web.errors import STATUS

ROOT = Path(__file__).resolve().parents[3]
WORDS = ROOT / "webui" / "src" / "shared" / "words"
# Refusals of start-up and of the box's own records: they never answer an intent.
NEVER_ANSWERED = {
    "bad_setting",
    "key_answered",
    "print_job_kind",
    "print_job_step",
    "print_job_unknown",
    "sale_unknown",
    "sales_are_final",
    "store_locked",
    "unknown_country",
    "unknown_language",
    "unknown_tax_code",
    "unreadable_record",
    "gtin_malformed",
}


def raised_codes() -> set[str]:
    pattern = re.compile(r'(?:TillError|super\(\)\.__init__)\(\s*"([a-z]+_[a-z_]+|internal)"')
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "appliance").rglob("*.py"))
    return {code for text in texts for code in pattern.findall(text)}


def test_every_code_that_is_raised_has_a_status() -> None:
    assert raised_codes() - set(STATUS) - NEVER_ANSWERED == set()


def test_no_code_is_listed_twice() -> None:
    assert set(STATUS) & NEVER_ANSWERED == set()


@pytest.mark.parametrize("language", ["en", "de", "fi", "it", "vi"])
def test_every_error_has_words(language: str) -> None:
    text = (WORDS / f"{language}.ts").read_text(encoding="utf-8")
    # No screen of ours causes the first; the others are between the till and the watchdog.
    http_only = {"not_found", "method_not_allowed", "too_large", "not_json"}
    http_only |= {"beyond_durable", "head_differs", "cursor_moved", "offer_first"}
    missing = [code for code in STATUS if code not in http_only and f"'error.{code}'" not in text]
    assert missing == []
