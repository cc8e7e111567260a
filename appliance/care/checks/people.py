"""The file of people, keys and PIN: was it damaged, and has somebody seen to it since?"""

from __future__ import annotations

from appliance.care.check import Check, unknown
from appliance.care.readings import PeopleReading

NAME = "people"


def check(reading: PeopleReading | None) -> Check:
    """A new PIN says that somebody was here and knows: nothing else on the box could tell."""
    if reading is None:
        return unknown(NAME)
    if reading.was_damaged and not reading.has_pin:
        return Check(NAME, "attention", "people.damaged")
    return Check(NAME, "fine", "people.fine")
