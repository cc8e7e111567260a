"""The folders of the data partition, as the provisioned root declares them: whose they are and who may look inside.

Reads the root's own tmpfiles and fstab, so that it is said in one place, the roles. It must not invent a folder.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

MOUNT = "/data"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder below the mount point; an empty path is the mount point itself."""

    path: str
    mode: int
    owner: str
    group: str


def from_tmpfiles(text: str) -> list[Folder]:
    """The `d` lines at and below /data (tmpfiles.d(5))."""
    found = []
    for line in text.splitlines():
        words = line.split()
        if len(words) >= 5 and words[0] == "d" and _is_below(words[1]):
            found.append(Folder(_relative(words[1]), int(words[2], 8), words[3], words[4]))
    return found


def from_fstab(text: str) -> list[Folder]:
    """What is bound from /data to elsewhere: these must exist before the first start can mount them."""
    found = []
    for line in text.splitlines():
        words = line.split()
        if (
            len(words) >= 4
            and not line.startswith("#")
            and "bind" in words[3].split(",")
            and _is_below(words[0])
        ):
            found.append(Folder(_relative(words[0]), 0o755, "root", "root"))
    return found


def read_root(root: Path) -> list[Folder]:
    """Every folder that a root wants on its data partition, parents first, each once; tmpfiles beat fstab."""
    folders: dict[str, Folder] = {}
    fstab = root / "etc/fstab"
    for folder in from_fstab(fstab.read_text()) if fstab.is_file() else []:
        folders[folder.path] = folder
    for path in sorted((root / "etc/tmpfiles.d").glob("*.conf")):
        for folder in from_tmpfiles(path.read_text()):
            folders[folder.path] = folder
    return [folders[path] for path in sorted(folders)]


def numbers(text: str) -> dict[str, int]:
    """Name to number, of a passwd or group file."""
    rows = (line.split(":") for line in text.splitlines())
    return {row[0]: int(row[2]) for row in rows if len(row) > 2}


def make(root: Path, folder: Path, epoch_s: int) -> None:
    """Make the tree of the data partition in `folder`, anew. An unknown account is an error of the roles."""
    users, groups = (numbers((root / "etc" / name).read_text()) for name in ("passwd", "group"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for wanted in read_root(root):
        path = folder / wanted.path
        path.mkdir(parents=True, exist_ok=True)
        os.chown(path, users[wanted.owner], groups[wanted.group])
        path.chmod(wanted.mode)
    for path in (*folder.rglob("*"), folder):
        os.utime(path, (epoch_s, epoch_s))


def _is_below(path: str) -> bool:
    return path == MOUNT or path.startswith(f"{MOUNT}/")


def _relative(path: str) -> str:
    return path.removeprefix(MOUNT).strip("/")
