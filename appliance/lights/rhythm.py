"""Which of the two LEDs is lit at a moment of a light, and until when. Pure: takes the time, moves no pin."""

from __future__ import annotations

import math

from appliance.domain.light import RHYTHMS, Light

Levels = tuple[bool, bool]  # red LED, green LED

LIT: dict[str, Levels] = {"red": (True, False), "amber": (True, True), "green": (False, True)}
DARK: Levels = (False, False)
RED: Levels = LIT["red"]


def levels_at(light: Light, elapsed_ms: float) -> tuple[Levels, float]:
    """The levels `elapsed_ms` after the light began, and in how many milliseconds they change (never: infinity)."""
    beats = RHYTHMS[light.rhythm]
    if all(lit for lit, _ in beats):
        return LIT[light.colour], math.inf
    moment_ms = elapsed_ms % sum(length_ms for _, length_ms in beats)
    for lit, length_ms in beats:
        if moment_ms < length_ms:
            return (LIT[light.colour] if lit else DARK), length_ms - moment_ms
        moment_ms -= length_ms
    raise AssertionError("a moment within a rhythm lies in one of its beats")
