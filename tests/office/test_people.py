"""People in the back office: who works where, what they sold, their hours, and a name that is forgotten for good."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice import hours, people, sales
from backoffice.database import Database
from backoffice.errors import OfficeError
from backoffice.hours import Step, stints
from tests.office.desk import Desk
from tests.office.stall import BOX, M, at, fact, push_body, sale, send

DAY = "2026-11-22"
SAM = {"id": "staff-sam", "name": "Sam", "role": "seller", "active": True, "staff": None, "approved_by": None}


def changed(f: int, **changes: Any) -> bytes:
    return fact(f, "staff_changed", SAM | at(DAY, "08:00") | changes)


def step(f: int, kind: str, clock: str, staff: str = "staff-sam", day: str = DAY) -> bytes:
    return fact(f, "staff_present", {"staff": staff, "kind": kind} | at(day, clock))


def sold(f: int, counter: int, name: str | None = "Sam") -> bytes:
    return sale(f, 500, counter=counter, staff="staff-sam", staff_name=name, **at(DAY, "09:30"))


def listed(database: Database) -> list[dict[str, Any]]:
    return database.read(lambda c: people.listed(c, M))


def worked(database: Database, since: str = DAY, until: str = DAY) -> dict[str, Any]:
    return database.read(lambda c: hours.report(c, M, date.fromisoformat(since), date.fromisoformat(until)))


def test_everybody_is_listed_with_role_stall_sales_and_when_seen(merchant: Database) -> None:
    stream = [changed(1), step(2, "in", "08:00"), sold(3, 1), sold(4, 2), step(5, "out", "12:15")]
    send(merchant, push_body(stream))
    send(merchant, push_body(stream))  # once more
    assert listed(merchant) == [
        {
            "box_id": BOX,
            "stall": "Market hall",
            "staff_id": "staff-sam",
            "name": "Sam",
            "role": "seller",
            "is_active": True,
            "is_forgotten": False,
            "seen_utc": "2026-11-22T11:15:00.000Z",
            "sales": 2,
        }
    ]


def test_the_latest_fact_counts(merchant: Database) -> None:
    send(
        merchant, push_body([changed(1), changed(2, name="Samira", role="manager"), changed(3, active=False)])
    )
    [one] = listed(merchant)
    assert (one["name"], one["role"], one["is_active"]) == ("Sam", "seller", False)


def test_hours_of_a_day_and_their_sum(merchant: Database) -> None:
    stream = [
        changed(1),
        step(2, "in", "08:00"),
        step(3, "out", "12:15"),
        step(4, "in", "13:00"),
        step(5, "out", "13:30"),
        step(6, "in", "08:00", day="2026-11-23"),
    ]
    send(merchant, push_body(stream))
    told = worked(merchant)
    assert [(one["came_utc"][11:16], one["minutes"]) for one in told["stints"]] == [
        ("12:00", 30),
        ("07:00", 255),
    ]
    assert [(one["name"], one["minutes"]) for one in told["sums"]] == [("Sam", 285)]
    still = worked(merchant, "2026-11-23", "2026-11-23")["stints"]
    assert [(one["went_utc"], one["minutes"]) for one in still] == [(None, None)]


def test_a_forgotten_name_is_gone_and_what_comes_later_does_not_bring_it_back(merchant: Database) -> None:
    stream = [changed(1), step(2, "in", "08:00"), sold(3, 1), changed(4, name="Sam S."), sold(5, 2)]
    send(merchant, push_body(stream, 1, 3))
    merchant.write(lambda c: people.forget(c, M, BOX, "staff-sam"))
    send(merchant, push_body(stream, 4, 5))
    [one] = listed(merchant)
    assert (one["name"], one["is_forgotten"], one["sales"], one["role"]) == (None, True, 2, "seller")
    assert worked(merchant)["stints"][0]["name"] is None
    for number in ("A-000001", "A-000002"):
        told = merchant.read(lambda c, number=number: sales.sale(c, M, BOX, number))
        assert (told["body"]["staff"], told["body"]["staff_name"]) == ("staff-sam", None)
    with pytest.raises(OfficeError, match="not_found"):
        merchant.write(lambda c: people.forget(c, M, BOX, "staff-nobody"))


def test_a_sale_without_a_name_is_told_with_the_one_that_is_known(merchant: Database) -> None:
    send(merchant, push_body([changed(1), sold(2, 1, name=None), sale(3, 500, counter=2)]))
    assert merchant.read(lambda c: sales.sale(c, M, BOX, "A-000001"))["body"]["staff_name"] == "Sam"


def test_somebody_only_seen_is_listed_by_the_id(merchant: Database) -> None:
    send(merchant, push_body([step(1, "in", "08:00", staff="staff-old")]))
    [one] = listed(merchant)
    assert (one["staff_id"], one["name"], one["role"], one["is_active"]) == ("staff-old", None, None, False)


def at_minute(minute: int, kind: str, staff: str = "a") -> Step:
    utc = (datetime(2026, 11, 22, tzinfo=UTC) + timedelta(minutes=minute)).isoformat().replace("+00:00", "Z")
    return Step("box", staff, kind, utc, 60, DAY)


@given(st.lists(st.tuples(st.integers(0, 600), st.sampled_from(["in", "out"]), st.sampled_from("ab"))))
def test_every_coming_is_one_stint_and_no_stint_is_shorter_than_nothing(
    found: list[tuple[int, str, str]],
) -> None:
    steps = [at_minute(*one) for one in found]
    made = list(stints(steps))
    assert sorted(one.came.at_utc for one in made) == sorted(s.at_utc for s in steps if s.kind == "in")
    assert all(one.minutes is None or one.minutes >= 0 for one in made)
    ends = [id(one.went) for one in made if one.went is not None]
    assert len(ends) == len(set(ends))


@pytest.mark.parametrize(("went", "minutes"), [(-5, None), (0, 0), (24 * 60, 24 * 60), (24 * 60 + 1, None)])
def test_a_stint_nobody_can_believe_has_no_minutes(went: int, minutes: int | None) -> None:
    [one] = stints([at_minute(0, "in"), at_minute(went, "out")])
    assert one.minutes == minutes


def test_a_range_of_days_that_is_none_is_refused(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, tmp_path)
    desk.merchant("petra@example.org")
    browser = desk.enter("petra@example.org")
    told = browser.get("/api/v1/hours?until=2026-11-22")
    assert (told["since"], told["until"], told["stints"]) == ("2026-10-23", "2026-11-22", [])
    for wrong in ("since=2026-11-23&until=2026-11-22", "since=2020-01-01&until=2026-11-22"):
        refused = browser.call("GET", f"/api/v1/hours?{wrong}")
        assert (refused.status_code, refused.get_json()["error"]["field"]) == (422, "since")
