"""What a scanner types: key events of the kernel turned into codes, by the US layout scanners are made with.

Pure but for `InputNode`, which reads /dev/input/event*. Only digits, letters and signs; no caps lock, no other layout.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass

EVENT = struct.Struct("llHHi")  # struct input_event: two longs of time, type, code, value
EVIOCGRAB = 0x40044590  # from linux/input.h: _IOW('E', 0x90, int)
SYN, KEY = 0, 1
DROPPED = 3  # SYN_DROPPED: we were too slow, keys are missing
RELEASED, PRESSED = 0, 1
SHIFTS, CONTROLS = frozenset({42, 54}), frozenset({29, 97})
ENDS = frozenset({28, 96, 15})  # Enter, Enter on the keypad, Tab
LONGEST_CODE = 128
SILENCE_S = 0.25  # a scanner types without a pause; some are set up to send no Enter
SHORTEST_UNENDED = 4

_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
    (71, "789-456+1230.", "789-456+1230."),
    (55, "*", "*"),
    (98, "/", "/"),
)
PLAIN = {first + at: letter for first, letters, _ in _ROWS for at, letter in enumerate(letters)}
SHIFTED = {first + at: letter for first, _, letters in _ROWS for at, letter in enumerate(letters)}
CONTROLLED = {27: "\x1d"}  # Ctrl ] is the separator of GS1 codes
CONTROLLED_ENDS = frozenset({36, 50})  # Ctrl J and Ctrl M are line feed and carriage return


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """One event of the kernel."""

    type: int
    code: int
    value: int
    at_s: float = 0.0  # when it happened; only differences mean anything


class KeyReader:
    """Keys of one device, put together to codes."""

    def __init__(self) -> None:
        self._text = ""
        self._held: set[int] = set()
        self._is_spoilt = False
        self._heard_s = 0.0
        self._typed_at_s = 0.0

    @property
    def is_typing(self) -> bool:
        """Whether half a code is there."""
        return bool(self._text)

    def feed(self, events: list[KeyEvent], now_s: float) -> list[str]:
        """The codes that became complete; `now_s` is monotonic.

        A busy board may read late what was typed in one breath, so what was typed is parted by the kernel's times.
        """
        codes = [] if events else self.after_silence(now_s)
        for event in events:
            if event.type == SYN and event.code == DROPPED:
                self._is_spoilt = True
            elif event.type == KEY:
                self._heard_s = now_s
                if event.at_s - self._typed_at_s >= SILENCE_S:
                    codes += self._take_unended()
                self._typed_at_s = event.at_s
                if self._key(event):
                    codes += self._take()
        return codes

    def after_silence(self, now_s: float) -> list[str]:
        """The code of a scanner that sends no Enter, once it has stopped typing."""
        if not (self._text or self._is_spoilt) or now_s - self._heard_s < SILENCE_S:
            return []
        return self._take_unended()

    def _key(self, event: KeyEvent) -> bool:
        """Take one key in; whether it ends a code."""
        if event.code in SHIFTS | CONTROLS:
            (self._held.discard if event.value == RELEASED else self._held.add)(event.code)
            return False
        if event.value != PRESSED:
            return False
        is_control = bool(self._held & CONTROLS)
        if event.code in ENDS or is_control and event.code in CONTROLLED_ENDS:
            return True
        letters = CONTROLLED if is_control else SHIFTED if self._held & SHIFTS else PLAIN
        self._text += letters.get(event.code, "")
        if len(self._text) > LONGEST_CODE:
            self._text, self._is_spoilt = "", True
        return False

    def _take_unended(self) -> list[str]:
        return [code for code in self._take() if len(code) >= SHORTEST_UNENDED]

    def _take(self) -> list[str]:
        text, self._text = self._text.strip(" "), ""
        is_spoilt, self._is_spoilt = self._is_spoilt, False
        return [text] if text and not is_spoilt else []


def grab(fd: int) -> None:
    """Take a device for us alone, so that nothing it types reaches the screen."""
    fcntl.ioctl(fd, EVIOCGRAB, 1)


def leave(fd: int) -> None:
    """Read along, and let others hear it, too."""


class InputNode:
    """An open /dev/input/event*; `take` says whether it is grabbed. Raises OSError everywhere but in `close`."""

    def __init__(self, node: str, take: Callable[[int], None]) -> None:
        self.fd = os.open(node, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            take(self.fd)
        except OSError:
            self.close()
            raise

    def read(self) -> list[KeyEvent]:
        """What was typed since; OSError once it is unplugged."""
        try:
            data = os.read(self.fd, 64 * EVENT.size)
        except BlockingIOError:
            return []
        if not data:
            raise OSError("unplugged")
        whole = len(data) - len(data) % EVENT.size
        return [
            KeyEvent(kind, code, value, at_s + at_us / 1e6)
            for at_s, at_us, kind, code, value in EVENT.iter_unpack(data[:whole])
        ]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self.fd)
