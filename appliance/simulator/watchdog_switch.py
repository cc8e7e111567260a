"""The watchdog frozen or killed, to see that the light tells it and that selling goes on."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable
from pathlib import Path

from appliance.simulator.log import Log
from appliance.simulator.victim import NotTheTill, send_signal

ACTIONS = ("freeze", "thaw", "kill")


class WatchdogSwitch:
    """Never restarts it; that is the supervisor's work."""

    def __init__(self, pid_file: Path, log: Log, on_change: Callable[[], None] = lambda: None) -> None:
        self._pid_file = pid_file
        self._log = log
        self._on_change = on_change
        self._lock = threading.Lock()
        self._is_frozen = False

    def stop(self) -> None:
        """A frozen process cannot end in order: leave none behind."""
        with self._lock, contextlib.suppress(NotTheTill):
            if self._is_frozen:
                send_signal(self._pid_file, signal.SIGCONT)

    def view(self) -> dict[str, str]:
        """Whether we froze it."""
        with self._lock:
            return {"state": "frozen" if self._is_frozen else "runs"}

    def do(self, action: str) -> None:
        """One of `ACTIONS`, or `end`: in order, as a machine does that is switched off."""
        number, frozen, key = {
            "freeze": (signal.SIGSTOP, True, "log.watchdog_frozen"),
            "thaw": (signal.SIGCONT, False, "log.watchdog_thawed"),
            "kill": (signal.SIGKILL, False, "log.watchdog_killed"),
            "end": (signal.SIGTERM, False, "log.watchdog_ended"),
        }[action]
        with self._lock:
            try:
                send_signal(self._pid_file, number)
                if action == "end":
                    send_signal(self._pid_file, signal.SIGCONT)  # a frozen one cannot end
                self._is_frozen = frozen
            except NotTheTill:
                self._is_frozen = False
                key = "log.watchdog_not_found"
        self._log.say(key)
        self._on_change()
