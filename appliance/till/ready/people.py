"""People: is somebody set up, and who is here?"""

from __future__ import annotations

from appliance.till.ready.readings import PeopleReading
from appliance.till.ready.row import Row

NAME = "people"


def row(reading: PeopleReading) -> Row:
    """A box without people asks nobody for a name; that is fine, too."""
    if reading.count == 0:
        return Row(NAME, "ok", "people.none", go="people")
    if reading.here is None:
        return Row(NAME, "look", "people.nobody", {"count": reading.count}, go="people")
    return Row(NAME, "ok", "people.here", {"count": reading.count, "name": reading.here})
