"""How long the power button has been held: levels and a monotonic clock in, what a finger means out.

Pure: reads no pin and no clock, switches nothing off. A button that is down ever since the start means nothing until it
was let go once: it is stuck, or no wire is where we believe it to be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final, Literal

Phase = Literal["barred", "up", "down", "held"]

HOLD_S: Final = 2.0
SETTLE_S: Final = 0.03  # contacts bounce for some milliseconds, old ones for twenty
LOOK_S: Final = 0.1  # while it is down
BLIND_S: Final = 0.5  # looked away for longer than this, it may have been let go and pressed anew


@dataclass(frozen=True, slots=True)
class Hold:
    """`phase` is what was believed at the last look; `since_s` is when it began to be down."""

    looked_s: float
    phase: Phase = "barred"
    level_is_down: bool = True
    level_since_s: float = -math.inf
    since_s: float = math.inf

    def seen(self, is_down: bool, now_s: float) -> Hold:
        """With one more look at the button."""
        was_blind = now_s - self.looked_s > BLIND_S
        if is_down != self.level_is_down:
            return replace(self, looked_s=now_s, level_is_down=is_down, level_since_s=now_s)
        looked = replace(self, looked_s=now_s)
        if not self._is_settled(now_s):
            return looked
        if not is_down:
            return replace(looked, phase="up", since_s=math.inf)
        if self.phase == "up" or self.phase == "down" and was_blind:
            return replace(looked, phase="down", since_s=now_s)
        if self.phase == "down" and now_s - self.since_s >= HOLD_S:
            return replace(looked, phase="held")
        return looked

    def next_look_s(self, now_s: float) -> float:
        """When it has to be looked at again although nothing moved; infinity when that can wait for a movement."""
        if not self._is_settled(now_s):
            return self.level_since_s + SETTLE_S
        if self.phase == "down":
            return min(now_s + LOOK_S, self.since_s + HOLD_S)
        return math.inf

    def _is_settled(self, now_s: float) -> bool:
        return now_s - self.level_since_s >= SETTLE_S
