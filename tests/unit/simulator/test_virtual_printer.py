"""The printer on the wire: status, the fence, faults."""

import socket
from collections.abc import Iterator

import pytest

from appliance.simulator.paper import plain_lines
from appliance.simulator.printer import PrinterEvent, VirtualPrinter

FENCE = b"\x1dr\x01"


@pytest.fixture
def events() -> list[PrinterEvent]:
    return []


@pytest.fixture
def printer(events: list[PrinterEvent]) -> Iterator[VirtualPrinter]:
    printer = VirtualPrinter(on_change=events.append)
    printer.start()
    yield printer
    printer.stop()


@pytest.fixture
def wire(printer: VirtualPrinter) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", printer.port), timeout=5) as wire:
        yield wire


def status(wire: socket.socket) -> str:
    answers = b""
    for which in range(1, 5):
        wire.sendall(bytes([0x10, 0x04, which]))
        answers += wire.recv(1)
    return answers.hex(" ")


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        (None, "16 12 12 12"),
        ("paper_low", "16 12 12 1e"),
        ("paper_out", "1e 32 12 7e"),
        ("cover_open", "1e 16 12 12"),
        ("slow", "16 12 12 12"),
    ],
)
def test_status_bytes_say_what_is_wrong(
    printer: VirtualPrinter, wire: socket.socket, fault: str | None, answer: str
) -> None:
    if fault:
        printer.set_fault(fault, True)
    assert status(wire) == answer


@pytest.mark.parametrize("fault", ["paper_out", "cover_open"])
def test_fence_is_withheld_while_printing_stands_still(
    printer: VirtualPrinter, wire: socket.socket, fault: str
) -> None:
    printer.set_fault(fault, True)
    wire.sendall(b"one\n\x1dV\x00" + FENCE)
    # Had the fence been answered, its byte would stand before the status bytes.
    assert status(wire)[:2] == "1e"
    assert printer.pieces == ()
    printer.set_fault(fault, False)
    assert wire.recv(1) == b"\x00"
    assert [plain_lines(piece) for piece in printer.pieces] == [["one"]]


def test_paper_that_runs_out_mid_receipt_is_printed_once_after_the_refill(
    printer: VirtualPrinter, wire: socket.socket
) -> None:
    wire.sendall(b"first\n")
    assert printer.wait_for(lambda view: len(view.strip.rows) == 1)
    printer.set_fault("paper_out", True)
    wire.sendall(b"second\n\x1dV\x00" + FENCE)
    assert printer.wait_for(lambda view: view.waiting_bytes > 0)
    printer.set_fault("paper_out", False)
    assert wire.recv(1) == b"\x00"
    assert [plain_lines(piece) for piece in printer.pieces] == [["first", "second"]]


def test_fence_answers_after_everything_before_it(printer: VirtualPrinter, wire: socket.socket) -> None:
    wire.sendall(b"x\n" * 300 + b"\x1bp\x00\x19\xfa\x1dV\x00" + FENCE)
    assert wire.recv(1) == b"\x00"
    assert len(printer.pieces[0].rows) == 300
    assert printer.drawer_pulses == 1


def test_fence_tells_of_paper_nearly_out(printer: VirtualPrinter, wire: socket.socket) -> None:
    printer.set_fault("paper_low", True)
    wire.sendall(FENCE)
    assert wire.recv(1) == b"\x03"


def test_picture_bytes_that_look_like_a_status_request_are_not_answered(wire: socket.socket) -> None:
    wire.sendall(b"\x1dv0\x00\x03\x00\x01\x00\x10\x04\x01" + FENCE)
    assert wire.recv(8) == b"\x00"


def test_pulled_cable_hangs_up_and_turns_away(printer: VirtualPrinter, wire: socket.socket) -> None:
    assert status(wire) == "16 12 12 12"
    printer.set_fault("offline", True)
    assert wire.recv(1) == b""
    with socket.create_connection(("127.0.0.1", printer.port), timeout=5) as another:
        assert another.recv(1) == b""
    printer.set_fault("offline", False)
    with socket.create_connection(("127.0.0.1", printer.port), timeout=5) as again:
        assert status(again) == "16 12 12 12"


def test_what_was_sent_before_the_sender_died_is_still_printed(printer: VirtualPrinter) -> None:
    printer.set_fault("paper_out", True)
    with socket.create_connection(("127.0.0.1", printer.port), timeout=5) as wire:
        wire.sendall(b"last words\n\x1dV\x00")
        assert printer.wait_for(lambda view: view.waiting_bytes > 0)
    printer.set_fault("paper_out", False)
    assert printer.wait_for(lambda view: len(view.pieces) == 1)


def test_several_connections_share_one_printer(printer: VirtualPrinter, wire: socket.socket) -> None:
    with socket.create_connection(("127.0.0.1", printer.port), timeout=5) as another:
        another.sendall(b"b\n\x1dV\x00" + FENCE)
        assert another.recv(1) == b"\x00"
        wire.sendall(b"a\n\x1dV\x00" + FENCE)
        assert wire.recv(1) == b"\x00"
    assert [plain_lines(piece) for piece in printer.pieces] == [["b"], ["a"]]


def test_events_tell_the_story_in_order(
    printer: VirtualPrinter, wire: socket.socket, events: list[PrinterEvent]
) -> None:
    wire.sendall(b"\x1b@\x1bp\x00\x19\xfahello\n\x1dV\x00" + FENCE)
    assert wire.recv(1) == b"\x00"
    assert [event.kind for event in events if event.kind != "data"] == ["drawer", "row", "cut"]
    assert "data" in [event.kind for event in events]


def test_unknown_fault_is_refused_by_name(printer: VirtualPrinter) -> None:
    with pytest.raises(ValueError, match="on_fire"):
        printer.set_fault("on_fire", True)
