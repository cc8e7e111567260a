"""Keeps the stick level with the till: asks what is new, writes it behind, says how far it is.

One turn after another in one thread. Gives way to selling: while somebody is being served it rests after each full
batch of a backlog; a sale itself is one small batch, written at once.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Protocol

from appliance.stick.drive import Drive, Trouble
from appliance.stick.till_link import Due, Part, Stream, TillGone, TillLink

log = logging.getLogger(__name__)

WAIT_S = 0.5  # for news of the till, and so between two looks whether a stick is in
BATCH = 400
REST_WHILE_BUSY_S = 0.5
REST_AFTER_TROUBLE_S = 2.0
TELL_AGAIN_S = 4.0
STATE_EVERY_S = 5.0
STATE_BYTES = 500_000  # more of it comes more seldom: thousands of items take a moment to tell
STATE_WHILE_BUSY_S = 10.0
NICENESS = 10
THERE = "there"


class TillTalk(Protocol):
    """What is asked of the till, see `till_link.TillLink`."""

    def due(self, seen: int, wait_s: float) -> Due: ...
    def part(self, epoch: int, after: int, limit: int) -> Part | None: ...
    def tell(self, state: str, upto: dict[int, int]) -> None: ...
    def state(self) -> tuple[int, int, bytes]: ...


class Follow:
    """One till and one place for a stick. `turn` is called again after the seconds it answers."""

    def __init__(self, till: TillTalk, drive: Drive, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._till = till
        self._drive = drive
        self._monotonic = monotonic
        self._seen = -1
        self._told: tuple[str, dict[int, int]] | None = None
        self._told_s = 0.0
        self._state_due_s = 0.0

    def turn(self) -> float:
        """Bring the stick one batch of each epoch further; seconds to rest. Raises nothing."""
        try:
            due = self._till.due(self._seen, WAIT_S)
            state, upto, has_more = THERE, dict[int, int](), False
            try:
                self._drive.look(due.owner)
                for stream in due.streams:
                    upto[stream.epoch], is_more = self._copy(stream)
                    has_more |= is_more
                if not has_more:
                    self._keep_state(due, upto)
            except Trouble as trouble:
                state, has_more = trouble.word, False
            self._tell(state, upto)
        except TillGone as gone:
            log.debug("the till is away: %s", gone)
            self._seen, self._told = -1, None
            return WAIT_S
        self._seen = -1 if has_more else due.rev
        if state not in (THERE, "none"):
            return REST_AFTER_TROUBLE_S
        return REST_WHILE_BUSY_S if has_more and due.is_busy else 0.0

    def _copy(self, stream: Stream) -> tuple[int, bool]:
        """Write the next batch of an epoch: how far it is on the stick then, and whether there is more to write."""
        held = self._drive.held(stream.epoch)
        if held.last > stream.last or held.last == stream.last and stream.head not in (None, held.head):
            self._drive.put_aside(stream.epoch)
            held = self._drive.held(stream.epoch)
        if held.last == stream.last:
            return held.last, False
        part = self._till.part(stream.epoch, held.last, min(BATCH, stream.last - held.last))
        if part is None:  # it cannot be read, or its chain proves nothing
            return held.last, False
        if part.start != held.head:
            self._drive.put_aside(stream.epoch)
            return 0, True
        last = self._drive.append(stream.epoch, part.facts).last
        return last, last < stream.last

    def _keep_state(self, due: Due, upto: dict[int, int]) -> None:
        """The tables now and then, behind the facts they were made from; later while somebody is being served."""
        now_s = self._monotonic()
        due_s = self._state_due_s + (STATE_WHILE_BUSY_S if due.is_busy else 0.0)
        if self._drive.has_state and now_s < due_s:
            return
        epoch, f, plain = self._till.state()
        if upto.get(epoch, 0) >= f:
            self._drive.put_state(plain)
            self._state_due_s = now_s + STATE_EVERY_S * max(1.0, len(plain) / STATE_BYTES)

    def _tell(self, state: str, upto: dict[int, int]) -> None:
        """Say it when it is news, and now and then so that the till knows somebody is there."""
        now_s = self._monotonic()
        if (state, upto) != self._told or now_s - self._told_s >= TELL_AGAIN_S:
            self._till.tell(state, upto)
            self._told, self._told_s = (state, upto), now_s


def run(till_socket: Path, stick: Path, is_there: Callable[[Path], bool]) -> int:
    """Follow the till until SIGTERM or SIGINT; the exit code."""
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    os.nice(NICENESS)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICENESS), encoding="ascii")
    follow = Follow(TillLink(till_socket), Drive(stick, is_there))
    log.info("backup stick of %s at %s", till_socket, stick)
    rest_s = 0.0
    while not ended.wait(rest_s):
        rest_s = follow.turn()
    return 0
