"""Whether to look on for a moment while the device writes a line, or to sleep at once; each device teaches it.

A thread that sleeps while its write travels is woken twice in one flush: for the write and for the cache behind it.
Where the whole takes a tenth of a millisecond, one waking is a fifth of it, and looking on until the write has
arrived saves it. A card takes milliseconds and is not worth it. So several ways are timed, and the shortest is taken.
Knows neither files nor lines, and promises nothing: whether a line is safe, the flush says.
"""

from __future__ import annotations

import time
from collections.abc import Callable

LOOKING_ON_S = (0.0, 45e-6, 75e-6)  # from the beginning of the write; the first is to sleep at once
TRIAL_EVERY = 16  # flushes; one of so many goes another way, because devices change their mood
STEP = 0.01  # how far one flush moves the expectation: towards the median, which one slow flush cannot spoil
WORTH_IT = 0.97  # looking on costs the processor, so it must win clearly


class HeadStart:
    """Times the flushes of one file. Used by one flush at a time."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._begun_s: float | None = None
        self._flushes = 0
        self._expected_s: list[float | None] = [None] * len(LOOKING_ON_S)

    def given(self) -> None:
        """The device is being put to work on a line."""
        self._begun_s = self._clock()

    def flush(self, work: Callable[[], None]) -> None:
        """Do the flush, after looking on if that is the shorter way; whatever `work` raises goes through."""
        begun_s, self._begun_s = self._begun_s, None
        if begun_s is None or self._clock() - begun_s > LOOKING_ON_S[-1]:  # whoever waits so late has arrived
            work()
            return
        way = self._way()
        if way:
            until_s = begun_s + LOOKING_ON_S[way]
            while self._clock() < until_s:
                pass
        work()
        took_s, expected_s = self._clock() - begun_s, self._expected_s[way]
        if expected_s is None:
            self._expected_s[way] = took_s
        else:
            self._expected_s[way] = expected_s * (1 + STEP if took_s > expected_s else 1 - STEP)

    def _way(self) -> int:
        """Which of the ways this flush goes."""
        self._flushes += 1
        if self._flushes % TRIAL_EVERY == 0:
            return self._flushes // TRIAL_EVERY % len(LOOKING_ON_S)
        return self.best

    @property
    def best(self) -> int:
        """The way that has been the shortest: an index of `LOOKING_ON_S`."""
        slept_s = self._expected_s[0]
        if slept_s is None:
            return 0
        best, best_s = 0, slept_s * WORTH_IT
        for way, expected_s in enumerate(self._expected_s):
            if way and expected_s is not None and expected_s < best_s:
                best, best_s = way, expected_s
        return best
