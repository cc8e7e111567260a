"""The time by which the box signs: its own, until the back office says that it is off by more than a day.

From then on the back office's time, carried by the monotonic clock. The box's own clock is not touched.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

CLOCK_OFF_S = 24 * 3600.0


class OfficeClock:
    """Shared by the connections of one box; every method is a single assignment or read."""

    def __init__(
        self, wall_s: Callable[[], float] = time.time, monotonic_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._wall_s = wall_s
        self._monotonic_s = monotonic_s
        self._ahead_s: float | None = None  # the back office's time minus the monotonic clock
        self.is_off = False

    def now_s(self) -> float:
        """Seconds since 1970, for signatures."""
        ahead_s = self._ahead_s
        return self._wall_s() if ahead_s is None else self._monotonic_s() + ahead_s

    def hear(self, server_time_s: float, *, refused: bool = False) -> None:
        """The back office told its time; `refused`: because ours is off."""
        self.is_off = refused or abs(server_time_s - self._wall_s()) > CLOCK_OFF_S
        if refused or self._ahead_s is not None:
            self._ahead_s = server_time_s - self._monotonic_s()


def read_server_time(value: object) -> float | None:
    """`server_time` as seconds since 1970; None if it is not one."""
    if not isinstance(value, str) or not value.endswith("Z"):
        return None
    try:
        return datetime.fromisoformat(value).timestamp()
    except (ValueError, OverflowError):
        return None


class ShiftedClock:
    """The system's clock, moved by the seconds in a file: how the simulator steps the clock of a demo box."""

    def __init__(self, offset_file: Path | None, wall_s: Callable[[], float] = time.time) -> None:
        self._file = offset_file
        self._wall_s = wall_s

    def __call__(self) -> float:
        return self._wall_s() + self._offset_s()

    def _offset_s(self) -> float:
        if self._file is None:
            return 0.0
        try:
            return float(self._file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0.0
