"""One contract for every lamp: on pretended pins read pin by pin, and seen through the simulator's wires."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from gpiozero.pins.mock import MockFactory

from appliance.lights.lamp import Lamp, PinLamp, SimulatedLamp
from appliance.simulator.lamp import VirtualLamp
from appliance.simulator.log import Log

PINS = (23, 24)


class Bulb(Protocol):
    """A lamp and an eye on it."""

    lamp: Lamp

    def sees(self, red: bool, green: bool) -> bool: ...


class OnPins:
    def __init__(self) -> None:
        self.factory = MockFactory()
        self.lamp: Lamp = PinLamp(PINS, self.factory)

    def sees(self, red: bool, green: bool) -> bool:
        states = [bool(self.factory.pin(pin).state) for pin in PINS]
        return states == [red, green]


class OnWires:
    def __init__(self, where: Path) -> None:
        self.socket_path = where / "light-pins.sock"
        self.eye = VirtualLamp(self.socket_path, Log())
        self.eye.start()
        self.lamp: Lamp = SimulatedLamp(PINS, self.socket_path)

    def sees(self, red: bool, green: bool) -> bool:
        return eventually(lambda: (self.eye.view()["red"], self.eye.view()["green"]) == (red, green))

    def end(self) -> None:
        self.lamp.leave_lit()
        self.eye.stop()


def eventually(question: Callable[[], bool], limit_s: float = 5.0) -> bool:
    deadline_s = time.monotonic() + limit_s
    while not question():
        if time.monotonic() > deadline_s:
            return False
        time.sleep(0.002)
    return True


@pytest.fixture(params=["pins", "wires"])
def bulb(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bulb]:
    if request.param == "pins":
        yield OnPins()
        return
    wires = OnWires(tmp_path)
    yield wires
    wires.end()


def test_a_lamp_is_dark_until_it_is_told(bulb: Bulb) -> None:
    assert bulb.sees(False, False)


def test_every_colour_follows_every_other(bulb: Bulb) -> None:
    levels = list(itertools.product((False, True), repeat=2))
    for before, after in itertools.permutations(levels, 2):
        bulb.lamp.show(*before)
        assert bulb.sees(*before)
        bulb.lamp.show(*after)
        assert bulb.sees(*after)


def test_saying_it_again_changes_nothing(bulb: Bulb) -> None:
    bulb.lamp.show(True, False)
    bulb.lamp.refresh()
    assert bulb.sees(True, False)


def test_green_turns_red_without_a_flash_of_amber() -> None:
    on_pins = OnPins()
    moments: list[tuple[bool, bool]] = []
    red, green = (on_pins.factory.pin(pin) for pin in PINS)
    on_pins.lamp.show(False, True)
    for pin in (red, green):
        real = pin._change_state

        def seen(value: bool, real: Callable[[bool], bool] = real) -> bool:
            changed = real(value)
            moments.append((bool(red.state), bool(green.state)))
            return changed

        pin._change_state = seen
    on_pins.lamp.show(True, False)
    assert (True, True) not in moments
    assert moments[-1] == (True, False)


def test_a_simulator_that_comes_back_learns_the_levels_from_a_refresh(tmp_path: Path) -> None:
    first = OnWires(tmp_path)
    first.lamp.show(True, True)
    assert first.sees(True, True)
    first.eye.stop()
    first.lamp.show(False, True)  # nobody sees it, and nobody minds
    first.eye = VirtualLamp(first.socket_path, Log())
    first.eye.start()
    first.lamp.refresh()
    assert first.sees(False, True)
    first.end()


def test_an_amber_led_of_its_own_is_amber_on_the_workbench(tmp_path: Path) -> None:
    eye = VirtualLamp(tmp_path / "light-pins.sock", Log())
    eye.start()
    lamp = SimulatedLamp((17, 22, 27), tmp_path / "light-pins.sock", "three")
    lamp.show(False, True, False)
    assert lamp.levels == (False, True, False)
    assert eventually(lambda: (eye.view()["red"], eye.view()["green"]) == (True, True))
    lamp.leave_lit()
    eye.stop()
