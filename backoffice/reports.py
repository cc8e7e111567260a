"""What the owner reads first: the takings of a day by hour against last week, the stalls, and what needs a person.

Every question names its merchant. Reads only; hours and days are the ones the box wrote, never computed again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from backoffice import boxes, quarantine, sales, schema
from backoffice.sessions import write_utc

DAY_BEGINS_HOUR = 4  # a business day ends at 04:00 local time, as on the box
WEEK = timedelta(days=7)
LATEST = 12


def today(
    connection: Connection, merchant_id: str, now: datetime, interval_s: float, day: date | None = None
) -> dict[str, Any]:
    """The first page of the owner, for `day` or the business day that runs now in the merchant's zone."""
    zone = zone_of(connection, merchant_id)
    running = business_day(now, zone)
    day = day or running
    before = day - WEEK
    until_hour = now.astimezone(zone).hour if day == running else None
    taken, last_week = _by_hour(connection, merchant_id, day), _by_hour(connection, merchant_id, before)
    total = sum(hour["total_minor"] for hour in taken.values())
    count = sum(hour["sales"] for hour in taken.values())
    stalls = stalls_of(connection, merchant_id, now, interval_s, day)
    offset = now.astimezone(zone).utcoffset() or timedelta()
    return {
        "day": day.isoformat(),
        "clock_utc": write_utc(now),
        "offset_min": int(offset.total_seconds() // 60),
        "total_minor": total,
        "sales": count,
        "average_minor": (2 * total + count) // (2 * count) if count else 0,
        "last_week": {
            "day": before.isoformat(),
            "total_minor": sum(hour["total_minor"] for hour in last_week.values()),
            "sales": sum(hour["sales"] for hour in last_week.values()),
            "until_now_minor": _until_now(
                connection, merchant_id, before, last_week, now, zone, day, running
            ),
        },
        "hours": _hours(taken, last_week, until_hour, is_over=day < running, is_to_come=day > running),
        "stalls": stalls,
        "needs": needs(connection, merchant_id, stalls),
        "latest": sales.latest(connection, merchant_id, LATEST, day),
    }


def zone_of(connection: Connection, merchant_id: str) -> ZoneInfo:
    """The merchant's time zone."""
    merchants = schema.merchants
    return ZoneInfo(
        connection.execute(
            select(merchants.c.zone).where(merchants.c.merchant_id == merchant_id)
        ).scalar_one()
    )


def merchant(connection: Connection, merchant_id: str) -> dict[str, Any]:
    """What the pages say of the merchant."""
    row = connection.execute(
        select(schema.merchants).where(schema.merchants.c.merchant_id == merchant_id)
    ).one()
    return {
        "id": row.merchant_id,
        "name": row.name,
        "currency": {"code": row.currency, "exponent": row.exponent},
        "language": row.language,
        "zone": row.zone,
    }


def business_day(now: datetime, zone: ZoneInfo) -> date:
    """The business day that runs at `now`."""
    local = now.astimezone(zone).replace(tzinfo=None)
    return (local - timedelta(hours=DAY_BEGINS_HOUR)).date()


def _by_hour(connection: Connection, merchant_id: str, day: date) -> dict[int, dict[str, int]]:
    takings = schema.takings
    rows = connection.execute(
        select(takings.c.hour, func.sum(takings.c.sales), func.sum(takings.c.total_minor))
        .where(takings.c.merchant_id == merchant_id)
        .where(takings.c.day == day.isoformat())
        .group_by(takings.c.hour)
    )
    return {hour: {"sales": int(sales), "total_minor": int(total)} for hour, sales, total in rows}


def _place(hour: int) -> int:
    """Where an hour stands in its business day: 4 o'clock first, 3 o'clock last."""
    return (hour - DAY_BEGINS_HOUR) % 24


def _hours(
    taken: dict[int, dict[str, int]],
    last_week: dict[int, dict[str, int]],
    until_hour: int | None,
    *,
    is_over: bool,
    is_to_come: bool,
) -> list[dict[str, int | None]]:
    """From the first hour with sales to the last, in the order of the business day.

    Last week stands behind the hours that have begun; behind the ones to come it is null, not zero.
    """
    told = {hour for hour in (*taken, *last_week)}
    if until_hour is not None and told:
        told.add(until_hour)
    if not told:
        return []
    places = sorted(_place(hour) for hour in told)
    rows: list[dict[str, int | None]] = []
    for place in range(places[0], places[-1] + 1):
        hour = (place + DAY_BEGINS_HOUR) % 24
        has_begun = is_over or (not is_to_come and until_hour is not None and place <= _place(until_hour))
        here = taken.get(hour, {"sales": 0, "total_minor": 0})
        then = last_week.get(hour, {"total_minor": 0})["total_minor"] if has_begun else None
        rows.append({"hour": hour, **here, "last_week_minor": then})
    return rows


def _until_now(
    connection: Connection,
    merchant_id: str,
    before: date,
    last_week: dict[int, dict[str, int]],
    now: datetime,
    zone: ZoneInfo,
    day: date,
    running: date,
) -> int:
    """What was taken a week before up to the same time on the clock: whole hours, and of this hour its sales."""
    if day != running:
        return sum(hour["total_minor"] for hour in last_week.values()) if day < running else 0
    local = now.astimezone(zone)
    whole = sum(
        taken["total_minor"] for hour, taken in last_week.items() if _place(hour) < _place(local.hour)
    )
    same_time = (local.replace(tzinfo=None) - WEEK).replace(tzinfo=zone)
    sold = schema.sales
    this_hour = connection.execute(
        select(func.coalesce(func.sum(sold.c.total_minor), 0))
        .where(sold.c.merchant_id == merchant_id)
        .where(sold.c.day == before.isoformat())
        .where(sold.c.hour == local.hour)
        .where(sold.c.at_utc <= write_utc(same_time))
    ).scalar_one()
    return int(whole) + int(this_hour)


def stalls_of(
    connection: Connection, merchant_id: str, now: datetime, interval_s: float, day: date | None = None
) -> list[dict[str, Any]]:
    """Every box as the office may speak of it, with what it took on `day`."""
    day = day or business_day(now, zone_of(connection, merchant_id))
    return boxes.stall_views(
        connection, merchant_id, write_utc(now), day=day.isoformat(), interval_s=interval_s
    )


def needs(
    connection: Connection, merchant_id: str, stalls: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """What asks for a person, the worst first."""
    found: list[dict[str, Any]] = []
    for stall in stalls:
        if stall["attention"] == "fork":
            found.append(_need("fork", stall))
    for stall in stalls:
        if stall["is_revoked"] and stall["quarantine"]:
            found.append(_need("revoked", stall, count=stall["quarantine"]))
    held = quarantine.count_open(connection, merchant_id)
    if held:
        found.append({"kind": "quarantine", "params": {"count": held}})
    for stall in stalls:
        if stall["state"] == "silent" and not stall["is_revoked"]:
            found.append(_need("silent", stall, heard_utc=stall["heard_utc"]))
    return found


def _need(kind: str, stall: Mapping[str, Any], **params: object) -> dict[str, Any]:
    return {"kind": kind, "params": {"box_id": stall["box_id"], "stall": stall["name"], **params}}
