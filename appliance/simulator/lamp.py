"""The lamp on the box as an eye sees it: the levels of its two pins, and when they changed.

A wire says nothing about who drives it: when the lights process dies or hangs, the last levels stay.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from appliance.simulator.log import Log

LOG = logging.getLogger(__name__)

SHOWN_CHANGES = 12  # more than one round of the quickest rhythm
TURN_S = 0.2
LARGEST_BYTES = 256
_LIT = {
    (True, False): "log.light_red",
    (True, True): "log.light_amber",
    (False, True): "log.light_green",
}
Levels = tuple[bool, bool]  # red LED, green LED


class VirtualLamp:
    """Listens where the pretended pins report; `on_change` is called after each change of a level.

    The machine that wants to be switched off says so on the same wires: `on_power_off`.
    """

    def __init__(
        self,
        socket_path: Path,
        log: Log,
        on_change: Callable[[], None] = lambda: None,
        on_power_off: Callable[[], None] = lambda: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = socket_path
        self._log = log
        self._on_change = on_change
        self._on_power_off = on_power_off
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._levels: Levels = (False, False)  # no power yet
        self._last_lit: Levels = (False, False)
        self._changes: deque[tuple[float, Levels]] = deque(maxlen=SHOWN_CHANGES)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="sim-lamp", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.settimeout(TURN_S)
        self._socket.bind(str(self._path))
        self._thread.start()

    def stop(self) -> None:
        """Listen no more; returns within a second."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(1.0)
            self._socket.close()
            self._path.unlink(missing_ok=True)

    def view(self) -> dict[str, Any]:  # Any: JSON
        """The levels now, and the last changes as [milliseconds ago, red, green], oldest first."""
        now_s = self._monotonic()
        with self._lock:
            red, green = self._levels
            changes = list(self._changes)
        return {
            "red": red,
            "green": green,
            "changes": [[max(0, round((now_s - at_s) * 1000)), *levels] for at_s, levels in changes],
        }

    def take(self, data: bytes) -> None:
        """One datagram of the pins: `{"red": 0 or 1, "green": 0 or 1, "at_s": monotonic}`; else nothing."""
        try:
            said = json.loads(data)
            if said == {"power": 0}:
                self._on_power_off()
                return
            red, green, at_s = said["red"], said["green"], float(said["at_s"])
        except (ValueError, KeyError, TypeError, RecursionError):
            LOG.debug("no levels of pins: %r", data[:80])
            return
        if red not in (0, 1) or green not in (0, 1):
            return
        levels = bool(red), bool(green)
        with self._lock:
            if levels == self._levels:
                return
            self._levels = levels
            self._changes.append((at_s, levels))
            is_new_colour = levels in _LIT and levels != self._last_lit
            if is_new_colour:
                self._last_lit = levels
        if is_new_colour:
            self._log.say(_LIT[levels])
        self._on_change()

    def _listen(self) -> None:
        while not self._stop.is_set():
            try:
                data = self._socket.recv(LARGEST_BYTES)
            except TimeoutError:
                continue
            except OSError:
                return
            self.take(data)
