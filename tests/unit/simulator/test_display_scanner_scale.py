"""The smaller devices on the wire."""

import socket

import pytest

from appliance.simulator.display import DisplayStream
from appliance.simulator.scale import Pan, ScaleStream, VirtualScale
from appliance.simulator.scanner import VirtualScanner

GREETING = b"\x1b@\x1bQATotal        4 items\r\x1bQB" + "14,23 €".rjust(20).encode("cp858") + b"\r"


class FakeTime:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.mark.parametrize("at", range(len(GREETING)))
def test_display_lines_survive_any_split(at: int) -> None:
    display = DisplayStream()
    display.feed(GREETING[:at])
    display.feed(GREETING[at:])
    assert display.lines == ("Total        4 items", "             14,23 €")


def test_display_clears_and_cuts_long_lines() -> None:
    display = DisplayStream()
    display.feed(b"\x1bQA" + b"x" * 30 + b"\r")
    assert display.lines == ("x" * 20, " " * 20)
    assert display.feed(b"\x0c")
    assert display.lines == (" " * 20, " " * 20)


def test_display_reports_no_change_when_the_glass_stays() -> None:
    display = DisplayStream()
    assert display.feed(GREETING)
    assert not display.feed(GREETING[2:])


def weigh(load_g: int, on: bool = True, after_s: float = 1.0) -> bytes:
    time = FakeTime()
    pan = Pan(time)
    pan.put(load_g, on)
    time.now_s += after_s
    return ScaleStream(pan).feed(b"W")


def test_resting_goods_are_weighed_in_five_gram_steps() -> None:
    assert weigh(1253) == b"\x0201.255\r"
    assert weigh(0) == b"\x0200.000\r"
    assert weigh(1160, on=False) == b"\x0200.000\r"


def test_goods_just_placed_are_in_motion() -> None:
    assert weigh(1250, after_s=0.5) == b"\x02?1\r"
    assert weigh(1250, after_s=0.7) == b"\x0201.250\r"


def test_too_much_and_below_zero_are_no_weight() -> None:
    assert weigh(15_500) == b"\x02?2\r"
    assert weigh(-40) == b"\x02?4\r"


def test_taking_goods_off_moves_the_pan_too() -> None:
    time = FakeTime()
    pan = Pan(time)
    pan.put(500, True)
    time.now_s += 1
    pan.put(500, False)
    assert ScaleStream(pan).feed(b"W") == b"\x02?1\r"


def test_scale_proves_itself_by_echo() -> None:
    stream = ScaleStream(Pan(FakeTime()))
    assert stream.feed(b"Ehello") == b"\x02E\rhello"
    assert stream.feed(b"F") == b""
    assert stream.feed(b"W") == b"\x0200.000\r"


def test_scale_answers_over_tcp() -> None:
    scale = VirtualScale(pan=Pan(settle_s=0.0))
    scale.start()
    try:
        scale.put(250, True)
        with socket.create_connection(("127.0.0.1", scale.port), timeout=5) as wire:
            wire.sendall(b"W")
            assert wire.recv(16) == b"\x0200.250\r"
    finally:
        scale.stop()


def test_scanned_code_reaches_the_till_with_a_return() -> None:
    scanner = VirtualScanner()
    scanner.start()
    try:
        assert not scanner.scan("4006381333931")
        with socket.create_connection(("127.0.0.1", scanner.port), timeout=5) as wire:
            assert scanner.wait_connected()
            assert scanner.scan("4006381333931")
            received = b""
            while not received.endswith(b"\r"):
                received += wire.recv(64)
        assert received == b"4006381333931\r"
    finally:
        scanner.stop()


@pytest.mark.parametrize("code", ["", "x" * 129, "two\nlines", "ünïcode"])
def test_what_no_barcode_holds_is_refused(code: str) -> None:
    scanner = VirtualScanner()
    scanner.start()
    with pytest.raises(ValueError, match="printable"):
        scanner.scan(code)
    scanner.stop()
