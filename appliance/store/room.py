"""Room in the journal made while nobody sells: a sale that finds the prepared room used up would wait for it.

Asks the journal's end for the next mebibyte once it was told that room runs low. Knows no file and no line; when
it comes too late, or the disk has no room, the append prepares for itself as if there were no such thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

PAUSE_S = 0.05  # the sale that noticed has the disk for itself
JOIN_S = 15.0


class RoomAhead:
    """Runs `prepare` in a thread of its own each time room was said to be low."""

    def __init__(self, prepare: Callable[[], None]) -> None:
        self._prepare = prepare
        self._stop = threading.Event()
        self._low = threading.Event()
        self._thread: threading.Thread | None = None

    def is_low(self) -> None:
        """Prepare soon; the caller holds the store's lock and does not wait."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="store-room", daemon=True)
            self._thread.start()
        self._low.set()

    def _run(self) -> None:
        while True:
            self._low.wait()
            if self._stop.wait(PAUSE_S):
                return
            self._prepare()
            self._low.clear()

    def stop(self) -> None:
        """End the thread; the journal's end may be closed afterwards."""
        self._stop.set()
        self._low.set()
        if self._thread is not None:
            self._thread.join(JOIN_S)
