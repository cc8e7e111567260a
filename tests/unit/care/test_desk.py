"""The sheet of results comes out once for each wish, whatever was wished in between."""

from __future__ import annotations

import pytest

from appliance.care.check import Check
from appliance.care.desk import Care
from appliance.care.health import Health
from appliance.care.saving import Saving
from appliance.care.self_test import SelfTest, Tools
from appliance.care.storage import Speed
from appliance.care.technician import Technician
from appliance.care.whereabouts import Whereabouts
from appliance.domain.errors import TillError
from tests.unit.care.fakes import FakeDoor, MemorySecrets, PlainHash


class Printer:
    def __init__(self) -> None:
        self.papers = 0
        self.is_there = True

    def print(self) -> None:
        if not self.is_there:
            raise TillError("no_printer")
        self.papers += 1


def desk_of(printer: Printer) -> Care:
    door = FakeDoor()
    clock = Check("clock", "fine", "clock.network")
    return Care(
        Health({}),
        SelfTest(Tools(lambda: True, printer.print, lambda _stop: Speed(1_000, 9_000, 100), lambda: clock)),
        Saving(lambda: [b"zip"], door, lambda: 0.0, lambda _kind: "save-0001"),
        Technician(MemorySecrets(), PlainHash(), door, lambda: 0.0, lambda _kind: "tech-0001"),
        printer.print,
        lambda: "none",
        lambda: Whereabouts("tillbox-3fa9", ("192.0.2.7",)),
    )


def test_a_wish_that_comes_again_after_another_prints_nothing() -> None:
    printer = Printer()
    desk = desk_of(printer)
    for key in ("key-1", "key-2", "key-1"):
        desk.print_results(key)
    assert printer.papers == 2


def test_a_wish_that_was_refused_prints_when_it_comes_again() -> None:
    printer = Printer()
    desk = desk_of(printer)
    printer.is_there = False
    with pytest.raises(TillError, match="no_printer"):
        desk.print_results("key-1")
    printer.is_there = True
    desk.print_results("key-1")
    assert printer.papers == 1
