"""Rounding and splitting never create or lose a cent."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.domain.money import allocate, round_half_up

BIG = 10**15


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(0, 3, 0), (1, 2, 1), (-1, 2, -1), (3, 2, 2), (149, 100, 1), (150, 100, 2), (-149, 100, -1), (7, 3, 2)],
)
def test_a_half_goes_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    assert round_half_up(numerator, denominator) == expected


@given(st.integers(-BIG, BIG), st.integers(1, BIG))
def test_rounding_is_never_off_by_more_than_a_half(numerator: int, denominator: int) -> None:
    rounded = round_half_up(numerator, denominator)
    assert abs(Fraction(numerator, denominator) - rounded) <= Fraction(1, 2)
    assert round_half_up(-numerator, denominator) == -rounded


@given(st.integers(-BIG, BIG), st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_allocated_parts_sum_to_the_total_and_stay_near_their_share(total: int, weights: list[int]) -> None:
    parts = allocate(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    if whole:
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - Fraction(total * weight, whole)) < 1


def test_the_odd_cent_goes_to_the_largest_remainder_then_to_the_first() -> None:
    assert allocate(100, [1, 1, 1]) == (34, 33, 33)
    assert allocate(-100, [1, 1, 1]) == (-34, -33, -33)
    assert allocate(10, [1, 2]) == (3, 7)
    assert allocate(5, [0, 0]) == (3, 2)


def test_impossible_splits_are_refused() -> None:
    with pytest.raises(ValueError, match="weights"):
        allocate(1, [])
    with pytest.raises(ValueError, match="weights"):
        allocate(1, [1, -1])
    with pytest.raises(ValueError, match="denominator"):
        round_half_up(1, 0)
