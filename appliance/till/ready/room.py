"""The card: can it be written, and is there room for the day?"""

from __future__ import annotations

from appliance.till.ready.readings import RoomReading
from appliance.till.ready.row import Row

NAME = "room"
# As in Box check: a busy stall writes less than 2 MiB a day.
LOOK_MIB = 1024
ACT_MIB = 100


def row(reading: RoomReading) -> Row:
    """A card that cannot be written comes before all room."""
    if reading.problem is not None:
        return Row(NAME, "act", "room.not_writable", go="care")
    room = {"free_mib": reading.free_mib}
    if reading.free_mib < ACT_MIB:
        return Row(NAME, "act", "room.full", room, go="care")
    if reading.free_mib < LOOK_MIB:
        return Row(NAME, "look", "room.low", room, go="care")
    return Row(NAME, "ok", "room.fine", room)
