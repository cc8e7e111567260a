"""The table of the light: rows in order, and what unknown means."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from appliance.domain.light import RHYTHMS, LightState, light

SAFE = LightState(can_save=True, watchdog_silent_s=0.1, enrolled=True, online=True)


@pytest.mark.parametrize(
    ("state", "colour", "rhythm", "reason"),
    [
        (replace(SAFE, till_alive=False), "red", "double_blink", "till_dead"),
        (replace(SAFE, can_save=False), "red", "double_blink", "cannot_save"),
        (replace(SAFE, attention="quarantine"), "amber", "double_blink", "quarantine"),
        (replace(SAFE, watchdog_silent_s=30.0), "amber", "double_blink", "watchdog_dead"),
        (replace(SAFE, enrolled=False, online=None), "green", "wink", "only_on_box"),
        (replace(SAFE, offline_by_choice=True), "amber", "slow_pulse", "offline_by_choice"),
        (replace(SAFE, online=False), "amber", "slow_pulse", "offline"),
        (replace(SAFE, online=None), "amber", "slow_pulse", "offline"),
        (replace(SAFE, oldest_waiting_s=10.1), "amber", "steady", "catching_up"),
        (replace(SAFE, oldest_waiting_s=9.9), "green", "steady", "safe"),
        (SAFE, "green", "steady", "safe"),
    ],
)
def test_each_row_of_the_table(state: LightState, colour: str, rhythm: str, reason: str) -> None:
    shown = light(state)
    assert (shown.colour, shown.rhythm, shown.reason) == (colour, rhythm, f"light.{reason}")


def test_green_is_never_shown_while_anything_above_it_holds() -> None:
    for alive, saves, attention, silent_s, online, by_choice, oldest_s in itertools.product(
        (True, False), (True, False), (None, "fork"), (0.0, 31.0), (True, False, None), (True, False), (None, 11.0)
    ):  # fmt: skip
        state = LightState(saves, attention, silent_s, True, online, by_choice, oldest_s, alive)
        is_all_well = alive and saves and attention is None and silent_s < 30 and online is True
        expected = is_all_well and not by_choice and oldest_s is None
        assert (light(state).colour == "green") is expected


def test_no_two_rhythms_of_one_colour_look_alike() -> None:
    assert len({tuple(beats) for beats in RHYTHMS.values()}) == len(RHYTHMS)
    assert all(ms >= 100 for beats in RHYTHMS.values() for _, ms in beats)
