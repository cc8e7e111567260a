"""The card's speed: measured by waits, told by the middle and by the slowest of a hundred."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.care import storage
from appliance.care.storage import Speed, measure, percentile


def test_a_measurement_leaves_nothing_behind_and_waits_for_the_disk(tmp_path: Path) -> None:
    ticks = itertools.count(0.0, 0.002)
    flushed: list[int] = []
    speed = measure(tmp_path, now_s=lambda: next(ticks), to_disk=flushed.append)
    assert (speed.p50_us, speed.p99_us, speed.writes) == (2000, 2000, storage.WRITES)
    assert len(flushed) == storage.WRITES
    assert list(tmp_path.iterdir()) == []


def test_a_card_too_slow_for_a_verdict_is_a_failure(tmp_path: Path) -> None:
    ticks = itertools.count(0.0, 1.0)
    with pytest.raises(OSError, match="too slow"):
        measure(tmp_path, now_s=lambda: next(ticks), to_disk=lambda _fd: None)


def test_it_can_be_ended(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="ended"):
        measure(tmp_path, is_stopped=lambda: True, to_disk=lambda _fd: None)


@pytest.mark.parametrize(("p99_us", "pace"), [(100_000, "fast"), (100_001, "usable"), (400_001, "slow")])
def test_words_for_the_pace(p99_us: int, pace: str) -> None:
    assert Speed(1, p99_us, 100).pace == pace


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=300), st.integers(1, 100))
def test_a_percentile_is_one_of_the_values_and_enough_are_below(values: list[int], percent: int) -> None:
    found = percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
