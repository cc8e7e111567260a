"""Lets the builder run programs of the box's processor. Changes the kernel's list of interpreters, nothing else."""

from __future__ import annotations

import platform
import subprocess
from pathlib import Path

MOUNT = Path("/proc/sys/fs/binfmt_misc")
RULE = Path("/usr/lib/binfmt.d/qemu-aarch64.conf")


class CannotEmulate(Exception):
    """Programs for arm64 cannot run here; the message says what to install."""


def register() -> None:
    """Register the arm64 emulator unless it is there. `F` in the rule keeps it usable inside a root."""
    if platform.machine() == "aarch64":
        return
    if not (MOUNT / "register").exists():
        subprocess.run(("mount", "-t", "binfmt_misc", "none", MOUNT), check=True, timeout=10)
    if any(_is_usable(path) for path in MOUNT.glob("qemu-aarch64*")):
        return
    if not RULE.is_file():
        raise CannotEmulate("the emulator for arm64 is missing: apt-get install qemu-user-static")
    (MOUNT / "register").write_text(RULE.read_text().strip())


def _is_usable(entry: Path) -> bool:
    words = entry.read_text().split()
    return words[:1] == ["enabled"] and any(word.startswith("F") or "F" in word for word in _flags(words))


def _flags(words: list[str]) -> list[str]:
    return words[words.index("flags:") + 1 :][:1] if "flags:" in words else []
