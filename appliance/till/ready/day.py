"""The day: is a shift open, and was the money in the drawer counted? Says nothing of what a count would find."""

from __future__ import annotations

from appliance.till.ready.readings import DayReading
from appliance.till.ready.row import Row

NAME = "day"


def row(reading: DayReading) -> Row:
    """A shift of another day is to be closed first; the first sale opens one by itself."""
    if not reading.is_open:
        return Row(NAME, "look", "day.closed", go="day")
    if reading.is_old:
        return Row(NAME, "act", "day.old", go="day")
    if not reading.is_counted:
        return Row(NAME, "look", "day.uncounted", go="day")
    return Row(NAME, "ok", "day.counted", {"float_minor": reading.float_minor})
