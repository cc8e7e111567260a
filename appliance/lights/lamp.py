"""The lamp's LEDs on pins: real ones, or pretended ones the workbench sees.

Knows no colour names, no rhythm and no reason.
"""

from __future__ import annotations

import importlib.util
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from appliance.lights import wiring as wirings
from appliance.lights.wires import Wires
from appliance.lights.wiring import Levels, Wiring

if TYPE_CHECKING:
    from gpiozero import Factory

LOG = logging.getLogger(__name__)

Pins = tuple[int, ...]  # one for each LED of the wiring; numbers as the Pi's maker counts them (BCM)


class Lamp(Protocol):
    """What the process needs of a lamp."""

    def show(self, *levels: bool) -> None:
        """Set every LED."""

    def refresh(self) -> None:
        """Say the levels again, where somebody may have missed them."""

    def leave_lit(self) -> None:
        """The process is about to end: let the pins be as they are."""


class PinLamp:
    """LEDs on pins, by gpiozero. `factory` None: what gpiozero finds on this machine."""

    def __init__(self, pins: Pins, factory: Factory | None = None) -> None:
        from gpiozero import LED

        self._leds = tuple(LED(pin, pin_factory=factory) for pin in pins)

    @property
    def levels(self) -> Levels:
        """What the pins are, not what they were told."""
        return tuple(bool(led.value) for led in self._leds)

    def show(self, *levels: bool) -> None:
        """Set all pins; those that go dark first, so that a change never flashes a mixed colour."""
        for led, lit in sorted(zip(self._leds, levels, strict=True), key=lambda pair: pair[1]):
            led.value = lit

    def refresh(self) -> None:
        """Wires forget nothing."""

    def leave_lit(self) -> None:
        """Ends the process at once: gpiozero's way out would make inputs of the pins, and the lamp dark."""
        logging.shutdown()
        os._exit(0)


class SimulatedLamp:
    """gpiozero's pretended pins; what an eye would see goes to the simulator, as by two wires to its lamp."""

    def __init__(self, pins: Pins, socket_path: Path, wiring: Wiring = "two") -> None:
        from gpiozero.pins.mock import MockFactory

        self._wiring: Wiring = wiring
        self._pins = PinLamp(pins, MockFactory())
        self._wires = Wires(str(socket_path))

    @property
    def levels(self) -> Levels:
        """What the pins are."""
        return self._pins.levels

    def show(self, *levels: bool) -> None:
        """Set all pins and let the simulator see them."""
        self._pins.show(*levels)
        self.refresh()

    def refresh(self) -> None:
        """A simulator that was restarted learns what its lamp shows."""
        self._wires.carry(*wirings.as_two(self._wiring, self.levels))

    def leave_lit(self) -> None:
        """The simulator keeps the last levels it saw."""
        self._wires.close()


def system_pins(environment: Mapping[str, str]) -> Factory | None:
    """The pins of this machine: lgpio where the system has it, as on Raspberry Pi OS, else libgpiod, as on Debian.

    None leaves the choice to gpiozero, as does a person who named one in its own variable.
    """
    if environment.get("GPIOZERO_PIN_FACTORY") or importlib.util.find_spec("lgpio") is not None:
        return None
    if importlib.util.find_spec("gpiod") is None:
        LOG.warning("neither lgpio nor gpiod is installed; gpiozero takes what it finds")
        return None
    from appliance.lights.gpiod_pins import GpiodFactory

    return GpiodFactory()
