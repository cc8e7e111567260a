"""A file layer that fails on command, and one that forgets what was not flushed, as a power cut does."""

from __future__ import annotations

import errno
import os
import random
from pathlib import Path

from appliance.store.files import Files


class FaultyFiles(Files):
    """The real files until told otherwise. Each switch is one thing that happens to disks."""

    def __init__(self) -> None:
        self.sync_error: int | None = None
        self.write_budget: int | None = None  # bytes until the disk is full
        self.has_no_new_blocks = False  # files can be written over, not grown
        self.short_writes = False
        self.read_only = False
        self.has_no_head_start = False
        self.head_starts = 0
        self.syncs = 0

    def _refuse(self) -> None:
        if self.read_only:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    def make_directory(self, path: Path) -> None:
        self._refuse()
        super().make_directory(path)

    def open(self, path: Path, flags: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            self._refuse()
        return super().open(path, flags)

    def pwrite(self, fd: int, data: bytes | memoryview, offset: int) -> int:
        self._refuse()
        if self.short_writes and len(data) > 1:
            data = data[: max(1, len(data) // 3)]
        if self.has_no_new_blocks and offset + len(data) > os.fstat(fd).st_size:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self.write_budget is not None:
            if self.write_budget <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            data = data[: self.write_budget]
            self.write_budget -= len(data)
        return super().pwrite(fd, data, offset)

    def begin_writing(self, fd: int, offset: int, size: int) -> None:
        self.head_starts += 1
        if self.has_no_head_start:
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
        super().begin_writing(fd, offset, size)

    def _sync(self) -> None:
        self.syncs += 1
        if self.sync_error is not None:
            raise OSError(self.sync_error, os.strerror(self.sync_error))

    def fdatasync(self, fd: int) -> None:
        self._sync()
        super().fdatasync(fd)

    def fsync(self, fd: int) -> None:
        self._sync()
        super().fsync(fd)

    def unlink(self, path: Path) -> None:
        if self.write_budget is not None and path.exists():
            self.write_budget += path.stat().st_size
        super().unlink(path)


class ForgetfulFiles(Files):
    """Remembers what each write replaced; `cut` undoes a random part of what was not flushed.

    Sectors are kept or lost whole, in any order, which is what a card's cache may do.
    """

    SECTOR = 512

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._unflushed: dict[int, list[tuple[int, bytes]]] = {}
        self._paths: dict[int, Path] = {}

    def open(self, path: Path, flags: int) -> int:
        fd = super().open(path, flags)
        self._paths[fd] = path
        self._unflushed[fd] = []
        return fd

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        for fd, path in self._paths.items():
            if path == source:
                self._paths[fd] = target

    def close(self, fd: int) -> None:
        self._unflushed.pop(fd, None)
        self._paths.pop(fd, None)
        super().close(fd)

    def pwrite(self, fd: int, data: bytes | memoryview, offset: int) -> int:
        at = offset
        while at < offset + len(data):
            end = min(offset + len(data), (at // self.SECTOR + 1) * self.SECTOR)
            old = os.pread(fd, end - at, at) if os.fstat(fd).st_size > at else b""
            if len(old) == end - at:
                self._unflushed[fd].append((at, old))
            at = end
        return super().pwrite(fd, data, offset)

    def fdatasync(self, fd: int) -> None:
        self._unflushed[fd].clear()

    def fsync(self, fd: int) -> None:
        self._unflushed[fd].clear()

    def sync_directory(self, path: Path) -> None:
        pass

    def cut(self) -> None:
        """The power goes: each unflushed sector is kept or lost (all its writes after the first lost one too)."""
        for fd, writes in list(self._unflushed.items()):
            lost: dict[int, bool] = {}
            for at, old in reversed(writes):
                sector = at // self.SECTOR
                if lost.setdefault(sector, self._random.random() < 0.5):
                    super().pwrite(fd, old, at)
