"""A full disk is told from other errors, whoever says it, and costs the log one line."""

from __future__ import annotations

import errno
import logging
import sqlite3

import pytest
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool

from backoffice.errors import OfficeError
from backoffice.full_disk import is_disk_full
from backoffice.writer import GroupWriter


def sqlite_full() -> sqlite3.OperationalError:
    """The real one, from a database that may not grow."""
    with sqlite3.connect(":memory:") as raw:
        raw.execute("PRAGMA max_page_count=1")
        with pytest.raises(sqlite3.OperationalError) as found:
            raw.execute("CREATE TABLE t (x)")
    raw.close()
    return found.value


class PostgresFull(Exception):
    sqlstate = "53100"


def test_a_full_disk_is_known_whoever_says_it() -> None:
    assert is_disk_full(OSError(errno.ENOSPC, "No space left on device"))
    assert is_disk_full(sqlite_full())
    assert is_disk_full(OperationalError("COMMIT", None, sqlite_full()))
    assert is_disk_full(OperationalError("COMMIT", None, PostgresFull()))
    assert not is_disk_full(OSError(errno.EIO, "Input/output error"))
    assert not is_disk_full(sqlite3.OperationalError("no such table: t"))
    assert not is_disk_full(ValueError("space"))


def failing(engine: Engine, error: Exception) -> Engine:
    @event.listens_for(engine, "commit")
    def _fail(_connection: object) -> None:
        raise error

    return engine


def test_a_group_that_finds_the_disk_full_costs_one_line(caplog: pytest.LogCaptureFixture) -> None:
    engine = failing(
        create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}),
        sqlite_full(),
    )
    writer = GroupWriter(engine, lambda _merchants: None)
    with caplog.at_level(logging.ERROR), pytest.raises(OfficeError, match="busy"):
        writer.write(lambda connection: connection.exec_driver_sql("SELECT 1").scalar_one())
    writer.close()
    engine.dispose()
    assert [(one.getMessage(), one.exc_info) for one in caplog.records] == [
        ("the disk is full: 1 works were refused as busy", None)
    ]
