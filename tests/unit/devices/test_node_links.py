"""Links to nodes in /dev: deadlines hold, a pulled cable is told, a URL says exactly what is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from appliance.devices.links import LinkError, link_from_url, write_all
from appliance.devices.node_link import NodeLink
from appliance.devices.serial_link import Line, Serial
from appliance.devices.usb_link import UsbLp
from appliance.simulator.usb import Pty

MAKERS: dict[str, Callable[[str], NodeLink]] = {"usb": UsbLp, "serial": Serial}


@pytest.fixture
def peer() -> Iterator[Pty]:
    made = Pty()
    yield made
    made.close()


@pytest.fixture(params=sorted(MAKERS))
def link(request: pytest.FixtureRequest, peer: Pty) -> Iterator[NodeLink]:
    made = MAKERS[request.param](peer.path)
    yield made
    made.close()


def test_bytes_go_both_ways_unchanged(peer: Pty, link: NodeLink) -> None:
    link.open(1)
    every = bytes(range(256))
    assert link.write(every, 1) == 256
    heard = b""
    while len(heard) < 256:
        heard += peer.receive() or b""
    assert heard == every
    peer.send(b"\x16\x12\r\n\x00")
    assert link.read(10, 1) == b"\x16\x12\r\n\x00"


def test_silence_is_empty_and_not_an_error(link: NodeLink) -> None:
    link.open(1)
    assert link.read(10, 0.01) == b""
    assert link.is_open


def test_a_device_that_takes_nothing_more_ends_in_time_with_what_it_took(link: NodeLink) -> None:
    link.open(1)
    data = bytes(1024 * 1024)
    assert 0 < link.write(data, 0.2) < len(data)
    with pytest.raises(LinkError) as caught:
        write_all(link, data, 0.05)
    assert caught.value.stage == "timed_out"


@pytest.mark.parametrize("use", [lambda link: link.read(1, 1), lambda link: link.write(b"x", 1)])
def test_a_pulled_cable_is_broken_and_lets_the_node_go(
    peer: Pty, link: NodeLink, use: Callable[[NodeLink], object]
) -> None:
    link.open(1)
    peer.close()
    with pytest.raises(LinkError) as caught:
        use(link)
    assert caught.value.stage == "broken"
    assert not link.is_open


@pytest.mark.parametrize("make", MAKERS.values())
def test_a_node_that_is_not_there_is_not_reached(make: Callable[[str], NodeLink], tmp_path: Path) -> None:
    with pytest.raises(LinkError) as caught:
        make(str(tmp_path / "lp0")).open(1)
    assert caught.value.stage == "not_reached"


def test_a_link_that_is_not_open_is_broken_and_closing_it_twice_is_fine(link: NodeLink) -> None:
    for use in (lambda: link.read(1, 0), lambda: link.write(b"x", 0)):
        with pytest.raises(LinkError):
            use()
    link.close()
    link.close()


def test_a_url_names_node_and_line() -> None:
    usb = link_from_url("usb:///dev/usb/lp0")
    assert isinstance(usb, UsbLp) and usb.name == "/dev/usb/lp0"
    serial = link_from_url("serial:///dev/serial/by-id/usb-A_B-if00?baud=19200&format=7E1")
    assert isinstance(serial, Serial) and serial.name == "/dev/serial/by-id/usb-A_B-if00"


@pytest.mark.parametrize(
    "url",
    [
        "usb://lp0",
        "usb:///etc/passwd",
        "usb:///dev/../etc/passwd",
        "usb:///dev/usb/lp0?baud=1",
        "serial://ttyUSB0",
        "serial:///dev/ttyS0?baud=9601",
        "serial:///dev/ttyS0?format=9N1",
        "serial:///dev/ttyS0?flow=dtr",
        "serial:///dev/ttyS0?speed=9600",
    ],
)
def test_an_unclear_url_is_refused_naming_the_allowed(url: str) -> None:
    with pytest.raises(ValueError, match="allowed"):
        link_from_url(url)


def test_a_line_no_device_can_be_set_to_is_not_reached(peer: Pty) -> None:
    link = Serial(peer.path, Line(baud=-1))
    with pytest.raises(LinkError) as caught:
        link.open(1)
    assert caught.value.stage == "not_reached"
