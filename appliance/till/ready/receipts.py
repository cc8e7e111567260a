"""Receipts: how many does only this box have?"""

from __future__ import annotations

from appliance.till.ready.readings import ReceiptsReading
from appliance.till.ready.row import Row

NAME = "receipts"


def row(reading: ReceiptsReading) -> Row:
    """What was set aside there is for the owner to see; what waits is safe here meanwhile."""
    if not reading.is_enrolled:
        return Row(NAME, "ok", "receipts.here")
    if reading.aside:
        return Row(NAME, "look", "receipts.aside", {"count": reading.aside}, go="status")
    if reading.waiting:
        return Row(NAME, "look", "receipts.waiting", {"count": reading.waiting}, go="status")
    return Row(NAME, "ok", "receipts.safe")
