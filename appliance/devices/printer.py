"""A conversation with one receipt printer over a link: ask, send, kick, listen for the fence.

Knows bytes and deadlines; knows nothing of jobs, receipts or the store.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from appliance.devices import status
from appliance.devices.links import Link, unasked, write_all

OPEN_TIMEOUT_S = 2.0
WRITE_TIMEOUT_S = 2.0
ANSWER_TIMEOUT_S = 1.0
CHUNK_BYTES = 4096  # small printers lose bytes of larger gulps


class Printer:
    """One printer at the end of a link; every method may raise LinkError, and then the link is closed."""

    def __init__(self, link: Link, clock: Callable[[], float] = time.monotonic) -> None:
        self._link = link
        self._clock = clock
        self._hearing = status.Hearing()
        self._fences = 0

    @property
    def name(self) -> str:
        return self._link.name

    @property
    def is_open(self) -> bool:
        return self._link.is_open

    def open(self) -> None:
        if not self._link.is_open:
            self._link.open(OPEN_TIMEOUT_S)
            self._hearing = status.Hearing()
            self._fences = 0

    def close(self) -> None:
        self._link.close()

    def report(self) -> status.Report:
        """Ask for the printer's state; silence leaves it unknown."""
        answers: dict[int, int] = {}
        for n in status.QUESTIONS:
            self._take_in(unasked(self._link))  # an answer that came late must not be taken for this one's
            write_all(self._link, status.ask(n), WRITE_TIMEOUT_S)
            answer = self._status_byte()
            if answer is None:
                break
            answers[n] = answer
        return status.report(answers)

    def forget_fences(self) -> None:
        """What was heard so far belongs to earlier jobs."""
        self._take_in(unasked(self._link))
        self._fences = 0

    def send(self, data: bytes, timeout_s: float) -> int:
        """Hand over a piece of a job; answers how many bytes the printer took in time."""
        return self._link.write(data[:CHUNK_BYTES], timeout_s)

    def say(self, command: bytes) -> None:
        """Send one short command as its own message."""
        write_all(self._link, command, WRITE_TIMEOUT_S)

    def listen(self, timeout_s: float) -> list[int]:
        """Take in what the printer says; fences are counted, status bytes returned."""
        return self._take_in(self._link.read(256, timeout_s))

    @property
    def has_answered_fence(self) -> bool:
        return self._fences > 0

    def _take_in(self, data: bytes) -> list[int]:
        heard = self._hearing.feed(data)
        self._fences += sum(1 for answer in heard if answer.kind == "fence")
        return [answer.byte for answer in heard if answer.kind == "status"]

    def _status_byte(self) -> int | None:
        deadline = self._clock() + ANSWER_TIMEOUT_S
        while (left_s := deadline - self._clock()) > 0:
            if answers := self.listen(left_s):
                return answers[-1]
        return None
