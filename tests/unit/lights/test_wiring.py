"""What each wiring lights; and that on a single LED the rhythm alone tells every state."""

from __future__ import annotations

import itertools
import math

import pytest

from appliance.config import LIGHT_WIRINGS
from appliance.domain.light import Light, LightState, light
from appliance.lights import wiring as wirings
from appliance.lights.keeper import Keeper
from appliance.lights.rhythm import levels_at, step_at
from appliance.lights.wiring import LEDS, WIRINGS, Wiring

STATES = [
    LightState(can_save=False, till_alive=False),
    LightState(can_save=False),
    LightState(can_save=True, attention="quarantine"),
    LightState(can_save=True, watchdog_silent_s=60),
    LightState(can_save=True),
    LightState(can_save=True, enrolled=True, offline_by_choice=True),
    LightState(can_save=True, enrolled=True),
    LightState(can_save=True, enrolled=True, online=True, oldest_waiting_s=60),
    LightState(can_save=True, enrolled=True, online=True),
]
LIGHTS = {(one.colour, one.rhythm): one for one in map(light, STATES)}


def look(wiring: Wiring, one: Light) -> tuple[wirings.Levels, ...]:
    """Twelve seconds of it, as an eye would see them."""
    return tuple(levels_at(one, at_ms, wiring)[0] for at_ms in range(0, 12_000, 20))


@pytest.mark.parametrize("wiring", WIRINGS)
def test_no_two_lights_of_the_table_look_alike(wiring: Wiring) -> None:
    assert len(LIGHTS) == 6
    assert len({look(wiring, one) for one in LIGHTS.values()}) == len(LIGHTS)


@pytest.mark.parametrize("wiring", WIRINGS)
def test_every_light_begins_lit_and_flashes_at_most_three_times_a_second(wiring: Wiring) -> None:
    for one in LIGHTS.values():
        seen = look(wiring, one)
        assert seen[0] == wirings.levels(wiring, one.colour)
        begins = [at for at, (a, b) in enumerate(itertools.pairwise(seen)) if any(b) and not any(a)]
        assert all(sum(at <= other < at + 50 for other in begins) <= 3 for at in begins)


def test_a_colour_lights_what_the_wires_have() -> None:
    assert wirings.levels("two", "amber") == (True, True)
    assert wirings.levels("rgb", "amber") == (True, True, False)
    assert wirings.levels("three", "amber") == (False, True, False)
    assert wirings.levels("three", "green") == (False, False, True)
    assert wirings.levels("one", "green") == (True,)


@pytest.mark.parametrize("wiring", WIRINGS)
def test_dark_is_dark_and_every_colour_is_not(wiring: Wiring) -> None:
    assert not any(wirings.dark(wiring))
    for one in LIGHTS.values():
        assert any(wirings.levels(wiring, one.colour))


@pytest.mark.parametrize("wiring", ["two", "rgb", "three"])
def test_the_workbench_sees_the_colours_of_every_wiring(wiring: Wiring) -> None:
    seen = {colour: wirings.as_two(wiring, wirings.levels(wiring, colour)) for colour in ("red", "amber", "green")}  # type: ignore[arg-type]  # colours  # fmt: skip
    assert seen == {"red": (True, False), "amber": (True, True), "green": (False, True)}
    assert wirings.as_two(wiring, wirings.dark(wiring)) == (False, False)


def test_configuration_and_lamp_speak_of_the_same_leds() -> None:
    assert LIGHT_WIRINGS == LEDS


@pytest.mark.parametrize("wiring", WIRINGS)
def test_the_self_test_shows_every_led_alone_and_ends_dark(wiring: Wiring) -> None:
    steps = wirings.self_test(wiring)
    alone = [levels for levels, _ in steps if sum(levels) == 1]
    assert {levels.index(True) for levels in alone} == set(range(len(LEDS[wiring])))
    assert steps[-1][0] == wirings.dark(wiring)
    whole_ms = sum(length_ms for _, length_ms in steps)
    assert whole_ms <= 6_000
    assert step_at(steps, whole_ms) is None
    assert step_at(steps, 0) == steps[0]
    assert step_at(steps, steps[0][1] + 1) == (steps[1][0], steps[1][1] - 1)


class Noted:
    """A lamp that remembers what it was told."""

    def __init__(self) -> None:
        self.shown: list[tuple[bool, ...]] = []

    def show(self, *levels: bool) -> None:
        self.shown.append(levels)

    def refresh(self) -> None:
        pass

    def leave_lit(self) -> None:
        pass


def test_a_test_is_shown_once_and_then_the_light_again() -> None:
    lamp = Noted()
    keeper = Keeper(lamp, 0.0, "three")
    keeper.step(0.0)
    keeper.test(1.0)
    now_s, until_s = 1.0, 1.0 + sum(ms for _, ms in wirings.self_test("three")) / 1000
    while now_s < until_s:
        keeper.test(now_s)  # asked again and again: it is one test
        now_s += max(keeper.step(now_s), 0.001)
    keeper.step(until_s + 0.001)
    lit = [levels for levels in lamp.shown if any(levels)]
    assert lit[:4] == [(True, False, False), (False, True, False), (False, False, True), (True, True, True)]
    assert lamp.shown[-1] == (True, False, False)  # red: no till was ever heard
    assert keeper.step(until_s + 0.01) < math.inf
