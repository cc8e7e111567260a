"""The virtual customer display: two lines of twenty characters, spoken to in CD5220 over TCP.

ESC @ initialises, CLR (0C) clears, ESC Q A / ESC Q B … CR writes the upper / lower line whole.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from appliance.simulator.sockets import Connection, Listener

COLUMNS = 20
CODE_PAGE = "cp858"
_BLANK = " " * COLUMNS
_FIXED = {b"@": 2, b"*": 3, b"=": 3, b"l": 4, b"t": 3, b"R": 3}  # whole length of ESC x … by its x


class DisplayStream:
    """Interprets the bytes of one connection; `lines` is what the glass shows."""

    def __init__(self, lines: tuple[str, str] = (_BLANK, _BLANK)) -> None:
        self.lines = lines
        self._rest = bytearray()

    def feed(self, data: bytes) -> bool:
        """Take bytes however they were split; True when the glass changed."""
        self._rest += data
        before = self.lines
        while self._rest and self._step():
            pass
        return self.lines != before

    def _step(self) -> bool:
        rest = self._rest
        if rest[0] == 0x0C:
            self.lines = (_BLANK, _BLANK)
            del rest[:1]
            return True
        if rest[0] != 0x1B:
            del rest[:1]  # in line mode stray characters show nothing
            return True
        if len(rest) < 2:
            return False
        if rest[1:2] == b"Q":
            return self._line()
        length = _FIXED.get(bytes(rest[1:2]), 2)
        if len(rest) < length:
            return False
        if rest[1:2] == b"@":
            self.lines = (_BLANK, _BLANK)
        del rest[:length]
        return True

    def _line(self) -> bool:
        end = self._rest.find(0x0D)
        if end < 0:
            if len(self._rest) > 256:
                del self._rest[:2]  # no display holds that much: give the line up, keep listening
                return True
            return False
        which, body = bytes(self._rest[2:3]), bytes(self._rest[3:end])
        text = body.decode(CODE_PAGE)[:COLUMNS].ljust(COLUMNS)
        upper, lower = self.lines
        if which == b"A":
            self.lines = (text, lower)
        elif which == b"B":
            self.lines = (upper, text)
        del self._rest[: end + 1]
        return True


class VirtualDisplay:
    """`on_change(lines)` is called from the connection's thread when the glass changes."""

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        on_change: Callable[[tuple[str, str]], None] = lambda lines: None,
    ) -> None:
        self._on_change = on_change
        self._lock = threading.Lock()
        self._lines = (_BLANK, _BLANK)
        self._listener = Listener("display", host, port, self._serve, most=4)

    @property
    def port(self) -> int:
        """The TCP port it listens on."""
        return self._listener.port

    @property
    def lines(self) -> tuple[str, str]:
        """Upper and lower line, always twenty characters each."""
        with self._lock:
            return self._lines

    def start(self) -> None:
        """Begin to listen."""
        self._listener.start()

    def stop(self) -> None:
        """Close the port and its connections."""
        self._listener.stop()

    def _serve(self, connection: Connection) -> None:
        stream = DisplayStream(self.lines)
        while (data := connection.receive()) is not None:
            if data and stream.feed(data):
                with self._lock:
                    self._lines = stream.lines
                self._on_change(stream.lines)
