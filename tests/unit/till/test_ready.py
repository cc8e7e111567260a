"""The morning check of a stall, on a real store: each row follows what happens there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from appliance.store import open_store
from tests.unit.till.stall import NOON, Stall, ready_on, stall_on

APPROVED = {"state": "approved", "box_id": "box-1", "merchant": {"name": "Obst"}, "series": "A"}
NEWS = {
    "generation": "g1",
    "version": 3,
    "asked_generation": None,
    "after": 0,
    "is_snapshot": False,
    "categories": [],
    "items": [],
    "removed": {"categories": [], "items": []},
}


@pytest.fixture
def stall(tmp_path: Path) -> Iterator[Stall]:
    stall = stall_on(open_store(tmp_path, series="A"))
    yield stall
    stall.store.close()


def rows(stall: Stall, *plugged: dict[str, str]) -> dict[str, dict[str, Any]]:
    view = ready_on(stall, lambda: plugged).view()
    assert view["act"] == sum(row["state"] == "act" for row in view["rows"])
    assert view["look"] == sum(row["state"] == "look" for row in view["rows"])
    return {row["name"]: row for row in view["rows"]}


def connect(stall: Stall) -> None:
    stall.office.enrol("enrol-00001", "https://office.example")
    stall.office.enrolment(APPROVED)
    stall.office.offered("g1")


def test_a_box_of_its_own_lacks_nothing_but_a_second_copy(stall: Stall) -> None:
    seen = rows(stall)
    assert [name for name, row in seen.items() if row["state"] == "act"] == []
    assert seen["goods"]["key"] == "goods.own"
    assert seen["goods"]["params"] == {"count": 3, "version": 1}
    assert seen["stick"]["key"] == "stick.only_card"
    assert "scanner" not in seen
    assert "scale" not in seen


def test_goods_age_from_the_last_answer_and_a_restart_keeps_it(stall: Stall) -> None:
    connect(stall)
    assert rows(stall)["goods"]["key"] == "goods.never"
    stall.office.changes(NEWS)
    stall.clock.turn_to("2026-11-23T11:00:00.000Z", "2026-11-23")
    again = stall_on(stall.store, stall.clock)
    row = rows(again)["goods"]
    assert (row["key"], row["params"]["age_s"]) == ("goods.old", 24 * 3600)
    assert rows(again)["office"]["key"] == "office.last"
    again.office.said({"online": True, "reached": True, "problem": None})
    assert rows(again)["goods"]["key"] == "goods.fresh"
    assert rows(again)["office"]["key"] == "office.online"


def test_that_the_back_office_answered_outlives_a_restart_and_is_written_seldom(stall: Stall) -> None:
    connect(stall)
    stall.office.said({"online": True, "reached": True, "problem": None})
    stall.clock.turn_to("2026-11-22T11:05:00.000Z", "2026-11-22")
    stall.time_s[0] += 300
    stall.office.said({"online": True, "reached": True, "problem": None})
    assert stall.office.seen_utc() == "2026-11-22T11:05:00.000Z"
    assert stall_on(stall.store, stall.clock).office.seen_utc() == NOON.utc
    stall.time_s[0] += 300
    stall.office.said({"online": True, "reached": True, "problem": None})
    assert stall_on(stall.store, stall.clock).office.seen_utc() == "2026-11-22T11:05:00.000Z"


def test_a_clock_that_was_set_back_tells_no_age(stall: Stall) -> None:
    connect(stall)
    stall.office.changes(NEWS)
    stall.clock.turn_to("2026-11-21T11:00:00.000Z", "2026-11-21")
    assert rows(stall)["goods"]["key"] == "goods.clock"
    assert rows(stall)["office"]["key"] == "office.away"


def test_people_day_and_stock_follow_what_was_done(stall: Stall) -> None:
    assert [rows(stall)[name]["key"] for name in ("people", "day", "stock")] == [
        "people.none",
        "day.closed",
        "stock.none",
    ]
    stall.till.people.add("add-00001", name="Olga", role="owner", pin="1111", approval=None)
    stall.till.day.open("open-0001", 10_000, None)
    stall.till.stock.move("load-0001", "apple", "load", 8, None)
    stall.till.stock.move("load-0002", "pear", "load", 2_500, None)
    seen = rows(stall)
    assert seen["people"]["key"] in ("people.here", "people.nobody")
    assert seen["day"]["params"] == {"float_minor": 10_000}
    assert seen["stock"]["params"] == {"count": 2, "pieces": 8, "weight_g": 2_500}
    stall.clock.turn_to("2026-11-23T11:00:00.000Z", "2026-11-23")
    assert rows(stall)["day"]["key"] == "day.old"


def test_what_is_sold_out_asks_for_a_look(stall: Stall) -> None:
    stall.till.stock.move("load-0001", "apple", "load", 1, None)
    stall.sell("sell-0001")
    assert rows(stall)["stock"]["params"] == {"count": 1, "counted": 1}


def test_a_printer_that_was_here_once_is_missed(stall: Stall) -> None:
    stall.devices.printer = "none"
    assert rows(stall)["printer"]["key"] == "printer.none"
    assert rows(stall, {"role": "printer", "state": "gone"})["printer"]["key"] == "printer.offline"


def test_scanner_and_scale_are_told_once_seen(stall: Stall) -> None:
    seen = rows(stall, {"role": "scanner", "state": "gone"}, {"role": "scale", "state": "stable"})
    assert (seen["scanner"]["state"], seen["scale"]["state"]) == ("act", "ok")


def test_a_doubtful_clock_says_so(stall: Stall) -> None:
    stall.clock.moment = replace(NOON, quality="estimated")
    assert rows(stall)["clock"]["key"] == "clock.doubtful"


def test_looking_changes_nothing(stall: Stall) -> None:
    before = stall.store.state().last_fact
    rows(stall)
    assert stall.store.state().last_fact == before
