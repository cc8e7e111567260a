"""The light speaks of money: one table decides its colour and rhythm, the first row that holds wins.

Used by the process that drives the lamp, by the screen and by the report to the back office, so that all say the same.
Knows no lamp, no clock and no process.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Colour = Literal["red", "amber", "green"]
Rhythm = Literal["double_blink", "slow_pulse", "steady", "wink"]
Beat = tuple[int, int]  # (lit 1 or dark 0, for how many milliseconds)

WATCHDOG_MISSING_S: Final = 30.0  # before that its silence looks like being offline, which is as safe
CATCHING_UP_S: Final = 10.0

RHYTHMS: Final[dict[Rhythm, tuple[Beat, ...]]] = {
    "double_blink": ((1, 120), (0, 120), (1, 120), (0, 640)),
    "slow_pulse": ((1, 1000), (0, 1000)),
    "steady": ((1, 1000),),
    "wink": ((1, 3800), (0, 200)),
}


@dataclass(frozen=True, slots=True)
class LightState:
    """What the table looks at. None is unknown, which is never fine.

    `attention` names what a person is needed for; `watchdog_silent_s` is None while nobody knows yet.
    """

    can_save: bool
    attention: str | None = None
    watchdog_silent_s: float | None = None
    enrolled: bool = False
    online: bool | None = None
    offline_by_choice: bool = False
    oldest_waiting_s: float | None = None
    till_alive: bool = True


@dataclass(frozen=True, slots=True)
class Light:
    """What the lamp does, and the key of the sentence that says why."""

    colour: Colour
    rhythm: Rhythm
    reason: str


def light(state: LightState) -> Light:
    """The first row of the table that holds."""
    if not state.till_alive:
        return Light("red", "double_blink", "light.till_dead")
    if not state.can_save:
        return Light("red", "double_blink", "light.cannot_save")
    if state.attention is not None:
        return Light("amber", "double_blink", f"light.{state.attention}")
    if state.watchdog_silent_s is not None and state.watchdog_silent_s >= WATCHDOG_MISSING_S:
        return Light("amber", "double_blink", "light.watchdog_dead")
    if not state.enrolled:
        return Light("green", "wink", "light.only_on_box")
    if state.offline_by_choice:
        return Light("amber", "slow_pulse", "light.offline_by_choice")
    if state.online is not True:
        return Light("amber", "slow_pulse", "light.offline")
    if state.oldest_waiting_s is not None and state.oldest_waiting_s > CATCHING_UP_S:
        return Light("amber", "steady", "light.catching_up")
    return Light("green", "steady", "light.safe")
