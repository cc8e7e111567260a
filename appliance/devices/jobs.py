"""Print jobs in the store: the print worker's `JobStore`, and the question the screen asks.

Knows the table and the transitions of `print_job`; how a sale becomes lines of paper is handed in.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from appliance.domain import print_job
from appliance.domain.errors import TillError
from appliance.domain.print_job import PrintJob
from appliance.ports import Clock, Fact, Store

if TYPE_CHECKING:
    from appliance.wording.layout import Laid

TABLE = "print_jobs"


class StoredJobs:
    """The jobs of one printer in the table `print_jobs`, each a document under its own id."""

    def __init__(
        self, store: Store, clock: Clock, render: Callable[[PrintJob, Fact], Sequence[Laid]]
    ) -> None:
        self._store = store
        self._clock = clock
        self._render = render
        self._lock = threading.Lock()  # guards _asking; held for moments, never while the store is asked
        # Ids that were unconfirmed when last seen, oldest first: a snapshot must not read all jobs each time.
        self._asking = [job.id for job in self._all() if job.asks]

    def open_jobs(self) -> list[PrintJob]:
        """Jobs not finished, in the order they were stored."""
        return [job for job in self._all() if job.state in print_job.OPEN]

    def get(self, job_id: str) -> PrintJob | None:
        """One job as it stands now."""
        document = self._store.get(TABLE, job_id)
        return None if document is None else print_job.from_document(document)

    def mark(self, job_id: str, state: str, *, durable: bool) -> PrintJob:
        """Move a job on under the store's lock; durable means on disk when this returns."""
        moment = self._clock.now()
        with self._store.transaction(moment, durable=durable) as transaction:
            document = transaction.get(TABLE, job_id)
            if document is None:
                raise TillError("print_job_unknown", field="id")
            job = print_job.move(print_job.from_document(document), state, at_utc=moment.utc)
            # Keys a newer version wrote are kept.
            transaction.put(TABLE, job_id, {**document, **print_job.to_document(job)})
        if durable:
            transaction.commit.wait()
        with self._lock:
            if job.asks and job_id not in self._asking:
                self._asking.append(job_id)
        return job

    def render(self, job: PrintJob) -> Sequence[Laid]:
        """The lines of the job's paper, from the sale as it was stored."""
        fact = self._fact_of(job)
        if fact is None:
            raise TillError("sale_unknown", field="number", number=job.number)
        return self._render(job, fact)

    def _fact_of(self, job: PrintJob) -> Fact | None:
        """The fact a paper is of: a receipt by its number, a Z by its place, as the newest fact with that number."""
        if job.number.startswith(print_job.Z):
            closed = self._store.get("shifts", job.number.removeprefix(print_job.Z))
            return None if closed is None else self._store.fact(closed["f"], epoch=closed["epoch"])
        return self._store.receipt_by_number(job.number)

    def question(self) -> PrintJob | None:
        """The oldest paper of which a person must say whether it came out. Any thread may ask, and often."""
        with self._lock:
            asking = list(self._asking)
        for job_id in asking:
            job = self.get(job_id)
            if job is not None and job.asks:
                return job
            with self._lock:
                if job_id in self._asking:
                    self._asking.remove(job_id)
        return None

    def _all(self) -> list[PrintJob]:
        return [print_job.from_document(document) for _, document in self._store.documents(TABLE)]
