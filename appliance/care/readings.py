"""What the checks look at, as plain values. None is: it cannot be read on this machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DiskReading:
    """The partition of the data."""

    total_mib: int
    free_mib: int
    is_read_only: bool


@dataclass(frozen=True, slots=True)
class MemoryReading:
    """`available_mib` is what programs may still ask for."""

    total_mib: int
    available_mib: int


@dataclass(frozen=True, slots=True)
class PowerReading:
    """What the board noticed of its supply, now and since it was switched on; None: this board does not tell."""

    is_low: bool | None
    was_low: bool | None
    is_slowed: bool | None = None
    was_slowed: bool | None = None


@dataclass(frozen=True, slots=True)
class ClockReading:
    """`quality` is that of `ports.Moment`; `is_disputed`: the back office has quite another time."""

    quality: str
    is_disputed: bool | None


@dataclass(frozen=True, slots=True)
class DevicesReading:
    """`printer` and `scale` are their own words, `none` without one; `gone` counts remembered ones not plugged in."""

    printer: str
    scale: str
    gone: int
    asking: int


@dataclass(frozen=True, slots=True)
class SyncReading:
    """How far the sales are safe with the back office."""

    is_enrolled: bool
    is_online: bool | None
    is_offline_by_choice: bool
    is_watchdog_silent: bool
    waiting_sales: int
    oldest_waiting_s: float | None
    quarantine: int


@dataclass(frozen=True, slots=True)
class PeopleReading:
    """`was_damaged`: the file of people and secrets was put aside once; `has_pin`: the present one holds a PIN."""

    was_damaged: bool
    has_pin: bool


@dataclass(frozen=True, slots=True)
class VersionsReading:
    """What runs. `installed` is the version the next start will run, None where nothing tells."""

    running: str
    installed: str | None
    system: str
    kernel: str
    board: str
    python: str
