"""What the owner reads: business days, hours, last week to the same minute, and a sale down to its hash."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from backoffice import reports, schema
from backoffice.database import Database
from tests.office.desk import Desk
from tests.office.stall import at, fact, fixture, sale

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


def test_today_by_hour_with_last_week_behind_what_has_begun(desk: Desk) -> None:
    box = desk.box(desk.merchant("petra@example.org"))
    desk.clock.at = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)  # 10:30 in Berlin
    desk.push(
        box,
        [
            sale(1, 300, **at("2026-11-15", "09:10")),
            sale(2, 200, **at("2026-11-15", "10:30")),
            sale(3, 900, **at("2026-11-15", "10:31")),
            sale(4, 800, **at("2026-11-15", "12:00")),
            sale(5, 500, **at("2026-11-22", "08:05")),
            sale(6, 250, **at("2026-11-22", "10:20")),
            sale(7, 251, **at("2026-11-22", "10:25")),
        ],
    )

    today = desk.enter("petra@example.org").get("/api/v1/today")

    assert (today["day"], today["offset_min"], today["total_minor"], today["sales"]) == (
        "2026-11-22",
        60,
        1001,
        3,
    )
    assert today["average_minor"] == 334
    assert today["last_week"] == {
        "day": "2026-11-15",
        "total_minor": 2200,
        "sales": 4,
        "until_now_minor": 500,
    }
    assert [(h["hour"], h["total_minor"], h["sales"], h["last_week_minor"]) for h in today["hours"]] == [
        (8, 500, 1, 0),
        (9, 0, 0, 300),
        (10, 501, 2, 1100),
        (11, 0, 0, None),
        (12, 0, 0, None),
    ]
    assert sum(hour["total_minor"] for hour in today["hours"]) == today["total_minor"]
    assert [row["number"] for row in today["latest"]] == ["A-000007", "A-000006", "A-000005"]
    assert today["stalls"][0]["today_minor"] == 1001
    assert today["needs"] == []


def test_a_day_that_is_over_stands_against_the_whole_day_a_week_before(desk: Desk) -> None:
    box = desk.box(desk.merchant("petra@example.org"))
    desk.push(box, [sale(1, 300, **at("2026-11-14", "18:00")), sale(2, 200, **at("2026-11-21", "09:00"))])
    browser = desk.enter("petra@example.org")
    over = browser.get("/api/v1/today?day=2026-11-21")
    assert over["last_week"]["until_now_minor"] == 300
    assert [(hour["hour"], hour["last_week_minor"]) for hour in over["hours"]][-1] == (18, 300)
    to_come = browser.get("/api/v1/today?day=2026-11-28")
    assert (to_come["total_minor"], to_come["last_week"]["until_now_minor"]) == (0, 0)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 22, 2, 59, tzinfo=UTC), date(2026, 11, 21)),  # 03:59 in Berlin
        (datetime(2026, 11, 22, 3, 0, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), date(2026, 3, 28)),  # 03:30, the night that lost an hour
    ],
)
def test_a_business_day_ends_at_four_in_the_zone_of_the_merchant(now: datetime, day: date) -> None:
    assert reports.business_day(now, BERLIN) == day


def test_hours_after_midnight_come_last(desk: Desk) -> None:
    box = desk.box(desk.merchant("petra@example.org"))
    night = at("2026-11-22", "01:10") | {"day": "2026-11-21"}
    desk.push(box, [sale(1, 300, **at("2026-11-21", "23:10")), sale(2, 200, **night)])
    hours = desk.enter("petra@example.org").get("/api/v1/today?day=2026-11-21")["hours"]
    assert [hour["hour"] for hour in hours] == [23, 0, 1]


def test_what_needs_a_person_is_named(desk: Desk) -> None:
    owner = desk.merchant("petra@example.org")
    box, silent, revoked = (
        desk.box(owner),
        desk.box(owner, "bzzzzzzzz", "B"),
        desk.box(owner, "byyyyyyyy", "C"),
    )

    def trouble(connection: Any) -> None:
        boxes = schema.boxes
        connection.execute(update(boxes).where(boxes.c.box_id == box).values(attention="fork"))
        connection.execute(
            update(boxes).where(boxes.c.box_id == silent).values(heard_utc="2026-11-22T09:00:00.000Z")
        )
        connection.execute(update(boxes).where(boxes.c.box_id == revoked).values(state="revoked"))

    desk.push(box, [fixture("sale"), fact(2, "of_tomorrow", {})])
    desk.database.write(trouble)
    desk.push(revoked, [sale(1, 100, series="C")])

    needs = desk.enter("petra@example.org").get("/api/v1/today")["needs"]

    assert [need["kind"] for need in needs] == ["fork", "revoked", "quarantine", "silent"]
    assert needs[2]["params"] == {"count": 2}
    assert needs[3]["params"]["heard_utc"] == "2026-11-22T09:00:00.000Z"
