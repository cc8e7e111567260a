"""The growing end of the journal: append a line to the file so that making it durable costs one flush.

Space is prepared a mebibyte at a time with real newlines, written and flushed: a later append changes no
metadata, so a flush writes the data alone, and the file stays readable at any moment. Knows bytes, not sales.
"""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from appliance.domain.errors import TillError
from appliance.store.files import Files, write_all

PREALLOCATE_BYTES = 1 << 20
SMALLEST_PREALLOCATION_BYTES = 1 << 12
NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


class WriteFailed(Exception):
    """The file is in a state nobody can vouch for; the store must not acknowledge again."""


class Tail:
    """The open end of the current segment. Not thread-safe: the store's lock is held by every caller."""

    def __init__(self, files: Files, path: Path, fd: int, end: int, allocated: int) -> None:
        self._files = files
        self.path = path
        self.fd = fd
        self.end = end
        self._allocated = allocated

    def append(self, line: bytes, *, starts_writing: bool = False) -> None:
        """Hand the line to the operating system; TillError `store_full` leaves the file as it was.

        `starts_writing` puts the device to work at once: a flush that follows finds it half done.
        """
        if self.end + len(line) > self._allocated:
            self._prepare(len(line))
        try:
            write_all(self._files, self.fd, line, self.end)
        except OSError as error:
            self._take_back(len(line), error)
            raise TillError("store_full") from error
        start = self.end
        self.end += len(line)
        if starts_writing:
            with contextlib.suppress(OSError):  # only a head start: whether the line is safe, the flush says
                self._files.begin_writing(self.fd, start, len(line))

    def _prepare(self, size: int) -> None:
        """Write newlines ahead; when the disk is nearly full, settle for just enough."""
        enough = -(-(self.end + size) // SMALLEST_PREALLOCATION_BYTES) * SMALLEST_PREALLOCATION_BYTES
        wishes = (max(self._allocated + PREALLOCATE_BYTES, enough), enough)
        for wish in wishes:
            try:
                write_all(self._files, self.fd, b"\n" * (wish - self._allocated), self._allocated)
            except OSError as error:
                if error.errno not in NO_SPACE:
                    raise WriteFailed(str(error)) from error
                continue
            self.sync()
            self._allocated = wish
            return
        raise TillError("store_full")

    def _take_back(self, size: int, error: OSError) -> None:
        """Blot out a partly written line with newlines, so that it never was."""
        if error.errno not in NO_SPACE:
            raise WriteFailed(str(error)) from error
        try:
            write_all(self._files, self.fd, b"\n" * size, self.end)
        except OSError:
            try:
                self._files.truncate(self.fd, self.end)
                self._allocated = self.end
            except OSError as worse:
                raise WriteFailed(str(worse)) from worse

    def sync(self) -> None:
        """Make everything appended durable. After a failure the kernel may have dropped it: never retried."""
        try:
            self._files.fdatasync(self.fd)
        except OSError as error:
            raise WriteFailed(str(error)) from error

    def close(self, *, trim: bool) -> None:
        """Close the file; `trim` gives the prepared space of a sealed segment back (best effort)."""
        if trim:
            with contextlib.suppress(OSError):
                self._files.truncate(self.fd, self.end)
        self._files.close(self.fd)


def create_tail(files: Files, path: Path, content: bytes) -> Tail:
    """Put a segment file with `content` in place, durable and prepared, under its final name or not."""
    temporary = path.with_name(path.name + ".tmp")
    fd = files.open(temporary, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    try:
        write_all(files, fd, content, 0)
        allocated = len(content)
        with contextlib.suppress(OSError):  # a nearly full disk: appends will prepare what they need
            write_all(files, fd, b"\n" * PREALLOCATE_BYTES, allocated)
            allocated += PREALLOCATE_BYTES
        files.fsync(fd)
        files.replace(temporary, path)
        files.sync_directory(path.parent)
    except OSError:
        files.close(fd)
        with contextlib.suppress(OSError):
            files.unlink(temporary)
        raise
    return Tail(files, path, fd, len(content), allocated)
