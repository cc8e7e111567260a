"""Memory: is enough left that no program is ended for want of it?"""

from __future__ import annotations

from appliance.care.check import Check, unknown
from appliance.care.readings import MemoryReading

NAME = "memory"
ATTENTION_PERCENT = 10
DANGER_PERCENT = 4  # about where the kernel of a 1 GB board begins to end programs


def check(reading: MemoryReading | None) -> Check:
    """The share that programs may still ask for."""
    if reading is None or reading.total_mib <= 0:
        return unknown(NAME)
    room = {"free_mib": reading.available_mib, "total_mib": reading.total_mib}
    percent = reading.available_mib * 100 // reading.total_mib
    if percent < DANGER_PERCENT:
        return Check(NAME, "danger", "memory.low", room)
    if percent < ATTENTION_PERCENT:
        return Check(NAME, "attention", "memory.low", room)
    return Check(NAME, "fine", "memory.fine", room)
