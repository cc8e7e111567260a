"""The customer display: two lines of twenty characters, CD5220 commands.

The latest text wins; what is already on the glass is not sent again. A display that is gone is tried again
quietly and then shows the present text, not the ones it missed. Knows nothing of tickets.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from appliance.devices.display_text import COLUMNS, encoded
from appliance.devices.links import Link, LinkError, write_all
from appliance.devices.workers import Backoff, Worker

log = logging.getLogger(__name__)

INITIALISE = b"\x1b@\x1bt\x13\x0c"  # reset, code page 858, clear
OPEN_TIMEOUT_S = 2.0
WRITE_TIMEOUT_S = 1.0
LOOK_S = 2.0  # a display never speaks: looking is how we learn that it was unplugged
UPPER, LOWER = b"A", b"B"


class DisplayWorker(Worker):
    """One display's thread; `on_state(is_connected)` is called when that changes."""

    def __init__(
        self,
        link: Link,
        on_state: Callable[[bool], None] = lambda is_connected: None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("display")
        self._link = link
        self._on_state = on_state
        self._clock = clock
        self._lock = threading.Lock()  # guards _wanted
        self._wanted = ("", "")
        self._shown: tuple[str | None, str | None] = (None, None)
        self._is_connected: bool | None = None
        self._backoff = Backoff()
        self._retry_at = 0.0

    def show(self, upper: str, lower: str) -> None:
        """Show these two lines soon; returns at once, from any thread."""
        with self._lock:
            self._wanted = (upper, lower)
        self._wake.set()

    def nudge(self) -> None:
        """Another display may be plugged in: try at once."""
        self._retry_at = 0.0
        super().nudge()

    def turn(self) -> float:
        if not self._link.is_open and self._clock() < self._retry_at:
            return self._retry_at - self._clock()
        try:
            if self._link.is_open:
                self._link.read(64, 0)  # raises when the other end closed, before a text is lost into it
            else:
                self._connect()
            self._write_changed()
        except LinkError as error:
            self._lost(error)
            return max(0.0, self._retry_at - self._clock())
        return LOOK_S

    def release(self) -> None:
        self._link.close()

    def _connect(self) -> None:
        self._link.open(OPEN_TIMEOUT_S)
        write_all(self._link, INITIALISE, WRITE_TIMEOUT_S)
        self._shown = (None, None)

    def _write_changed(self) -> None:
        with self._lock:
            upper, lower = self._wanted
        message = b""
        if upper != self._shown[0]:
            message += line_bytes(UPPER, upper)
        if lower != self._shown[1]:
            message += line_bytes(LOWER, lower)
        if message:
            write_all(self._link, message, WRITE_TIMEOUT_S)
            self._shown = (upper, lower)
        self._backoff.reset()
        self._tell(True)

    def _lost(self, error: LinkError) -> None:
        self._link.close()
        self._retry_at = self._clock() + self._backoff.next_s()
        if self._is_connected is not False:
            log.info("customer display not connected: %s", error)
        self._tell(False)

    def _tell(self, is_connected: bool) -> None:
        if is_connected != self._is_connected:
            self._is_connected = is_connected
            self._on_state(is_connected)


def line_bytes(which: bytes, text: str) -> bytes:
    """One whole line: ESC Q A or B, twenty characters, CR."""
    return b"\x1bQ" + which + encoded(text)[:COLUMNS].ljust(COLUMNS) + b"\r"
