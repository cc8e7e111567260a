"""The database: works run in transactions, and a write returns only after its COMMIT.

SQLite by default, one process: one writing thread (`writer`), readers on connections of their own, which see a
consistent snapshot and are never blocked by the writer (WAL). PostgreSQL by its URL: a transaction a call.
Knows no table but what the migrations make.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backoffice.errors import OfficeError
from backoffice.migrations import migrate
from backoffice.writer import WAIT_S, GroupWriter, Writing, run_work, touched

__all__ = ["Database", "touched"]

log = logging.getLogger(__name__)

T = TypeVar("T")

POOL: Final[dict[str, int]] = {"pool_size": 16, "max_overflow": 48, "pool_timeout": 10}
BUSY_MS: Final = 10_000
RETRIES: Final = 8
RETRIED: Final = frozenset({"40001", "40P01"})  # serialization failure, deadlock
_NOTICES: Final = "tillbox.notices"


class Database:
    """Made by `open`. Listeners of `on_commit` run on the thread that committed and must be quick."""

    def __init__(self, url: URL, wait_s: float) -> None:
        self._listeners: list[Callable[[str], None]] = []
        self._pause = threading.Event()  # never set: a sleep that has a name
        self.url = url
        self._writer: GroupWriter | None = None
        if url.get_backend_name() == "sqlite":
            self._writing_engine = _sqlite_engine(url, "BEGIN IMMEDIATE", pool_size=1, max_overflow=0)
            migrate(self._writing_engine)
            self._reading_engine = _sqlite_engine(url, "BEGIN", is_reader=True, **POOL)
            self._writer = GroupWriter(self._writing_engine, self._tell, wait_s)
        else:
            self._writing_engine = _postgresql_engine(url)
            migrate(self._writing_engine)
            self._reading_engine = self._writing_engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @classmethod
    def open(cls, url: str, *, wait_s: float = WAIT_S) -> Database:
        """Open, and bring the tables up to date. `sqlite:////path/office.db` or `postgresql://…`.

        `wait_s` bounds how long a write waits for SQLite's writing thread before it is `busy`.
        """
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        if backend == "sqlite":
            if not parsed.database or parsed.database == ":memory:":
                raise ValueError("database_url: SQLite needs a file")
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            return cls(parsed.set(drivername="sqlite"), wait_s)
        if backend == "postgresql":
            return cls(parsed.set(drivername="postgresql+psycopg"), wait_s)
        raise ValueError("database_url: allowed are sqlite:///… and postgresql://…")

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a write transaction; return its value after COMMIT.

        It may run more than once (never committed twice), so it must do nothing but use its connection. Raises what
        it raised; `busy` when the database does not answer; `not_durable` when PostgreSQL could not promise.
        """
        with _as_office_errors():
            if self._writer is not None:
                return self._writer.write(work)
            return self._write_retrying(work)

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on a consistent snapshot; nothing can be written."""
        with _as_office_errors(), self._reading_engine.connect() as connection, connection.begin():
            return work(connection)

    def on_commit(self, listener: Callable[[str], None]) -> None:
        """Call `listener` with each merchant that a commit `touched`."""
        self._listeners.append(listener)

    @property
    def waiting(self) -> int:
        """Works that wait for the writing thread; 0 on PostgreSQL, where each has its own transaction."""
        return 0 if self._writer is None else self._writer.waiting

    def close(self) -> None:
        """Finish what is being written and let go of the connections."""
        if self._writer is not None:
            self._writer.close()
        self._reading_engine.dispose()
        self._writing_engine.dispose()

    def _write_retrying(self, work: Callable[[Connection], T]) -> T:
        for attempt in range(1, RETRIES + 1):
            try:
                result, writing = self._write_once(work)
            except DBAPIError as error:
                if attempt == RETRIES or getattr(error.orig, "sqlstate", None) not in RETRIED:
                    raise
                self._pause.wait(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - no secret, a pause
                continue
            writing.is_committed = True
            self._tell(writing.touched)
            return result
        raise AssertionError("unreachable")

    def _write_once(self, work: Callable[[Connection], T]) -> tuple[T, Writing]:
        with self._writing_engine.connect() as connection:
            transaction = connection.begin()
            try:
                result, writing = run_work(connection, work)
            except BaseException:
                transaction.rollback()
                raise
            warnings: list[str] = connection.info[_NOTICES]
            warnings.clear()
            transaction.commit()
            # A COMMIT whose wait for the standby was cancelled succeeds with a warning; others see the rows at once
            # and a failover forgets them. So it did not succeed.
            if warnings:
                log.warning("commit is not durable: %s", warnings[0])
                raise OfficeError("not_durable")
            return result, writing

    def _tell(self, merchants: Iterable[str]) -> None:
        for merchant_id in merchants:
            for listener in tuple(self._listeners):
                try:
                    listener(merchant_id)
                except Exception:
                    log.exception("a listener failed; the data is safe, a view may be late")


def plain_words(error: BaseException) -> str:
    """One line: what the database said, without the statement, its values and where to read about it."""
    said = getattr(error, "orig", None) or error
    return str(said).partition("\n")[0]


@contextmanager
def _as_office_errors() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        if "no such" in str(error) or "does not exist" in str(error):
            raise  # a table or column is missing: no patience helps
        log.warning("the database does not answer: %s", plain_words(error))
        raise OfficeError("busy") from error


def _sqlite_engine(url: URL, begin: str, *, is_reader: bool = False, **pool: int) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False}, **pool)

    @event.listens_for(engine, "connect")
    def _connect(raw: Any, _record: Any) -> None:  # a DBAPI connection has no type of its own
        raw.isolation_level = None  # the driver must not begin transactions: we do, with savepoints
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MS}",
            "cache_size=-16000",
            f"query_only={'ON' if is_reader else 'OFF'}",
        ):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgresql_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "options": "-c lock_timeout=10s -c timezone=UTC"},
        **POOL,
    )

    @event.listens_for(engine, "connect")
    def _connect(raw: Any, record: Any) -> None:  # a DBAPI connection has no type of its own
        warnings: list[str] = []
        record.info[_NOTICES] = warnings

        def noticed(diagnostic: Any) -> None:
            if diagnostic.severity_nonlocalized == "WARNING":
                warnings.append(diagnostic.message_primary or "")

        raw.add_notice_handler(noticed)

    return engine
