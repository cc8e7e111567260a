"""Requests that are never finished must not hold the server's threads: who takes too long to ask is cut off.

gunicorn's threads read a request with no time limit. A thread of our own looks twice a second at the sockets that
are still being read, and shuts those whose time is up; the blocked read then ends by itself. Knows no HTTP.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

LOOK_EVERY_S = 0.5
log = logging.getLogger(__name__)


class Deadline:
    """Callable from any thread. `start` begins to look; the thread ends with its process."""

    def __init__(self) -> None:
        self._until_s: dict[int, tuple[socket.socket, float]] = {}
        self._thread = threading.Thread(target=self._look, name="reading-deadline", daemon=True)

    def start(self) -> None:
        """Begin to look; after the fork."""
        self._thread.start()

    def set(self, sock: socket.socket, within_s: float) -> None:
        """Shut `sock` unless `clear` is called within the time; a second call replaces the first."""
        self._until_s[id(sock)] = (sock, time.monotonic() + within_s)

    def clear(self, sock: socket.socket) -> None:
        """The request is read."""
        self._until_s.pop(id(sock), None)

    @contextmanager
    def on(self, sock: socket.socket, within_s: float) -> Iterator[None]:
        """`set`, and surely `clear`."""
        self.set(sock, within_s)
        try:
            yield
        finally:
            self.clear(sock)

    def _look(self) -> None:
        while True:
            time.sleep(LOOK_EVERY_S)
            now_s = time.monotonic()
            for sock, until_s in list(self._until_s.values()):
                if now_s >= until_s:
                    self.clear(sock)
                    _shut(sock)


def _shut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError as gone:
        log.debug("it had gone already: %s", gone)
    else:
        log.info("cut off a request that was not finished in time")
