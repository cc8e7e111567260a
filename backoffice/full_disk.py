"""Tells a full disk from other errors: the log then needs one line and no traceback. Knows no table."""

from __future__ import annotations

import errno
import sqlite3
from typing import Final

NO_SPACE: Final = (errno.ENOSPC, errno.EDQUOT)
POSTGRESQL_DISK_FULL: Final = "53100"  # https://www.postgresql.org/docs/current/errcodes-appendix.html


def is_disk_full(error: BaseException | None) -> bool:
    """Whether the file system, SQLite or PostgreSQL said it, also from inside SQLAlchemy's own error.

    Also when another error came of it: SQLite then undoes the transaction itself, and a rollback finds nothing.
    """
    while error is not None:
        if _says_so(getattr(error, "orig", None) or error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _says_so(said: BaseException) -> bool:
    if isinstance(said, OSError):
        return said.errno in NO_SPACE
    return (
        getattr(said, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        or getattr(said, "sqlstate", None) == POSTGRESQL_DISK_FULL
    )
