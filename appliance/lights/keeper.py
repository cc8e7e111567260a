"""Keeps the lamp at what holds: the light of the vigil, a test somebody wished, or the answer to the power button.

Takes the time, hears nothing and reads no button; says how long nothing will change by itself.
"""

from __future__ import annotations

import logging

from appliance.domain.light import Light, light
from appliance.lights import wiring as wirings
from appliance.lights.lamp import Lamp
from appliance.lights.rhythm import levels_at, repeated_at, step_at
from appliance.lights.vigil import Vigil
from appliance.lights.wiring import Levels, Steps, Wiring

LOG = logging.getLogger(__name__)

REFRESH_S = 1.0


class Keeper:
    """Keeps the lamp at what the vigil says; `step` returns how long nothing will change by itself."""

    def __init__(self, lamp: Lamp, now_s: float, wiring: Wiring = "two") -> None:
        self.vigil = Vigil(began_s=now_s)
        self._wiring: Wiring = wiring
        self._shown_once: tuple[Steps, float] | None = None  # and when it began
        self._stopping_s: float | None = None
        self._lamp = lamp
        self._light: Light = light(self.vigil.state(now_s))
        self._since_s = now_s
        self._levels: Levels | None = None
        self._refreshed_s = now_s

    def test(self, now_s: float) -> None:
        """Show every LED once, then go on; one test at a time, so that nobody can keep the lamp from telling."""
        if self._shown_once is None:
            LOG.info("a test of the lamp begins")
            self._shown_once = wirings.self_test(self._wiring), now_s

    def feel(self, now_s: float) -> None:
        """Wink: the power button was touched."""
        self._shown_once = wirings.together(self._wiring, wirings.TOUCHED), now_s

    def say_stopping(self, now_s: float) -> None:
        """Show that the box is switched off now, until it is, or until `go_on`."""
        self._stopping_s = now_s

    def go_on(self, now_s: float) -> None:
        """The box stays on: tell the truth again."""
        self._stopping_s, self._since_s = None, now_s

    def answer_left_s(self, now_s: float) -> float:
        """How much of the first round of `say_stopping` was not seen yet; 0 when nothing is said."""
        if self._stopping_s is None:
            return 0.0
        round_s = sum(length_ms for _, length_ms in wirings.STOPPING) / 1000
        return max(0.0, self._stopping_s + round_s - now_s)

    def step(self, now_s: float) -> float:
        """Show what holds now; seconds until it has to be looked at again if nobody is heard."""
        decided = light(self.vigil.state(now_s))
        if (decided.colour, decided.rhythm) != (self._light.colour, self._light.rhythm):
            self._since_s = now_s  # every rhythm begins lit, so a change is seen at once
        if decided != self._light:
            LOG.info("%s %s: %s", decided.colour, decided.rhythm, decided.reason)
            self._light = decided
        levels, change_ms = self._levels_now(decided, now_s)
        if levels != self._levels:
            self._lamp.show(*levels)
            self._levels, self._refreshed_s = levels, now_s
        elif now_s - self._refreshed_s >= REFRESH_S:
            self._lamp.refresh()
            self._refreshed_s = now_s
        next_s = min(self.vigil.next_look_s(now_s), self._refreshed_s + REFRESH_S, now_s + change_ms / 1000)
        return max(0.0, next_s - now_s)

    def _levels_now(self, decided: Light, now_s: float) -> tuple[Levels, float]:
        if self._stopping_s is not None:
            return repeated_at(
                wirings.together(self._wiring, wirings.STOPPING), (now_s - self._stopping_s) * 1000
            )
        if self._shown_once is not None:
            steps, began_s = self._shown_once
            shown = step_at(steps, (now_s - began_s) * 1000)
            if shown is not None:
                return shown
            self._shown_once = None
            self._since_s = now_s
        return levels_at(decided, (now_s - self._since_s) * 1000, self._wiring)
