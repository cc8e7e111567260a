"""What the rows look at, as plain values. None is: nobody can tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GoodsReading:
    """`seen_s`: seconds since the back office last answered, by the box's clock; below zero after it was set back."""

    version: int
    items: int
    is_enrolled: bool
    seen_s: int | None
    aside: int


@dataclass(frozen=True, slots=True)
class OfficeReading:
    """`state` as in the snapshot's `sync`; `is_online` None: nobody knows."""

    state: str
    is_online: bool | None
    is_off_by_choice: bool
    problem: str | None
    seen_s: int | None


@dataclass(frozen=True, slots=True)
class PeopleReading:
    """`here` is the name of who is signed in."""

    count: int
    here: str | None


@dataclass(frozen=True, slots=True)
class DayReading:
    """`is_old`: the open shift is of another business day."""

    is_open: bool
    is_old: bool
    is_counted: bool
    float_minor: int


@dataclass(frozen=True, slots=True)
class StockReading:
    """`out` counts goods of which nothing is left; what is left is `pieces` and `weight_g`, never below zero."""

    counted: int
    out: int
    pieces: int
    weight_g: int


@dataclass(frozen=True, slots=True)
class ReceiptsReading:
    """`waiting`: receipts the back office does not have; `aside`: what it could not take in."""

    is_enrolled: bool
    waiting: int
    aside: int


@dataclass(frozen=True, slots=True)
class StickReading:
    """`state` as in the snapshot's `stick`."""

    state: str
    is_enrolled: bool


@dataclass(frozen=True, slots=True)
class PrinterReading:
    """`state` is the printer's own word; `is_low` None: it does not tell."""

    state: str
    is_low: bool | None
    question: str | None


@dataclass(frozen=True, slots=True)
class ClockReading:
    """`quality` is that of `ports.Moment`; `is_disputed`: the back office has quite another time."""

    quality: str
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class RoomReading:
    """`problem` is the store's: None, `full`, `failed` or `read_only`."""

    free_mib: int
    problem: str | None
