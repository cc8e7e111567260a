"""Money, weights, rates and times read as people of each language write them."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance import wording
from appliance.domain.errors import TillError
from tests.unit.wording.money_cases import FIXTURE, cases


def test_the_shared_money_cases_are_what_paper_says() -> None:
    assert json.loads(FIXTURE.read_text(encoding="utf-8")) == cases()
    assert len(cases()) >= 40


@pytest.mark.parametrize(
    ("language", "money", "bare", "weight", "rate", "moment"),
    [
        ("en", "€1,234.50", "-0.15", "0.742 kg", "13.5%", "22 Nov 2026 08:00"),
        ("de", "1.234,50 €", "-0,15", "0,742 kg", "13,5 %", "22.11.2026 08:00"),
        ("fi", "1 234,50 €", "-0,15", "0,742 kg", "13,5 %", "22.11.2026 8.00"),
        ("it", "1.234,50 €", "-0,15", "0,742 kg", "13,5%", "22/11/2026 08:00"),
        ("vi", "1.234,50 €", "-0,15", "0,742 kg", "13,5%", "22/11/2026 08:00"),
    ],
)
def test_each_language_has_its_forms(
    language: str, money: str, bare: str, weight: str, rate: str, moment: str
) -> None:
    assert wording.money(123_450, "EUR", 2, language) == money
    assert wording.money(-15, "EUR", 2, language, bare=True) == bare
    assert wording.weight(742, language) == weight
    assert wording.rate(1_350, language) == rate
    assert wording.moment("2026-11-22T07:00:00.123Z", 60, language) == moment


def test_dong_has_no_decimals() -> None:
    assert wording.money(85_000, "VND", 0, "vi") == "85.000 ₫"
    assert wording.money(85_000, "VND", 0, "vi", bare=True) == "85.000"


def test_a_moment_is_told_in_the_time_of_its_place() -> None:
    assert wording.moment("2026-11-22T22:30:00Z", 420, "vi") == "23/11/2026 05:30"


@given(st.integers(-(10**15), 10**15), st.sampled_from(wording.LANGUAGES), st.sampled_from([0, 2, 3]))
def test_no_digit_is_lost_and_paper_can_print_the_rest(minor: int, language: str, exponent: int) -> None:
    text = wording.money(minor, "EUR", exponent, language, bare=True)
    assert int("".join(letter for letter in text if letter.isdigit())) == abs(minor)
    assert text.startswith("-") == (minor < 0)
    assert text.isascii()
    if exponent:
        assert len(text) - 1 - max(text.rfind(","), text.rfind(".")) == exponent
    else:
        assert Decimal(text.replace(",", "").replace(".", "").replace(" ", "")) == minor


def test_an_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(TillError) as refused:
        wording.money(1, "EUR", 2, "sv")
    assert (refused.value.code, refused.value.allowed) == ("unknown_language", "en, de, fi, it, vi")
