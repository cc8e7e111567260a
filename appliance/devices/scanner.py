"""A barcode scanner that sends each code as a line ended by CR.

Knows lines and repeats; what a code means is decided elsewhere.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable

from appliance.devices.links import Link, LinkError
from appliance.devices.workers import Backoff, Worker

log = logging.getLogger(__name__)

OPEN_TIMEOUT_S = 2.0
READ_TIMEOUT_S = 0.5
REPEAT_S = 0.3  # a trigger held a little long sends the same code again
LONGEST_CODE = 128
CODE = re.compile(rb"[\x1d\x20-\x7e]{0,%d}" % LONGEST_CODE)  # a GS1 code may carry the separator GS (1D)


class LineReader:
    """Takes a byte stream apart into codes; rubbish and endless lines are dropped."""

    def __init__(self) -> None:
        self._rest = b""
        self._is_too_long = False
        self._was_rubbish = False

    def feed(self, data: bytes) -> list[str]:
        """The codes that became complete."""
        *lines, self._rest = re.split(rb"[\r\n]", self._rest + data)
        codes = []
        for line in lines:
            is_code = not self._is_too_long and CODE.fullmatch(line) is not None
            self._is_too_long = False
            if not is_code:
                if not self._was_rubbish:  # a scanner gone mad must not fill the log
                    log.warning("scanner sent %s bytes that are no code", len(line))
                self._was_rubbish = True
            elif code := line.decode("ascii").strip(" "):
                self._was_rubbish = False
                codes.append(code)
        if len(self._rest) > LONGEST_CODE:
            self._rest, self._is_too_long = b"", True
        return codes


class Debounce:
    """Lets a code through unless the same one came a moment before."""

    def __init__(self, repeat_s: float = REPEAT_S) -> None:
        self._repeat_s = repeat_s
        self._last: tuple[str, float] | None = None

    def passes(self, code: str, now_s: float) -> bool:
        """`now_s` is monotonic; a code held under the beam stays one scan however often it repeats."""
        last, self._last = self._last, (code, now_s)
        return last is None or last[0] != code or now_s - last[1] >= self._repeat_s


class ScannerWorker(Worker):
    """One scanner's thread; `on_code` is called on it for every scan."""

    def __init__(
        self, link: Link, on_code: Callable[[str], None], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__("scanner")
        self._link = link
        self._on_code = on_code
        self._clock = clock
        self._lines = LineReader()
        self._debounce = Debounce()
        self._backoff = Backoff()
        self._is_connected: bool | None = None

    def turn(self) -> float:
        try:
            if not self._link.is_open:
                self._link.open(OPEN_TIMEOUT_S)
                self._lines = LineReader()
            data = self._link.read(256, READ_TIMEOUT_S)
        except LinkError as error:
            self._link.close()
            if self._is_connected is not False:
                log.info("scanner not connected: %s", error)
            self._is_connected = False
            return self._backoff.next_s()
        self._is_connected = True
        self._backoff.reset()
        for code in self._lines.feed(data):
            if self._debounce.passes(code, self._clock()):
                self._on_code(code)
        return 0.0

    def release(self) -> None:
        self._link.close()
