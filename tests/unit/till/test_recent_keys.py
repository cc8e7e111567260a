"""A wish that is sent again is not done again, whatever came in between, unless it failed."""

from __future__ import annotations

import pytest

from appliance.till.recent_keys import MOST, RecentKeys


def is_new(keys: RecentKeys, key: str) -> bool:
    with keys.once(key) as answer:
        return answer


def test_a_key_is_new_once_whatever_came_in_between() -> None:
    keys = RecentKeys()
    assert [is_new(keys, key) for key in ("a", "b", "a", "b", "c")] == [True, True, False, False, True]


def test_a_deed_that_failed_was_not_done() -> None:
    keys = RecentKeys()
    with pytest.raises(ValueError, match="no paper"), keys.once("a"):
        raise ValueError("no paper")
    assert [is_new(keys, "a"), is_new(keys, "a")] == [True, False]


def test_a_repetition_that_fails_does_not_make_the_key_new() -> None:
    keys = RecentKeys()
    assert is_new(keys, "a")
    with pytest.raises(ValueError, match="odd"), keys.once("a"):
        raise ValueError("odd")
    assert not is_new(keys, "a")


def test_while_a_deed_is_under_way_its_key_is_taken() -> None:
    keys = RecentKeys()
    with keys.once("a"):
        assert not is_new(keys, "a")


def test_memory_stays_small() -> None:
    keys = RecentKeys()
    for number in range(10 * MOST):
        assert is_new(keys, str(number))
    assert not is_new(keys, str(10 * MOST - 1))
    assert len(keys._keys) == MOST
