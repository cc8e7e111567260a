"""The sales as the owner reads them: the latest, a page of them, and one down to the bytes of its fact.

A sale is named by its box and its number there: two boxes may have used the same numbers. Reads only; every
question names its merchant.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, Select, and_, func, literal, select, tuple_

from backoffice import people, schema
from backoffice.batch import NO_HEAD
from backoffice.errors import OfficeError

ROW = (
    "number",
    "box_id",
    "at_utc",
    "offset_min",
    "day",
    "total_minor",
    "count",
    "received_utc",
    "kind",
    "of_number",
)


def _rows(merchant_id: str) -> Select[Any]:  # Any: a row of many columns
    sales, boxes_ = schema.sales, schema.boxes
    named = and_(boxes_.c.merchant_id == sales.c.merchant_id, boxes_.c.box_id == sales.c.box_id)
    return (
        select(*(sales.c[name] for name in ROW), boxes_.c.name.label("stall"))
        .select_from(sales.join(boxes_, named))
        .where(sales.c.merchant_id == merchant_id)
    )


def _row(row: Any) -> dict[str, Any]:  # Any: a row of the query above
    return {name: row._mapping[name] for name in (*ROW, "stall")}


def latest(
    connection: Connection, merchant_id: str, most: int, day: date | None = None
) -> list[dict[str, Any]]:
    """The sales that came in last, newest first."""
    sales = schema.sales
    query = _rows(merchant_id).order_by(sales.c.received_utc.desc(), sales.c.f.desc(), sales.c.box_id)
    if day is not None:
        query = query.where(sales.c.day == day.isoformat())
    return [_row(row) for row in connection.execute(query.limit(most))]


def page(
    connection: Connection,
    merchant_id: str,
    *,
    day: date | None = None,
    box_id: str | None = None,
    before: tuple[str, str] | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Sales by the time of the stall, newest first; `before` is (number, box) of the last row that is known.

    `total_minor` and `count` are of everything asked for, not of this page. Raises `bad_request` for a number
    that is not there.
    """
    sales, takings = schema.sales, schema.takings
    query = _rows(merchant_id).order_by(sales.c.at_utc.desc(), sales.c.number.desc(), sales.c.box_id.desc())
    sums = select(
        func.coalesce(func.sum(takings.c.total_minor), 0), func.coalesce(func.sum(takings.c.sales), 0)
    ).where(takings.c.merchant_id == merchant_id)
    if day is not None:
        query = query.where(sales.c.day == day.isoformat())
        sums = sums.where(takings.c.day == day.isoformat())
    if box_id is not None:
        query = query.where(sales.c.box_id == box_id)
        sums = sums.where(takings.c.box_id == box_id)
    if before is not None:
        number, of_box = before
        at_utc = connection.execute(
            select(sales.c.at_utc)
            .where(sales.c.merchant_id == merchant_id)
            .where(sales.c.number == number, sales.c.box_id == of_box)
        ).scalar_one_or_none()
        if at_utc is None:
            raise OfficeError("bad_request", field="before", allowed="the number of a sale, and its box")
        last = tuple_(sales.c.at_utc, sales.c.number, sales.c.box_id)
        query = query.where(last < tuple_(literal(at_utc), literal(number), literal(of_box)))
    rows = [_row(row) for row in connection.execute(query.limit(limit + 1))]
    total, count = connection.execute(sums).one()
    return {"sales": rows[:limit], "more": len(rows) > limit, "total_minor": int(total), "count": int(count)}


def sale(connection: Connection, merchant_id: str, box_id: str, number: str) -> dict[str, Any]:
    """One sale with its fact, whose hash is computed again here. Raises `not_found`."""
    sales = schema.sales
    row = connection.execute(
        _rows(merchant_id)
        .add_columns(sales.c.epoch, sales.c.f, sales.c.hash)
        .where(sales.c.box_id == box_id, sales.c.number == number)
    ).first()
    if row is None:
        raise OfficeError("not_found", field="number")
    chain = _facts(connection, merchant_id, row.box_id, row.epoch, (row.f - 1, row.f))
    fact = next((fact for fact in chain if fact.f == row.f and fact.hash == row.hash), None)
    if fact is None:
        raise OfficeError("not_found", field="number")
    exact = bytes(fact.bytes)
    before = [NO_HEAD] if row.f == 1 else [known.hash for known in chain if known.f == row.f - 1]
    body = orjson.loads(exact)["body"]
    link = next((head for head in before if _is_link(head, exact, fact.hash)), None)
    return {
        **_row(row),
        "refunds": _refunds(connection, merchant_id, box_id, number),
        "body": body | {"staff_name": people.seller(connection, merchant_id, box_id, body)},
        "fact": {
            "box_id": row.box_id,
            "epoch": row.epoch,
            "f": row.f,
            "hash": fact.hash,
            "previous_hash": link or (before[0] if before else None),
            "bytes": exact.decode("utf-8"),
            "received_utc": fact.received_utc,
            "is_verified": link is not None,
        },
    }


def _refunds(connection: Connection, merchant_id: str, box_id: str, number: str) -> list[dict[str, Any]]:
    """What came back of a sale, oldest first."""
    sales = schema.sales
    rows = connection.execute(
        select(sales.c.number, sales.c.total_minor)
        .where(sales.c.merchant_id == merchant_id, sales.c.box_id == box_id, sales.c.of_number == number)
        .order_by(sales.c.epoch, sales.c.f)
    )
    return [{"number": row.number, "total_minor": row.total_minor} for row in rows]


def _facts(
    connection: Connection, merchant_id: str, box_id: str, epoch: int, numbers: tuple[int, ...]
) -> list[Any]:  # Any: rows
    """Facts of a stream, the ones that came aside too: after a fork one number has two."""
    found: list[Any] = []  # Any: rows
    for table in (schema.facts, schema.quarantine):
        found += connection.execute(
            select(table.c.f, table.c.hash, table.c.bytes, table.c.received_utc)
            .where(table.c.merchant_id == merchant_id)
            .where(table.c.box_id == box_id)
            .where(table.c.epoch == epoch)
            .where(table.c.f.in_(numbers))
        ).all()
    return found


def _is_link(previous_hash: str, exact: bytes, head: str) -> bool:
    """Whether `head` is SHA-256(previous ‖ bytes): the fact is the one the box chained."""
    return hashlib.sha256(bytes.fromhex(previous_hash) + exact).hexdigest() == head
