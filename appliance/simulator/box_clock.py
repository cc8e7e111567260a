"""The clock of the simulated box: right, or a year behind as after a winter without its battery.

The box's processes read the offset from a file; nobody touches the clock of this machine.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from appliance.simulator.log import Log

STATES = ("right", "year_behind")
YEAR_BEHIND_S = -365 * 86_400


class BoxClock:
    """Right after each start of the simulator."""

    def __init__(self, offset_file: Path, log: Log, on_change: Callable[[], None] = lambda: None) -> None:
        self._file = offset_file
        self._log = log
        self._on_change = on_change
        self._lock = threading.Lock()
        self._state = "right"

    def start(self) -> None:
        """Set it right."""
        self._file.unlink(missing_ok=True)

    def stop(self) -> None:
        """Leave it right."""
        self._file.unlink(missing_ok=True)

    def view(self) -> dict[str, str]:
        """`right` or `year_behind`."""
        with self._lock:
            return {"state": self._state}

    def set(self, state: str) -> None:
        """One of `STATES`."""
        with self._lock:
            if state == self._state:
                return
            if state == "right":
                self._file.unlink(missing_ok=True)
            else:
                fresh = self._file.with_suffix(".new")
                fresh.write_text(f"{YEAR_BEHIND_S}\n", encoding="ascii")
                fresh.replace(self._file)
            self._state = state
        self._log.say("log.clock_right" if state == "right" else "log.clock_year_behind")
        self._on_change()
