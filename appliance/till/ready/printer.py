"""The printer and its paper, as far as it tells."""

from __future__ import annotations

from appliance.till.ready.readings import PrinterReading
from appliance.till.ready.row import Row

NAME = "printer"
SAID = ("paper_out", "cover_open", "offline")
PRINTS = ("ready", "printing")


def row(reading: PrinterReading) -> Row:
    """What it says of itself first; a silent printer is never called ready."""
    if reading.state == "none":
        return Row(NAME, "ok", "printer.none", go="devices")
    if reading.state in SAID:
        return Row(NAME, "act", f"printer.{reading.state}", go="devices")
    if reading.state not in PRINTS:
        return Row(NAME, "look", "printer.unknown", go="care")
    if reading.question is not None:
        return Row(NAME, "look", "printer.question", {"number": reading.question})
    if reading.is_low:
        return Row(NAME, "look", "printer.low")
    return Row(NAME, "ok", "printer.ready" if reading.is_low is False else "printer.ready_untold")
