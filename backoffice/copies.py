"""Copies of the SQLite file, and putting one back. PostgreSQL has its own tools for this.

A copy is made by SQLite's backup interface while the back office works, so it is one consistent moment. A
back office restored from an older copy is healed by its boxes: they follow the lower mark and send again.
"""

from __future__ import annotations

import fcntl
import logging
import os
import re
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from backoffice.full_disk import is_disk_full
from backoffice.owners import new_generation

NAME = re.compile(r"office-(\d{8}T\d{6})Z\.db")
FORM = "%Y%m%dT%H%M%S"
RESTORED_AGE = timedelta(hours=1)
# Of the last two hours every copy; then one an hour for two days; then one a day for a month.
KEEP = ((timedelta(hours=2), "%Y%m%d%H%M%S"), (timedelta(days=2), "%Y%m%d%H"), (timedelta(days=31), "%Y%m%d"))
PAGES_AT_ONCE = 2000
BUSY_S = 30.0
log = logging.getLogger(__name__)


class CopyError(Exception):
    """A copy cannot be made or used; the text says why."""


class InUseError(CopyError):
    """Another program has this data open."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy and the moment it shows."""

    path: Path
    at: datetime


@contextmanager
def hold(run_dir: Path, patience_s: float = 0.0) -> Iterator[None]:
    """Be the only program on this data. Raises InUseError after `patience_s`: one that was killed may be ending."""
    run_dir.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience_s
    with (run_dir / "office.lock").open("a") as lock:
        while not _is_locked(lock):
            if time.monotonic() >= until:
                raise InUseError(f"{run_dir.parent}: a back office is running on this data; stop it first")
            time.sleep(0.1)
        yield


def _is_locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def make(database_file: Path, directory: Path, now: datetime) -> Copy:
    """Copy the database as it is now, flushed and whole before it has its name. Raises CopyError."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = directory / f"office-{now.astimezone(UTC).strftime(FORM)}Z.db"
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    try:
        with (
            closing(
                sqlite3.connect(f"{database_file.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_S)
            ) as source,
            closing(sqlite3.connect(unfinished)) as target,
        ):
            source.backup(target, pages=PAGES_AT_ONCE, sleep=0.005)
            target.execute("PRAGMA journal_mode=DELETE")
        unfinished.chmod(0o600)
        _flush(unfinished)
        unfinished.rename(path)
        _flush(directory)
    except (sqlite3.Error, OSError) as problem:
        unfinished.unlink(missing_ok=True)
        raise CopyError(f"{path}: the copy could not be made ({problem})") from problem
    return Copy(path, now)


def known(directory: Path) -> list[Copy]:
    """The copies in a folder, oldest first."""
    found = []
    for path in directory.glob("office-*.db") if directory.is_dir() else ():
        name = NAME.fullmatch(path.name)
        if name is not None:
            found.append(Copy(path, datetime.strptime(name[1], FORM).replace(tzinfo=UTC)))
    return sorted(found, key=lambda copy: copy.at)


def thin_out(directory: Path, now: datetime) -> None:
    """Remove copies that newer ones make needless; the oldest of each hour or day stays."""
    kept: set[str] = set()
    for copy in known(directory):
        for age, form in KEEP:
            if now - copy.at <= age:
                slot = form + copy.at.strftime(form)
                if slot in kept:
                    copy.path.unlink(missing_ok=True)
                kept.add(slot)
                break
        else:
            copy.path.unlink(missing_ok=True)


def choose(directory: Path, now: datetime) -> Copy:
    """The newest copy that is at least an hour old, else the oldest. Raises CopyError if there is none."""
    copies = known(directory)
    if not copies:
        raise CopyError(f"{directory}: no copy here")
    old = [copy for copy in copies if now - copy.at >= RESTORED_AGE]
    return old[-1] if old else copies[0]


def restore(copy: Path, database_file: Path, now: datetime) -> Path | None:
    """Put a copy in place; return where the file that stood there is kept. The caller holds the data.

    The catalogue gets a new generation: boxes may have seen versions that this copy does not know. Raises
    CopyError, and then everything is as it was.
    """
    fresh = database_file.with_suffix(".restoring")
    try:
        database_file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(copy, fresh)
        fresh.chmod(0o600)
        with closing(sqlite3.connect(fresh)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if verdict != "ok":
                raise CopyError(f"{copy}: the copy is damaged ({verdict})")
            for (merchant_id,) in connection.execute("SELECT merchant_id FROM merchants").fetchall():
                connection.execute(
                    "UPDATE merchants SET generation = ? WHERE merchant_id = ?",
                    (new_generation(), merchant_id),
                )
            connection.commit()
        _flush(fresh)
        before = _put_by(database_file, now)
        fresh.rename(database_file)
        _flush(database_file.parent)
    except (sqlite3.Error, OSError) as problem:
        raise CopyError(f"{copy}: cannot be restored ({problem})") from problem
    finally:
        fresh.unlink(missing_ok=True)
    return before


def _put_by(database_file: Path, now: datetime) -> Path | None:
    """Keep what stands there under another name: it may be the only copy of the last hour.

    A log (`-wal`) that outlived its database would be played onto the restored one, so it is closed or moved first.
    """
    before = database_file.with_name(f"before-restore-{now.astimezone(UTC).strftime(FORM)}Z.db")
    logs = [database_file.with_name(database_file.name + suffix) for suffix in ("-wal", "-shm")]
    if not database_file.exists() and not any(path.exists() for path in logs):
        return None
    with suppress(sqlite3.Error), closing(sqlite3.connect(database_file, timeout=BUSY_S)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the last to close also removes the log
    if database_file.exists():
        os.link(database_file, before)  # so that there is never a moment without a database
    for path in logs:  # only of a database that could not be read any more
        if path.exists():
            path.rename(before.with_name(before.name + path.name.removeprefix(database_file.name)))
    return before


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Copier:
    """Makes a copy at the start and then every `every_s`, on a thread of its own."""

    def __init__(
        self, database_file: Path, directory: Path, every_s: float, clock: Callable[[], datetime]
    ) -> None:
        self._database_file = database_file
        self._directory = directory
        self._every_s = every_s
        self._clock = clock
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="copies", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread; a copy that is being made is finished or left unnamed."""
        self._stopped.set()
        self._thread.join(5.0)

    def _run(self) -> None:
        while True:
            try:
                make(self._database_file, self._directory, self._clock())
                thin_out(self._directory, self._clock())
            except CopyError as problem:
                log.warning("no copy: %s", problem)
            except Exception as error:
                if is_disk_full(error):
                    log.error("no copy, the disk is full; the next try is in %s s", self._every_s)
                else:
                    log.exception("copying broke; the next try is in %s s", self._every_s)
            if self._stopped.wait(self._every_s):
                return
