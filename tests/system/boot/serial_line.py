"""A serial line of the emulated board: what it said so far, waiting for words, sending words.

Knows nothing of shells, boxes or QEMU beyond its socket. A thread drains the socket at all times, because a full
socket would hold up the board.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from pathlib import Path
from types import TracebackType

DRAIN_S = 0.5
JOIN_LIMIT_S = 5.0
SHOWN_BYTES = 1500
OVERLAP_BYTES = 2048


class NotSaid(AssertionError):
    """The awaited words did not come; carries the last ones that did."""


class Transcript:
    """Everything a board said, with a place up to which somebody has read."""

    def __init__(self) -> None:
        self._said = bytearray()
        self._read = 0
        self._is_over = False
        self._change = threading.Condition()

    def add(self, data: bytes) -> None:
        """The board said more."""
        with self._change:
            self._said += data
            self._change.notify_all()

    def end(self) -> None:
        """The board will not say any more."""
        with self._change:
            self._is_over = True
            self._change.notify_all()

    def expect(self, pattern: str, limit_s: float) -> re.Match[bytes]:
        """Wait for a pattern behind what was read before, and read up to its end. Raises NotSaid."""
        return self.read_to(pattern, limit_s)[1]

    def read_to(self, pattern: str, limit_s: float) -> tuple[bytes, re.Match[bytes]]:
        """The same, with what was said before it. A pattern that spans more than `OVERLAP_BYTES` may be missed."""
        wanted = re.compile(pattern.encode())
        deadline = time.monotonic() + limit_s
        with self._change:
            begin = looked = self._read
            while (found := wanted.search(self._said, looked)) is None:
                # Long words arrive in many small pieces: what was looked through once is not looked through again.
                looked = max(looked, len(self._said) - OVERLAP_BYTES)
                left_s = deadline - time.monotonic()
                if self._is_over or left_s <= 0:
                    why = "the line went dead" if self._is_over else f"not within {limit_s:.0f} s"
                    last = self._said[-SHOWN_BYTES:].decode(errors="replace")
                    raise NotSaid(f"{pattern!r}: {why}; last words:\n{last}")
                self._change.wait(left_s)
            start, self._read = found.span()
            del found  # a match holds on to the buffer, and a buffer that is held cannot grow
            copied = wanted.search(bytes(self._said[start : self._read]))
            assert copied is not None
            return bytes(self._said[begin:start]), copied

    def all(self) -> bytes:
        """Everything said until now."""
        with self._change:
            return bytes(self._said)


class SerialLine:
    """One connected serial port. Everything said goes to `log` too."""

    def __init__(self, name: str, path: Path, log: Path) -> None:
        self.transcript = Transcript()
        self._log = log
        self._stop = threading.Event()
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._socket.settimeout(DRAIN_S)
        self._sending = threading.Lock()
        self._thread = threading.Thread(target=self._drain, name=f"serial {name}", daemon=True)
        self._thread.start()

    def __enter__(self) -> SerialLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def expect(self, pattern: str, limit_s: float) -> re.Match[bytes]:
        """Wait for a pattern (a regular expression over bytes). Raises NotSaid."""
        return self.transcript.expect(pattern, limit_s)

    def read_to(self, pattern: str, limit_s: float) -> tuple[bytes, re.Match[bytes]]:
        """The same, with what was said before it."""
        return self.transcript.read_to(pattern, limit_s)

    def send(self, data: bytes) -> None:
        """Say something to the board; waits while it is slow to listen."""
        with self._sending:
            view = memoryview(data)
            deadline = time.monotonic() + 60
            while view:
                try:
                    view = view[self._socket.send(view) :]
                except TimeoutError:
                    if time.monotonic() > deadline:
                        raise

    def close(self) -> None:
        """Hang up; to a USB serial device that means: pull its plug."""
        self._stop.set()
        self._thread.join(JOIN_LIMIT_S)
        self._socket.close()

    def _drain(self) -> None:
        with self._log.open("ab", buffering=0) as log:
            while not self._stop.is_set():
                try:
                    data = self._socket.recv(65536)
                except TimeoutError:
                    continue
                except OSError:
                    break
                if not data:
                    break
                log.write(data)
                self.transcript.add(data)
        self.transcript.end()
