"""One thread that takes turns until it is told to stop; a surprise is logged, counted and slept over."""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable

from appliance.watchdog.patience import pause_s

log = logging.getLogger(__name__)


class Loop(ABC):
    """A named daemon thread. `wake` ends a pause early; `stop` ends the thread after the turn it is in."""

    def __init__(self, name: str, chance: Callable[[], float]) -> None:
        self.name = name
        self.surprises = 0
        self._chance = chance
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._in_a_row = 0

    @property
    def is_stopping(self) -> bool:
        return self._stop.is_set()

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def wake(self) -> None:
        self._wake.set()

    def ask_to_stop(self) -> None:
        """Set the stop; whoever overrides it also cuts what the thread waits for."""
        self._stop.set()
        self._wake.set()

    def join(self, timeout_s: float) -> None:
        if self._thread is not None:
            self._thread.join(max(timeout_s, 0.0))
            if self._thread.is_alive():
                log.warning("%s did not stop in time", self.name)

    @abstractmethod
    def turn(self) -> float:
        """One step of the work; answers how many seconds the next may wait."""

    def release(self) -> None:  # noqa: B027  # most hold nothing
        """Called on the thread when it ends."""

    def _run(self) -> None:
        while not self._stop.is_set():
            wait_s = self._guarded_turn()
            if wait_s > 0:
                self._wake.wait(wait_s)
            self._wake.clear()
        self.release()

    def _guarded_turn(self) -> float:
        try:
            wait_s = self.turn()
        except Exception:  # the thread's top: whatever happens, the next turn may do better
            self.surprises += 1
            self._in_a_row += 1
            if not self._stop.is_set() and self._in_a_row in (1, 10, 100):
                log.exception("%s: unexpected failure number %d, going on", self.name, self.surprises)
            return pause_s(self._in_a_row, self._chance())
        self._in_a_row = 0
        return wait_s
