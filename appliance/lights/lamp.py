"""The lamp of two LEDs, red and green; both together are amber. Real pins, or pretended ones the workbench sees.

Knows no colour names, no rhythm and no reason.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from gpiozero import Factory

Pins = tuple[int, int]  # red, green; numbers as the Pi's maker counts them (BCM)


class Lamp(Protocol):
    """What the process needs of a lamp."""

    def show(self, red: bool, green: bool) -> None:
        """Set both LEDs."""

    def refresh(self) -> None:
        """Say the levels again, where somebody may have missed them."""

    def leave_lit(self) -> None:
        """The process is about to end: let the pins be as they are."""


class PinLamp:
    """LEDs on pins, by gpiozero. `factory` None: what this machine has."""

    def __init__(self, pins: Pins, factory: Factory | None = None) -> None:
        from gpiozero import LED

        self._leds = tuple(LED(pin, pin_factory=factory) for pin in pins)

    @property
    def levels(self) -> tuple[bool, bool]:
        """What the pins are, not what they were told."""
        red, green = (bool(led.value) for led in self._leds)
        return red, green

    def show(self, red: bool, green: bool) -> None:
        """Set both pins; the one that goes dark first, so that a change never flashes amber."""
        for led, lit in sorted(zip(self._leds, (red, green), strict=True), key=lambda pair: pair[1]):
            led.value = lit

    def refresh(self) -> None:
        """Wires forget nothing."""

    def leave_lit(self) -> None:
        """Ends the process at once: gpiozero's way out would make inputs of the pins, and the lamp dark."""
        logging.shutdown()
        os._exit(0)


class SimulatedLamp:
    """gpiozero's pretended pins; their levels go to the simulator, as by two wires to its lamp."""

    def __init__(self, pins: Pins, socket_path: Path) -> None:
        from gpiozero.pins.mock import MockFactory

        self._pins = PinLamp(pins, MockFactory())
        self._wires = Wires(socket_path)

    @property
    def levels(self) -> tuple[bool, bool]:
        """What the pins are."""
        return self._pins.levels

    def show(self, red: bool, green: bool) -> None:
        """Set both pins and let the simulator see them."""
        self._pins.show(red, green)
        self._wires.carry(*self.levels)

    def refresh(self) -> None:
        """A simulator that was restarted learns what its lamp shows."""
        self._wires.carry(*self.levels)

    def leave_lit(self) -> None:
        """The simulator keeps the last levels it saw."""
        self._wires.close()


class Wires:
    """The way from pretended pins to the simulator's lamp. Nobody at the other end is no error."""

    def __init__(self, socket_path: Path) -> None:
        self._address = str(socket_path)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)

    def close(self) -> None:
        """Carry nothing more."""
        self._socket.close()

    def carry(self, red: bool, green: bool) -> None:
        """One datagram with both levels and when they were so."""
        content = {"red": int(red), "green": int(green), "at_s": time.monotonic()}
        try:
            self._socket.sendto(json.dumps(content).encode(), self._address)
        except OSError:
            pass  # the simulator is away; the next refresh tells it
