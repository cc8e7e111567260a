"""Reads the machine: /proc, /sys and the file system, below a root that tests give. Never raises for what is missing.

What a Pi tells of its supply comes from its firmware: as bits where the maker's kernel has them, else from the sensor
`rpi_volt` of the mainline kernel, which remembers low voltage since it was asked and knows nothing of slowing down.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable
from pathlib import Path

from appliance.care.readings import DiskReading, MemoryReading, PowerReading, VersionsReading

MIB = 1024 * 1024
THROTTLED = "sys/devices/platform/soc/soc:firmware/get_throttled"
LONGEST_NAME = 80


class Machine:
    """One computer. `root` is where its /proc, /sys and /etc are."""

    def __init__(
        self, root: Path = Path("/"), statvfs: Callable[[Path], os.statvfs_result] = os.statvfs
    ) -> None:
        self._root = root
        self._statvfs = statvfs

    def disk(self, folder: Path) -> DiskReading | None:
        """The partition `folder` is on."""
        try:
            now = self._statvfs(folder)
        except OSError:
            return None
        return DiskReading(
            total_mib=now.f_blocks * now.f_frsize // MIB,
            free_mib=now.f_bavail * now.f_frsize // MIB,
            is_read_only=bool(now.f_flag & os.ST_RDONLY),
        )

    def memory(self) -> MemoryReading | None:
        """From /proc/meminfo, which counts in KiB."""
        kib = dict(re.findall(r"^(\w+):\s+(\d+) kB$", self._text("proc/meminfo"), re.MULTILINE))
        if "MemTotal" not in kib or "MemAvailable" not in kib:
            return None
        return MemoryReading(int(kib["MemTotal"]) // 1024, int(kib["MemAvailable"]) // 1024)

    def temperature_milli_c(self) -> int | None:
        """The hottest place of the processor; of anything where none is called so."""
        zones = [
            (self._text(f"{zone}/type").strip(), self._number(f"{zone}/temp"))
            for zone in self._under("sys/class/thermal", "thermal_zone*")
        ]
        known = [(name, milli_c) for name, milli_c in zones if milli_c is not None]
        processor = [(name, milli_c) for name, milli_c in known if re.search("cpu|soc|x86_pkg", name)]
        return max((milli_c for _, milli_c in processor or known), default=None)

    def power(self) -> PowerReading | None:
        """What the firmware says; None where there is no such firmware."""
        bits = self._text(THROTTLED).strip()
        if re.fullmatch(r"(0x)?[0-9a-fA-F]{1,8}", bits):
            value = int(bits, 16)

            def has(*numbers: int) -> bool:
                return any(value >> number & 1 for number in numbers)

            # 0 low voltage, 1 frequency capped, 2 throttled, 3 soft limit of temperature; 16 higher: since the start
            return PowerReading(has(0), has(16), has(1, 2, 3), has(17, 18, 19))
        for sensor in self._under("sys/class/hwmon", "hwmon*"):
            if self._text(f"{sensor}/name").strip() == "rpi_volt":
                alarm = self._number(f"{sensor}/in0_lcrit_alarm")
                return None if alarm is None else PowerReading(is_low=None, was_low=bool(alarm))
        return None

    def versions(self, running: str, installed: str | None) -> VersionsReading:
        """System, kernel and board beside our own version."""
        system = re.search(r'^PRETTY_NAME="?([^"\n]+)', self._text("etc/os-release"), re.MULTILINE)
        return VersionsReading(
            running=running,
            installed=installed,
            system=_short(system[1]) if system else "Linux",
            kernel=_short(self._text("proc/sys/kernel/osrelease")),
            board=_short(self._text("proc/device-tree/model")) or platform.machine(),
            python=platform.python_version(),
        )

    def _under(self, folder: str, pattern: str) -> list[str]:
        return sorted(str(found.relative_to(self._root)) for found in (self._root / folder).glob(pattern))

    def _number(self, name: str) -> int | None:
        text = self._text(name).strip()
        return int(text) if re.fullmatch(r"-?\d{1,9}", text) else None

    def _text(self, name: str) -> str:
        try:
            return (self._root / name).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""


def _short(text: str) -> str:
    """A name the screen can show: without the zero a device tree ends with."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:LONGEST_NAME]
