"""Every row of the morning check, on both sides of each bound; what nobody knows is never called ready."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appliance.till.ready import (
    clock,
    day,
    drawer,
    goods,
    lamp,
    office,
    people,
    plugged,
    printer,
    receipts,
    room,
    stick,
    stock,
)
from appliance.till.ready.readings import (
    ClockReading,
    DayReading,
    GoodsReading,
    OfficeReading,
    PeopleReading,
    PrinterReading,
    ReceiptsReading,
    RoomReading,
    StickReading,
    StockReading,
)
from appliance.till.ready.row import Row, State

DAY_S = 24 * 3600
GOODS = GoodsReading(version=7, items=24, is_enrolled=True, seen_s=0, aside=0)
OFFICE = OfficeReading("enrolled", is_online=True, is_off_by_choice=False, problem=None, seen_s=0)
OPEN = DayReading(is_open=True, is_old=False, is_counted=True, float_minor=10_000)


def told(row: Row | None) -> tuple[State, str, str] | None:
    return None if row is None else (row.state, row.key, row.go)


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (GOODS, ("ok", "goods.fresh", "")),
        (replace(GOODS, seen_s=DAY_S - 1), ("ok", "goods.fresh", "")),
        (replace(GOODS, seen_s=DAY_S), ("look", "goods.old", "status")),
        (replace(GOODS, seen_s=7 * DAY_S - 1), ("look", "goods.old", "status")),
        (replace(GOODS, seen_s=7 * DAY_S), ("act", "goods.old", "status")),
        (replace(GOODS, seen_s=-1), ("look", "goods.clock", "status")),
        (replace(GOODS, seen_s=None), ("look", "goods.never", "status")),
        (replace(GOODS, seen_s=None, is_enrolled=False), ("ok", "goods.own", "")),
        (replace(GOODS, aside=1), ("look", "goods.aside", "goods")),
        (replace(GOODS, items=1), ("ok", "goods.fresh", "")),
        (replace(GOODS, items=0), ("act", "goods.empty", "goods")),
        (replace(GOODS, items=0, is_enrolled=False), ("act", "goods.empty", "goods")),
    ],
)
def test_goods(reading: GoodsReading, expected: tuple[State, str, str]) -> None:
    assert told(goods.row(reading)) == expected


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (OFFICE, ("ok", "office.online", "")),
        (replace(OFFICE, state="not_enrolled", is_online=None), ("ok", "office.alone", "")),
        (replace(OFFICE, state="enrolling"), ("look", "office.asking", "status")),
        (replace(OFFICE, problem="revoked", is_online=False), ("act", "office.revoked", "status")),
        (replace(OFFICE, is_off_by_choice=True), ("look", "office.switched_off", "status")),
        (replace(OFFICE, is_online=None, seen_s=None), ("look", "office.away", "wifi")),
        (replace(OFFICE, is_online=False, seen_s=-5), ("look", "office.away", "wifi")),
        (replace(OFFICE, is_online=False, seen_s=60), ("look", "office.last", "wifi")),
    ],
)
def test_the_back_office(reading: OfficeReading, expected: tuple[State, str, str]) -> None:
    assert told(office.row(reading)) == expected


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (PeopleReading(0, None), ("ok", "people.none", "people")),
        (PeopleReading(1, None), ("look", "people.nobody", "people")),
        (PeopleReading(1, "Anna"), ("ok", "people.here", "")),
    ],
)
def test_people(reading: PeopleReading, expected: tuple[State, str, str]) -> None:
    assert told(people.row(reading)) == expected


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (OPEN, ("ok", "day.counted", "")),
        (replace(OPEN, is_counted=False), ("look", "day.uncounted", "day")),
        (replace(OPEN, is_old=True), ("act", "day.old", "day")),
        (replace(OPEN, is_open=False), ("look", "day.closed", "day")),
    ],
)
def test_the_day(reading: DayReading, expected: tuple[State, str, str]) -> None:
    assert told(day.row(reading)) == expected


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (StockReading(0, 0, 0, 0), ("ok", "stock.none", "stock")),
        (StockReading(3, 0, 40, 12_500), ("ok", "stock.loaded", "")),
        (StockReading(3, 1, 40, 0), ("look", "stock.out", "stock")),
    ],
)
def test_stock(reading: StockReading, expected: tuple[State, str, str]) -> None:
    assert told(stock.row(reading)) == expected


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (ReceiptsReading(False, 12, 0), ("ok", "receipts.here", "")),
        (ReceiptsReading(True, 0, 0), ("ok", "receipts.safe", "")),
        (ReceiptsReading(True, 1, 0), ("look", "receipts.waiting", "status")),
        (ReceiptsReading(True, 1, 1), ("look", "receipts.aside", "status")),
    ],
)
def test_receipts(reading: ReceiptsReading, expected: tuple[State, str, str]) -> None:
    assert told(receipts.row(reading)) == expected


@pytest.mark.parametrize(
    ("state", "is_enrolled", "expected"),
    [
        ("safe", False, ("ok", "stick.safe", "")),
        ("copying", True, ("look", "stick.copying", "stick")),
        ("none", True, ("ok", "stick.none", "stick")),
        ("none", False, ("look", "stick.only_card", "stick")),
        ("full", True, ("act", "stick.full", "stick")),
        ("read_only", True, ("act", "stick.read_only", "stick")),
        ("failed", False, ("act", "stick.failed", "stick")),
    ],
)
def test_the_stick(state: str, is_enrolled: bool, expected: tuple[State, str, str]) -> None:
    assert told(stick.row(StickReading(state, is_enrolled))) == expected


@pytest.mark.parametrize(
    ("reading", "expected", "drawer_expected"),
    [
        (("none", None, None), ("ok", "printer.none", "devices"), ("ok", "drawer.by_hand", "")),
        (("ready", False, None), ("ok", "printer.ready", ""), ("ok", "drawer.printer", "")),
        (("printing", None, None), ("ok", "printer.ready_untold", ""), ("ok", "drawer.printer", "")),
        (("ready", True, None), ("look", "printer.low", ""), ("ok", "drawer.printer", "")),
        (("ready", True, "A-1"), ("look", "printer.question", ""), ("ok", "drawer.printer", "")),
        (("paper_out", True, None), ("act", "printer.paper_out", "devices"), ("ok", "drawer.printer", "")),
        (("cover_open", None, None), ("act", "printer.cover_open", "devices"), ("ok", "drawer.printer", "")),
        (("offline", None, None), ("act", "printer.offline", "devices"), ("look", "drawer.away", "devices")),
        (("unknown", None, None), ("look", "printer.unknown", "care"), ("look", "drawer.away", "devices")),
    ],
)
def test_printer_and_drawer(
    reading: tuple[str, bool | None, str | None],
    expected: tuple[State, str, str],
    drawer_expected: tuple[State, str, str],
) -> None:
    assert told(printer.row(PrinterReading(*reading))) == expected
    assert told(drawer.row(PrinterReading(*reading))) == drawer_expected


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], None),
        (["ready"], ("ok", "scanner.here", "")),
        (["gone"], ("act", "scanner.gone", "devices")),
        (["gone", "ready"], ("ok", "scanner.here", "")),
    ],
)
def test_only_what_was_ever_seen_is_missed(
    states: list[str], expected: tuple[State, str, str] | None
) -> None:
    assert told(plugged.row("scanner", states)) == expected


@pytest.mark.parametrize("state", ["stable", "moving", "none", "ready"])
def test_a_scale_that_answers_is_there(state: str) -> None:
    assert told(plugged.row("scale", [state])) == ("ok", "scale.here", "")


def test_a_scale_that_says_nothing_is_missed() -> None:
    assert told(plugged.row("scale", ["offline"])) == ("act", "scale.gone", "devices")


@pytest.mark.parametrize(
    ("is_driven", "state", "key"),
    [(True, "ok", "lamp.on"), (False, "look", "lamp.silent"), (None, "look", "lamp.unknown")],
)
def test_the_lamp(is_driven: bool | None, state: State, key: str) -> None:
    assert told(lamp.row(is_driven)) == (state, key, "care")


@pytest.mark.parametrize(
    ("reading", "state", "key"),
    [
        (ClockReading("ntp", False), "ok", "clock.network"),
        (ClockReading("rtc", False), "ok", "clock.battery"),
        (ClockReading("saved", False), "look", "clock.doubtful"),
        (ClockReading("estimated", False), "look", "clock.doubtful"),
        (ClockReading("ntp", True), "act", "clock.disputed"),
    ],
)
def test_the_clock(reading: ClockReading, state: State, key: str) -> None:
    row = clock.row(reading)
    assert (row.state, row.key) == (state, key)


@pytest.mark.parametrize(
    ("free_mib", "problem", "state", "key"),
    [
        (1024, None, "ok", "room.fine"),
        (1023, None, "look", "room.low"),
        (100, None, "look", "room.low"),
        (99, None, "act", "room.full"),
        (9_000, "read_only", "act", "room.not_writable"),
    ],
)
def test_room(free_mib: int, problem: str | None, state: State, key: str) -> None:
    row = room.row(RoomReading(free_mib, problem))
    assert (row.state, row.key) == (state, key)
