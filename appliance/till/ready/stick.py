"""The second copy on a stick: is there one, and does it have everything?"""

from __future__ import annotations

from appliance.till.ready.readings import StickReading
from appliance.till.ready.row import Row

NAME = "stick"
TROUBLES = ("full", "read_only", "failed")


def row(reading: StickReading) -> Row:
    """Without a stick and without a back office the card is the only copy."""
    if reading.state in TROUBLES:
        return Row(NAME, "act", f"stick.{reading.state}", go="stick")
    if reading.state == "safe":
        return Row(NAME, "ok", "stick.safe")
    if reading.state == "copying":
        return Row(NAME, "look", "stick.copying", go="stick")
    if reading.is_enrolled:
        return Row(NAME, "ok", "stick.none", go="stick")
    return Row(NAME, "look", "stick.only_card", go="stick")
