"""The print worker: takes queued jobs in order to one printer, and opens the drawer.

Knows the printer's manners (ask first, send once, wait for the fence); knows nothing of sales,
and reaches jobs and their paper only through the `JobStore` it is given.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from appliance.devices import status
from appliance.devices.links import Link, LinkError
from appliance.devices.printer import Printer
from appliance.devices.status import State
from appliance.devices.workers import Backoff, Worker
from appliance.domain.print_job import PrintJob

if TYPE_CHECKING:
    from appliance.wording.layout import Laid

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """What the configuration says of one printer. `answers_fence` is False for one that never talks back."""

    width_dots: int = 576
    code_page: str = "CP858"
    answers_fence: bool = True
    drawer_pin: int = 0
    drawer_on_ms: int = 50
    drawer_off_ms: int = 500


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the worker waits for what, in seconds."""

    watch_s: float = 1.0  # between looks at an idle or faulty printer
    listen_s: float = 0.1  # one look for the fence while a job is out
    fence_s: float = 15.0  # for the fence, counted from the last moment a fault explained the silence
    stall_s: float = 60.0  # for a printer that takes no more bytes
    kick_s: float = 5.0  # a drawer that opens later than this only startles


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """What the screen shows of the printer; None is unknown. `queued` counts papers still to come."""

    state: State = "unknown"
    paper_low: bool | None = None
    queued: int = 0


class JobStore(Protocol):
    """Where print jobs live. Called on the worker's thread only."""

    def open_jobs(self) -> Sequence[PrintJob]:
        """All jobs not finished (queued, held, sending), oldest first."""

    def get(self, job_id: str) -> PrintJob | None: ...

    def mark(self, job_id: str, state: str, *, durable: bool) -> PrintJob:
        """Move a job on; with `durable` it returns only once that is on disk, or raises."""

    def render(self, job: PrintJob) -> Sequence[Laid]:
        """The lines of the job's paper, made from the stored sale."""


class PrintWorker(Worker):
    """One printer's thread. Nothing a caller does here ever waits for the printer."""

    def __init__(
        self,
        link: Link,
        jobs: JobStore,
        settings: PrinterSettings,
        on_status: Callable[[PrinterStatus], None],
        on_job: Callable[[PrintJob], None] = lambda job: None,
        *,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("printer")
        self._printer = Printer(link, clock)
        self._jobs = jobs
        self._settings = settings
        self._on_status = on_status
        self._on_job = on_job
        self._patience = patience or Patience()
        self._clock = clock
        self._lock = threading.Lock()  # guards the next four; held for moments, never over I/O
        self._queue: deque[str] = deque()
        self._must_rescan = True
        self._kick_until: float | None = None
        self._status = PrinterStatus()
        self._backoff = Backoff()
        self._retry_at = 0.0
        self._is_first_turn = True

    # --- called from any thread

    @property
    def status(self) -> PrinterStatus:
        """The latest known."""
        with self._lock:
            return self._status

    def wake(self, job_id: str | None = None) -> None:
        """A job was stored durably: take it up. Without an id all open jobs are looked through."""
        with self._lock:
            if job_id is None:
                self._must_rescan = True
            elif job_id not in self._queue:
                self._queue.append(job_id)
        self._wake.set()

    def kick_drawer(self) -> None:
        """Open the drawer soon, at most once; forgotten when the printer is not reached in time."""
        with self._lock:
            self._kick_until = self._clock() + self._patience.kick_s
        self._wake.set()

    # --- the thread

    def turn(self) -> float:
        """Drawer first, then the next paper, else a look at how the printer is."""
        self._find_jobs()
        self._serve_kick()
        job = self._next_job()
        if job is None:
            self._watch()
        elif self._is_fit_to_print():
            self._print(job)
            return 0.0
        else:
            self._hold(job)
        return self._nap()

    def release(self) -> None:
        self._printer.close()

    def _nap(self) -> float:
        """How long until the next look: a printer that is there is watched closely, for whoever changes its
        paper stands in front of it; one that cannot be reached is tried later and later."""
        with self._lock:
            if self._kick_until is not None:
                return self._patience.listen_s
        if self._printer.is_open:
            return self._patience.watch_s
        return max(0.0, self._retry_at - self._clock())

    def _find_jobs(self) -> None:
        with self._lock:
            if not self._must_rescan:
                return
            self._must_rescan = False
        found = self._jobs.open_jobs()
        if self._is_first_turn:
            self._is_first_turn = False
            for job in found:
                if job.state == "sending":
                    log.warning("the till stopped while %s was printing: asking if it came out", job.number)
                    self._finish(job, "unconfirmed", durable=True)
        with self._lock:
            for job in found:
                if job.is_waiting and job.id not in self._queue:
                    self._queue.append(job.id)

    def _next_job(self) -> PrintJob | None:
        while True:
            with self._lock:
                job_id = self._queue[0] if self._queue else None
            if job_id is None:
                return None
            job = self._jobs.get(job_id)
            if job is not None and job.is_waiting:
                return job
            self._leave_queue(job_id)

    def _leave_queue(self, job_id: str) -> None:
        with self._lock:
            if job_id in self._queue:
                self._queue.remove(job_id)

    # --- how the printer is

    def _open(self) -> bool:
        """Whether the printer can be talked to; a failure is told once and tried again later and later."""
        if self._printer.is_open:
            return True
        if self._clock() < self._retry_at:
            return False
        try:
            self._printer.open()
        except LinkError as error:
            self._lost(error)
            return False
        return True

    def _lost(self, error: LinkError) -> None:
        self._printer.close()
        if self.status.state != "offline":
            log.warning("printer lost: %s", error)
        self._retry_at = self._clock() + self._backoff.next_s()
        self._show("offline", None)

    def _watch(self) -> None:
        """Look at an idle printer, so that the screen knows before the next customer."""
        if not self._open():
            return
        try:
            if self._settings.answers_fence:
                report = self._printer.report()
                self._show(report.state, report.is_paper_low)
            else:
                self._printer.listen(0)  # notices a closed connection
                self._show("unknown", None)
            self._backoff.reset()
        except LinkError as error:
            self._lost(error)

    def _is_fit_to_print(self) -> bool:
        if not self._open():
            return False
        if not self._settings.answers_fence:
            return True
        try:
            report = self._printer.report()
        except LinkError as error:
            self._lost(error)
            return False
        self._backoff.reset()
        if report.state == "ready":
            return True
        self._show(report.state, report.is_paper_low)
        return False

    def _show(self, state: State, paper_low: bool | None) -> None:
        with self._lock:
            now = PrinterStatus(state, paper_low, len(self._queue))
            if now == self._status:
                return
            before, self._status = self._status, now
        if before.state != state:
            log.info("printer: %s", state)
        self._on_status(now)

    # --- one job

    def _hold(self, job: PrintJob) -> None:
        """Nothing was sent: the job waits for the printer, however long."""
        if job.state == "queued":
            log.info("%s waits: printer %s", job.number, self.status.state)
            self._on_job(self._jobs.mark(job.id, "held", durable=False))
        current = self.status
        self._show(current.state, current.paper_low)

    def _print(self, job: PrintJob) -> None:
        try:
            data = self._bytes(job)
        except Exception:  # a paper that cannot be drawn must not block those behind it; the sale is safe
            log.exception("%s cannot be rendered and will not be printed", job.number)
            self._finish(job, "failed", durable=False)
            return
        # On disk before the first byte leaves: after a crash from here on a person decides, not we.
        # When the store refuses, this raises, nothing was sent, and the next turn tries again.
        self._on_job(self._jobs.mark(job.id, "sending", durable=True))
        self._show("printing", self.status.paper_low)
        try:
            if not self._send(data):
                ended = "unconfirmed"
            elif not self._settings.answers_fence:
                ended = "sent"
            else:
                ended = "confirmed" if self._hears_fence() else "unconfirmed"
        except LinkError as error:
            self._lost(error)
            ended = "unconfirmed"
        if self._stop.is_set() and ended == "unconfirmed":
            return  # stays `sending` on disk; the next start asks about it
        if ended == "unconfirmed":
            # The connection goes with the doubt: a fence answered late must not confirm the next paper.
            self._printer.close()
            log.warning("%s may not have been printed: asking", job.number)
        self._finish(job, ended, durable=False)
        if ended in ("confirmed", "sent"):
            self._watch()

    def _bytes(self, job: PrintJob) -> bytes:
        # Imported with the first receipt: fonts and imaging cost a third of the till's start.
        from appliance.devices.escpos import receipt_bytes

        return receipt_bytes(
            self._jobs.render(job),
            width_dots=self._settings.width_dots,
            code_page=self._settings.code_page,
            fence=self._settings.answers_fence,
        )

    def _finish(self, job: PrintJob, state: str, *, durable: bool) -> None:
        done = self._jobs.mark(job.id, state, durable=durable)
        self._leave_queue(job.id)
        self._on_job(done)
        current = self.status
        self._show(current.state, current.paper_low)

    def _send(self, data: bytes) -> bool:
        """Hand over all bytes; False when the printer stopped taking them or we are stopping."""
        self._printer.forget_fences()
        deadline = self._clock() + self._patience.stall_s
        while data:
            sent = self._printer.send(data, self._patience.listen_s)
            data = data[sent:]
            now = self._clock()
            if sent:
                deadline = now + self._patience.stall_s
            if self._stop.is_set() or now >= deadline:
                return False
        return True

    def _hears_fence(self) -> bool:
        """Wait for the fence's answer, as long as a fault explains the silence."""
        now = self._clock()
        deadline, look_at = now + self._patience.fence_s, now + self._patience.watch_s
        while not self._stop.is_set():
            self._printer.listen(self._patience.listen_s)
            if self._printer.has_answered_fence:
                return True
            self._serve_kick()
            now = self._clock()
            if now >= look_at:
                report = self._printer.report()
                self._show("printing" if report.state == "ready" else report.state, report.is_paper_low)
                now = self._clock()
                look_at = now + self._patience.watch_s
                if report.state in status.FAULTS:
                    deadline = now + self._patience.fence_s
            if now >= deadline:
                return self._printer.has_answered_fence
        return False

    # --- the drawer

    def _serve_kick(self) -> None:
        """Send the pulse asked for, once; a failure is not repeated, a person is at the drawer anyway."""
        with self._lock:
            until = self._kick_until
        if until is None:
            return
        if self._clock() >= until:
            self._forget_kick()
            log.warning("drawer not opened: the printer it hangs on was not reached")
            return
        if not self._open():
            return
        self._forget_kick()
        try:
            self._printer.say(self._pulse())
        except LinkError as error:
            log.warning("drawer may not have opened: %s", error)
            self._lost(error)

    def _forget_kick(self) -> None:
        with self._lock:
            self._kick_until = None

    def _pulse(self) -> bytes:
        chosen = self._settings
        if chosen.answers_fence and self.status.state in status.FAULTS:
            # The ordinary pulse would queue behind the missing paper and open the drawer much later.
            return status.kick_now(chosen.drawer_pin, chosen.drawer_on_ms)
        return status.kick(chosen.drawer_pin, chosen.drawer_on_ms, chosen.drawer_off_ms)
