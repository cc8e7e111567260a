"""Levels of the two LEDs over a light's time, and when the keeper moves them."""

from __future__ import annotations

import math

import pytest

from appliance.domain.light import RHYTHMS, Light
from appliance.lights.keeper import Keeper
from appliance.lights.rhythm import DARK, LIT, levels_at
from tests.unit.lights.test_vigil import till, watchdog

RED, AMBER, GREEN = LIT["red"], LIT["amber"], LIT["green"]


class FakeLamp:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.shown: list[tuple[bool, bool]] = []
        self.refreshes = 0

    def show(self, red: bool, green: bool) -> None:
        self.shown.append((red, green))

    def refresh(self) -> None:
        self.refreshes += 1

    def leave_lit(self) -> None:
        self.shown.append(self.shown[-1])


def test_double_blink_is_two_short_flashes_and_a_pause() -> None:
    light = Light("red", "double_blink", "")
    lit_ms = [at_ms for at_ms in range(0, 1000, 10) if levels_at(light, at_ms)[0] == RED]
    assert lit_ms == [*range(0, 120, 10), *range(240, 360, 10)]


@pytest.mark.parametrize("rhythm", sorted(RHYTHMS))
def test_every_rhythm_begins_lit_repeats_and_says_when_it_changes(rhythm: str) -> None:
    light = Light("amber", rhythm, "")  # type: ignore[arg-type]  # a key of RHYTHMS
    period_ms = sum(length_ms for _, length_ms in RHYTHMS[light.rhythm])
    assert levels_at(light, 0)[0] == AMBER
    for at_ms in range(0, period_ms, 7):
        levels, change_ms = levels_at(light, at_ms)
        assert levels in (AMBER, DARK)
        assert levels_at(light, at_ms + 3 * period_ms) == (levels, change_ms)
        if change_ms < math.inf:
            assert levels_at(light, at_ms + change_ms - 0.01)[0] == levels
            assert levels_at(light, at_ms + change_ms)[0] != levels


def test_no_two_rhythms_of_one_colour_look_alike() -> None:
    looks = {
        tuple(levels_at(Light("amber", rhythm, ""), at_ms)[0] for at_ms in range(0, 4000, 40))
        for rhythm in RHYTHMS
    }
    assert len(looks) == len(RHYTHMS)


def test_a_change_is_seen_at_once_and_a_steady_light_is_left_alone() -> None:
    lamp = FakeLamp()
    keeper = Keeper(lamp, 0.0)
    keeper.step(0.0)
    assert lamp.shown == [RED]
    keeper.vigil = keeper.vigil.heard(till(0.5), 0.5).heard(watchdog(0.5), 0.5)
    wait_s = keeper.step(0.5)
    assert lamp.shown == [RED, GREEN]
    assert wait_s == pytest.approx(1.0)  # only the refresh is due
    keeper.step(1.0)
    assert lamp.shown == [RED, GREEN]
    keeper.step(1.6)
    assert (lamp.shown, lamp.refreshes) == ([RED, GREEN], 1)


def test_a_till_that_falls_silent_turns_the_lamp_red_just_by_waiting() -> None:
    lamp = FakeLamp()
    keeper = Keeper(lamp, 0.0)
    keeper.vigil = keeper.vigil.heard(till(0.0), 0.0).heard(watchdog(0.0), 0.0)
    now_s, looks = 0.0, []
    while lamp.shown[-1:] != [RED]:
        looks.append(now_s)
        now_s += keeper.step(now_s) + 0.001
    assert 2.5 <= looks[-1] < 2.51
    assert len(looks) <= 4  # it slept in between


def test_the_rhythm_does_not_begin_anew_when_only_the_reason_changes() -> None:
    lamp = FakeLamp()
    keeper = Keeper(lamp, 0.0)  # red: never heard
    keeper.step(0.0)
    keeper.step(0.13)
    keeper.vigil = keeper.vigil.heard(till(0.2, can_save=False), 0.2)
    keeper.step(0.2)  # red: cannot save
    assert lamp.shown == [RED, DARK]
