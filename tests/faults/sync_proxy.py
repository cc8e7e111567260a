"""A bad line between a box and its back office: a TCP proxy that loses, delays, cuts, halves and repeats.

Chance decides for each piece that comes in while `badness` is above zero. Knows nothing of what the bytes mean.
"""

from __future__ import annotations

import contextlib
import random
import socket
import threading
from collections import Counter

PIECE_BYTES = 65_536
QUIET_S = 40.0  # longer than a long poll


class BadLine:
    """Listens on a port of its own and carries everything to `target`, as well or badly as it is told."""

    def __init__(self, target: tuple[str, int], seed: str) -> None:
        self.badness = 0.0
        self.is_dead = False
        self.done: Counter[str] = Counter()
        self._target = target
        self._rng = random.Random(seed)
        self._lock = threading.Lock()
        self._live: set[socket.socket] = set()
        self._stopped = threading.Event()
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.settimeout(0.2)
        self._thread = threading.Thread(target=self._listen, name="bad-line", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        port: int = self._door.getsockname()[1]
        return port

    def cut(self) -> None:
        """Every connection breaks off at once."""
        with self._lock:
            live, self._live = self._live, set()
        for one in live:
            _close(one)

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(2)
        self._door.close()
        self.cut()

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                near, _ = self._door.accept()
            except TimeoutError:
                continue
            if self.is_dead or self._chance() and self._pick(("refused", "carried")) == "refused":
                _close(near)
                continue
            try:
                far = socket.create_connection(self._target, 2.0)
            except OSError:
                _close(near)
                continue
            for one in (near, far):
                one.settimeout(QUIET_S)
            with self._lock:
                self._live |= {near, far}
            for source, sink, is_request in ((near, far, True), (far, near, False)):
                threading.Thread(
                    target=self._carry, args=(source, sink, is_request), name="bad-line-way", daemon=True
                ).start()

    def _carry(self, source: socket.socket, sink: socket.socket, is_request: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE_BYTES):
                if not self._chance():
                    sink.sendall(piece)
                    continue
                fault = self._pick(
                    ("lost", "half", "unheard", "late", "repeated")
                    if is_request
                    else ("lost", "half", "late")
                )
                if fault == "late":
                    self._stopped.wait(self._rng.uniform(0.05, 0.6))
                if fault == "half":
                    sink.sendall(piece[: len(piece) // 2])
                if fault in ("late", "repeated", "unheard"):
                    sink.sendall(piece)
                if fault == "unheard":  # it arrives, its sender does not learn of it
                    self._stopped.wait(0.15)
                if fault == "repeated":
                    self._send_again(piece)
                if fault in ("lost", "half", "unheard"):
                    break
        for one in (source, sink):
            _close(one)
        with self._lock:
            self._live -= {source, sink}

    def _send_again(self, piece: bytes) -> None:
        """The same request on another connection, whose answer nobody reads; later, as a line that stores would."""

        def send() -> None:
            self._stopped.wait(self._rng.uniform(0.0, 0.5))
            with contextlib.suppress(OSError), socket.create_connection(self._target, 2.0) as again:
                again.settimeout(1.0)
                again.sendall(piece)
                again.recv(PIECE_BYTES)

        threading.Thread(target=send, name="bad-line-again", daemon=True).start()

    def _chance(self) -> bool:
        with self._lock:
            return self._rng.random() < self.badness

    def _pick(self, faults: tuple[str, ...]) -> str:
        with self._lock:
            fault = self._rng.choice(faults)
        self.done[fault] += 1
        return fault


def _close(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
