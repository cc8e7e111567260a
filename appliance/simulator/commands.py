"""Cuts an ESC/POS byte stream into commands, however the network split it.

Knows lengths only, not meanings: it must know where a raster ends, so that image bytes which look like a
real-time status request are not taken for one. Lengths follow the ESC/POS command reference.
"""

from __future__ import annotations

from dataclasses import dataclass

ESC, GS, FS, DLE = 0x1B, 0x1D, 0x1C, 0x10
CONTROLS = frozenset(range(0x20)) - {ESC, GS, FS, DLE}

# How many parameter bytes follow the two command bytes, where that number is fixed.
_FIXED: dict[bytes, int] = {
    b"\x1b@": 0, b"\x1b2": 0, b"\x1bi": 0, b"\x1bm": 0, b"\x1bL": 0, b"\x1bS": 0, b"\x1b\x0c": 0,
    b"\x1b!": 1, b"\x1b-": 1, b"\x1bE": 1, b"\x1bG": 1, b"\x1bM": 1, b"\x1bV": 1, b"\x1ba": 1,
    b"\x1bd": 1, b"\x1bJ": 1, b"\x1be": 1, b"\x1bK": 1, b"\x1bt": 1, b"\x1bR": 1, b"\x1b{": 1,
    b"\x1b3": 1, b"\x1b ": 1, b"\x1br": 1, b"\x1b=": 1, b"\x1bT": 1, b"\x1b%": 1, b"\x1b?": 1,
    b"\x1bc": 2, b"\x1b$": 2, b"\x1b\\": 2, b"\x1bp": 3, b"\x1bW": 8,
    b"\x1d!": 1, b"\x1dB": 1, b"\x1dH": 1, b"\x1dh": 1, b"\x1dw": 1, b"\x1df": 1, b"\x1dr": 1,
    b"\x1dI": 1, b"\x1da": 1, b"\x1db": 1, b"\x1dT": 1, b"\x1d/": 1, b"\x1d:": 0,
    b"\x1dL": 2, b"\x1dW": 2, b"\x1dP": 2, b"\x1d$": 2, b"\x1d\\": 2,
    b"\x1c.": 0, b"\x1c&": 0, b"\x1cC": 1, b"\x1c!": 1, b"\x1c-": 1, b"\x1cp": 2, b"\x1cS": 2,
    b"\x10\x05": 1,
}  # fmt: skip
_CUTS_WITH_FEED = frozenset({65, 66, 97, 98, 103, 104})


@dataclass(frozen=True, slots=True)
class Command:
    """`name` is `text`, `control`, `unknown` or the two command bytes as text; `body` the rest."""

    name: str
    body: bytes


class Splitter:
    """Feed bytes as they come; get the commands that are complete. What is not complete waits."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> list[Command]:
        """The commands completed by `data`, in order. Text before a command is cut there, never held back."""
        self._rest += data
        commands: list[Command] = []
        at = 0
        while at < len(self._rest):
            end = _text_end(self._rest, at)
            if end > at:
                commands.append(Command("text", bytes(self._rest[at:end])))
                at = end
                continue
            if self._rest[at] in CONTROLS:
                commands.append(Command("control", bytes(self._rest[at : at + 1])))
                at += 1
                continue
            length = _command_length(self._rest, at)
            if length is None or at + length > len(self._rest):
                break
            commands.append(_command(bytes(self._rest[at : at + length])))
            at += length
        del self._rest[:at]
        return commands


def _text_end(data: bytearray, at: int) -> int:
    end = at
    while end < len(data) and data[end] >= 0x20:
        end += 1
    return end


def _command(raw: bytes) -> Command:
    known = raw[:2] in _FIXED or raw[:2] in _VARIABLE
    return Command(raw[:2].decode("latin-1"), raw[2:]) if known else Command("unknown", raw)


def _command_length(data: bytearray, at: int) -> int | None:
    """Bytes of the command that starts at `at`; None while that cannot be told yet."""
    head = bytes(data[at : at + 2])
    if len(head) < 2:
        return None
    fixed = _FIXED.get(head)
    if fixed is not None:
        return 2 + fixed
    variable = _VARIABLE.get(head)
    if variable is None:
        return 2  # unknown: two bytes, recorded; the next byte starts afresh
    return variable(data, at)


def _byte(data: bytearray, at: int) -> int | None:
    return data[at] if at < len(data) else None


def _word(data: bytearray, at: int) -> int | None:
    return data[at] | data[at + 1] << 8 if at + 1 < len(data) else None


def _cut_length(data: bytearray, at: int) -> int | None:
    mode = _byte(data, at + 2)
    if mode is None:
        return None
    return 4 if mode in _CUTS_WITH_FEED else 3


def _raster_length(data: bytearray, at: int) -> int | None:
    width_bytes, height = _word(data, at + 4), _word(data, at + 6)
    if width_bytes is None or height is None:
        return None
    return 8 + width_bytes * height


def _bit_image_length(data: bytearray, at: int) -> int | None:
    mode, columns = _byte(data, at + 2), _word(data, at + 3)
    if mode is None or columns is None:
        return None
    return 5 + columns * (3 if mode in (32, 33) else 1)


def _counted_length(data: bytearray, at: int) -> int | None:
    count = _word(data, at + 3)
    return None if count is None else 5 + count


def _stored_image_length(data: bytearray, at: int) -> int | None:
    size = _word(data, at + 2)
    return None if size is None else 4 + (size & 0xFF) * (size >> 8) * 8


def _terminated_length(data: bytearray, at: int) -> int | None:
    end = data.find(0, at + 2)
    return None if end < 0 else end - at + 1


def _barcode_length(data: bytearray, at: int) -> int | None:
    kind = _byte(data, at + 2)
    if kind is None:
        return None
    if kind <= 6:
        end = data.find(0, at + 3)
        return None if end < 0 else end - at + 1
    count = _byte(data, at + 3)
    return None if count is None else 4 + count


def _status_length(data: bytearray, at: int) -> int | None:
    which = _byte(data, at + 2)
    if which is None:
        return None
    return 4 if which in (7, 8, 18) else 3


def _real_time_length(data: bytearray, at: int) -> int | None:
    which = _byte(data, at + 2)
    if which is None:
        return None
    return {1: 5, 2: 5, 8: 10}.get(which, 3)


_VARIABLE = {
    b"\x1dV": _cut_length,
    b"\x1dv": _raster_length,
    b"\x1b*": _bit_image_length,
    b"\x1d(": _counted_length,
    b"\x1c(": _counted_length,
    b"\x1d*": _stored_image_length,
    b"\x1bD": _terminated_length,
    b"\x1dk": _barcode_length,
    b"\x10\x04": _status_length,
    b"\x10\x14": _real_time_length,
}
