"""The print worker: takes queued jobs in order to one printer.

Ask first, send once, wait for the fence. Knows nothing of sales, and reaches jobs and their paper only through
the `JobStore` it is given. How the printer is: `printer_watch`; the drawer that hangs on it: `drawer`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from appliance.devices import status
from appliance.devices.drawer import Drawer, Pulse
from appliance.devices.links import Link, LinkError
from appliance.devices.printer import Printer
from appliance.devices.printer_watch import PrinterStatus, PrinterWatch
from appliance.devices.sample_paper import SamplePaper, SampleState
from appliance.devices.workers import Worker
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
    drawer: Pulse = Pulse()


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the worker waits for what, in seconds."""

    watch_s: float = 1.0  # between looks at an idle or faulty printer
    listen_s: float = 0.1  # one look for the fence while a job is out
    fence_s: float = 15.0  # for the fence, counted from the last moment a fault explained the silence
    stall_s: float = 60.0  # for a printer that takes no more bytes
    kick_s: float = 5.0  # a drawer that opens later than this only startles


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
        self._on_job = on_job
        self._patience = patience or Patience()
        self._clock = clock
        self._lock = threading.Lock()  # guards the next two; held for moments, never over I/O
        self._queue: deque[str] = deque()
        self._must_rescan = True
        self._is_first_turn = True
        self._is_plugged_anew = threading.Event()
        self._sample = SamplePaper(clock)
        self._watch = PrinterWatch(
            self._printer, clock, on_status, self._count_queued, can_be_asked=settings.answers_fence
        )
        self._drawer = Drawer(
            self._printer,
            self._watch,
            settings.drawer,
            clock,
            within_s=self._patience.kick_s,
            obeys_at_once=settings.answers_fence,
        )

    # --- called from any thread

    @property
    def status(self) -> PrinterStatus:
        """The latest known."""
        return self._watch.status

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
        self._drawer.kick()
        self._wake.set()

    def plugged_anew(self) -> None:
        """The link leads somewhere else now: try it at once, however long the old one was silent."""
        self._is_plugged_anew.set()
        self._sample.forget()
        self.wake()  # papers may have been stored while there was no printer at all

    def print_sample(self, lines: Sequence[Laid]) -> None:
        """Print a paper that belongs to no sale: soon, or not at all."""
        self._sample.wish(lines)
        self._wake.set()

    @property
    def sample(self) -> SampleState:
        """What became of the last one."""
        return self._sample.state

    # --- the thread

    def turn(self) -> float:
        """Drawer first, then the next paper, else a look at how the printer is."""
        self._find_jobs()
        if self._is_plugged_anew.is_set():
            self._is_plugged_anew.clear()
            self._watch.try_now()
        self._drawer.serve()
        if self._sample.is_wanted:
            self._serve_sample()
        job = self._next_job()
        if job is None:
            self._watch.look()
        elif self._watch.is_fit_to_print():
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
        if self._drawer.is_wanted_open or self._sample.is_wanted:
            return self._patience.listen_s
        return self._patience.watch_s if self._printer.is_open else self._watch.retry_in_s

    def _find_jobs(self) -> None:
        with self._lock:
            if not self._must_rescan:
                return
            self._must_rescan = False
        try:
            found = self._jobs.open_jobs()
            if self._is_first_turn:
                self._ask_about_interrupted(found)
                self._is_first_turn = False
        except Exception:  # the store is slow or full: look again next turn, or these papers never come
            with self._lock:
                self._must_rescan = True
            raise
        with self._lock:
            for job in found:
                if job.is_waiting and job.id not in self._queue:
                    self._queue.append(job.id)

    def _ask_about_interrupted(self, found: Sequence[PrintJob]) -> None:
        for job in found:
            if job.state == "sending":
                log.warning("the till stopped while %s was printing: asking if it came out", job.number)
                self._finish(job, "unconfirmed", durable=True)

    def _next_job(self) -> PrintJob | None:
        while True:
            with self._lock:
                job_id = self._queue[0] if self._queue else None
            if job_id is None:
                return None
            job = self._jobs.get(job_id)
            if job is not None and job.is_waiting:
                return job
            if job is not None and job.state == "sending":
                # The store took a step of ours and then raised: what is on paper is for a person to say.
                self._finish(job, "unconfirmed", durable=False)
            self._leave_queue(job_id)

    def _count_queued(self) -> int:
        with self._lock:
            return len(self._queue)

    def _leave_queue(self, job_id: str) -> None:
        with self._lock:
            if job_id in self._queue:
                self._queue.remove(job_id)

    # --- one job

    def _hold(self, job: PrintJob) -> None:
        """Nothing was sent: the job waits for the printer, however long."""
        if job.state == "queued":
            log.info("%s waits: printer %s", job.number, self.status.state)
            self._on_job(self._jobs.mark(job.id, "held", durable=False))
        self._watch.recount()

    def _print(self, job: PrintJob) -> None:
        try:
            data = self._bytes(self._jobs.render(job))
        except Exception:  # a paper that cannot be drawn must not block those behind it; the sale is safe
            log.exception("%s cannot be rendered and will not be printed", job.number)
            self._finish(job, "failed", durable=False)
            return
        # On disk before the first byte leaves: after a crash from here on a person decides, not we.
        # When the store refuses, this raises and nothing was sent; the next turn tries again, or asks if the store
        # had taken the step.
        self._on_job(self._jobs.mark(job.id, "sending", durable=True))
        ended = self._deliver(data)
        if self._stop.is_set() and ended == "unconfirmed":
            return  # stays `sending` on disk; the next start asks about it
        if ended == "unconfirmed":
            # The connection goes with the doubt: a fence answered late must not confirm the next paper.
            self._printer.close()
            log.warning("%s may not have been printed: asking", job.number)
        self._finish(job, ended, durable=False)
        if ended in ("confirmed", "sent"):
            self._watch.look()

    def _serve_sample(self) -> None:
        if not self._watch.is_fit_to_print():
            if self._sample.not_now():
                self._watch.tell_again()
            return
        lines = self._sample.take()
        if lines is None:
            return
        self._sample.ended(
            "not_printed"
        )  # unless it goes on: a surprise on the way must not leave it waiting
        data = self._bytes(lines)
        self._sample.ended("waiting")
        ended = self._deliver(data)
        if ended == "unconfirmed":
            self._printer.close()  # as with a receipt: its late answer must not confirm the next paper
        self._sample.ended("printed" if ended == "confirmed" else ended)
        self._watch.look()
        self._watch.tell_again()

    def _deliver(self, data: bytes) -> Literal["confirmed", "sent", "unconfirmed"]:
        """Send all and wait for the fence; what is known of the paper then."""
        self._watch.show("printing", self.status.paper_low)
        try:
            if not self._send(data):
                return "unconfirmed"
            if not self._settings.answers_fence:
                return "sent"
            return "confirmed" if self._hears_fence() else "unconfirmed"
        except LinkError as error:
            self._watch.lost(error)
            return "unconfirmed"

    def _bytes(self, lines: Sequence[Laid]) -> bytes:
        # Imported with the first receipt: fonts and imaging cost a third of the till's start.
        from appliance.devices.escpos import receipt_bytes

        return receipt_bytes(
            lines,
            width_dots=self._settings.width_dots,
            code_page=self._settings.code_page,
            fence=self._settings.answers_fence,
        )

    def _finish(self, job: PrintJob, state: str, *, durable: bool) -> None:
        done = self._jobs.mark(job.id, state, durable=durable)
        self._leave_queue(job.id)
        self._on_job(done)
        self._watch.recount()

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
            self._drawer.serve()
            now = self._clock()
            if now >= look_at:
                report = self._printer.report()
                self._watch.show("printing" if report.state == "ready" else report.state, report.is_paper_low)
                now = self._clock()
                look_at = now + self._patience.watch_s
                if report.state in status.FAULTS:
                    deadline = now + self._patience.fence_s
            if now >= deadline:
                return self._printer.has_answered_fence
        return False
