"""What a receipt printer says of itself, and the short commands that make it speak.

Pure bytes in, values out; no link, no thread. Layouts follow the ESC/POS command reference
(DLE EOT, GS r, GS a, ESC p, DLE DC4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

State = Literal["ready", "printing", "paper_out", "cover_open", "offline", "unknown"]

# Answered only after everything before it was processed: the end of a receipt's bytes, and the proof
# that it came out.
FENCE = b"\x1d\x72\x01"
QUESTIONS = (1, 2, 4)  # printer, cause of being offline, roll paper
FAULTS: frozenset[State] = frozenset({"paper_out", "cover_open", "offline"})


def ask(n: int) -> bytes:
    """The real-time question DLE EOT n, answered at once even while printing is blocked."""
    return bytes((0x10, 0x04, n))


def kick(pin: int, on_ms: int, off_ms: int) -> bytes:
    """The drawer pulse ESC p; both times always go with it, or some printers obey every second one only."""
    return bytes((0x1B, 0x70, pin, min(255, on_ms // 2), min(255, off_ms // 2)))


def kick_now(pin: int, on_ms: int) -> bytes:
    """The drawer pulse in real time, DLE DC4 1: not queued behind a job that waits for paper."""
    return bytes((0x10, 0x14, 0x01, pin, max(1, min(8, round(on_ms / 100)))))


@dataclass(frozen=True, slots=True)
class Report:
    """The printer's answers; None where it did not say."""

    is_offline: bool | None = None
    is_cover_open: bool | None = None
    has_error: bool | None = None
    is_paper_out: bool | None = None
    is_paper_low: bool | None = None

    @property
    def state(self) -> State:
        """The one word for it; the cause a person can remove comes before the general one."""
        if self.is_cover_open:
            return "cover_open"
        if self.is_paper_out:
            return "paper_out"
        if self.is_offline or self.has_error:
            return "offline"
        if None in (self.is_offline, self.is_cover_open, self.has_error, self.is_paper_out):
            return "unknown"
        return "ready"


def report(answers: Mapping[int, int]) -> Report:
    """The report out of the status bytes by question number; anything not a status byte says nothing."""
    valid = {n: byte for n, byte in answers.items() if is_status(byte)}
    printer, cause, paper = valid.get(1), valid.get(2), valid.get(4)
    return Report(
        is_offline=None if printer is None else bool(printer & 0x08),
        is_cover_open=None if cause is None else bool(cause & 0x04),
        has_error=None if cause is None else bool(cause & 0x40),
        is_paper_out=_paper_out(cause, paper),
        is_paper_low=None if paper is None else bool(paper & 0x0C),
    )


def _paper_out(cause: int | None, paper: int | None) -> bool | None:
    if cause is not None and cause & 0x20 or paper is not None and paper & 0x60:
        return True
    return None if paper is None else False


def is_status(byte: int) -> bool:
    """Whether a byte can answer DLE EOT: bits 0 and 7 clear, bits 1 and 4 set."""
    return byte & 0x93 == 0x12


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer taken out of the stream: a status byte or the fence's."""

    kind: Literal["status", "fence"]
    byte: int


class Hearing:
    """Takes a printer's byte stream apart; garbage is dropped, never read as good news."""

    def __init__(self) -> None:
        self._skip = 0

    def feed(self, data: bytes) -> list[Heard]:
        heard = []
        for byte in data:
            if self._skip:
                self._skip -= 1
            elif is_status(byte):
                heard.append(Heard("status", byte))
            elif byte & 0x93 == 0x10:
                # The first of four bytes of Automatic Status Back, which some printers send unasked.
                # Its other three look like a fence's answer and must not be taken for one.
                self._skip = 3
            elif byte & 0xF0 == 0x00:
                heard.append(Heard("fence", byte))
        return heard
