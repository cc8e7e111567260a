"""When to wait, to throw the page away, and to give up: the kiosk's judgement, without window or clock."""

from __future__ import annotations

from collections import deque

MOST_LOSSES = 4
LOSSES_WITHIN_S = 60.0
# A new page's process has to be started first, on a slow board from a slow card.
FIRST_WORD_S = 25.0
# Whoever throws a slow page away makes the board slower still: each page given up for its silence doubles the time
# that the next ones get. Less than its unit's WatchdogSec.
LONGEST_SILENCE_S = 50.0
SLOW_FOR_S = 600.0


class Patience:
    """Judges heartbeats and lost pages; all times are monotonic seconds given by the caller."""

    def __init__(self, silence_limit_s: float, blank_limit_s: float, now_s: float) -> None:
        self._silence_limit_s = silence_limit_s
        self._blank_limit_s = blank_limit_s
        self._heard_s = now_s
        self._read_s = now_s
        self._has_spoken = False
        self._losses_s: deque[float] = deque(maxlen=MOST_LOSSES + 1)
        self._silences_s: deque[float] = deque(maxlen=4)

    def heard(self, now_s: float, letters: int) -> None:
        """The page answered a heartbeat, and so many letters can be read on it."""
        self._heard_s = now_s
        # With nothing on it yet it is still busy with its first picture.
        self._has_spoken = self._has_spoken or letters > 0
        if letters:
            self._read_s = now_s

    def is_silent(self, now_s: float) -> bool:
        """Whether the page has kept silent for too long."""
        return now_s - self._heard_s > self.silence_limit_s(now_s)

    def silence_limit_s(self, now_s: float) -> float:
        """How long the page may keep silent now."""
        limit_s = self._silence_limit_s if self._has_spoken else max(self._silence_limit_s, FIRST_WORD_S)
        given_up = sum(now_s - silence_s < SLOW_FOR_S for silence_s in self._silences_s)
        return min(limit_s * 2.0**given_up, LONGEST_SILENCE_S)

    def gave_up(self, now_s: float) -> None:
        """The page is thrown away for its silence; `lost` follows when it is gone."""
        self._silences_s.append(now_s)
        self.begin_anew(now_s)

    def is_blank(self, now_s: float) -> bool:
        """Whether there has been nothing to read on a living page for too long."""
        return now_s - self._read_s > self._blank_limit_s

    def lost(self, now_s: float) -> None:
        """The page died or was thrown away; the next one gets its full time to speak."""
        self._losses_s.append(now_s)
        self.begin_anew(now_s)

    def begin_anew(self, now_s: float) -> None:
        """Another page begins to load: forget what was heard until now."""
        self._heard_s = self._read_s = now_s
        self._has_spoken = False

    def is_exhausted(self, now_s: float) -> bool:
        """Whether so many pages were lost of late that a fresh kiosk process is the better try."""
        return sum(now_s - lost_s < LOSSES_WITHIN_S for lost_s in self._losses_s) > MOST_LOSSES
