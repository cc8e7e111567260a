"""One thread for one device: started, stopped and joined the same way everywhere.

Knows nothing of devices. A turn that fails unexpectedly is logged and tried again later: a device
may be broken for a week without taking the till down.
"""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod

from appliance.domain.errors import is_disk_full

log = logging.getLogger(__name__)

PAUSE_AFTER_SURPRISE_S = 1.0
FIRST_RETRY_S = 1.0
LONGEST_RETRY_S = 30.0


class Backoff:
    """Waits of 1, 2, 4 … 30 seconds between tries."""

    def __init__(self) -> None:
        self._next_s = FIRST_RETRY_S

    def reset(self) -> None:
        self._next_s = FIRST_RETRY_S

    def next_s(self) -> float:
        wait_s, self._next_s = self._next_s, min(self._next_s * 2, LONGEST_RETRY_S)
        return wait_s


class Worker(ABC):
    """A named daemon thread that takes turns until it is told to stop."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._starting = threading.Lock()  # two threads may find the first use of a device at once
        self._thread: threading.Thread | None = None
        self._surprise: str | None = None

    def start(self) -> None:
        """Begin; a second call does nothing."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
                self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Ask the thread to end and wait for it at most `timeout_s`. Never raises."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout_s)
            if self._thread.is_alive():
                log.warning("%s did not stop within %s s", self.name, timeout_s)

    def nudge(self) -> None:
        """End the wait before the next turn: something changed."""
        self._wake.set()

    def let_go(self) -> None:
        """Ask the thread to end, without waiting for it."""
        self._stop.set()
        self._wake.set()

    @abstractmethod
    def turn(self) -> float:
        """One step of the work; answers how many seconds the next may wait (a wake-up ends the wait)."""

    def release(self) -> None:  # noqa: B027  # most hold nothing
        """Called on the thread when it ends: let go of the device."""

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                wait_s = self._guarded_turn()
                self._wake.wait(wait_s)
                self._wake.clear()
        finally:
            self.release()

    def _guarded_turn(self) -> float:
        try:
            wait_s = self.turn()
        except Exception as error:  # the thread's top: a device worker must outlive any surprise
            if repr(error) != self._surprise:
                self._surprise = repr(error)
                if is_disk_full(error):
                    log.error("%s: the disk is full, trying again", self.name)
                else:
                    log.exception("%s: unexpected failure, trying again", self.name)
            return PAUSE_AFTER_SURPRISE_S
        self._surprise = None
        return wait_s
