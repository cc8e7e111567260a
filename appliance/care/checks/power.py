"""The supply: does the board get its voltage, and did it have to slow down?

A thin cable or a phone's charger is the usual reason for a box that dies at the stall, so a board that does not tell
is never called fine.
"""

from __future__ import annotations

from appliance.care.check import Check, unknown
from appliance.care.readings import PowerReading

NAME = "power"


def check(reading: PowerReading | None) -> Check:
    """Now weighs more than since the start; low voltage more than slowing down."""
    if reading is None:
        return unknown(NAME)
    if reading.is_low:
        return Check(NAME, "danger", "power.low_now")
    if reading.is_slowed:
        return Check(NAME, "attention", "power.slowed_now")
    if reading.was_low:
        return Check(NAME, "attention", "power.was_low")
    if reading.was_slowed:
        return Check(NAME, "attention", "power.was_slowed")
    if reading.is_low is None and reading.was_low is None:
        return unknown(NAME)
    return Check(NAME, "fine", "power.fine")
