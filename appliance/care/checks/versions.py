"""What runs here, and whether something newer only waits for a restart."""

from __future__ import annotations

from appliance.care.check import Check, unknown
from appliance.care.readings import VersionsReading

NAME = "versions"


def check(reading: VersionsReading | None) -> Check:
    """The sentence names version and system; the support bundle has all of it."""
    if reading is None:
        return unknown(NAME)
    said = {"version": reading.running, "system": reading.system}
    if reading.installed is not None and reading.installed != reading.running:
        return Check(NAME, "attention", "versions.restart", {**said, "installed": reading.installed})
    return Check(NAME, "fine", "versions.fine", said)
