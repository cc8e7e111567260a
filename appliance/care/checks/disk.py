"""The card: can it be written, and is there room?"""

from __future__ import annotations

from appliance.care.check import Check, unknown
from appliance.care.readings import DiskReading

NAME = "disk"
# A busy stall writes less than 2 MiB a day: room for more than a year, and for more than a month.
ATTENTION_MIB = 1024
DANGER_MIB = 100


def check(reading: DiskReading | None) -> Check:
    """Read-only is danger whatever the room."""
    if reading is None:
        return unknown(NAME)
    if reading.is_read_only:
        return Check(NAME, "danger", "disk.read_only")
    room = {"free_mib": reading.free_mib, "total_mib": reading.total_mib}
    if reading.free_mib < DANGER_MIB:
        return Check(NAME, "danger", "disk.full", room)
    if reading.free_mib < ATTENTION_MIB:
        return Check(NAME, "attention", "disk.low", room)
    return Check(NAME, "fine", "disk.fine", room)
