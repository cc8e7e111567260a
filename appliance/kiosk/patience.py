"""When to wait, to throw the page away, and to give up: the kiosk's judgement, without window or clock."""

from __future__ import annotations

from collections import deque

MOST_LOSSES = 4
LOSSES_WITHIN_S = 60.0
# A new page's process has to be started first, on a slow board from a slow card. Less than its unit's WatchdogSec.
FIRST_WORD_S = 25.0


class Patience:
    """Judges heartbeats and lost pages; all times are monotonic seconds given by the caller."""

    def __init__(self, silence_limit_s: float, now_s: float) -> None:
        self._silence_limit_s = silence_limit_s
        self._heard_s = now_s
        self._has_spoken = False
        self._losses_s: deque[float] = deque(maxlen=MOST_LOSSES + 1)

    def heard(self, now_s: float) -> None:
        """The page answered a heartbeat."""
        self._heard_s = now_s
        self._has_spoken = True

    def is_silent(self, now_s: float) -> bool:
        """Whether the page has kept silent for too long."""
        limit_s = self._silence_limit_s if self._has_spoken else max(self._silence_limit_s, FIRST_WORD_S)
        return now_s - self._heard_s > limit_s

    def lost(self, now_s: float) -> None:
        """The page died or was thrown away; the next one gets its full time to speak."""
        self._losses_s.append(now_s)
        self._heard_s = now_s
        self._has_spoken = False

    def is_exhausted(self, now_s: float) -> bool:
        """Whether so many pages were lost of late that a fresh kiosk process is the better try."""
        return sum(now_s - lost_s < LOSSES_WITHIN_S for lost_s in self._losses_s) > MOST_LOSSES
