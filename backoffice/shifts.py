"""Closed shifts as the owner reads them: the latest, and one with its Z as the box stored it; kept by `add`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import orjson
from sqlalchemy import Connection, and_, select

from backoffice import schema
from backoffice.errors import OfficeError
from backoffice.fact_reading import ShiftRow
from backoffice.inserting import upsert

ROW = (
    "n", "box_id", "epoch", "f", "day", "at_utc", "offset_min", "sales", "turnover_minor", "expected_minor",
    "counted_minor", "difference_minor", "received_utc",
)  # fmt: skip
MOST: Final = 400


def add(connection: Connection, merchant_id: str, rows: Sequence[ShiftRow], now_utc: str) -> None:
    """Keep what Zs say; one that is known changes nothing."""
    if not rows:
        return
    values = [
        {
            "merchant_id": merchant_id,
            "box_id": row.fact.box_id,
            "n": row.n,
            "epoch": row.fact.epoch,
            "f": row.fact.f,
            "hash": row.fact.hash,
            "day": row.day,
            "at_utc": row.at_utc,
            "offset_min": row.offset_min,
            "sales": row.sales,
            "turnover_minor": row.turnover_minor,
            "expected_minor": row.expected_minor,
            "counted_minor": row.counted_minor,
            "difference_minor": row.difference_minor,
            "received_utc": now_utc,
        }
        for row in rows
    ]
    connection.execute(upsert(connection, schema.shifts).on_conflict_do_nothing(), values)


def of_day(connection: Connection, merchant_id: str, day: date | None) -> dict[str, Any]:
    """The shifts of a business day that were closed, or the latest of all; newest first, at most `MOST`."""
    shifts, boxes = schema.shifts, schema.boxes
    named = and_(boxes.c.merchant_id == shifts.c.merchant_id, boxes.c.box_id == shifts.c.box_id)
    query = (
        select(*(shifts.c[name] for name in ROW), boxes.c.name.label("stall"))
        .select_from(shifts.join(boxes, named))
        .where(shifts.c.merchant_id == merchant_id)
        .order_by(shifts.c.at_utc.desc(), shifts.c.box_id, shifts.c.f.desc())
    )
    if day is not None:
        query = query.where(shifts.c.day == day.isoformat())
    rows = connection.execute(query.limit(MOST))
    return {"shifts": [_row(row) for row in rows]}


def detail(connection: Connection, merchant_id: str, box_id: str, epoch: int, f: int) -> dict[str, Any]:
    """One Z with all its stored numbers. Raises `not_found`."""
    shifts, facts = schema.shifts, schema.facts
    found = connection.execute(
        select(
            *(shifts.c[name] for name in ROW), schema.boxes.c.name.label("stall"), facts.c.bytes, facts.c.hash
        )
        .select_from(
            shifts.join(
                schema.boxes,
                and_(
                    schema.boxes.c.merchant_id == shifts.c.merchant_id,
                    schema.boxes.c.box_id == shifts.c.box_id,
                ),
            ).join(
                facts,
                and_(
                    facts.c.merchant_id == shifts.c.merchant_id,
                    facts.c.box_id == shifts.c.box_id,
                    facts.c.epoch == shifts.c.epoch,
                    facts.c.f == shifts.c.f,
                ),
            )
        )
        .where(shifts.c.merchant_id == merchant_id, shifts.c.box_id == box_id)
        .where(shifts.c.epoch == epoch, shifts.c.f == f)
    ).first()
    if found is None:
        raise OfficeError("not_found", field="f")
    return {**_row(found), "hash": found.hash, "z": orjson.loads(bytes(found.bytes))["body"]}


def _row(row: Any) -> dict[str, Any]:  # Any: a row of a query above
    """By plain names: those of a row may be of a kind that JSON refuses."""
    return {name: row._mapping[name] for name in (*ROW, "stall")}
