"""One contract for every button: on gpiozero's pretended pins, on libgpiod's, and pressed through the workbench's wire.

The same on the kernel's own pretended lines is asked of the booted image: tests/system/boot/test_virt.py.
"""

from __future__ import annotations

import importlib
import select
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from gpiozero.exc import GPIOZeroError
from gpiozero.pins.local import LocalPiFactory
from gpiozero.pins.mock import MockFactory

from appliance.lights.button import DOWN, UP, Button, PinButton, SimulatedButton
from tests.unit.lights.fake_gpiod import Bias, Direction, EdgeEvent, Hardware, Line, Value, module

PIN = 26  # GPIO 3 has a resistor of its own on the board, so nobody pulls it from inside
CHIP = "/dev/gpiochip0"


class Pressed(Protocol):
    """A button and a finger on it."""

    button: Button

    def press(self) -> None: ...
    def let_go(self) -> None: ...
    def end(self) -> None: ...


class OnPretendedPins:
    def __init__(self) -> None:
        self._factory = MockFactory()
        self.button: Button = PinButton(PIN, self._factory)

    def press(self) -> None:
        self._factory.pin(PIN).drive_low()

    def let_go(self) -> None:
        self._factory.pin(PIN).drive_high()

    def end(self) -> None:
        self._factory.reset()


class OnLibgpiod:
    def __init__(self, hardware: Hardware, factory: Any) -> None:
        self._hardware, self._factory = hardware, factory
        self._line = hardware.line(PIN, CHIP)
        self._line.value = Value.ACTIVE  # pulled up
        self.button: Button = PinButton(PIN, factory)
        assert (self._line.direction, self._line.bias) == (Direction.INPUT, Bias.PULL_UP)

    def press(self) -> None:
        self._move(Value.INACTIVE, EdgeEvent.Type.FALLING_EDGE)

    def let_go(self) -> None:
        self._move(Value.ACTIVE, EdgeEvent.Type.RISING_EDGE)

    def _move(self, value: Value, edge: EdgeEvent.Type) -> None:
        self._line.value = value
        self._hardware.requests[-1].events.put(EdgeEvent(edge, 5_000_000_000))

    def end(self) -> None:
        self._factory.close()


class OnWire:
    def __init__(self, where: Path) -> None:
        self._path = where / "button.sock"
        self.button: Button = SimulatedButton(PIN, self._path)

    def press(self) -> None:
        self._say(DOWN)

    def let_go(self) -> None:
        self._say(UP)

    def _say(self, what: bytes) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as finger:
            for data in (b"", b"strange", what):
                finger.sendto(data, str(self._path))

    def end(self) -> None:
        pass


@pytest.fixture(params=["mock", "libgpiod", "wire"])
def pressed(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Pressed]:
    made: Pressed
    if request.param == "mock":
        made = OnPretendedPins()
    elif request.param == "wire":
        made = OnWire(tmp_path)
    else:
        hardware = Hardware({CHIP: ("pinctrl-bcm2835", [Line(f"GPIO{number}") for number in range(54)])})
        gpiod = module(hardware)
        monkeypatch.setitem(sys.modules, "gpiod", gpiod)
        monkeypatch.setitem(sys.modules, "gpiod.line", gpiod.line)
        monkeypatch.delitem(sys.modules, "appliance.lights.gpiod_pins", raising=False)
        monkeypatch.setattr(LocalPiFactory, "pins", {})
        made = OnLibgpiod(hardware, importlib.import_module("appliance.lights.gpiod_pins").GpiodFactory(CHIP))
    yield made
    made.button.close()
    made.end()
    sys.modules.pop("appliance.lights.gpiod_pins", None)


def has_moved(button: Button, limit_s: float = 5.0) -> bool:
    return bool(select.select([button.fileno()], [], [], limit_s)[0])


def test_untouched_button_is_up_and_says_nothing(pressed: Pressed) -> None:
    assert not pressed.button.is_down()
    assert not has_moved(pressed.button, 0.0)


def test_every_movement_wakes_who_waits_and_is_read(pressed: Pressed) -> None:
    for _ in range(3):
        pressed.press()
        assert has_moved(pressed.button)
        assert pressed.button.is_down()
        assert not has_moved(pressed.button, 0.0)
        pressed.let_go()
        assert has_moved(pressed.button)
        assert not pressed.button.is_down()


def test_held_button_stays_down_without_another_word(pressed: Pressed) -> None:
    pressed.press()
    assert has_moved(pressed.button)
    assert pressed.button.is_down()
    assert pressed.button.is_down()
    assert not has_moved(pressed.button, 0.0)


def test_pin_that_is_taken_is_refused_and_leaves_nothing_open() -> None:
    factory = MockFactory()
    first = PinButton(PIN, factory)
    with pytest.raises(GPIOZeroError):
        PinButton(PIN, factory)
    first.close()
    again = PinButton(PIN, factory)
    assert not again.is_down()
    again.close()
    factory.reset()
