"""People as the owner reads them: who works at which box, what they sold; and forgetting a name.

A name stands in the table `staff` alone, where it can be forgotten for good; what comes later does not bring it
back. People belong to a box: the same name at two boxes is two rows. Hours: `hours`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select, update

from backoffice import schema
from backoffice.errors import OfficeError
from backoffice.fact_reading import StaffRow
from backoffice.inserting import upsert
from backoffice.staff import Changed, Present

Key = tuple[str, str]  # box, person


def apply(connection: Connection, merchant_id: str, rows: Sequence[StaffRow]) -> None:
    """Keep what facts say of people; one that is known changes nothing."""
    for row in sorted(rows, key=lambda row: (row.fact.box_id, row.fact.epoch, row.fact.f)):
        place = {"merchant_id": merchant_id, "box_id": row.fact.box_id}
        order = {"epoch": row.fact.epoch, "f": row.fact.f}
        if isinstance(row.of, Present):
            seen = {
                "staff_id": row.of.staff_id,
                "kind": row.of.kind,
                "at_utc": row.of.at_utc,
                "offset_min": row.of.offset_min,
                "day": row.of.day,
            }
            statement = upsert(connection, schema.staff_presence).on_conflict_do_nothing()
            connection.execute(statement, {**place, **order, **seen})
        else:
            _change(connection, place, order, row.of)


def _change(connection: Connection, place: dict[str, str], order: dict[str, int], now: Changed) -> None:
    staff = schema.staff
    key = {**place, "staff_id": now.staff_id}
    mine = [staff.c[name] == value for name, value in key.items()]
    values = {**order, "name": now.name, "role": now.role, "is_active": now.is_active}
    known = connection.execute(select(staff).where(*mine)).first()
    if known is None:
        connection.execute(staff.insert().values(**key, **values, is_forgotten=False))
    elif (known.epoch, known.f) < (order["epoch"], order["f"]):
        if known.is_forgotten:
            values["name"] = None
        connection.execute(update(staff).where(*mine).values(**values))


def listed(connection: Connection, merchant_id: str) -> list[dict[str, Any]]:
    """Everybody facts tell of: those who work first, then by stall and name; a forgotten one has no name."""
    staff, sales, presence, boxes = schema.staff, schema.sales, schema.staff_presence, schema.boxes
    stalls = {
        row.box_id: row.name
        for row in connection.execute(
            select(boxes.c.box_id, boxes.c.name).where(boxes.c.merchant_id == merchant_id)
        )
    }
    known = {
        (row.box_id, row.staff_id): row
        for row in connection.execute(select(staff).where(staff.c.merchant_id == merchant_id))
    }
    sold: dict[Key, int] = {}
    seen: dict[Key, str] = {}
    for row in connection.execute(
        select(
            sales.c.box_id, sales.c.staff, func.count().label("sales"), func.max(sales.c.at_utc).label("at")
        )
        .where(sales.c.merchant_id == merchant_id, sales.c.staff.is_not(None), sales.c.kind == "sale")
        .group_by(sales.c.box_id, sales.c.staff)
    ):
        sold[row.box_id, row.staff], seen[row.box_id, row.staff] = row.sales, row.at
    for row in connection.execute(
        select(presence.c.box_id, presence.c.staff_id, func.max(presence.c.at_utc).label("at"))
        .where(presence.c.merchant_id == merchant_id)
        .group_by(presence.c.box_id, presence.c.staff_id)
    ):
        key = (row.box_id, row.staff_id)
        seen[key] = max(row.at, seen.get(key, ""))
    people = [
        {
            "box_id": box_id,
            "stall": stalls[box_id],
            "staff_id": staff_id,
            "name": None if one is None else one.name,
            "role": None if one is None else one.role,
            "is_active": one is not None and one.is_active,
            "is_forgotten": one is not None and one.is_forgotten,
            "seen_utc": seen.get((box_id, staff_id)),
            "sales": sold.get((box_id, staff_id), 0),
        }
        for box_id, staff_id in known.keys() | seen.keys()
        for one in [known.get((box_id, staff_id))]
    ]
    return sorted(
        people,
        key=lambda one: (
            not one["is_active"],
            one["stall"],
            one["name"] or "~",
            one["box_id"],
            one["staff_id"],
        ),
    )


def names(connection: Connection, merchant_id: str) -> dict[Key, str]:
    """The names that are known, by box and person."""
    staff = schema.staff
    found = connection.execute(
        select(staff.c.box_id, staff.c.staff_id, staff.c.name).where(
            staff.c.merchant_id == merchant_id, staff.c.name.is_not(None)
        )
    )
    return {(row.box_id, row.staff_id): row.name for row in found}


def seller(connection: Connection, merchant_id: str, box_id: str, body: dict[str, Any]) -> str | None:
    """Who a sale says sold it, unless that person was forgotten."""
    staff = schema.staff
    known = connection.execute(
        select(staff.c.name).where(
            staff.c.merchant_id == merchant_id,
            staff.c.box_id == box_id,
            staff.c.staff_id == str(body.get("staff")),
        )
    ).first()
    told = body.get("staff_name") if known is None or known.name is not None else None
    return told if isinstance(told, str) else None if known is None else known.name


def forget(connection: Connection, merchant_id: str, box_id: str, staff_id: str) -> None:
    """Drop a name for good; sales and hours stay under the id. Raises `not_found`."""
    staff, moves = schema.staff, schema.stock_moves
    mine = (staff.c.merchant_id == merchant_id, staff.c.box_id == box_id, staff.c.staff_id == staff_id)
    known = connection.execute(select(staff.c.name).where(*mine)).first()
    if known is None:
        raise OfficeError("not_found", field="staff_id")
    connection.execute(update(staff).where(*mine).values(name=None, is_forgotten=True))
    connection.execute(
        update(moves)
        .where(moves.c.merchant_id == merchant_id, moves.c.box_id == box_id, moves.c.staff_name == known.name)
        .values(staff_name=None)
    )
