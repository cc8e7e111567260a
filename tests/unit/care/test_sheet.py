"""The papers of the self-test: every letter of five languages, results in words, as wide as the paper."""

from __future__ import annotations

import unicodedata

import pytest

from appliance.care import checks
from appliance.care.check import Check
from appliance.care.self_test import PARTS, Part, Result
from appliance.care.sheet import letters_sheet, result_sheet, say_ms
from appliance.care.sheet_words import WORDS
from appliance.config import LANGUAGES
from appliance.devices.escpos import receipt_bytes
from appliance.domain.document import Qr
from appliance.ports import Moment
from appliance.wording import as_text

NOON = Moment("2026-11-22T11:00:00.000Z", "ntp", 60, "Europe/Berlin", "2026-11-22")


def test_every_language_has_all_words() -> None:
    assert set(WORDS) == set(LANGUAGES)
    assert all(set(words) == set(WORDS["en"]) for words in WORDS.values())
    assert set(checks.NAMES) <= set(WORDS["en"])
    assert set(PARTS) <= set(WORDS["en"])


@pytest.mark.parametrize("columns", [32, 42, 48])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_are_all_there_in_any_width(language: str, columns: int) -> None:
    laid = letters_sheet(language, columns)
    text = "".join(as_text([one for one in laid if not isinstance(one, Qr)], columns))
    for wanted in "ÄÖÜẞäöüßÅåŠžÀÈÉÌÒÙàèéìòùĐđẠỹỢựẫẾ€₫":
        assert unicodedata.normalize("NFC", wanted) in text, wanted
    assert sum(isinstance(one, Qr) for one in laid) == 1
    # Every line can be written or drawn.
    assert len(receipt_bytes(laid, width_dots=columns * 12)) > 2000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_results_stand_on_the_sheet(language: str) -> None:
    results: dict[Part, Result] = {part: Result() for part in PARTS}
    results["storage"] = Result("good", {"p50_us": 1_483, "p99_us": 37_026})
    results["lamp"] = Result("bad")
    laid = result_sheet(
        language,
        48,
        at=NOON,
        version="0.1.0",
        series="A",
        results=results,
        checks=[Check(name, "unknown", f"{name}.unknown") for name in checks.NAMES],
    )
    lines = as_text(laid, 48)
    assert any(say_ms(37_026, language) in line for line in lines)
    assert any(WORDS[language]["bad"] in line for line in lines)
    assert sum(WORDS[language]["unknown"] in line for line in lines) == len(checks.NAMES)
    assert max(map(len, lines)) <= 48


@pytest.mark.parametrize(
    ("micros", "said"), [(0, "0,0 ms"), (49, "0,0 ms"), (50, "0,1 ms"), (37_026, "37,0 ms")]
)
def test_thousandths_of_a_second_without_a_float(micros: int, said: str) -> None:
    assert say_ms(micros, "de") == said
