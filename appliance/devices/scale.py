"""A scale speaking Toledo 8217: asked for its weight four times a second.

Only a complete, exact frame is a weight. Everything else is no weight and says why; it is never zero.
Source: Mettler Toledo 8217 command set (weight reply `STX ww.www [N] CR`, status reply `STX ? s CR`).
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from appliance.devices.links import Link, LinkError, unasked, write_all
from appliance.devices.workers import Backoff, Worker

log = logging.getLogger(__name__)

Problem = Literal["motion", "over", "under_zero", "outside_zero", "refused", "garbled", "silent", "offline"]

OPEN_TIMEOUT_S = 2.0
ANSWER_TIMEOUT_S = 0.5
SHORTEST_POLL_S = 0.2  # the protocol asks for at least this much between commands
LONGEST_FRAME = 16
WEIGHT = re.compile(rb"\x02(\d\d)\.(\d\d\d)N?\r")  # N: net of a tare set at the scale
STATUS = re.compile(rb"\x02\?([^\r])\r")
STATUS_BITS: tuple[tuple[int, Problem], ...] = (
    (0x40, "refused"),
    (0x02, "over"),
    (0x04, "under_zero"),
    (0x01, "motion"),
    (0x08, "outside_zero"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer of the scale. `weight_g` is None whenever it is not known; `raw` is the frame as it came."""

    weight_g: int | None
    raw: bytes
    problem: Problem | None = None

    @property
    def state(self) -> Literal["stable", "moving", "none", "error"]:
        """The one word the screen shows."""
        if self.weight_g is not None:
            return "stable"
        if self.problem == "motion":
            return "moving"
        return "none" if self.problem in ("offline", "silent") else "error"


OFFLINE = Reading(None, b"", "offline")


def parse(frame: bytes) -> Reading:
    """One whole frame from STX to CR; anything not exactly a frame is `garbled`."""
    if weight := WEIGHT.fullmatch(frame):
        grams = int(weight[1]) * 1000 + int(weight[2])
        return Reading(grams, frame)
    if status := STATUS.fullmatch(frame):
        bits = status[1][0]
        problem = next((word for bit, word in STATUS_BITS if bits & bit), "garbled")
        return Reading(None, frame, problem)  # type: ignore[arg-type]  # next() widens the literal
    return Reading(None, frame, "garbled")


class ScaleWorker(Worker):
    """One scale's thread; `on_reading` is called on it whenever the reading differs from the one before."""

    def __init__(
        self,
        link: Link,
        on_reading: Callable[[Reading], None],
        *,
        poll_s: float = 0.25,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if poll_s < SHORTEST_POLL_S:
            raise ValueError(f"poll_s {poll_s} is too short; allowed: {SHORTEST_POLL_S} s or more")
        super().__init__("scale")
        self._link = link
        self._on_reading = on_reading
        self._poll_s = poll_s
        self._clock = clock
        self._backoff = Backoff()
        self._lock = threading.Lock()  # guards _reading
        self._reading = OFFLINE
        self._was_told = False

    @property
    def reading(self) -> Reading:
        """The latest answer, from any thread."""
        with self._lock:
            return self._reading

    def turn(self) -> float:
        try:
            self._link.open(OPEN_TIMEOUT_S)
            unasked(self._link)
            write_all(self._link, b"W", ANSWER_TIMEOUT_S)
            frame = self._frame()
        except LinkError as error:
            self._link.close()
            if self.reading.problem != "offline" or not self._was_told:
                log.info("scale not connected: %s", error)
            self._tell(OFFLINE)
            return self._backoff.next_s()
        self._backoff.reset()
        self._tell(parse(frame) if frame else Reading(None, b"", "silent"))
        return self._poll_s

    def release(self) -> None:
        self._link.close()

    def _frame(self) -> bytes:
        """What came up to CR, or as much as came in time."""
        frame = b""
        deadline = self._clock() + ANSWER_TIMEOUT_S
        while not frame.endswith(b"\r") and len(frame) < LONGEST_FRAME:
            left_s = deadline - self._clock()
            if left_s <= 0:
                break
            frame += self._link.read(LONGEST_FRAME - len(frame), left_s)
        return frame

    def _tell(self, reading: Reading) -> None:
        with self._lock:
            before, self._reading = self._reading, reading
        if reading != before or not self._was_told:
            self._was_told = True
            self._on_reading(reading)
