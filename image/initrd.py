"""Looks into an initrd: are the modules there without which a box would not find its root, and can a board run it?

Reads the newc format of cpio (kernel documentation, `driver-api/early-userspace/buffer-format`): archives one behind
the other, the last one compressed.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MAGIC = (b"070701", b"070702")
HEADER = 110
ZSTD = b"\x28\xb5\x2f\xfd"
LAST = "TRAILER!!!"
HEAD = 20  # bytes: enough to tell what a program was built for
ELF = b"\x7fELF"
ARM64 = (183).to_bytes(2, "little")


class NotAnInitrd(Exception):
    """The bytes are no initrd."""


@dataclass(frozen=True, slots=True)
class File:
    """A file in an initrd, and how it begins."""

    name: str
    head: bytes


def files_in(content: bytes) -> tuple[list[File], bytes]:
    """The files of the plain archives at the beginning, and the rest behind them (compressed, or empty)."""
    files: list[File] = []
    at = 0
    while content[at : at + 6] in MAGIC:
        size = int(content[at + 54 : at + 62], 16)
        name_size = int(content[at + 94 : at + 102], 16)
        name = content[at + HEADER : at + HEADER + name_size - 1].decode(errors="replace")
        body = _padded(at + HEADER + name_size)
        at = _padded(body + size)
        if name != LAST:
            files.append(File(name, content[body : body + min(size, HEAD)]))
            continue
        while content[at : at + 1] == b"\0":
            at += 1
    return files, content[at:]


def read(path: Path) -> list[File]:
    """Every file in an initrd, compressed part included."""
    files, rest = files_in(path.read_bytes())
    if rest:
        if not rest.startswith(ZSTD):
            raise NotAnInitrd(f"{path}: neither cpio nor zstd follows the first archive")
        done = subprocess.run(("zstd", "-dc"), input=rest, capture_output=True, check=True, timeout=120)
        files += files_in(done.stdout)[0]
    return files


def foreign(files: Iterable[File]) -> list[str]:
    """Programs and libraries that a board's processor cannot run (`e_machine` of their ELF header)."""
    return [file.name for file in files if file.head.startswith(ELF) and file.head[18:20] != ARM64]


def wanted_modules(text: str) -> list[str]:
    """Module names of our list, one spelling for `-` and `_`."""
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return [line.replace("-", "_") for line in lines if line]


def missing(wanted: Iterable[str], names: Iterable[str], builtin: str) -> list[str]:
    """Modules that are neither in the initrd nor built into the kernel (`modules.builtin`)."""
    there = {_module(name) for name in (*names, *builtin.splitlines()) if ".ko" in name}
    return [name for name in wanted if name not in there]


def _module(path: str) -> str:
    return path.rsplit("/", 1)[-1].split(".ko", 1)[0].replace("-", "_")


def _padded(at: int) -> int:
    return (at + 3) & ~3
