"""The few file calls the store makes, in one place so that tests can make each of them fail.

Knows nothing of lines, segments or sales. Every call may raise OSError; what an error means is
decided by the caller, because only the caller knows what was promised.
"""

from __future__ import annotations

import os
from pathlib import Path

OWNER_ONLY_FILE = 0o600
OWNER_ONLY_DIRECTORY = 0o700


class Files:
    """The real file system."""

    def make_directory(self, path: Path) -> None:
        path.mkdir(mode=OWNER_ONLY_DIRECTORY, parents=True, exist_ok=True)

    def open(self, path: Path, flags: int) -> int:
        return os.open(path, flags | os.O_CLOEXEC, OWNER_ONLY_FILE)

    def close(self, fd: int) -> None:
        os.close(fd)

    def pwrite(self, fd: int, data: bytes | memoryview, offset: int) -> int:
        return os.pwrite(fd, data, offset)

    def pread(self, fd: int, size: int, offset: int) -> bytes:
        return os.pread(fd, size, offset)

    def begin_writing(self, fd: int, offset: int, size: int) -> None:
        """Hand the device what was just written, without waiting and without any promise.

        Linux starts writing dirty pages that are no longer wanted; what a failure leaves is reported by the flush.
        """
        os.posix_fadvise(fd, offset, size, os.POSIX_FADV_DONTNEED)

    def truncate(self, fd: int, size: int) -> None:
        os.ftruncate(fd, size)

    def fdatasync(self, fd: int) -> None:
        os.fdatasync(fd)

    def fsync(self, fd: int) -> None:
        os.fsync(fd)

    def sync_directory(self, path: Path) -> None:
        fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)

    def replace(self, source: Path, target: Path) -> None:
        source.replace(target)

    def unlink(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def read(self, path: Path) -> bytes:
        return path.read_bytes()

    def free_bytes(self, path: Path) -> int:
        figures = os.statvfs(path)
        return figures.f_bavail * figures.f_frsize


REAL_FILES = Files()


def write_all(files: Files, fd: int, data: bytes, offset: int) -> None:
    """Write every byte at `offset`; a short write is continued, not an error."""
    done = files.pwrite(fd, data, offset)
    if done == len(data):
        return
    rest = memoryview(data)
    while done < len(data):
        written = files.pwrite(fd, rest[done:], offset + done)
        if written <= 0:
            raise OSError("the file accepts no more bytes")
        done += written


def write_file(files: Files, path: Path, data: bytes, *, durable: bool = True) -> None:
    """Put `data` at `path` so that a power cut leaves either the old file or the new one, never a mixture."""
    temporary = path.with_name(path.name + ".tmp")
    fd = files.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        write_all(files, fd, data, 0)
        if durable:
            files.fsync(fd)
    except OSError:
        files.close(fd)
        files.unlink(temporary)
        raise
    files.close(fd)
    files.replace(temporary, path)
    if durable:
        files.sync_directory(path.parent)
