"""How far behind the back office is. Offline is no fault: sales are safe on the box; days of it deserve a look."""

from __future__ import annotations

from appliance.care.check import Check, unknown
from appliance.care.readings import SyncReading

NAME = "sync"
LONG_S = 24 * 3600.0


def check(reading: SyncReading | None) -> Check:
    """What asks for a person first."""
    if reading is None:
        return unknown(NAME)
    waiting = {"count": reading.waiting_sales}
    if not reading.is_enrolled:
        return Check(NAME, "fine", "sync.alone")
    if reading.quarantine:
        return Check(NAME, "attention", "sync.quarantine", {"count": reading.quarantine})
    if reading.is_watchdog_silent:
        return Check(NAME, "attention", "sync.silent", waiting)
    if reading.oldest_waiting_s is not None and reading.oldest_waiting_s > LONG_S:
        return Check(NAME, "attention", "sync.long", waiting)
    if reading.is_offline_by_choice:
        return Check(NAME, "fine", "sync.by_choice", waiting)
    if reading.is_online is None:
        return Check(NAME, "unknown", "sync.unknown")
    if not reading.is_online:
        return Check(NAME, "fine", "sync.offline", waiting)
    return Check(NAME, "fine", "sync.fine" if not reading.waiting_sales else "sync.catching_up", waiting)
