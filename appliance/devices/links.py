"""Links: how bytes reach a device, with a deadline on every step.

A link knows nothing of what the bytes mean. Here are the Protocol, `Tcp` and the way from a URL to a link; devices
with a node of their own are in `usb_link` and `serial_link`.
"""

from __future__ import annotations

import contextlib
import select
import socket
import time
from typing import Literal, Protocol
from urllib.parse import urlsplit

Stage = Literal["not_reached", "broken", "timed_out"]

TCP, USB, SERIAL = "tcp://host:port", "usb:///dev/usb/lp0", "serial:///dev/serial/by-id/NAME?baud=9600"
ALLOWED = f"{TCP}, {USB}, {SERIAL}"
MOST_UNASKED_BYTES = 4096  # what says more than this unasked says nothing we could rely on


class LinkError(Exception):
    """A link failed; `stage` says how far we got.

    `not_reached`: nothing was ever sent. `broken`: the connection ended under us.
    `timed_out`: connected, but the device did not move in time.
    """

    def __init__(self, stage: Stage, detail: str) -> None:
        super().__init__(f"{stage}: {detail}")
        self.stage = stage


class Link(Protocol):
    """A byte pipe to one device. Used by one thread at a time."""

    @property
    def name(self) -> str: ...

    @property
    def is_open(self) -> bool: ...

    def open(self, timeout_s: float) -> None:
        """Connect; does nothing when open. Raises LinkError `not_reached`."""

    def write(self, data: bytes, timeout_s: float) -> int:
        """Hand over as much of `data` as the device takes in time; answers how many bytes that was.

        Raises LinkError `broken`. Handed over is not printed.
        """

    def read(self, max_bytes: int, timeout_s: float) -> bytes:
        """What the device said, or b"" when it said nothing in time. Raises LinkError `broken`."""

    def close(self) -> None:
        """Let go. Never raises, may be called at any time."""


class Tcp:
    """A device that listens on a TCP port."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._socket: socket.socket | None = None

    @property
    def name(self) -> str:
        return f"tcp://{self._address[0]}:{self._address[1]}"

    @property
    def is_open(self) -> bool:
        return self._socket is not None

    def open(self, timeout_s: float) -> None:
        if self._socket is not None:
            return
        try:
            connection = socket.create_connection(self._address, timeout=timeout_s)
        except OSError as error:
            raise LinkError("not_reached", f"{self.name}: {error}") from error
        # Status questions are three bytes: waiting to fill a packet would delay every one of them.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        connection.setblocking(False)
        self._socket = connection

    def write(self, data: bytes, timeout_s: float) -> int:
        connection = self._connected()
        deadline = time.monotonic() + timeout_s
        sent = 0
        while sent < len(data):
            left_s = max(0.0, deadline - time.monotonic())
            try:
                if not select.select([], [connection], [], left_s)[1]:
                    break
                sent += connection.send(data[sent:])
            except BlockingIOError:
                continue
            except (OSError, ValueError) as error:
                raise self._broken(error) from error
        return sent

    def read(self, max_bytes: int, timeout_s: float) -> bytes:
        connection = self._connected()
        try:
            if not select.select([connection], [], [], timeout_s)[0]:
                return b""
            data = connection.recv(max_bytes)
        except BlockingIOError:
            return b""
        except (OSError, ValueError) as error:
            raise self._broken(error) from error
        if not data:
            raise self._broken(None)
        return data

    def close(self) -> None:
        connection, self._socket = self._socket, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.close()

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise LinkError("broken", f"{self.name}: not open")
        return self._socket

    def _broken(self, error: Exception | None) -> LinkError:
        self.close()
        return LinkError("broken", f"{self.name}: {error or 'closed by the device'}")


def link_from_url(url: str) -> Link:
    """The link a configured URL names; ValueError says what would have been allowed."""
    parts = urlsplit(url)
    if parts.scheme == "tcp":
        return _tcp(url)
    # Imported with the first such device: a box whose printer is in the network needs neither.
    if parts.scheme == "usb":
        from appliance.devices.usb_link import usb_from_url

        return usb_from_url(url)
    if parts.scheme == "serial":
        from appliance.devices.serial_link import serial_from_url

        return serial_from_url(url)
    raise ValueError(f"unknown kind of link {url!r}; allowed: {ALLOWED}")


def _tcp(url: str) -> Tcp:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise ValueError(f"bad port in {url!r}; allowed: {TCP} with port 1 to 65535") from error
    if not parts.hostname or not port or parts.path or parts.query:
        raise ValueError(f"incomplete link {url!r}; allowed: {TCP}")
    return Tcp(parts.hostname, port)


def write_all(link: Link, data: bytes, timeout_s: float) -> None:
    """Hand over all of a short message or raise LinkError `timed_out`."""
    if link.write(data, timeout_s) < len(data):
        raise LinkError("timed_out", f"{link.name}: took no more bytes for {timeout_s} s")


def unasked(link: Link) -> bytes:
    """All that a device said without being asked, so that none of it is taken for the next answer.

    One that talks without end would confirm anything: it is let go, with LinkError `broken`.
    """
    heard = b""
    while data := link.read(256, 0):
        heard += data
        if len(heard) > MOST_UNASKED_BYTES:
            link.close()
            raise LinkError("broken", f"{link.name}: talks without end")
    return heard
