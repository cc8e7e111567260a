"""The drawer: it hangs on the printer and tells nothing of itself."""

from __future__ import annotations

from appliance.till.ready.printer import PRINTS
from appliance.till.ready.readings import PrinterReading
from appliance.till.ready.row import Row

NAME = "drawer"


def row(reading: PrinterReading) -> Row:
    """It opens as long as the printer answers; whether it did, nobody can tell."""
    if reading.state == "none":
        return Row(NAME, "ok", "drawer.by_hand")
    if reading.state in (*PRINTS, "paper_out", "cover_open"):
        return Row(NAME, "ok", "drawer.printer")
    return Row(NAME, "look", "drawer.away", go="devices")
