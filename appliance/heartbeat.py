"""A process tells the lights twice a second that it lives, and what it knows about the money.

Knows nothing of lamps. A missing, dead or frozen lights process never disturbs who sends: a datagram either
goes out at once or is dropped.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

LOG = logging.getLogger(__name__)

BEAT_S = 0.5
STOP_LIMIT_S = 1.0


class Heart:
    """Beats as `who` on the socket at `socket_path` while `state` answers.

    `state` is asked in the heart's own thread and must touch what its process needs to do its work: when it
    hangs or raises, no beat goes out, and the light says so.
    """

    def __init__(
        self,
        socket_path: Path,
        who: str,
        state: Callable[[], Mapping[str, Any]],  # Any: JSON
        *,
        beat_s: float = BEAT_S,
    ) -> None:
        self._address = str(socket_path)
        self._who = who
        self._state = state
        self._beat_s = beat_s
        self._stop = threading.Event()
        self._is_ill = False
        # A daemon, because a hanging `state` must not keep a process from ending.
        self._thread = threading.Thread(target=self._beat_until_stopped, name=f"heart-{who}", daemon=True)

    def start(self) -> None:
        """Begin to beat, at once."""
        self._thread.start()

    def stop(self) -> None:
        """No beat after this, unless `state` hangs for longer than a second."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(STOP_LIMIT_S)

    def _beat_until_stopped(self) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
            wire.setblocking(False)
            while not self._stop.is_set():
                self._beat(wire)
                self._stop.wait(self._beat_s)

    def _beat(self, wire: socket.socket) -> None:
        try:
            # The time it was sent: a beat that waited in the queue of a frozen reader proves nothing later.
            state = self._state()
            content = json.dumps({"who": self._who, "sent_s": time.monotonic(), **state}).encode()
        except Exception:  # a thread's top: whatever is wrong, the light must tell
            if not self._is_ill:
                LOG.exception("%s cannot say how it is; its heart does not beat", self._who)
            self._is_ill = True
            return
        if self._is_ill:
            LOG.warning("%s can say again how it is", self._who)
            self._is_ill = False
        try:
            wire.sendto(content, self._address)
        except OSError as problem:  # nobody listens, or reads too slowly
            LOG.debug("no beat of %s went out: %s", self._who, problem)
