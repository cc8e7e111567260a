"""How SQLite is written: by one thread, many writers' works in one transaction.

A COMMIT waits for the disk; works that wait meanwhile share the next one. Each runs in a savepoint of its own, so
an error undoes only the work that made it. Knows no table.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine

from backoffice.errors import OfficeError
from backoffice.full_disk import is_disk_full

log = logging.getLogger(__name__)

T = TypeVar("T")

GROUP_WORKS: Final = 64  # so that the first of a group does not wait for hundreds
WAIT_S: Final = 30.0
JOIN_S: Final = 10.0
IDLE_S: Final = 60.0
WRITING: Final = "tillbox.writing"


@dataclass(slots=True, eq=False)
class Writing:
    """One work's part of a transaction; `is_committed` only after its COMMIT has returned."""

    changes_before: int = 0
    touched: set[str] = field(default_factory=set)
    is_committed: bool = False


def run_work(connection: Connection, work: Callable[[Connection], T]) -> tuple[T, Writing]:
    """Run one work in the transaction that `connection` has open."""
    writing = Writing(_changes(connection))
    connection.info[WRITING] = writing
    try:
        return work(connection), writing
    finally:
        del connection.info[WRITING]


def wrote(connection: Connection) -> Writing:
    """The proof that this transaction has written something; asks the engine, not its callers.

    Raises RuntimeError in a transaction that has only read (so far): an answer made there could speak of what a
    failover then forgets.
    """
    writing = connection.info.get(WRITING)
    if not isinstance(writing, Writing) or not _has_changed(connection, writing):
        raise RuntimeError("this transaction has written nothing: no mark may be told from it")
    return writing


def touched(connection: Connection, merchant_id: str) -> None:
    """Say, inside a write, that views of this merchant are out of date once it is committed."""
    writing = connection.info.get(WRITING)
    if isinstance(writing, Writing):
        writing.touched.add(merchant_id)


def _changes(connection: Connection) -> int:
    if connection.dialect.name != "sqlite":
        return 0
    return int(connection.exec_driver_sql("SELECT total_changes()").scalar_one())


def _has_changed(connection: Connection, writing: Writing) -> bool:
    if connection.dialect.name == "sqlite":
        return _changes(connection) > writing.changes_before
    # PostgreSQL gives a transaction its number with its first write
    return bool(
        connection.exec_driver_sql("SELECT pg_current_xact_id_if_assigned() IS NOT NULL").scalar_one()
    )


@dataclass(slots=True, eq=False)
class _Job:
    work: Callable[[Connection], Any]
    future: Future[Any] = field(default_factory=Future)
    result: Any = None
    error: BaseException | None = None
    writing: Writing | None = None

    def release(self) -> None:
        if self.error is not None:
            self.future.set_exception(self.error)
            return
        if self.writing is not None:
            self.writing.is_committed = True
        self.future.set_result(self.result)


class GroupWriter:
    """The one writing thread. `committed` hears the merchants a commit touched; it must be quick."""

    def __init__(
        self, engine: Engine, committed: Callable[[Iterable[str]], None], wait_s: float = WAIT_S
    ) -> None:
        self._wait_s = wait_s
        self._engine = engine
        self._committed = committed
        self._jobs: deque[_Job] = deque()
        self._changed = threading.Condition()
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="office-writer", daemon=True)
        self._thread.start()

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` and return once it is committed. Raises what it raised, or `busy` (which promises nothing)."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("a work may not wait for another work")
        job = _Job(work)
        with self._changed:
            if self._is_stopping:
                raise OfficeError("busy")
            self._jobs.append(job)
            self._changed.notify()
        if not wait([job.future], self._wait_s).done:
            job.future.cancel()  # if it waits still; what runs is never cancelled, and may yet be committed
            raise OfficeError("busy")
        result: T = job.future.result(0)
        return result

    @property
    def waiting(self) -> int:
        """Works that no transaction has taken up yet."""
        with self._changed:
            return len(self._jobs)

    def close(self) -> None:
        """Finish what is waiting, then stop."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify()
        self._thread.join(JOIN_S)

    def _run(self) -> None:
        while jobs := self._next_group():
            try:
                self._write_group(jobs)
            except Exception as error:
                if is_disk_full(error):
                    log.error("the disk is full: %d works were refused as busy", len(jobs))
                else:
                    log.exception("a group of %d works could not be committed", len(jobs))
                for job in jobs:
                    job.error = OfficeError("busy")
                    job.error.__cause__ = error
            for job in jobs:
                job.release()
            touched = {m for job in jobs if job.error is None and job.writing for m in job.writing.touched}
            self._committed(touched)

    def _next_group(self) -> list[_Job]:
        """The works that wait, oldest first; empty when it is time to stop."""
        with self._changed:
            while not self._jobs and not self._is_stopping:
                self._changed.wait(IDLE_S)
            waiting = [self._jobs.popleft() for _ in range(min(GROUP_WORKS, len(self._jobs)))]
            started = [job for job in waiting if job.future.set_running_or_notify_cancel()]
            # all of a group may have been cancelled: then look again, for an empty group means stop
        return started if started or not waiting else self._next_group()

    def _write_group(self, jobs: list[_Job]) -> None:
        with self._engine.connect() as connection, connection.begin():
            for job in jobs:
                try:
                    with connection.begin_nested():
                        job.result, job.writing = run_work(connection, job.work)
                except Exception as error:
                    if not _is_open(connection):
                        raise  # the whole transaction is gone (the disk failed): so are the others' works
                    job.error = error


def _is_open(connection: Connection) -> bool:
    raw = connection.connection.dbapi_connection
    return raw is not None and bool(getattr(raw, "in_transaction", False))
