"""The order of tiles and tabs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from appliance.domain.places import moved


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
