"""Keeps roots that hold nothing but packages, so that the next build need not unpack Debian again.

A root is one zstd tar outside the repository, named by a hash of everything that went into it. It is dropped when it
is two weeks old (Debian will have mended something since) or when the cache grows past its limit. It must not know
what is in a root.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

LIMIT_BYTES = 4 * 1024**3
OLDEST_S = 14 * 24 * 3600
LIMIT_S = 900  # to pack or unpack: some seconds, on a very slow disk minutes


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored root: its name, its length and when it was last made."""

    name: str
    size: int
    made_at_s: float


def root_key(packages: Iterable[str], suite: str, recipe: Mapping[str, bytes]) -> str:
    """The name of a root: same packages, suite and recipe files, same name."""
    digest = hashlib.sha256()
    for part in (suite, *sorted(packages)):
        digest.update(part.encode() + b"\0")
    for name in sorted(recipe):
        digest.update(name.encode() + b"\0" + hashlib.sha256(recipe[name]).digest())
    return digest.hexdigest()[:20]


def to_drop(entries: Iterable[Entry], now_s: float, limit_bytes: int, oldest_s: float) -> list[str]:
    """Names to delete: the too old, then the oldest until the rest fits."""
    by_age = sorted(entries, key=lambda entry: entry.made_at_s, reverse=True)
    dropped, held = [], 0
    for entry in by_age:
        held += entry.size
        if now_s - entry.made_at_s > oldest_s or held > limit_bytes:
            dropped.append(entry.name)
            held -= entry.size
    return dropped


def default_folder() -> Path:
    """`$IMAGE_CACHE`, else the user's cache folder."""
    told = os.environ.get("IMAGE_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return (Path(told) if told else Path(base) / "tillbox") / "image"


class RootCache:
    """The folder of stored roots."""

    def __init__(self, folder: Path, limit_bytes: int = LIMIT_BYTES, oldest_s: float = OLDEST_S) -> None:
        self.folder = folder
        self._limit_bytes = limit_bytes
        self._oldest_s = oldest_s

    def find(self, key: str) -> Path | None:
        """The stored root of this name, unless it is too old."""
        self.prune()
        path = self._path(key)
        return path if path.is_file() else None

    def store(self, key: str, root: Path) -> Path:
        """Pack `root`; the name appears only when all of it is written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = self._path(key).with_suffix(f".{os.getpid()}.part")
        try:
            subprocess.run(
                ("tar", "--create", "--numeric-owner", "--xattrs", "--acls", "--one-file-system", "--sort=name",
                 "--use-compress-program=zstd -3 -T0", "--file", unfinished, "--directory", root, "."),
                check=True, timeout=LIMIT_S,
            )  # fmt: skip
            unfinished.rename(self._path(key))
        finally:
            unfinished.unlink(missing_ok=True)
        self.prune(keep=key)
        return self._path(key)

    def prune(self, keep: str = "") -> None:
        """Drop what is too old or too much, and what a killed build left half written."""
        if not self.folder.is_dir():
            return
        entries = []
        for path in self.folder.glob("root-*.tar.zst"):
            entries.append(Entry(path.name, path.stat().st_size, path.stat().st_mtime))
        kept = self._path(keep).name
        for name in to_drop(entries, time.time(), self._limit_bytes, self._oldest_s):
            if name != kept:
                (self.folder / name).unlink()
        for path in self.folder.glob("*.part"):
            if time.time() - path.stat().st_mtime > 3600:
                path.unlink()

    def _path(self, key: str) -> Path:
        return self.folder / f"root-{key}.tar.zst"


def unpack(packed: Path, root: Path) -> None:
    """Unpack a stored root into the empty folder `root`."""
    root.mkdir(parents=True)
    subprocess.run(
        ("tar", "--extract", "--numeric-owner", "--xattrs", "--xattrs-include=*", "--acls", "--same-permissions",
         "--use-compress-program=zstd -d -T0", "--file", packed, "--directory", root),
        check=True, timeout=LIMIT_S,
    )  # fmt: skip
