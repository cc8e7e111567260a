"""Facts as they came from a box, read strictly: what the reports keep of each, or why it cannot be counted.

Each released version of a fact stays readable (tests/fixtures/facts). Pure: knows no database, no streams and no marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

import orjson

from backoffice import catalogue_merge, staff, stock_levels
from backoffice.stock_levels import Taken

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
class SaleRow:
    """What the reports keep of a sale; `hour` is local at the stall."""

    fact: Received
    number: str
    at_utc: str
    offset_min: int
    day: str
    hour: int
    total_minor: int  # of a refund negative
    count: int
    of_number: str | None = None  # of a refund: its sale
    staff: str | None = None  # who sold it, by the id of the box
    taken: tuple[Taken, ...] = ()  # of goods, by lines; less than nothing comes back

    @property
    def is_refund(self) -> bool:
        return self.of_number is not None


@dataclass(frozen=True, slots=True)
class StockRow:
    """A move of goods as it stands in a stream."""

    fact: Received
    move: stock_levels.Move


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """What the reports keep of a Z."""

    fact: Received
    n: int
    day: str
    at_utc: str
    offset_min: int
    sales: int
    turnover_minor: int
    expected_minor: int
    counted_minor: int | None
    difference_minor: int | None


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """A change of goods as it stands in a stream."""

    fact: Received
    change: catalogue_merge.Change


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody was set up, changed or deleted, or came or went."""

    fact: Received
    of: staff.Changed | staff.Present


Row = SaleRow | StockRow | ShiftRow | GoodsRow | StaffRow
Reader = Callable[[Received, JsonObject, str], Row | None]


class Unfit(Exception):
    """A fact that cannot be counted, and why; told by `apply` as `Rejected`."""

    def __init__(self, reason: str, **params: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.params: Params = params


def read_fact(fact: Received, currency: str) -> Row | None:
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
    taken = stock_levels.taken_from(body["lines"])
    hour, count = _local_hour(at_utc, offset), _count(body)
    row = SaleRow(fact, number, at_utc, offset, day, hour, total, count, staff=_seller(body), taken=taken)
    training = body.get("training", False)
    if not isinstance(training, bool):
        raise Unfit("bad_sale", field="training")
    return None if training else row


def _seller(body: JsonObject) -> str | None:
    """The id of who sold it; facts before 1.1, and sales of nobody, have none."""
    found = body.get("staff")
    return found if isinstance(found, str) and 0 < len(found) <= 64 and found.isprintable() else None


def _read_refund(fact: Received, body: JsonObject, currency: str) -> SaleRow | None:
    row = _read_sale(fact, body, currency)
    of_number = _text(_object(body, "of"), "number")
    if _NUMBER.fullmatch(of_number) is None:
        raise Unfit("bad_sale", field="of.number")
    if _whole(body, "total_minor", MAX_TOTAL_MINOR) > 0:
        raise Unfit("bad_sale", field="total_minor")
    lines = [line for line in _objects(body["lines"], "lines") if line.get("to_stock") is True]
    back = stock_levels.taken_from(lines, sign=-1)
    return None if row is None else replace(row, of_number=of_number, taken=back)


def _read_nothing(_fact: Received, _body: JsonObject, _currency: str) -> None:
    return None


def _read_shift(fact: Received, body: JsonObject, currency: str) -> ShiftRow:
    """A Z whose numbers agree with each other."""
    if _text(body, "currency") != currency:
        raise Unfit("wrong_currency", found=_shown(body["currency"]), expected=currency)

    def amount(of: JsonObject, name: str) -> int:
        return _whole(of, name, MAX_TOTAL_MINOR)

    sales, refunds, moves = (_object(body, name) for name in ("sales", "refunds", "moves"))
    turnover = amount(body, "turnover_minor")
    _expect("turnover_minor", turnover, amount(sales, "total_minor") + amount(refunds, "total_minor"))
    taxes, tenders = body.get("taxes"), body.get("tenders")
    if not isinstance(taxes, list) or not isinstance(tenders, list):
        raise Unfit("bad_sale", field="taxes")
    _expect("taxes", sum(amount(tax, "gross_minor") for tax in _objects(taxes, "taxes")), turnover)
    paid = _objects(tenders, "tenders")
    rounded = amount(body, "rounding_minor") if "rounding_minor" in body else 0
    _expect("tenders", sum(amount(one, "amount_minor") for one in paid) + rounded, turnover)
    cash = sum(
        amount(one, "amount_minor") + (amount(one, "tips_minor") if "tips_minor" in one else 0)
        for one in paid
        if one.get("kind") == "cash"
    )
    moved = sum(amount(moves, name) for name in ("pay_in_minor", "pay_out_minor", "safe_drop_minor"))
    expected = amount(body, "expected_minor")
    _expect("expected_minor", expected, amount(body, "float_minor") + cash + moved)
    counted = None if body.get("counted_minor") is None else amount(body, "counted_minor")
    difference = None if body.get("difference_minor") is None else amount(body, "difference_minor")
    if difference != (None if counted is None else counted - expected):
        raise Unfit(
            "sums_differ", field="difference_minor", found=difference or 0, expected=(counted or 0) - expected
        )
    n, day, at_utc = _whole(body, "n", MAX_COUNTER), _text(body, "day"), _text(body, "at_utc")
    _day(day)
    offset = _whole(body, "offset_min", 24 * 60)
    _local_hour(at_utc, offset)
    count = _whole(sales, "count", MAX_COUNT)
    return ShiftRow(fact, n, day, at_utc, offset, count, turnover, expected, counted, difference)


def _expect(field: str, found: int, expected: int) -> None:
    if found != expected:
        raise Unfit("sums_differ", field=field, found=found, expected=expected)


def _read_stock_moved(fact: Received, body: JsonObject, _currency: str) -> StockRow:
    try:
        return StockRow(fact, stock_levels.move_from(body))
    except stock_levels.BadMove as error:
        raise Unfit("bad_stock", field=error.field) from error


def _read_staff(read: Callable[[JsonObject], staff.Changed | staff.Present]) -> Reader:
    def reader(fact: Received, body: JsonObject, _currency: str) -> StaffRow:
        try:
            return StaffRow(fact, read(body))
        except staff.BadStaff as error:
            raise Unfit("bad_staff", field=error.field) from error

    return reader


def _read_goods(fact: Received, body: JsonObject, _currency: str) -> GoodsRow:
    try:
        return GoodsRow(fact, catalogue_merge.change_from(body))
    except catalogue_merge.BadChange as error:
        raise Unfit("bad_goods", field=error.field) from error


READERS: Final[dict[str, Reader]] = {
    "sale": _read_sale,
    "refund": _read_refund,
    "reprint": _read_nothing,
    "epoch_started": _read_nothing,
    "stock_moved": _read_stock_moved,
    "catalogue_changed": _read_goods,
    "staff_changed": _read_staff(staff.changed_from),
    "staff_present": _read_staff(staff.present_from),
    "shift_opened": _read_nothing,
    "cash_moved": _read_nothing,
    "shift_closed": _read_shift,
}


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
