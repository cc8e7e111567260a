"""Every health check: what is fine, what needs a look, what is danger; and what nobody knows is never fine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from appliance.care import checks
from appliance.care.check import Check, Level
from appliance.care.checks import clock, devices, disk, memory, people, power, sync, temperature, versions
from appliance.care.health import Health
from appliance.care.readings import (
    ClockReading,
    DevicesReading,
    DiskReading,
    MemoryReading,
    PeopleReading,
    PowerReading,
    SyncReading,
    VersionsReading,
)

SYNCED = SyncReading(True, True, False, False, 0, None, 0)
READY = DevicesReading("ready", "stable", 0, 0)
RUNNING = VersionsReading("0.1.0", None, "Debian", "6.12", "Pi", "3.13")
ALL: list[Callable[[Any], Check]] = [
    one.check for one in (disk, memory, temperature, power, clock, devices, sync, people, versions)
]


@pytest.mark.parametrize("check", ALL)
def test_what_cannot_be_read_is_unknown_and_never_fine(check: Callable[[Any], Check]) -> None:
    assert check(None).level == "unknown"


@pytest.mark.parametrize(
    ("reading", "level", "key"),
    [
        (DiskReading(14_000, 9_000, False), "fine", "disk.fine"),
        (DiskReading(14_000, 1_023, False), "attention", "disk.low"),
        (DiskReading(14_000, 99, False), "danger", "disk.full"),
        (DiskReading(14_000, 9_000, True), "danger", "disk.read_only"),
    ],
)
def test_the_card(reading: DiskReading, level: Level, key: str) -> None:
    assert (disk.check(reading).level, disk.check(reading).key) == (level, key)


@pytest.mark.parametrize(
    ("available", "level"),
    [(500, "fine"), (100, "fine"), (99, "attention"), (40, "attention"), (39, "danger")],
)
def test_memory_by_its_share(available: int, level: Level) -> None:
    assert memory.check(MemoryReading(1000, available)).level == level


@pytest.mark.parametrize(
    ("milli_c", "level"),
    [(-12_000, "fine"), (69_400, "fine"), (70_000, "attention"), (79_499, "attention"), (80_000, "danger")],
)
def test_temperature(milli_c: int, level: Level) -> None:
    assert temperature.check(milli_c).level == level


@pytest.mark.parametrize(
    ("reading", "level", "key"),
    [
        (PowerReading(False, False, False, False), "fine", "power.fine"),
        (PowerReading(True, True, True, True), "danger", "power.low_now"),
        (PowerReading(False, True, False, True), "attention", "power.was_low"),
        (PowerReading(False, False, True, True), "attention", "power.slowed_now"),
        (PowerReading(False, False, False, True), "attention", "power.was_slowed"),
        (PowerReading(None, True), "attention", "power.was_low"),
        (PowerReading(None, False), "fine", "power.fine"),
        (PowerReading(None, None), "unknown", "power.unknown"),
    ],
)
def test_the_supply(reading: PowerReading, level: Level, key: str) -> None:
    assert (power.check(reading).level, power.check(reading).key) == (level, key)


@pytest.mark.parametrize(
    ("reading", "level", "key"),
    [
        (ClockReading("ntp", False), "fine", "clock.network"),
        (ClockReading("rtc", None), "fine", "clock.battery"),
        (ClockReading("estimated", None), "attention", "clock.estimated"),
        (ClockReading("saved", None), "attention", "clock.estimated"),
        (ClockReading("ntp", True), "attention", "clock.disputed"),
    ],
)
def test_the_clock(reading: ClockReading, level: Level, key: str) -> None:
    assert (clock.check(reading).level, clock.check(reading).key) == (level, key)


@pytest.mark.parametrize(
    ("reading", "level", "key"),
    [
        (READY, "fine", "devices.fine"),
        (replace(READY, printer="none"), "fine", "devices.no_printer"),
        (replace(READY, printer="paper_out"), "attention", "devices.printer_paper_out"),
        (replace(READY, printer="unknown"), "unknown", "devices.printer_unknown"),
        (replace(READY, gone=2), "attention", "devices.gone"),
        (replace(READY, asking=1), "attention", "devices.asking"),
        (replace(READY, scale="error"), "attention", "devices.scale"),
    ],
)
def test_devices(reading: DevicesReading, level: Level, key: str) -> None:
    assert (devices.check(reading).level, devices.check(reading).key) == (level, key)


@pytest.mark.parametrize(
    ("reading", "level", "key"),
    [
        (SYNCED, "fine", "sync.fine"),
        (replace(SYNCED, waiting_sales=3), "fine", "sync.catching_up"),
        (replace(SYNCED, is_online=False, waiting_sales=3, oldest_waiting_s=3600.0), "fine", "sync.offline"),
        (
            replace(SYNCED, is_online=False, waiting_sales=3, oldest_waiting_s=90_000.0),
            "attention",
            "sync.long",
        ),
        (replace(SYNCED, is_online=None), "unknown", "sync.unknown"),
        (replace(SYNCED, is_watchdog_silent=True), "attention", "sync.silent"),
        (replace(SYNCED, quarantine=1), "attention", "sync.quarantine"),
        (replace(SYNCED, is_enrolled=False, is_online=None), "fine", "sync.alone"),
        (replace(SYNCED, is_online=False, is_offline_by_choice=True), "fine", "sync.by_choice"),
    ],
)
def test_the_way_to_the_back_office(reading: SyncReading, level: Level, key: str) -> None:
    assert (sync.check(reading).level, sync.check(reading).key) == (level, key)


def test_a_newer_program_that_waits_for_a_restart_is_named() -> None:
    assert versions.check(RUNNING).level == "fine"
    assert versions.check(replace(RUNNING, installed="0.1.0")).level == "fine"
    waiting = versions.check(replace(RUNNING, installed="0.2.0"))
    assert (waiting.level, waiting.params["installed"]) == ("attention", "0.2.0")


def test_a_check_that_breaks_is_unknown_and_the_others_are_seen() -> None:
    def broken() -> Check:
        raise RuntimeError

    health = Health({"disk": broken, "memory": lambda: memory.check(MemoryReading(1000, 500))})
    levels = {one.name: one.level for one in health.look()}
    assert tuple(levels) == checks.NAMES
    assert (levels["disk"], levels["memory"], levels["clock"]) == ("unknown", "fine", "unknown")


@pytest.mark.parametrize(
    ("reading", "level", "key"),
    [
        (PeopleReading(was_damaged=False, has_pin=False), "fine", "people.fine"),
        (PeopleReading(was_damaged=True, has_pin=False), "attention", "people.damaged"),
        (PeopleReading(was_damaged=True, has_pin=True), "fine", "people.fine"),
    ],
)
def test_a_damaged_file_of_people_asks_for_a_person_until_a_new_pin_is_set(
    reading: PeopleReading, level: Level, key: str
) -> None:
    assert (people.check(reading).level, people.check(reading).key) == (level, key)
