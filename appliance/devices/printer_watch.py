"""How the printer is: whether it can be reached, what it last said of itself, when to try again.

Every change is told once. Knows nothing of jobs but how many wait.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from appliance.devices.links import LinkError
from appliance.devices.printer import Printer
from appliance.devices.status import State
from appliance.devices.workers import Backoff

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """What the screen shows of the printer; None is unknown. `queued` counts papers still to come."""

    state: State = "unknown"
    paper_low: bool | None = None
    queued: int = 0


class PrinterWatch:
    """The printer's last known state. Only the printer's own thread may call more than `status`."""

    def __init__(
        self,
        printer: Printer,
        clock: Callable[[], float],
        tell: Callable[[PrinterStatus], None],
        queued: Callable[[], int],
        *,
        can_be_asked: bool,
    ) -> None:
        self._printer = printer
        self._clock = clock
        self._tell = tell
        self._queued = queued
        self._can_be_asked = can_be_asked
        self._lock = threading.Lock()  # guards _status
        self._status = PrinterStatus()
        self._backoff = Backoff()
        self._retry_at_s = 0.0

    @property
    def status(self) -> PrinterStatus:
        """The latest known, from any thread."""
        with self._lock:
            return self._status

    @property
    def retry_in_s(self) -> float:
        """Until a printer that could not be reached is tried again."""
        return max(0.0, self._retry_at_s - self._clock())

    def open(self) -> bool:
        """Whether the printer can be talked to; a failure is told once and tried again later and later."""
        if self._printer.is_open:
            return True
        if self.retry_in_s > 0:
            return False
        try:
            self._printer.open()
        except LinkError as error:
            self.lost(error)
            return False
        return True

    def lost(self, error: LinkError) -> None:
        """The connection failed: close it, say so, and let some time pass."""
        self._printer.close()
        if self.status.state != "offline":
            log.warning("printer lost: %s", error)
        self._retry_at_s = self._clock() + self._backoff.next_s()
        self.show("offline", None)

    def look(self) -> None:
        """See how an idle printer is, so that the screen knows before the next customer."""
        if not self.open():
            return
        try:
            if self._can_be_asked:
                report = self._printer.report()
                self.show(report.state, report.is_paper_low)
            else:
                self._printer.listen(0)  # notices a closed connection
                self.show("unknown", None)
            self._backoff.reset()
        except LinkError as error:
            self.lost(error)

    def is_fit_to_print(self) -> bool:
        """Whether a job may be sent now; one that cannot be asked is trusted as long as it is connected."""
        if not self.open():
            return False
        if not self._can_be_asked:
            return True
        try:
            report = self._printer.report()
        except LinkError as error:
            self.lost(error)
            return False
        self._backoff.reset()
        if report.state == "ready":
            return True
        self.show(report.state, report.is_paper_low)
        return False

    def try_now(self) -> None:
        """Something was plugged in: forget how long it was away."""
        self._backoff.reset()
        self._retry_at_s = 0.0

    def tell_again(self) -> None:
        """Something beside the state changed that a screen shows."""
        self._tell(self.status)

    def recount(self) -> None:
        """The queue changed: tell it with the state as it was."""
        known = self.status
        self.show(known.state, known.paper_low)

    def show(self, state: State, paper_low: bool | None) -> None:
        """Take a state in and tell it if it is new."""
        now = PrinterStatus(state, paper_low, self._queued())
        with self._lock:
            before, self._status = self._status, now
        if now == before:
            return
        if before.state != state:
            log.info("printer: %s", state)
        self._tell(now)
