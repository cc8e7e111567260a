"""Cash: change is exact, and the suggested notes are ones a customer really holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.domain.countries import country
from appliance.domain.errors import TillError
from appliance.domain.limits import MAX_AMOUNT_MINOR
from appliance.domain.money import Currency
from appliance.domain.payment import pieces, suggest_notes, take_cash
from appliance.domain.tender import Tender
from tests.unit.domain.strategies import packs

EURO = country("DE").currency
DONG = country("VN").currency


@given(st.integers(0, 10**9), st.integers(0, 200_000))
def test_given_minus_change_is_the_total(total: int, over: int) -> None:
    tender = take_cash(total, total + over, EURO)
    assert tender.given_minor - tender.change_minor == total and tender.change_minor == over


def test_too_little_is_refused_and_says_what_is_missing() -> None:
    with pytest.raises(TillError) as refused:
        take_cash(1_423, 1_400, EURO)
    assert (refused.value.code, refused.value.params) == ("given_too_small", {"missing_minor": 23})


@pytest.mark.parametrize("given_minor", [-1, MAX_AMOUNT_MINOR + 1])
def test_an_impossible_sum_is_refused(given_minor: int) -> None:
    with pytest.raises(TillError) as refused:
        take_cash(0, given_minor, EURO)
    assert (refused.value.code, refused.value.field) == ("given_out_of_range", "given_minor")


@pytest.mark.parametrize(
    ("currency", "total", "most"),
    [(EURO, 1_423, 201_423), (EURO, 900_000, 1_100_000), (DONG, 85_000, 5_085_000)],
)
def test_more_change_than_ten_of_the_largest_note_is_a_slip(
    currency: Currency, total: int, most: int
) -> None:
    assert take_cash(total, most, currency).change_minor == most - total
    with pytest.raises(TillError) as refused:
        take_cash(total, most + 1, currency)
    error = refused.value
    assert (error.code, error.field, error.allowed) == (
        "given_out_of_range",
        "given_minor",
        f"{total}..{most}",
    )


def test_returned_deposits_are_paid_out() -> None:
    assert take_cash(-45, 0, EURO) == Tender("cash", -45, change_minor=45)
    with pytest.raises(TillError) as refused:
        take_cash(-45, 100, EURO)
    assert refused.value.code == "given_out_of_range"


@pytest.mark.parametrize(
    ("country_code", "total", "expected"),
    [
        ("DE", 1_423, (1_500, 2_000, 5_000)),
        ("DE", 80, (100, 200, 500)),
        ("DE", 320, (400, 500, 1_000, 2_000)),
        ("DE", 1_500, (2_000, 5_000, 10_000)),
        ("DE", 4_710, (5_000, 10_000, 20_000)),
        ("DE", 53_000, (54_000, 55_000, 60_000)),
        ("DE", 0, ()),
        ("DE", -45, ()),
        ("VN", 85_000, (90_000, 100_000, 200_000, 500_000)),
        ("VN", 8_000, (9_000, 10_000, 20_000, 50_000)),
        ("VN", 620_000, (650_000, 700_000, 1_000_000)),
    ],
)
def test_suggestions_are_what_people_hand_over(
    country_code: str, total: int, expected: tuple[int, ...]
) -> None:
    assert suggest_notes(total, country(country_code).currency) == expected


@given(packs, st.integers(1, 10**8))
def test_suggestions_ascend_exceed_the_total_and_can_be_paid(pack: object, total: int) -> None:
    currency = pack.currency  # type: ignore[attr-defined]  # drawn from CountryPack values
    suggested = suggest_notes(total, currency)
    assert len(suggested) <= 4
    assert list(suggested) == sorted(set(suggested))
    for sum_minor in suggested:
        assert sum_minor > total
        handed = pieces(sum_minor, currency)
        assert sum(handed) == sum_minor
        assert sum_minor - total < min(handed)  # no piece could have stayed in the purse


def test_what_no_coin_can_make_has_no_pieces() -> None:
    assert pieces(85_050, country("VN").currency) == ()
