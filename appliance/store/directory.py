"""The store's directory: its folders, and the lock that one process alone writes there. Knows no journal."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os

from appliance.domain.errors import TillError
from appliance.store.files import Files
from appliance.store.recovery import Folders
from appliance.store.tail import NO_SPACE

READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


class StoreLocked(TillError):
    """Another process has the store open."""

    def __init__(self) -> None:
        super().__init__("store_locked")


class TakenDirectory:
    """Makes the folders and takes the lock; `problem` is what kept the folders from being made.

    Raises StoreLocked, OSError.
    """

    def __init__(self, files: Files, folders: Folders) -> None:
        self._files = files
        self._lock_fd: int | None = None
        self.problem: str | None = None
        try:
            for folder in (folders.journal, folders.snapshots, folders.indexes, folders.evidence):
                files.make_directory(folder)
            self._lock_fd = files.open(folders.lock, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            if error.errno not in (*READ_ONLY, *NO_SPACE):
                raise
            self.problem = "read_only" if error.errno in READ_ONLY else "full"
            with contextlib.suppress(OSError):
                self._lock_fd = files.open(folders.lock, os.O_RDONLY)
        if self._lock_fd is not None:
            try:
                fcntl.flock(self._lock_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.release()
                raise StoreLocked from None

    def release(self) -> None:
        """Let another process have it."""
        if self._lock_fd is not None:
            self._files.close(self._lock_fd)
            self._lock_fd = None
