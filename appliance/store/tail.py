"""The growing end of the journal: append a line to the file so that making it durable costs one flush.

Space is prepared a mebibyte at a time with real newlines, written and flushed: a later append changes no
metadata, so a flush writes the data alone, and the file stays readable at any moment. Knows bytes, not sales.
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from pathlib import Path

from appliance.domain.errors import TillError
from appliance.store.files import Files, write_all
from appliance.store.head_start import HeadStart

PREALLOCATE_BYTES = 1 << 20
SMALLEST_PREALLOCATION_BYTES = 1 << 12
NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


class WriteFailed(Exception):
    """The file is in a state nobody can vouch for; the store must not acknowledge again."""


class Tail:
    """The open end of the current segment. The store's lock is held by every caller, but of `prepare_ahead`.

    Room is prepared through a descriptor of its own: a failed flush is told to each descriptor once, so that
    preparing cannot take the bad news away from a sale that is being flushed at the same moment.
    """

    def __init__(self, files: Files, path: Path, fd: int, room_fd: int, end: int, allocated: int) -> None:
        self._files = files
        self.path = path
        self.fd = fd
        self.end = end
        self._room_fd = room_fd
        self._head_start = HeadStart()
        self._room = threading.Lock()  # held while the file's size changes
        self._allocated = allocated
        self._is_refused = False  # the disk had no room ahead: lines of this segment ask for themselves
        self._is_closed = False

    @property
    def is_room_low(self) -> bool:
        """Whether it is time to prepare ahead."""
        return self._allocated - self.end < PREALLOCATE_BYTES // 4 and not self._is_refused

    def append(self, line: bytes, *, starts_writing: bool = False) -> None:
        """Hand the line to the operating system; TillError `store_full` leaves the file as it was.

        `starts_writing` puts the device to work at once: a flush that follows finds it half done.
        """
        if self.end + len(line) > self._allocated:
            self._prepare(len(line))
        files, start = self._files, self.end
        try:
            write_all(files, self.fd, line, start)
        except OSError as error:
            self._take_back(len(line), error)
            raise TillError("store_full") from error
        if starts_writing:
            self._head_start.given()
            try:
                files.begin_writing(self.fd, start, len(line))
            except OSError:
                pass  # only a head start: whether the line is safe, the flush says
        self.end = start + len(line)

    def _prepare(self, size: int) -> None:
        """Write newlines ahead; when the disk is nearly full, settle for just enough."""
        enough = -(-(self.end + size) // SMALLEST_PREALLOCATION_BYTES) * SMALLEST_PREALLOCATION_BYTES
        wishes = (max(self._allocated + PREALLOCATE_BYTES, enough), enough)
        if not any(self._extend(wish) for wish in wishes):
            raise TillError("store_full")

    def has_room(self, size: int) -> bool:
        """Whether `size` more bytes are prepared, or can be now; WriteFailed."""
        return self.end + size <= self._allocated or self._extend(self.end + size)

    def prepare_ahead(self) -> None:
        """Prepare the next mebibyte while lines are appended to this one, if the disk has room; WriteFailed."""
        if self.is_room_low:
            self._is_refused = not self._extend(self._allocated + PREALLOCATE_BYTES)

    def _extend(self, wish: int) -> bool:
        """Prepare the file up to byte `wish`; False when the disk has not that much."""
        with self._room:
            if wish <= self._allocated or self._is_closed:
                return True
            try:
                write_all(self._files, self._room_fd, b"\n" * (wish - self._allocated), self._allocated)
            except OSError as error:
                if error.errno not in NO_SPACE:
                    raise WriteFailed(str(error)) from error
                return False
            self._flush(self._room_fd)
            self._allocated = wish
            return True

    def _take_back(self, size: int, error: OSError) -> None:
        """Blot out a partly written line with newlines, so that it never was."""
        if error.errno not in NO_SPACE:
            raise WriteFailed(str(error)) from error
        try:
            write_all(self._files, self.fd, b"\n" * size, self.end)
        except OSError:
            try:
                with self._room:
                    self._files.truncate(self.fd, self.end)
                    self._allocated = self.end
            except OSError as worse:
                raise WriteFailed(str(worse)) from worse

    def sync(self) -> None:
        """Make everything appended durable. After a failure the kernel may have dropped it: never retried."""
        self._head_start.flush(self._flush_lines)

    def _flush_lines(self) -> None:
        self._flush(self.fd)

    def _flush(self, fd: int) -> None:
        try:
            self._files.fdatasync(fd)
        except OSError as error:
            raise WriteFailed(str(error)) from error

    def close(self, *, trim: bool) -> None:
        """Close the file; `trim` gives the prepared space of a sealed segment back (best effort)."""
        with self._room:
            self._is_closed = True
            if trim:
                with contextlib.suppress(OSError):
                    self._files.truncate(self.fd, self.end)
            self._files.close(self._room_fd)
            self._files.close(self.fd)


def create_tail(files: Files, path: Path, content: bytes) -> Tail:
    """Put a segment file with `content` in place, durable and prepared, under its final name or not."""
    temporary = path.with_name(path.name + ".tmp")
    opened = [files.open(temporary, os.O_RDWR | os.O_CREAT | os.O_TRUNC)]
    try:
        opened.append(files.open(temporary, os.O_WRONLY))
        fd, room_fd = opened
        write_all(files, fd, content, 0)
        allocated = len(content)
        with contextlib.suppress(OSError):  # a nearly full disk: appends will prepare what they need
            write_all(files, fd, b"\n" * PREALLOCATE_BYTES, allocated)
            allocated += PREALLOCATE_BYTES
        files.fsync(fd)
        files.replace(temporary, path)
        files.sync_directory(path.parent)
    except OSError:
        for fd in opened:
            files.close(fd)
        with contextlib.suppress(OSError):
            files.unlink(temporary)
        raise
    return Tail(files, path, fd, room_fd, len(content), allocated)
