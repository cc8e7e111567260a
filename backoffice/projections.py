"""From facts to reports: counts sales and refunds in `sales` and `takings`.

A fact that cannot be counted is told with its reason, never raised: one bad record must not stop the others.
What a fact must look like: `fact_reading`. Knows no streams and no marks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, func, select

from backoffice import catalogue_merge, people, schema, shifts, stock_levels
from backoffice.fact_reading import (
    GoodsRow,
    Params,
    Received,
    Row,
    SaleRow,
    ShiftRow,
    StaffRow,
    StockRow,
    Unfit,
    read_fact,
)
from backoffice.inserting import insert_in
from backoffice.stock_levels import Change


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a fact is not counted: a stable reason, and the values its words need (`field`, `found`, `expected`)."""

    fact: Received
    reason: str
    params: Params


def apply(
    connection: Connection, merchant_id: str, currency: str, facts: Sequence[Received], now_utc: str
) -> list[Rejected]:
    """Count the facts that can be counted; return the others."""
    rows: list[SaleRow] = []
    found: list[Row] = []
    rejected: list[Rejected] = []
    for fact in facts:
        try:
            row = read_fact(fact, currency)
        except Unfit as error:
            rejected.append(Rejected(fact, error.reason, error.params))
            continue
        if row is not None:
            found.append(row)
        if isinstance(row, SaleRow):
            rows.append(row)
    rows, exceeding = _within_what_was_sold(connection, merchant_id, rows)
    rejected.extend(exceeding)
    counted = _insert_sales(connection, merchant_id, rows, now_utc)
    rejected.extend(
        Rejected(row.fact, "number_used", {"found": row.number})
        for row in rows
        if row.fact.hash not in counted
    )
    _add_takings(connection, merchant_id, [row for row in rows if row.fact.hash in counted])
    stock_levels.apply(
        connection,
        merchant_id,
        [
            _change(row)
            for row in found
            if isinstance(row, StockRow) or (isinstance(row, SaleRow) and row.fact.hash in counted)
        ],
    )
    for entry in found:
        if isinstance(entry, GoodsRow):
            bad = catalogue_merge.apply(connection, merchant_id, entry.fact.box_id, entry.change, now_utc)
            if bad is not None:
                rejected.append(Rejected(entry.fact, "bad_goods", {"field": f"document.{bad}"}))
    people.apply(connection, merchant_id, [row for row in found if isinstance(row, StaffRow)])
    shifts.add(connection, merchant_id, [row for row in found if isinstance(row, ShiftRow)], now_utc)
    return rejected


def _change(row: SaleRow | StockRow) -> Change:
    fact = row.fact
    place = (fact.epoch, fact.f)
    if isinstance(row, StockRow):
        return Change(fact.box_id, place, fact.hash, move=row.move)
    return Change(fact.box_id, place, fact.hash, taken=row.taken)


def _within_what_was_sold(
    connection: Connection, merchant_id: str, rows: Sequence[SaleRow]
) -> tuple[list[SaleRow], list[Rejected]]:
    """The rows without refunds of more than their sale was, as far as the sale is known here."""
    kept: list[SaleRow] = []
    rejected: list[Rejected] = []
    for row in rows:
        if row.is_refund and (most := _left_of(connection, merchant_id, row, kept)) is not None:
            if (
                row.total_minor < 0 and most + row.total_minor < 0
            ):  # goods for nothing may come back for nothing
                params: Params = {"found": -row.total_minor, "expected": most}
                rejected.append(Rejected(row.fact, "more_than_sold", params))
                continue
        kept.append(row)
    return kept, rejected


def _left_of(
    connection: Connection, merchant_id: str, refund: SaleRow, before: Sequence[SaleRow]
) -> int | None:
    """What is left of the sale of a refund; None when the sale is not known here (yet)."""
    sales = schema.sales
    of_box = (sales.c.merchant_id == merchant_id, sales.c.box_id == refund.fact.box_id)
    mine = [row for row in before if row.fact.box_id == refund.fact.box_id]
    sold = connection.execute(
        select(sales.c.total_minor).where(*of_box, sales.c.number == refund.of_number, sales.c.kind == "sale")
    ).scalar_one_or_none()
    if sold is None:
        sold = next((row.total_minor for row in mine if row.number == refund.of_number), None)
    if sold is None:
        return None
    known = connection.execute(
        select(func.coalesce(func.sum(sales.c.total_minor), 0)).where(
            *of_box, sales.c.of_number == refund.of_number, sales.c.number != refund.number
        )
    ).scalar_one()
    return int(sold) + int(known) + sum(row.total_minor for row in mine if row.of_number == refund.of_number)


def _insert_sales(
    connection: Connection, merchant_id: str, rows: Sequence[SaleRow], now_utc: str
) -> frozenset[str]:
    """Insert the sales whose number is free; the hashes of those."""
    if not rows:
        return frozenset()
    values = [
        {
            "merchant_id": merchant_id,
            "number": row.number,
            "box_id": row.fact.box_id,
            "epoch": row.fact.epoch,
            "f": row.fact.f,
            "hash": row.fact.hash,
            "at_utc": row.at_utc,
            "offset_min": row.offset_min,
            "day": row.day,
            "hour": row.hour,
            "total_minor": row.total_minor,
            "count": row.count,
            "received_utc": now_utc,
            "kind": "refund" if row.is_refund else "sale",
            "of_number": row.of_number,
            "staff": row.staff,
        }
        for row in rows
    ]
    return frozenset(connection.execute(_statements(connection.dialect.name)[0], values).scalars())


def _add_takings(connection: Connection, merchant_id: str, rows: Sequence[SaleRow]) -> None:
    sums: dict[tuple[str, int, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        entry = sums[row.day, row.hour, row.fact.box_id]
        entry[0] += 0 if row.is_refund else 1
        entry[1] += row.total_minor
    if not sums:
        return
    connection.execute(
        _statements(connection.dialect.name)[1],
        [
            {
                "merchant_id": merchant_id,
                "day": day,
                "hour": hour,
                "box_id": box_id,
                "sales": count,
                "total_minor": total,
            }
            for (day, hour, box_id), (count, total) in sorted(sums.items())  # one order: no deadlock
        ],
    )


@cache
def _statements(dialect: str) -> tuple[Any, Any]:
    """How sales and takings are added; built once, for building costs more than running."""
    table = schema.takings
    insert = insert_in(dialect, table)
    return (
        insert_in(dialect, schema.sales).on_conflict_do_nothing().returning(schema.sales.c.hash),
        insert.on_conflict_do_update(
            index_elements=[table.c.merchant_id, table.c.day, table.c.hour, table.c.box_id],
            set_={
                "sales": table.c.sales + insert.excluded.sales,
                "total_minor": table.c.total_minor + insert.excluded.total_minor,
            },
        ),
    )
