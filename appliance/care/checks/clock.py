"""The clock: who keeps it, and does the back office agree? Selling never depends on it."""

from __future__ import annotations

from appliance.care.check import Check, unknown
from appliance.care.readings import ClockReading

NAME = "clock"
_SENTENCES = {"ntp": "clock.network", "rtc": "clock.battery"}


def check(reading: ClockReading | None) -> Check:
    """A clock nobody keeps needs a look: receipts say then that their time is doubtful."""
    if reading is None:
        return unknown(NAME)
    if reading.is_disputed:
        return Check(NAME, "attention", "clock.disputed")
    sentence = _SENTENCES.get(reading.quality)
    if sentence is None:
        return Check(NAME, "attention", "clock.estimated")
    return Check(NAME, "fine", sentence)
