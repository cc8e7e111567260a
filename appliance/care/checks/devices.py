"""What is plugged in: the printer first, for a missing paper is what a customer notices."""

from __future__ import annotations

from appliance.care.check import Check, unknown
from appliance.care.readings import DevicesReading

NAME = "devices"
PRINTS = frozenset({"ready", "printing"})
SAID = frozenset({"paper_out", "cover_open", "offline"})
WEIGHS = frozenset({"stable", "moving", "none", "ready"})


def check(reading: DevicesReading | None) -> Check:
    """The first thing a person would have to do something about."""
    if reading is None:
        return unknown(NAME)
    if reading.printer in SAID:
        return Check(NAME, "attention", f"devices.printer_{reading.printer}")
    if reading.gone:
        return Check(NAME, "attention", "devices.gone", {"count": reading.gone})
    if reading.asking:
        return Check(NAME, "attention", "devices.asking", {"count": reading.asking})
    if reading.scale not in WEIGHS:
        return Check(NAME, "attention", "devices.scale")
    if reading.printer == "none":
        return Check(NAME, "fine", "devices.no_printer")
    if reading.printer not in PRINTS:
        return Check(NAME, "unknown", "devices.printer_unknown")
    return Check(NAME, "fine", "devices.fine")
