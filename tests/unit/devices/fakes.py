"""A printer, jobs and a clock without sockets, threads or waiting: the worker's turns are taken by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from appliance.devices.links import LinkError
from appliance.devices.printer_watch import PrinterStatus
from appliance.devices.printing import Patience, PrinterSettings, PrintWorker
from appliance.devices.status import FENCE
from appliance.domain import print_job
from appliance.domain.print_job import PrintJob

PATIENCE = Patience(watch_s=1.0, listen_s=0.1, fence_s=15.0, stall_s=60.0, kick_s=5.0)


class FakeClock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class FakePrinter:
    """A link with a printer's manners. Waiting for it moves the clock; `while_waiting` changes the world."""

    name = "fake://printer"

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.is_open = False
        self.is_reachable = True
        self.is_silent = False
        self.answers_fence = True
        self.takes_bytes = True
        self.breaks_on_job = False
        self.faults: set[str] = set()
        self.papers: list[bytes] = []
        self.pulses: list[bytes] = []
        self.jobs_begun = 0
        self.while_waiting: Callable[[], None] = lambda: None
        self.babble = b""
        self._buffer = b""
        self._answers = b""

    def open(self, timeout_s: float) -> None:
        if not self.is_reachable:
            raise LinkError("not_reached", "no such printer")
        self.is_open = True

    def close(self) -> None:
        self.is_open = False
        self._answers = b""

    def write(self, data: bytes, timeout_s: float) -> int:
        self._check()
        if data[:2] == b"\x10\x04":
            if not self.is_silent:
                self._answers += bytes([self._status(data[2])])
            return len(data)
        if data[:2] in (b"\x10\x14", b"\x1bp"):
            self.pulses.append(data)
            return len(data)
        self.jobs_begun += 1
        if self.breaks_on_job:
            self._break()
        if not self.takes_bytes:
            self._wait(timeout_s)
            return 0
        self._buffer += data
        self._work()
        return len(data)

    def read(self, max_bytes: int, timeout_s: float) -> bytes:
        self._check()
        if not self._answers and self.babble:
            self.clock.now_s += 0.01
            return self.babble * max_bytes
        if not self._answers and timeout_s:
            self._wait(timeout_s)
            self._check()
        self._work()
        answer, self._answers = self._answers[:max_bytes], self._answers[max_bytes:]
        return answer

    def _wait(self, timeout_s: float) -> None:
        self.clock.now_s += timeout_s
        self.while_waiting()

    def _work(self) -> None:
        if self.faults & {"paper_out", "cover_open", "offline"}:
            return
        while FENCE in self._buffer:
            paper, self._buffer = self._buffer.split(FENCE, 1)
            self.papers.append(paper)
            if self.answers_fence:
                self._answers += b"\x00"

    def _status(self, n: int) -> int:
        if n == 1:
            return 0x1E if self.faults & {"paper_out", "cover_open", "offline"} else 0x16
        if n == 2:
            return 0x12 | 0x20 * ("paper_out" in self.faults) | 0x04 * ("cover_open" in self.faults)
        return 0x7E if "paper_out" in self.faults else 0x1E if "paper_low" in self.faults else 0x12

    def _check(self) -> None:
        if not self.is_reachable:
            self._break()

    def _break(self) -> None:
        self.close()
        self._buffer = b""
        raise LinkError("broken", "gone")


class FakeJobs:
    """Jobs in a dict; every mark is remembered with whether it was durable."""

    def __init__(self) -> None:
        self.jobs: dict[str, PrintJob] = {}
        self.marks: list[tuple[str, str, bool]] = []
        self.before_mark: Callable[[str], None] = lambda state: None
        self.after_mark: Callable[[str], None] = lambda state: None
        self.unprintable: set[str] = set()

    def add(self, number: str, *, state: str = "queued", kind: str = "receipt") -> str:
        job_id = f"job-{len(self.jobs) + 1}"
        self.jobs[job_id] = PrintJob(job_id, kind, 1, number, "en", state, "2026-11-22T07:00:00.000Z")
        return job_id

    def open_jobs(self) -> list[PrintJob]:
        return [job for job in self.jobs.values() if job.state in print_job.OPEN]

    def get(self, job_id: str) -> PrintJob | None:
        return self.jobs.get(job_id)

    def mark(self, job_id: str, state: str, *, durable: bool) -> PrintJob:
        self.before_mark(state)
        self.marks.append((job_id, state, durable))
        self.jobs[job_id] = print_job.move(self.jobs[job_id], state, at_utc="2026-11-22T07:00:01.000Z")
        self.after_mark(state)
        return self.jobs[job_id]

    def fail(self) -> None:
        """Stored, but nobody knows whether it is on the disk."""
        raise OSError("disk busy")

    def render(self, job: PrintJob) -> Sequence[object]:
        from appliance.domain.document import Cut
        from appliance.wording.layout import StyledLine

        if job.id in self.unprintable:
            raise KeyError("a key without words")
        title = f"{job.number} COPY" if job.kind == "copy" else job.number
        return [StyledLine(title), Cut()]

    def states(self) -> list[str]:
        return [job.state for job in self.jobs.values()]


class Stall:
    """A worker with its fakes; `turns` takes as many turns as asked, letting the clock pass between them."""

    def __init__(self, settings: PrinterSettings | None = None) -> None:
        self.clock = FakeClock()
        self.printer = FakePrinter(self.clock)
        self.jobs = FakeJobs()
        self.statuses: list[PrinterStatus] = []
        self.worker = PrintWorker(
            self.printer,
            self.jobs,
            settings or PrinterSettings(),
            self.statuses.append,
            patience=PATIENCE,
            clock=self.clock,
        )

    def turns(self, count: int = 1) -> None:
        for _ in range(count):
            self.clock.now_s += self.worker.turn()
