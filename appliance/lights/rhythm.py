"""Which LEDs are lit at a moment of a light, and until when. Pure: takes the time, moves no pin."""

from __future__ import annotations

import math
from collections.abc import Sequence

from appliance.domain.light import Light
from appliance.lights import wiring as wirings
from appliance.lights.wiring import Levels, Wiring

LIT: dict[str, Levels] = {
    "red": wirings.levels("two", "red"),
    "amber": wirings.levels("two", "amber"),
    "green": wirings.levels("two", "green"),
}
DARK: Levels = wirings.dark("two")
RED: Levels = LIT["red"]


def levels_at(light: Light, elapsed_ms: float, wiring: Wiring = "two") -> tuple[Levels, float]:
    """The levels `elapsed_ms` after the light began, and in how many milliseconds they change (never: infinity)."""
    beats = wirings.beats(wiring, light)
    lit = wirings.levels(wiring, light.colour)
    if all(is_lit for is_lit, _ in beats):
        return lit, math.inf
    moment_ms = elapsed_ms % sum(length_ms for _, length_ms in beats)
    for is_lit, length_ms in beats:
        if moment_ms < length_ms:
            return (lit if is_lit else wirings.dark(wiring)), length_ms - moment_ms
        moment_ms -= length_ms
    raise AssertionError("a moment within a rhythm lies in one of its beats")


def step_at(steps: Sequence[tuple[Levels, int]], elapsed_ms: float) -> tuple[Levels, float] | None:
    """As `levels_at`, of steps that are shown once; None when they are over."""
    for levels, length_ms in steps:
        if elapsed_ms < length_ms:
            return levels, length_ms - elapsed_ms
        elapsed_ms -= length_ms
    return None


def repeated_at(steps: Sequence[tuple[Levels, int]], elapsed_ms: float) -> tuple[Levels, float]:
    """As `step_at`, of steps that begin anew for ever."""
    shown = step_at(steps, elapsed_ms % sum(length_ms for _, length_ms in steps))
    if shown is None:
        raise AssertionError("a moment within a round lies in one of its steps")
    return shown
