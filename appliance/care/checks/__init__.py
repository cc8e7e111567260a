"""One file for each health check, all of one shape: `NAME`, and `check(reading)` which answers a `Check`.

Pure: no file is opened and no clock is read here; `appliance/care/machine.py` and the wiring bring the readings.
"""

from __future__ import annotations

from appliance.care.checks import clock, devices, disk, memory, people, power, sync, temperature, versions

# As the page lists them.
NAMES = (
    disk.NAME,
    memory.NAME,
    temperature.NAME,
    power.NAME,
    clock.NAME,
    devices.NAME,
    sync.NAME,
    people.NAME,
    versions.NAME,
)
