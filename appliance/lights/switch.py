"""From a finger on the button to a box that is switched off, with the lamp's answer in between.

Puts the pure `Hold` between a button, the lamp's keeper and who can switch off; waits for nothing itself.
"""

from __future__ import annotations

import logging
from typing import Final, Protocol

from appliance.lights.button import Button
from appliance.lights.hold import Hold
from appliance.lights.power import Power

LOG = logging.getLogger(__name__)

OFF_WITHIN_S: Final = 30.0  # a box that is still on then tells the truth again
ASK_AGAIN_S: Final = 0.1  # how often an answer is looked for


class Answering(Protocol):
    """What is needed of the lamp."""

    def feel(self, now_s: float) -> None:
        """Wink: a finger was felt."""

    def say_stopping(self, now_s: float) -> None:
        """Show that the box is switched off now."""

    def go_on(self, now_s: float) -> None:
        """Tell the truth again."""


class PowerSwitch:
    """One thread calls it: `step` after each movement of the button, and when `step` said so."""

    def __init__(self, button: Button, power: Power, lamp: Answering, now_s: float) -> None:
        self._button = button
        self._power = power
        self._lamp = lamp
        self._hold = Hold(looked_s=now_s)
        self._asked_s: float | None = None

    def fileno(self) -> int:
        """For select: the button's."""
        return self._button.fileno()

    def step(self, now_s: float) -> float:
        """Look at button and answer; seconds until it has to be looked at again if nothing moves."""
        before = self._hold.phase
        self._hold = self._hold.seen(self._button.is_down(), now_s)
        if self._hold.phase != before:
            self._became(self._hold.phase, now_s)
        if self._asked_s is not None:
            self._look_for_the_end(self._asked_s, now_s)
        wait_s = max(0.0, self._hold.next_look_s(now_s) - now_s)
        return wait_s if self._asked_s is None else min(wait_s, ASK_AGAIN_S)

    def _became(self, phase: str, now_s: float) -> None:
        if phase == "down" and self._asked_s is None:
            self._lamp.feel(now_s)
        elif phase == "held" and self._asked_s is None:
            LOG.info("the power button was held: the box is switched off")
            self._asked_s = now_s
            self._lamp.say_stopping(now_s)
            self._power.ask()

    def _look_for_the_end(self, asked_s: float, now_s: float) -> None:
        if self._power.answer() is False:
            LOG.warning("the box may not be switched off by its button, or nobody is there who could")
        elif now_s - asked_s >= OFF_WITHIN_S:
            LOG.warning("the box is still on, %d s after its button was held", OFF_WITHIN_S)
        else:
            return
        self._asked_s = None
        self._lamp.go_on(now_s)
