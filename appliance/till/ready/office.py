"""The back office: is it within reach, and when was it last? Selling never needs it."""

from __future__ import annotations

from appliance.till.ready.readings import OfficeReading
from appliance.till.ready.row import Row

NAME = "office"


def row(reading: OfficeReading) -> Row:
    """A box that nobody connected lacks nothing; one the back office does not want needs its owner."""
    if reading.state == "not_enrolled":
        return Row(NAME, "ok", "office.alone")
    if reading.problem == "revoked":
        return Row(NAME, "act", "office.revoked", go="status")
    if reading.state != "enrolled":
        return Row(NAME, "look", "office.asking", go="status")
    if reading.is_off_by_choice:
        return Row(NAME, "look", "office.switched_off", go="status")
    if reading.is_online:
        return Row(NAME, "ok", "office.online")
    if reading.seen_s is None or reading.seen_s < 0:
        return Row(NAME, "look", "office.away", go="wifi")
    return Row(NAME, "look", "office.last", {"age_s": reading.seen_s}, go="wifi")
