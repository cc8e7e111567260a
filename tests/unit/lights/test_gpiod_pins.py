"""gpiozero's pins on libgpiod: against a pretended module of that name, and through gpiozero's own devices."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from gpiozero import LED, Button
from gpiozero.exc import (
    PinFixedPull,
    PinInvalidBounce,
    PinInvalidEdges,
    PinInvalidFunction,
    PinInvalidPull,
    PinPWMUnsupported,
    PinSetInput,
    PinUnknownPi,
)
from gpiozero.pins.local import LocalPiFactory

from appliance.lights.lamp import PinLamp, system_pins
from tests.unit.lights.fake_gpiod import Bias, Direction, Edge, EdgeEvent, Hardware, Line, Value, module

CHIP = "/dev/gpiochip0"


def header() -> list[Line]:
    """54 lines as those of a Pi 3: most are called by their number, some by their use."""
    return [Line(f"GPIO{number}" if number not in (2, 3) else "SDA1") for number in range(54)]


@pytest.fixture
def hardware(monkeypatch: pytest.MonkeyPatch) -> Hardware:
    pretended = Hardware({CHIP: ("pinctrl-bcm2835", header())})
    gpiod = module(pretended)
    monkeypatch.setitem(sys.modules, "gpiod", gpiod)
    monkeypatch.setitem(sys.modules, "gpiod.line", gpiod.line)
    return pretended


@pytest.fixture
def pins(hardware: Hardware, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module under test, made anew over this hardware; gpiozero's own memory of pins is emptied."""
    sys.modules.pop("appliance.lights.gpiod_pins", None)
    monkeypatch.setattr(LocalPiFactory, "pins", {})
    yield importlib.import_module("appliance.lights.gpiod_pins")
    sys.modules.pop("appliance.lights.gpiod_pins", None)


@pytest.fixture
def factory(pins: ModuleType) -> Iterator[Any]:
    made = pins.GpiodFactory(CHIP)
    yield made
    made.close()


def test_an_led_drives_its_line(factory: Any, hardware: Hardware) -> None:
    line = hardware.line(17, CHIP)
    led = LED(17, pin_factory=factory)
    assert line.direction is Direction.OUTPUT
    led.on()
    assert (line.value, led.value) == (Value.ACTIVE, 1)
    led.off()
    assert (line.value, led.value) == (Value.INACTIVE, 0)


def test_a_lit_line_is_taken_over_without_a_flicker(factory: Any, hardware: Hardware) -> None:
    line = hardware.line(17, CHIP)
    line.direction, line.value = Direction.OUTPUT, Value.ACTIVE
    LED(17, pin_factory=factory, initial_value=True)
    assert 0 not in line.history


def test_a_lamp_of_several_leds_works_on_it(factory: Any, hardware: Hardware) -> None:
    lamp = PinLamp((17, 22, 27), factory)
    lamp.show(False, True, False)
    assert lamp.levels == (False, True, False)
    assert [hardware.line(number, CHIP).value.value for number in (17, 22, 27)] == [0, 1, 0]


def test_a_line_without_its_usual_name_is_found_by_its_place(factory: Any, hardware: Hardware) -> None:
    LED(3, pin_factory=factory).on()
    assert hardware.line(3, CHIP).value is Value.ACTIVE


def test_a_line_elsewhere_on_the_chip_is_found_by_its_name(hardware: Hardware, pins: ModuleType) -> None:
    lines = header()
    lines[17], lines[40] = Line("other"), Line("GPIO17")
    hardware.chips[CHIP] = ("pinctrl-rp1", lines)
    made = pins.GpiodFactory(CHIP)
    LED(17, pin_factory=made).on()
    assert (lines[40].value, lines[17].value) == (Value.ACTIVE, Value.INACTIVE)
    made.close()


def test_the_chip_is_found_by_its_label(hardware: Hardware, pins: ModuleType, tmp_path: Path) -> None:
    for name, label in (("gpiochip0", "raspberrypi-exp-gpio"), ("gpiochip1", "pinctrl-bcm2711")):
        (tmp_path / name).touch()
        hardware.chips[str(tmp_path / name)] = (label, header())
    (tmp_path / "gpiochip4").symlink_to("gpiochip0")
    assert pins.find_chip(tmp_path) == str(tmp_path / "gpiochip1")


@pytest.mark.parametrize("trouble", [PinUnknownPi("none"), FileNotFoundError(2, "/proc/cpuinfo")])
def test_a_board_that_does_not_say_which_it_is_has_the_usual_header(
    factory: Any, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def unknown(_factory: object) -> int:
        raise trouble

    monkeypatch.setattr(LocalPiFactory, "_get_revision", unknown)
    assert factory.board_info.model == "3B"
    assert factory.pin("GPIO17").info.name == "GPIO17"


def test_a_machine_without_such_a_chip_says_so(pins: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(PinUnknownPi, match="pinctrl-bcm2835"):
        pins.find_chip(tmp_path)


def test_closing_makes_an_input_of_the_line_and_lets_it_go(factory: Any, hardware: Hardware) -> None:
    led = LED(17, pin_factory=factory)
    led.on()
    line = hardware.line(17, CHIP)
    factory.close()
    assert (line.direction, line.is_held) == (Direction.INPUT, False)
    assert all(request.is_released for request in hardware.requests)
    factory.close()  # once is enough, twice is no harm


def test_a_line_that_somebody_else_holds_is_refused(factory: Any, hardware: Hardware) -> None:
    hardware.line(17, CHIP).is_held = True
    with pytest.raises(OSError, match="held"):
        LED(17, pin_factory=factory)


def test_a_button_hears_its_edges(factory: Any, hardware: Hardware) -> None:
    line = hardware.line(27, CHIP)
    line.value = Value.ACTIVE  # pulled up: not pressed
    button = Button(27, pin_factory=factory, bounce_time=0.02)
    assert (line.direction, line.bias, line.edge) == (Direction.INPUT, Bias.PULL_UP, Edge.BOTH)
    assert line.debounce == timedelta(milliseconds=20)
    pressed = threading.Event()
    button.when_pressed = pressed.set
    line.value = Value.INACTIVE
    hardware.requests[-1].events.put(EdgeEvent(EdgeEvent.Type.FALLING_EDGE, 5_000_000_000))
    assert pressed.wait(5)
    assert button.is_pressed
    button.close()
    assert not [one for one in threading.enumerate() if one.name.startswith("gpiozero-")]


def test_a_watch_ends_when_nobody_listens_any_more(factory: Any, hardware: Hardware) -> None:
    pin = factory.pin("GPIO27")
    pin.function = "input"

    def changed(ticks: float, state: bool) -> None:
        pass

    pin.when_changed = changed
    assert hardware.line(27, CHIP).edge is Edge.BOTH
    pin.edges = "rising"
    assert hardware.line(27, CHIP).edge is Edge.RISING
    pin.when_changed = None
    assert hardware.line(27, CHIP).edge is Edge.NONE
    assert not [one for one in threading.enumerate() if one.name.startswith("gpiozero-")]


def test_pulls_are_set_and_told(factory: Any, hardware: Hardware) -> None:
    pin = factory.pin("GPIO27")
    pin.input_with_pull("up")
    assert (pin.pull, hardware.line(27, CHIP).bias) == ("up", Bias.PULL_UP)
    pin.pull = "down"
    assert pin.pull == "down"
    pin.pull = "floating"
    assert (pin.pull, hardware.line(27, CHIP).bias) == ("floating", Bias.DISABLED)


def test_what_a_line_cannot_do_is_refused_as_gpiozero_refuses_it(factory: Any) -> None:
    pin = factory.pin("GPIO27")
    pin.function = "input"
    with pytest.raises(PinSetInput):
        pin.state = 1
    with pytest.raises(PinInvalidPull):
        pin.pull = "sideways"
    with pytest.raises(PinInvalidFunction):
        pin.function = "alt5"
    with pytest.raises(PinInvalidEdges):
        pin.edges = "some"
    with pytest.raises(PinInvalidBounce):
        pin.bounce = -1
    with pytest.raises(PinPWMUnsupported):
        pin.frequency = 100
    assert pin.frequency is None
    pin.function = "output"
    with pytest.raises(PinFixedPull):
        pin.pull = "up"


def test_becoming_an_output_keeps_the_level(factory: Any, hardware: Hardware) -> None:
    line = hardware.line(27, CHIP)
    line.value = Value.ACTIVE
    pin = factory.pin("GPIO27")
    pin.function = "output"
    assert (pin.function, pin.state, line.history) == ("output", True, [1])


def test_libgpiod_is_taken_where_lgpio_is_not(
    pins: ModuleType, hardware: Hardware, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "importlib.util.find_spec",
        lambda name: None if name == "lgpio" else ModuleType(name).__spec__ or True,
    )
    monkeypatch.setattr(pins, "find_chip", lambda: CHIP)
    made: Any = system_pins({})
    assert type(made).__name__ == "GpiodFactory"
    made.close()


def test_lgpio_and_a_persons_own_choice_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    assert system_pins({"GPIOZERO_PIN_FACTORY": "mock"}) is None
    monkeypatch.setattr("importlib.util.find_spec", lambda name: True)
    assert system_pins({}) is None
