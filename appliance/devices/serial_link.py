"""A device on a serial line, real or behind a USB adapter.

pyserial sets the line up; reading and writing with deadlines is `node_link`'s. Which device it is nobody guesses.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import serial

from appliance.devices.links import SERIAL
from appliance.devices.node_link import NodeLink
from appliance.domain.device import BAUDS, FLOWS, FORMATS


@dataclass(frozen=True, slots=True)
class Line:
    """How the line is set: bits a second, data bits + parity + stop bits, and who may say "wait"."""

    baud: int = 9600
    format: str = "8N1"
    flow: str = "none"


class Serial(NodeLink):
    """A serial node, ours alone while it is open."""

    def __init__(self, node: str, line: Line | None = None) -> None:
        super().__init__(node)
        self._line = line or Line()
        self._port: serial.Serial | None = None

    def _open_node(self) -> int:
        line = self._line
        # pyserial's own errors are OSErrors; what termios refuses of a line setting is not.
        try:
            self._port = serial.Serial(
                self.node,
                line.baud,
                bytesize=int(line.format[0]),
                parity=line.format[1],
                stopbits=int(line.format[2]),
                rtscts=line.flow == "rtscts",
                xonxoff=line.flow == "xonxoff",
                timeout=0,
                write_timeout=0,
                exclusive=True,
            )
        except Exception as error:
            if isinstance(error, OSError):
                raise
            raise OSError(f"the line cannot be set to {line.baud} {line.format}: {error}") from error
        fd: int = self._port.fileno()
        os.set_blocking(fd, False)
        return fd

    def _close_node(self, fd: int) -> None:
        port, self._port = self._port, None
        if port is not None:
            # Closing first drops what the device never took: waiting for a dead line to drain can take for ever.
            with contextlib.suppress(
                Exception
            ):  # a node that is gone makes every step of closing fail its own way
                port.reset_output_buffer()
            with contextlib.suppress(Exception):  # as above
                port.close()


def serial_from_url(url: str) -> Serial:
    """The link of `serial:///dev/…?baud=9600&format=8N1&flow=none`; ValueError says what is allowed."""
    parts = urlsplit(url)
    settings = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.netloc or not parts.path.startswith("/dev/") or ".." in parts.path:
        raise ValueError(f"incomplete link {url!r}; allowed: {SERIAL}")
    for name in settings:
        if name not in ("baud", "format", "flow"):
            raise ValueError(f"unknown setting {name!r} in {url!r}; allowed: baud, format, flow")
    baud, form, flow = (
        settings.get("baud", "9600"),
        settings.get("format", "8N1"),
        settings.get("flow", "none"),
    )
    if baud not in map(str, BAUDS):
        raise ValueError(f"baud {baud!r} in {url!r}; allowed: {', '.join(map(str, BAUDS))}")
    if form not in FORMATS:
        raise ValueError(f"format {form!r} in {url!r}; allowed: {', '.join(FORMATS)}")
    if flow not in FLOWS:
        raise ValueError(f"flow {flow!r} in {url!r}; allowed: {', '.join(FLOWS)}")
    return Serial(parts.path, Line(int(baud), form, flow))
