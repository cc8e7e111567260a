"""The simulated sockets look to the till's own eyes like the real ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.devices.sysfs import SysTree
from appliance.simulator.usb import GADGETS, UsbSockets, Wire


def silent(wire: Wire) -> None:
    while wire.receive() is not None:
        pass


@pytest.fixture
def usb(tmp_path: Path) -> Iterator[UsbSockets]:
    made = UsbSockets(tmp_path / "usb", silent)
    made.start()
    yield made
    made.stop()


def kinds(tmp_path: Path) -> dict[str, str]:
    found = SysTree(tmp_path / "usb/sys", tmp_path / "usb/dev").scan()
    assert all(Path(one.node).exists() for one in found)
    return {one.kind: one.name for one in found}


def test_what_is_plugged_in_is_seen_for_what_it_is(usb: UsbSockets, tmp_path: Path) -> None:
    assert kinds(tmp_path) == {}
    for name in GADGETS:
        usb.plug(name, True)
        usb.plug(name, True)
    assert kinds(tmp_path) == {
        "printer": "Tillbox Virtual USB printer",
        "keyboard": "Virtual USB scanner",
        "serial": "Virtual serial adapter",
    }
    for name in GADGETS:
        usb.plug(name, False)
    assert kinds(tmp_path) == {}
    assert usb.plugged() == dict.fromkeys(GADGETS, False)


def test_a_scanner_in_the_drawer_reads_nothing(usb: UsbSockets) -> None:
    assert usb.type("4006381333931") is False
    usb.plug("scanner", True)
    assert usb.type("4006381333931") is True


def test_what_an_earlier_run_left_is_not_plugged_in(usb: UsbSockets, tmp_path: Path) -> None:
    usb.plug("scanner", True)
    UsbSockets(tmp_path / "usb", silent).start()
    assert kinds(tmp_path) == {}
