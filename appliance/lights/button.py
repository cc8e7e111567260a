"""The power button on its pin: a real one, or a pretended one that the workbench presses.

Knows whether it is down and that it moved; what that means is decided elsewhere.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from gpiozero import Factory

MOST_AT_ONCE: Final = 4096  # bytes, or datagrams, that only say "it moved"
DOWN, UP = b"down", b"up"  # what the workbench's finger says
LARGEST_BYTES: Final = 16


class Button(Protocol):
    """What the process needs of a button."""

    def fileno(self) -> int:
        """For select: readable when it moved."""

    def is_down(self) -> bool:
        """Whether it is down now; `fileno` is quiet after it."""

    def close(self) -> None:
        """Look at it no more."""


class PinButton:
    """Between a pin and ground, pulled up inside the board. `factory` None: what gpiozero finds on this machine."""

    def __init__(self, pin: int, factory: Factory | None = None) -> None:
        from gpiozero import DigitalInputDevice

        self._read_fd, self._write_fd = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            self._pin = DigitalInputDevice(pin, pull_up=True, pin_factory=factory)
        except BaseException:
            self._close_pipe()
            raise
        self._pin.when_activated = self._moved
        self._pin.when_deactivated = self._moved

    def fileno(self) -> int:
        return self._read_fd

    def is_down(self) -> bool:
        with suppress(BlockingIOError):
            os.read(self._read_fd, MOST_AT_ONCE)  # before the look: what moves after it is told again
        return bool(self._pin.is_active)

    def close(self) -> None:
        self._pin.close()
        self._close_pipe()

    def _moved(self) -> None:
        """From gpiozero's thread."""
        with suppress(BlockingIOError):  # full of such words: it will be looked at anyway
            os.write(self._write_fd, b"x")

    def _close_pipe(self) -> None:
        os.close(self._read_fd)
        os.close(self._write_fd)


class SimulatedButton:
    """gpiozero's pretended pin; whoever may write to the socket is the finger."""

    def __init__(self, pin: int, socket_path: Path) -> None:
        from gpiozero.pins.mock import MockFactory

        factory = MockFactory()
        self._button = PinButton(pin, factory)
        self._pin = factory.pin(pin)
        socket_path.parent.mkdir(parents=True, exist_ok=True)
        socket_path.unlink(missing_ok=True)  # of a lights process before us
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(str(socket_path))

    def fileno(self) -> int:
        return self._socket.fileno()

    def is_down(self) -> bool:
        for _ in range(MOST_AT_ONCE):
            try:
                said = self._socket.recv(LARGEST_BYTES)
            except OSError:
                break  # nothing more has come
            if said in (DOWN, UP):
                (self._pin.drive_low if said == DOWN else self._pin.drive_high)()
        return self._button.is_down()

    def close(self) -> None:
        self._socket.close()
        self._button.close()
