"""The door's real hands: a USB stick for a moment, SSH by systemd, the ring of log files. Needs root."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from appliance.care.door import NoStick

UNIT = "technician.service"
LIMIT_S = 20
LOG_FILES = ("box.log.1", "box.log")  # 4 MiB at most: days of a calm box
OPTIONS = "nosuid,nodev,noexec,nosymfollow"


class RootHands:
    """`mount_point` is a folder of our own, seen by nobody else because the unit has its own view of mounts."""

    def __init__(
        self,
        mount_point: Path = Path("/run/tillbox-care/stick"),
        log_dir: Path = Path("/data/log"),
        system: Path = Path("/"),
    ) -> None:
        self._mount_point = mount_point
        self._log_dir = log_dir
        self._system = system

    @contextmanager
    def stick(self, *, can_write: bool) -> Iterator[Path]:
        """The first partition of a USB disk that carries FAT or exFAT."""
        self._mount_point.mkdir(parents=True, exist_ok=True)
        options = f"{'rw' if can_write else 'ro'},{OPTIONS}"
        for node in usb_partitions(self._system):
            if _runs("mount", "-t", "vfat,exfat", "-o", options, str(node), str(self._mount_point)):
                break
        else:
            raise NoStick
        try:
            yield self._mount_point
        finally:
            _runs("umount", str(self._mount_point))

    def open_ssh(self) -> None:
        """From now on for an hour; the unit ends by itself. Asked again, the hour begins anew."""
        if not _runs("systemctl", "restart", UNIT):
            raise OSError("SSH could not be started")

    def close_ssh(self) -> None:
        """Closes the door and ends who is inside."""
        if not _runs("systemctl", "stop", UNIT):
            raise OSError("SSH could not be stopped")

    def log_lines(self) -> Iterable[str]:
        """The newest lines of the ring, oldest first."""
        for name in LOG_FILES:
            with suppress(OSError), (self._log_dir / name).open(encoding="utf-8", errors="replace") as file:
                yield from file


def usb_partitions(system: Path = Path("/")) -> list[Path]:
    """Nodes of what hangs on USB and has blocks: partitions first, then disks without any."""
    found: list[Path] = []
    for disk in sorted((system / "sys/block").glob("sd*")):
        if "/usb" not in str(disk.resolve()):
            continue
        parts = sorted(
            one.name for one in disk.glob(f"{disk.name}*") if re.fullmatch(r"sd[a-z]+\d+", one.name)
        )
        found += [system / "dev" / name for name in parts or [disk.name]]
    return found


def _runs(*command: str) -> bool:
    """Whether a command of the system did its work in time."""
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
