"""A stick as far as it is ours: what stands on it, and putting more behind it.

Nothing is believed that was not read back: at plug-in the files are flushed, then read from the stick to their last
whole record. A stick may be full, write-protected or pulled in the middle of a write: then `Trouble` says so in a
word. Files are opened for each write, so that a stick that was pulled is let go. Deletes nothing but torn ends.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import json
import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from appliance.stick.form import NO_HEAD, StickKey, chained

log = logging.getLogger(__name__)

Word = Literal["none", "full", "read_only", "failed"]
FOLDER = "tillbox"
STATE = "state.tbs"
FORMAT = 1
_WORDS: dict[int, Word] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.ENOENT: "none",
    errno.ENODEV: "none",
    errno.ENXIO: "none",
}


class Trouble(Exception):
    """The stick does not take it, in a word for the screen."""

    def __init__(self, word: Word) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose facts these are; only `secret` is one. `office_box` is the box's name with its back office, or empty."""

    box: str
    secret: bytes
    stall: str
    series: str
    office_box: str = ""

    def told(self) -> bytes:
        """What stands readable beside the files."""
        plain = {
            "format": FORMAT,
            "box": self.box,
            "stall": self.stall,
            "series": self.series,
            "office_box": self.office_box,
        }
        return json.dumps(plain, ensure_ascii=False, indent=1).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Held:
    """How far an epoch is on the stick: its last fact, the head there, the size of the file."""

    last: int = 0
    head: bytes = NO_HEAD
    size: int = 0


class Disk(Protocol):
    """What may fail of a stick."""

    def write(self, file: int, data: bytes) -> int: ...
    def sync(self, file: int) -> None: ...


class RealDisk:
    """The kernel's own."""

    def write(self, file: int, data: bytes) -> int:
        return os.write(file, data)

    def sync(self, file: int) -> None:
        os.fdatasync(file)


class Drive:
    """The stick at `root`, once `is_there` says it is one. Not thread-safe."""

    def __init__(
        self, root: Path, is_there: Callable[[Path], bool] = os.path.ismount, disk: Disk | None = None
    ) -> None:
        self._root = root
        self._is_there = is_there
        self._disk = disk or RealDisk()
        self._owner: Owner | None = None
        self._stick: tuple[int, int] | None = None
        self._held: dict[int, Held] = {}
        self._state = b""  # digest of the tables that are there

    def look(self, owner: Owner) -> None:
        """See whether a stick is in, and make it ours. Raises `Trouble`."""
        try:
            if not self._is_there(self._root):
                raise Trouble("none")
            stat = self._root.stat()
            stick = stat.st_dev, stat.st_ino
            if stick != self._stick or owner != self._owner:
                self._forget()
                self._settle(owner)
                self._owner, self._stick = owner, stick
        except OSError as error:
            raise self._trouble(error) from error
        except Trouble:
            self._forget()
            raise

    def held(self, epoch: int) -> Held:
        """What stands on the stick of an epoch, read back from it. Raises `Trouble`."""
        known = self._held.get(epoch)
        if known is None:
            try:
                known = self._held[epoch] = self._read_back(epoch)
            except OSError as error:
                raise self._trouble(error) from error
        return known

    def append(self, epoch: int, facts: Sequence[bytes]) -> Held:
        """Put the facts that follow behind what is there; on the stick when it returns. Raises `Trouble`."""
        before = self.held(epoch)
        data = self._key().seal(epoch, before.last + 1, before.head, facts)
        try:
            self._write(epoch, before.size, data)
        except OSError as error:
            raise self._trouble(error) from error
        head = chained(before.head, facts)
        now = self._held[epoch] = Held(before.last + len(facts), head, before.size + len(data))
        return now

    @property
    def has_state(self) -> bool:
        """Whether tables were put there since the stick was plugged in."""
        return bool(self._state)

    def put_state(self, plain: bytes) -> None:
        """Put the tables there instead of those before, if they differ. Raises `Trouble`."""
        digest = hashlib.sha256(plain).digest()
        if self._owner is None or digest == self._state:
            return
        try:
            self._replace(self._root / FOLDER / self._owner.box / STATE, self._key().seal_state(plain))
        except OSError as error:
            raise self._trouble(error) from error
        self._state = digest

    def put_aside(self, epoch: int) -> None:
        """What stands there is not of this box's chain (an old card was put back): keep it beside. Raises `Trouble`."""
        path = self._path(epoch)
        names = (path.with_name(f"{path.stem}-{n}.old.tbx") for n in itertools.count(1))
        try:
            path.rename(next(name for name in names if not name.exists()))
            self._sync_folder(path.parent)
        except OSError as error:
            raise self._trouble(error) from error
        self._held.pop(epoch, None)
        log.warning("epoch %d on the stick is of another chain: it is kept beside", epoch)

    # -- inside ---------------------------------------------------------------------------------------------

    def _settle(self, owner: Owner) -> None:
        """Make our folder and say whose it is, if that is not so already."""
        folder = self._root / FOLDER / owner.box
        folder.parent.mkdir(exist_ok=True)  # never with its parents: a stick just pulled must not come about
        folder.mkdir(exist_ok=True)
        note, told = folder / "box.json", owner.told()
        if not note.exists() or note.read_bytes() != told:
            self._replace(note, told)

    def _replace(self, path: Path, data: bytes) -> None:
        """Put a file as a whole where another one was."""
        fresh = path.with_suffix(".new")
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            self._write_all(file, data)
            self._disk.sync(file)
        finally:
            os.close(file)
        fresh.replace(path)
        self._sync_folder(path.parent)

    def _read_back(self, epoch: int) -> Held:
        path = self._path(epoch)
        if not path.exists():
            return Held()
        held = Held()
        with path.open("rb") as file:
            self._disk.sync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # from the stick, not from memory
            for record, end in self._key().read(file):
                if record.epoch != epoch:
                    break
                held = Held(record.last, record.end, end)
            size = os.fstat(file.fileno()).st_size
        if size > held.size:
            log.warning("%s ends with %d bytes of an unfinished write: cut off", path.name, size - held.size)
            os.truncate(path, held.size)
        return held

    def _write(self, epoch: int, size: int, data: bytes) -> None:
        path = self._path(epoch)
        is_new = size == 0 and not path.exists()
        flags = os.O_WRONLY | os.O_CLOEXEC | (os.O_CREAT | os.O_EXCL if is_new else 0)
        file = os.open(path, flags, 0o600)
        try:
            if os.fstat(file).st_size != size:
                raise OSError(errno.EIO, "the file is not as we left it")
            os.lseek(file, 0, os.SEEK_END)
            self._write_all(file, data)
            self._disk.sync(file)
        finally:
            os.close(file)
        if is_new:
            self._sync_folder(path.parent)

    def _write_all(self, file: int, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self._disk.write(file, bytes(view)) :]

    def _sync_folder(self, folder: Path) -> None:
        file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(file)
        finally:
            os.close(file)

    def _trouble(self, error: OSError) -> Trouble:
        """What an error means; what we knew of the stick is read again."""
        self._forget()
        word = _WORDS.get(error.errno or 0, "failed")
        if word != "none":
            log.warning("the stick does not take it: %s", error)
        return Trouble(word)

    def _forget(self) -> None:
        self._stick = None
        self._state = b""
        self._held.clear()

    def _key(self) -> StickKey:
        if self._owner is None:
            raise Trouble("none")
        return StickKey(self._owner.secret, self._owner.box)

    def _path(self, epoch: int) -> Path:
        if self._owner is None:
            raise Trouble("none")
        return self._root / FOLDER / self._owner.box / file_name(epoch)


def file_name(epoch: int) -> str:
    """The name of an epoch's file."""
    return f"e{epoch:04}.tbx"
