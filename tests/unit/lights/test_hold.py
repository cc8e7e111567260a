"""What a finger means: levels at moments of a pretended clock in, phases out."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.lights.hold import BLIND_S, HOLD_S, LOOK_S, SETTLE_S, Hold

DOWN, UP = True, False


def looks(hold: Hold, levels: Iterable[tuple[float, bool]], until_s: float) -> Hold:
    """As the loop looks: at each movement, and whenever the hold itself asked to be looked at."""
    now_s, is_down = hold.looked_s, hold.level_is_down
    for moment_s, level in (*levels, (until_s, None)):
        while (next_s := hold.next_look_s(now_s)) < moment_s:
            now_s = next_s + 0.001
            hold = hold.seen(is_down, now_s)
        now_s, is_down = moment_s, is_down if level is None else level
        hold = hold.seen(is_down, now_s)
    return hold


def ready() -> Hold:
    """A button that is up, a second after the start."""
    hold = looks(Hold(looked_s=0.0), [(0.0, UP)], 1.0)
    assert hold.phase == "up"
    return hold


def test_button_that_is_held_for_two_seconds_means_it() -> None:
    assert looks(ready(), [(2.0, DOWN)], 2.0 + HOLD_S - 0.05).phase == "down"
    assert looks(ready(), [(2.0, DOWN)], 2.0 + HOLD_S + 0.1).phase == "held"


def test_touch_in_passing_means_nothing() -> None:
    assert looks(ready(), [(2.0, DOWN), (2.5, UP)], 10.0).phase == "up"


def test_two_touches_are_not_added_up() -> None:
    levels = [(2.0, DOWN), (3.5, UP), (3.7, DOWN)]
    assert looks(ready(), levels, 3.7 + HOLD_S - 0.1).phase == "down"


def test_button_that_is_down_at_the_start_means_nothing_until_it_was_let_go() -> None:
    stuck = looks(Hold(looked_s=0.0), [(0.0, DOWN)], 60.0)
    assert (stuck.phase, stuck.next_look_s(60.0)) == ("barred", math.inf)
    assert looks(stuck, [(61.0, UP), (62.0, DOWN)], 65.0).phase == "held"


def test_bouncing_contact_neither_presses_nor_lets_go() -> None:
    bounce = [(2.0 + place * 0.004, place % 2 == 0) for place in range(8)]
    assert looks(ready(), [*bounce, (2.04, UP)], 3.0).phase == "up"
    inside = [(2.0, DOWN), (3.0, UP), (3.01, DOWN), (3.02, UP), (3.025, DOWN)]
    assert looks(ready(), inside, 2.0 + HOLD_S + 0.2).phase == "held"


def test_hold_is_counted_anew_after_a_moment_nobody_looked() -> None:
    pressed = looks(ready(), [(2.0, DOWN)], 2.5)
    blind = pressed.seen(
        DOWN, 2.5 + BLIND_S + 3.0
    )  # a machine that stood still: let go and pressed meanwhile?
    assert blind.phase == "down"
    assert looks(blind, [], blind.looked_s + HOLD_S + 0.1).phase == "held"


def test_held_button_is_told_once_and_again_only_after_it_was_let_go() -> None:
    held = looks(ready(), [(2.0, DOWN)], 60.0)
    assert (held.phase, held.next_look_s(60.0)) == ("held", math.inf)
    assert looks(held, [(61.0, UP), (62.0, DOWN)], 65.0).phase == "held"


def test_untouched_button_needs_no_looks_and_a_pressed_one_few() -> None:
    assert ready().next_look_s(1.0) == math.inf
    pressed = looks(ready(), [(2.0, DOWN)], 2.5)
    assert pressed.next_look_s(2.5) == pytest.approx(2.5 + LOOK_S)


@given(
    st.lists(
        st.tuples(st.floats(0.001, HOLD_S - SETTLE_S - 0.02), st.floats(SETTLE_S + 0.01, 3.0)), max_size=8
    )
)
def test_no_number_of_short_presses_ever_switches_off(presses: list[tuple[float, float]]) -> None:
    hold, now_s = ready(), 1.0
    for length_s, pause_s in presses:
        hold = looks(
            hold, [(now_s + 0.1, DOWN), (now_s + 0.1 + length_s, UP)], now_s + 0.1 + length_s + pause_s
        )
        now_s = hold.looked_s
        assert hold.phase == "up"
