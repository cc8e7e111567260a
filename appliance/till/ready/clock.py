"""The clock: will the receipts of the day have the right time?"""

from __future__ import annotations

from appliance.till.ready.readings import ClockReading
from appliance.till.ready.row import Row

NAME = "clock"


def row(reading: ClockReading) -> Row:
    """A clock nobody keeps is set by any network; receipts say meanwhile that it is doubtful."""
    if reading.is_disputed:
        return Row(NAME, "act", "clock.disputed", go="wifi")
    if reading.quality == "ntp":
        return Row(NAME, "ok", "clock.network")
    if reading.quality == "rtc":
        return Row(NAME, "ok", "clock.battery")
    return Row(NAME, "look", "clock.doubtful", go="wifi")
