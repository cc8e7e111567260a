"""From facts to reports: reads a fact strictly, and counts a sale in `sales` and `takings`.

A fact that cannot be counted is told with its reason, never raised: one bad record must not stop the others.
Each released version of a fact stays readable (tests/fixtures/facts). Knows no streams and no marks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from backoffice import schema, staff, stock_levels
from backoffice.stock_levels import Change, Taken

MAJOR: Final = "1"
MAX_TOTAL_MINOR: Final = 10**13  # so that an hour of the largest sales still fits a BIGINT
MAX_COUNTER: Final = 10**12
MAX_COUNT: Final = 10**9

_NUMBER = re.compile(r"([A-Z]{1,6}[0-9]{0,9})-([0-9]{6,13})")
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")

JsonObject = dict[str, Any]  # each key is checked before use
Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Received:
    """A fact as it stands in a stream."""

    box_id: str
    epoch: int
    f: int
    hash: str
    bytes: bytes


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a fact is not counted: a stable reason, and the values its words need (`field`, `found`, `expected`)."""

    fact: Received
    reason: str
    params: Params


@dataclass(frozen=True, slots=True)
class SaleRow:
    """What the reports keep of a sale; `hour` is local at the stall."""

    fact: Received
    number: str
    at_utc: str
    offset_min: int
    day: str
    hour: int
    total_minor: int
    count: int
    taken: tuple[Taken, ...] = ()  # of goods, by lines


@dataclass(frozen=True, slots=True)
class StockRow:
    """A move of goods as it stands in a stream."""

    fact: Received
    move: stock_levels.Move


class Unfit(Exception):
    """A fact that cannot be counted, and why; told by `apply` as `Rejected`."""

    def __init__(self, reason: str, **params: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.params: Params = params


def apply(
    connection: Connection, merchant_id: str, currency: str, facts: Sequence[Received], now_utc: str
) -> list[Rejected]:
    """Count the facts that can be counted; return the others."""
    rows: list[SaleRow] = []
    found: list[SaleRow | StockRow] = []
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
        [_change(row) for row in found if isinstance(row, StockRow) or row.fact.hash in counted],
    )
    return rejected


def _change(row: SaleRow | StockRow) -> Change:
    fact = row.fact
    place = (fact.epoch, fact.f)
    if isinstance(row, StockRow):
        return Change(fact.box_id, place, fact.hash, move=row.move)
    return Change(fact.box_id, place, fact.hash, taken=row.taken)


def read_fact(fact: Received, currency: str) -> SaleRow | StockRow | None:
    """The row a fact adds to the reports; None if it adds none. Raises Unfit."""
    try:
        record = orjson.loads(fact.bytes)
    except orjson.JSONDecodeError as error:
        raise Unfit("unreadable") from error
    if not isinstance(record, dict):
        raise Unfit("unreadable")
    version = record.get("v")
    if not isinstance(version, str) or version.split(".", 1)[0] != MAJOR:
        raise Unfit("unknown_version", found=_shown(version))
    if (record.get("f"), record.get("e")) != (fact.f, fact.epoch):
        found = f"{_shown(record.get('e'))}/{_shown(record.get('f'))}"
        raise Unfit("wrong_number", found=found, expected=f"{fact.epoch}/{fact.f}")
    type_ = record.get("type")
    reader = READERS.get(type_) if isinstance(type_, str) else None
    if reader is None:
        raise Unfit("unknown_type", found=_shown(type_))
    return reader(fact, _object(record, "body"), currency)


def _read_sale(fact: Received, body: JsonObject, currency: str) -> SaleRow | None:
    number, at_utc, day = _text(body, "number"), _text(body, "at_utc"), _text(body, "day")
    counter = _whole(body, "counter", MAX_COUNTER)
    parts = _NUMBER.fullmatch(number)
    if parts is None or parts[1] != _text(body, "series") or int(parts[2]) != counter:
        raise Unfit("bad_sale", field="number")
    if _text(body, "currency") != currency:
        raise Unfit("wrong_currency", found=_shown(body["currency"]), expected=currency)
    total = _whole(body, "total_minor", MAX_TOTAL_MINOR)
    _agree(body, "lines", "amount_minor", total)
    _agree(body, "taxes", "gross_minor", total)
    _agree_on_discounts(body)
    for tax in _objects(body["taxes"], "taxes"):
        net, due, gross = (
            _whole(tax, name, MAX_TOTAL_MINOR, "taxes") for name in ("net_minor", "tax_minor", "gross_minor")
        )
        if net + due != gross:
            raise Unfit("sums_differ", field="taxes", found=net + due, expected=gross)
    _agree(body, "tenders", "amount_minor", total - _whole(body, "rounding_minor", MAX_TOTAL_MINOR))
    offset = _whole(body, "offset_min", 24 * 60)
    _day(day)
    hour, count = _local_hour(at_utc, offset), _count(body)
    taken = stock_levels.taken_from(body["lines"])
    row = SaleRow(fact, number, at_utc, offset, day, hour, total, count, taken)
    training = body.get("training", False)
    if not isinstance(training, bool):
        raise Unfit("bad_sale", field="training")
    return None if training else row


def _read_nothing(_fact: Received, _body: JsonObject, _currency: str) -> None:
    return None


def _read_stock_moved(fact: Received, body: JsonObject, _currency: str) -> StockRow:
    try:
        return StockRow(fact, stock_levels.move_from(body))
    except stock_levels.BadMove as error:
        raise Unfit("bad_stock", field=error.field) from error


def _read_staff_changed(_fact: Received, body: JsonObject, _currency: str) -> None:
    _check_staff(staff.check_changed, body)


def _read_staff_present(_fact: Received, body: JsonObject, _currency: str) -> None:
    _check_staff(staff.check_present, body)


def _check_staff(check: Callable[[JsonObject], None], body: JsonObject) -> None:
    try:
        check(body)
    except staff.BadStaff as error:
        raise Unfit("bad_staff", field=error.field) from error


READERS: Final[dict[str, Callable[[Received, JsonObject, str], SaleRow | StockRow | None]]] = {
    "sale": _read_sale,
    "reprint": _read_nothing,
    "epoch_started": _read_nothing,
    "stock_moved": _read_stock_moved,
    "staff_changed": _read_staff_changed,
    "staff_present": _read_staff_present,
}


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
        }
        for row in rows
    ]
    return frozenset(connection.execute(_statements(connection.dialect.name)[0], values).scalars())


def _add_takings(connection: Connection, merchant_id: str, rows: Sequence[SaleRow]) -> None:
    sums: dict[tuple[str, int, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        entry = sums[row.day, row.hour, row.fact.box_id]
        entry[0] += 1
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
    insert = _insert(dialect, table)
    return (
        _insert(dialect, schema.sales).on_conflict_do_nothing().returning(schema.sales.c.hash),
        insert.on_conflict_do_update(
            index_elements=[table.c.merchant_id, table.c.day, table.c.hour, table.c.box_id],
            set_={
                "sales": table.c.sales + insert.excluded.sales,
                "total_minor": table.c.total_minor + insert.excluded.total_minor,
            },
        ),
    )


def upsert(connection: Connection, table: Table) -> Any:  # see _insert
    """An INSERT that knows ON CONFLICT."""
    return _insert(connection.dialect.name, table)


def _insert(dialect: str, table: Table) -> Any:
    """Both dialects spell ON CONFLICT alike, but their types share no parent that has it."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


def _agree(body: JsonObject, name: str, amount: str, expected: int) -> None:
    entries = body.get(name)
    if not isinstance(entries, list) or not entries:
        raise Unfit("bad_sale", field=name)
    found = sum(_whole(entry, amount, MAX_TOTAL_MINOR, name) for entry in _objects(entries, name))
    if found != expected:
        raise Unfit("sums_differ", field=name, found=found, expected=expected)


def _agree_on_discounts(body: JsonObject) -> None:
    """What lines lost is what discounts took; facts before 1.1 have neither."""
    entries = body.get("discounts", [])
    if not isinstance(entries, list):
        raise Unfit("bad_sale", field="discounts")
    taken = [
        _whole(one, "amount_minor", MAX_TOTAL_MINOR, "discounts") for one in _objects(entries, "discounts")
    ]
    lines = _objects(body["lines"], "lines")
    lost = [
        _whole({"discount_minor": 0} | line, "discount_minor", MAX_TOTAL_MINOR, "lines") for line in lines
    ]
    if min((*taken, *lost), default=0) < 0:
        raise Unfit("bad_sale", field="discounts")
    if sum(taken) != sum(lost):
        raise Unfit("sums_differ", field="discounts", found=sum(taken), expected=sum(lost))


def _count(body: JsonObject) -> int:
    """Things sold, as the receipt counts them: deposits belong to what carries them."""
    lines = _objects(body["lines"], "lines")
    total = sum(
        _whole(line, "quantity", MAX_COUNT, "lines") for line in lines if line.get("parent_id") is None
    )
    if abs(total) > MAX_COUNT:
        raise Unfit("bad_sale", field="lines.quantity")
    return total


def _objects(entries: Iterable[object], name: str) -> list[JsonObject]:
    found = [entry for entry in entries if isinstance(entry, dict)]
    if len(found) != len(list(entries)):
        raise Unfit("bad_sale", field=name)
    return found


def _object(record: JsonObject, name: str) -> JsonObject:
    value = record.get(name)
    if not isinstance(value, dict):
        raise Unfit("unreadable", field=name)
    return value


def _text(body: JsonObject, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise Unfit("bad_sale", field=name)
    return value


def _whole(body: JsonObject, name: str, most: int, within: str | None = None) -> int:
    value = body.get(name)
    if type(value) is not int or abs(value) > most:
        raise Unfit("bad_sale", field=name if within is None else f"{within}.{name}")
    return value


def _day(text: str) -> None:
    try:
        is_day = date.fromisoformat(text).isoformat() == text
    except ValueError:
        is_day = False
    if not is_day:
        raise Unfit("bad_sale", field="day")


def _local_hour(at_utc: str, offset_min: int) -> int:
    if _AT.fullmatch(at_utc) is None:
        raise Unfit("bad_sale", field="at_utc")
    try:
        return (datetime.fromisoformat(at_utc) + timedelta(minutes=offset_min)).hour
    except (ValueError, OverflowError) as error:
        raise Unfit("bad_sale", field="at_utc") from error


def _shown(value: object) -> str:
    """A value from a fact as a short text that any database takes."""
    return "".join(sign for sign in str(value)[:80] if sign.isprintable())
