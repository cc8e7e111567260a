"""The order of tiles and tabs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from appliance.domain.places import moved, put_before


def test_neighbours_change_their_places_and_nobody_else() -> None:
    row = [(1, "a"), (2, "b"), (5, "c")]
    assert moved(row, "b", 1) == {"b": 5, "c": 2}
    assert moved(row, "a", -1) == {}
    assert moved(row, "c", 1) == {}


@given(
    places=st.lists(st.integers(0, 9), min_size=1, max_size=12),
    which=st.integers(0, 11),
    step=st.sampled_from([-1, 1]),
)
def test_it_moves_one_place_even_among_equals(places: list[int], which: int, step: int) -> None:
    row = [(place, f"i{number:02d}") for number, place in enumerate(places)]
    order = [one for _, one in sorted(row)]
    at = which % len(order)
    changed = moved(row, order[at], step)
    after = [one for _, one in sorted((changed.get(one, place), one) for place, one in row)]
    to = at + step
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    assert after == order


@given(
    places=st.lists(st.integers(0, 9), min_size=2, max_size=12),
    which=st.integers(0, 11),
    before=st.none() | st.integers(0, 11),
)
def test_it_goes_right_before_another_and_the_rest_keep_their_order(
    places: list[int], which: int, before: int | None
) -> None:
    row = [(place, f"i{number:02d}") for number, place in enumerate(places)]
    order = [one for _, one in sorted(row)]
    one = order[which % len(order)]
    others = [other for other in order if other != one]
    target = None if before is None else others[before % len(others)]
    changed = put_before(row, one, target, 1_000)
    after = [name for _, name in sorted((changed.get(name, place), name) for place, name in row)]
    at = len(others) if target is None else others.index(target)
    assert after == [*others[:at], one, *others[at:]]


def test_only_those_on_the_way_change() -> None:
    row = [(1, "a"), (2, "b"), (5, "c"), (6, "d")]
    assert put_before(row, "a", "c", 9) == {"a": 2, "b": 1}
    assert put_before(row, "d", "b", 9) == {"b": 5, "c": 6, "d": 2}
    assert put_before(row, "c", None, 9) == {"c": 6, "d": 5}


def test_row_without_room_at_its_end_is_counted_anew() -> None:
    assert put_before([(3, "a"), (9, "b"), (9, "c")], "a", None, 9) == {"b": 1, "c": 2}
