"""A disk that remembers: one FUSE file, logging every block write, flush and acknowledgement in order.

The loop device and ext4 of the power-cut rig stand on `disk`; the selling process writes its acknowledgements
straight into `marks`, so that their place among the block writes is exact and not a guess made by a pipe's
reader. `control` makes every following flush fail. This module knows nothing about tills, stores or ext4.

A log is a run of entries: kind (one byte), offset (8), length (4), then the bytes of a write or a mark.
"""

import contextlib
import errno
import os
import stat
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

WRITE, FLUSH, MARK = b"W", b"F", b"M"
_ENTRY = struct.Struct("<cQI")


def read_log(path: Path) -> Iterator[tuple[bytes, int, bytes]]:
    """Yield (kind, offset, bytes) of every entry, oldest first."""
    with path.open("rb") as log:
        while header := log.read(_ENTRY.size):
            kind, offset, length = _ENTRY.unpack(header)
            yield kind, offset, log.read(length)


def write_entry(log: BinaryIO, kind: bytes, offset: int = 0, data: bytes = b"") -> None:
    """Append one entry to a log."""
    log.write(_ENTRY.pack(kind, offset, len(data)) + data)


class BlockLog:
    """The logging disk as its user sees it: starts the FUSE process, unmounts and ends it on leaving."""

    def __init__(self, image: Path, log: Path, mountpoint: Path) -> None:
        self.image, self.log, self.mountpoint = image, log, mountpoint
        self.disk, self.marks = mountpoint / "disk", mountpoint / "marks"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "BlockLog":
        self.mountpoint.mkdir(parents=True, exist_ok=True)
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "tests.faults.blocklog",
            self.image,
            self.log,
            self.mountpoint,
        ]
        # The FUSE process ends when this end of its standard input closes, however its parent dies.
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        deadline = time.monotonic() + 15
        while not self.disk.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the FUSE disk did not come up: {self._complaint()}")
            time.sleep(0.01)
        return self

    def fail_flushes(self, on: bool) -> None:
        """Let every flush answer EIO from now on (or heal the disk)."""
        (self.mountpoint / "control").write_bytes(b"1" if on else b"0")

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", self.mountpoint], check=False, timeout=60, capture_output=True)
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=10)
            self._process.stdin.close()
            self._process.wait(timeout=10)
            if self._process.stderr is not None:
                self._process.stderr.close()

    def _complaint(self) -> str:
        assert self._process is not None and self._process.stderr is not None
        if self._process.poll() is None:
            return "no answer within 15 s"
        return self._process.stderr.read().decode(errors="replace")[-500:] or "it ended without a word"


def _serve(image: Path, log_path: Path, mountpoint: Path) -> None:
    """Mount and answer until unmounted; one request at a time, so the log's order is the disk's order."""
    import mfusepy as fuse  # type: ignore[import-untyped]  # only the FUSE process needs libfuse

    disk = os.open(image, os.O_RDWR)
    log = log_path.open("wb", buffering=1 << 20)
    size = os.fstat(disk).st_size

    class Disk(fuse.Operations):  # type: ignore[misc]  # mfusepy ships no types
        use_ns = True
        flushes_fail = False

        def getattr(self, path: str, fh: Any = None) -> dict[str, int]:
            if path == "/":
                return {"st_mode": stat.S_IFDIR | 0o755, "st_nlink": 2}
            if path not in ("/disk", "/marks", "/control"):
                raise fuse.FuseOSError(errno.ENOENT)
            return {"st_mode": stat.S_IFREG | 0o600, "st_nlink": 1, "st_size": size if path == "/disk" else 0}

        def readdir(self, path: str, fh: Any) -> list[str]:
            return [".", "..", "disk", "marks", "control"]

        def open(self, path: str, fi: Any) -> int:
            fi.direct_io = 0 if path == "/disk" else 1
            return 0

        def truncate(self, path: str, length: int, fh: Any = None) -> int:
            return 0

        def read(self, path: str, length: int, offset: int, fh: Any) -> bytes:
            return os.pread(disk, length, offset) if path == "/disk" else b""

        def write(self, path: str, data: bytes, offset: int, fh: Any) -> int:
            if path == "/control":
                Disk.flushes_fail = data.startswith(b"1")
            elif path == "/marks":
                write_entry(log, MARK, 0, data)
            else:
                write_entry(log, WRITE, offset, data)
                os.pwrite(disk, data, offset)
            return len(data)

        def fsync(self, path: str, datasync: int, fh: Any) -> int:
            if path == "/disk" and Disk.flushes_fail:
                raise fuse.FuseOSError(errno.EIO)
            if path == "/disk":
                write_entry(log, FLUSH)
            return 0

    def end_with_parent() -> None:
        sys.stdin.buffer.read()
        log.flush()
        os._exit(0)

    threading.Thread(target=end_with_parent, name="end with parent", daemon=True).start()
    fuse.FUSE(Disk(), str(mountpoint), raw_fi=True, foreground=True, nothreads=True, default_permissions=True)
    log.close()


if __name__ == "__main__":
    _serve(*(Path(argument) for argument in sys.argv[1:4]))
