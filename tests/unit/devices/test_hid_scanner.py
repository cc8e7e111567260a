"""A scanner that types is read key by key, taken for us alone, and found by the code it was shown."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from appliance.devices.hid_scanner import HidScanner, PairingEar
from appliance.devices.typed import EVENT, PLAIN, SHIFTED, KeyEvent, KeyReader
from tests.unit.devices.fakes import FakeClock

ENTER, SHIFT, CTRL, CLOSE_BRACKET = 28, 42, 29, 27
CODE_OF = {letter: code for code, letter in PLAIN.items() if code < 58}
SHIFTED_CODE_OF = {letter: code for code, letter in SHIFTED.items() if code < 58}


def press(*codes: int) -> list[KeyEvent]:
    return [KeyEvent(1, code, value) for code in codes for value in (1, 0)]


def typed(text: str, end: int | None = ENTER) -> list[KeyEvent]:
    events = []
    for letter in text:
        if letter in CODE_OF:
            events += press(CODE_OF[letter])
        else:
            events += [KeyEvent(1, SHIFT, 1), *press(SHIFTED_CODE_OF[letter]), KeyEvent(1, SHIFT, 0)]
    return events + (press(end) if end is not None else [])


def raw(events: list[KeyEvent]) -> bytes:
    return b"".join(EVENT.pack(1, 2, one.type, one.code, one.value) for one in events)


class Keyboard:
    """A pipe in the place of /dev/input/event*."""

    def __init__(self, node: Path) -> None:
        self.node = node
        self.plug_in()

    def plug_in(self) -> None:
        os.mkfifo(self.node)
        self._fd: int | None = os.open(self.node, os.O_RDWR | os.O_NONBLOCK)

    def type(self, events: list[KeyEvent]) -> None:
        assert self._fd is not None
        os.write(self._fd, raw(events))

    def pull(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self.node.unlink()
        self._fd = None


@pytest.fixture
def keyboard(tmp_path: Path) -> Iterator[Keyboard]:
    made = Keyboard(tmp_path / "event0")
    yield made
    made.pull()


@pytest.mark.parametrize(
    "code", ["4006381333931", "ABC-abc.123", "]C10104012345", "https://x.example/?a=1&b=(2)", "~!@#$%^*_+|"]
)
def test_every_sign_of_the_us_layout_comes_out(code: str) -> None:
    assert KeyReader().feed(typed(code), 0.0) == [code]


def test_a_group_separator_stays_in_the_code() -> None:
    control = [KeyEvent(1, CTRL, 1), *press(CLOSE_BRACKET), KeyEvent(1, CTRL, 0)]
    assert KeyReader().feed(typed("01", None) + control + typed("31"), 0.0) == ["01\x1d31"]


def test_a_held_key_is_one_letter_and_a_lone_enter_is_no_code() -> None:
    held = [KeyEvent(1, CODE_OF["7"], 1), KeyEvent(1, CODE_OF["7"], 2), KeyEvent(1, CODE_OF["7"], 0)]
    assert KeyReader().feed(press(ENTER) + held + press(ENTER), 0.0) == ["7"]


def test_a_scanner_without_enter_is_done_when_it_is_silent() -> None:
    reader = KeyReader()
    assert reader.feed(typed("4006381333931", None), 10.0) == []
    assert reader.after_silence(10.1) == []
    assert reader.after_silence(10.3) == ["4006381333931"]
    reader.feed(typed("7", None), 20.0)
    assert reader.after_silence(21.0) == []  # a stray key is no code
    assert reader.feed(typed("4006381333931"), 30.0) == ["4006381333931"]


def at(at_s: float, events: list[KeyEvent]) -> list[KeyEvent]:
    return [replace(event, at_s=at_s) for event in events]


def test_a_code_that_a_busy_board_reads_late_and_in_pieces_stays_one() -> None:
    reader = KeyReader()
    assert reader.feed(at(10.0, typed("400638", None)), 11.0) == []
    assert reader.feed(at(10.1, typed("1333931")), 11.9) == ["4006381333931"]


def test_two_codes_without_enter_that_are_read_at_once_stay_two() -> None:
    reader = KeyReader()
    events = at(10.0, typed("4006381333931", None)) + at(11.0, typed("4006381333948", None))
    assert reader.feed(events, 12.0) == ["4006381333931"]
    assert reader.after_silence(12.3) == ["4006381333948"]


def test_a_code_with_lost_keys_is_dropped_whole() -> None:
    reader = KeyReader()
    lost = typed("4006", None) + [KeyEvent(0, 3, 0)] + typed("33931")
    assert reader.feed(lost + typed("22"), 0.0) == ["22"]


def test_an_endless_code_is_dropped_and_the_next_is_heard() -> None:
    assert KeyReader().feed(typed("1" * 300) + typed("4006381333931"), 0.0) == ["4006381333931"]


def test_a_scan_is_one_code_from_a_device_that_was_taken(keyboard: Keyboard) -> None:
    codes: list[str] = []
    taken: list[int] = []
    scanner = HidScanner(str(keyboard.node), codes.append, take=taken.append, clock=FakeClock())
    keyboard.type([])
    keyboard.type(typed("4006381333931") + typed("4006381333931"))
    scanner.turn()
    scanner.release()
    assert codes == ["4006381333931"]  # held a little long: read twice, one scan
    assert len(taken) == 1


def test_a_scanner_plugged_in_again_is_taken_again_and_forgets_half_a_code(keyboard: Keyboard) -> None:
    codes: list[str] = []
    taken: list[int] = []
    scanner = HidScanner(str(keyboard.node), codes.append, take=taken.append, clock=FakeClock())
    keyboard.type(typed("4006", None))
    scanner.turn()
    keyboard.pull()
    assert scanner.turn() == 1.0
    assert scanner.turn() == 2.0
    keyboard.plug_in()
    keyboard.type(typed("22334455"))
    # The pipe is not open yet when the keys are typed: they wait in it, as nothing of a real device would.
    scanner.turn()
    scanner.release()
    assert codes == ["22334455"]
    assert len(taken) == 2


def test_one_that_somebody_else_holds_is_tried_again_later(keyboard: Keyboard) -> None:
    def busy(fd: int) -> None:
        raise OSError(16, "busy")

    scanner = HidScanner(str(keyboard.node), lambda code: None, take=busy, clock=FakeClock())
    assert [scanner.turn(), scanner.turn()] == [1.0, 2.0]


def test_only_the_keyboard_that_types_the_shown_code_is_the_scanner(tmp_path: Path) -> None:
    boards = {key: Keyboard(tmp_path / key) for key in ("kitchen", "scanner")}
    heard: list[str] = []
    ear = PairingEar(heard.append, lambda: None, clock=FakeClock())
    ear.listen_for("2123456789012", {key: str(board.node) for key, board in boards.items()}, 220.0)
    boards["kitchen"].type(typed("hello"))
    ear.turn()
    assert heard == []
    boards["scanner"].type(typed("]E02123456789012"))  # with the letters that name the symbology
    ear.turn()
    ear.turn()
    assert heard == ["scanner"]
    ear.release()
    for board in boards.values():
        board.pull()


def test_a_keyboard_pulled_while_we_listen_does_no_harm(keyboard: Keyboard, tmp_path: Path) -> None:
    ear = PairingEar(lambda key: None, lambda: None, clock=FakeClock())
    ear.listen_for("2123456789012", {"a": str(keyboard.node), "gone": str(tmp_path / "nowhere")}, 220.0)
    ear.turn()
    keyboard.pull()
    ear.turn()
    ear.stop_listening()
    assert ear.turn() > 60


def test_an_ear_nobody_stops_lets_all_keyboards_go_when_its_time_is_over(keyboard: Keyboard) -> None:
    clock, heard, in_vain = FakeClock(), [], []
    ear = PairingEar(heard.append, lambda: in_vain.append(clock()), clock=clock)
    ear.listen_for("2123456789012", {"a": str(keyboard.node)}, clock() + 120)
    ear.turn()
    assert len(ear._open) == 1
    clock.now_s += 120
    keyboard.type(typed("2123456789012"))
    assert [ear.turn() > 60 for _ in range(3)] == [True] * 3
    assert (ear._open, heard, in_vain) == ({}, [], [220.0])
    ear.release()
