"""What is left at each stall: deltas of facts added up in `stock`, and the moves people made in `stock_moves`.

A level begins with the first move of an item at a box; a sale or a refund before it changes nothing, whatever
order facts come in. Every box has levels of its own, so boxes may come in any order. Knows no streams and no marks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from backoffice import schema

KINDS: Final = ("receive", "waste", "count", "load", "unload")
UNITS: Final = ("piece", "kg")
MAX_DELTA: Final = 10**9  # pieces, or grams
MAX_TEXT: Final = 200
AT_ONCE: Final = 500  # items a question, so that no database has too many parameters

JsonObject = dict[str, Any]  # each key is checked before use
Key = tuple[str, str, str]  # box, item, unit
Place = tuple[int, int]  # epoch and f of a fact


class BadMove(ValueError):
    """A move that cannot be read; `field` names the key."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Taken:
    """What one line of a sale (or, less than nothing, of a refund) took: pieces or grams."""

    item_id: str
    unit: str
    amount: int


@dataclass(frozen=True, slots=True)
class Move:
    """The body of a `stock_moved`."""

    id: str
    item_id: str
    unit: str
    name: str
    kind: str
    delta: int
    counted: int | None
    reason: str | None
    at_utc: str
    offset_min: int
    day: str
    staff_name: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What one fact does to the levels of its box: a move, or what its lines took."""

    box_id: str
    place: Place
    hash: str
    move: Move | None = None
    taken: tuple[Taken, ...] = ()


def move_from(body: JsonObject) -> Move:
    """Read a move strictly. Raises BadMove."""
    kind, unit, delta = body.get("kind"), body.get("unit"), _whole(body, "delta")
    if kind not in KINDS:
        raise BadMove("kind")
    if unit not in UNITS:
        raise BadMove("unit")
    counted = None if body.get("counted") is None else _whole(body, "counted")
    if (kind == "count") != (counted is not None) or (counted or 0) < 0:
        raise BadMove("counted")
    if (kind in ("receive", "load") and delta <= 0) or (kind in ("waste", "unload") and delta >= 0):
        raise BadMove("delta")
    offset_min = _whole(body, "offset_min")
    if abs(offset_min) > 24 * 60:
        raise BadMove("offset_min")
    return Move(
        id=_text(body, "id"),
        item_id=_text(body, "item_id"),
        unit=unit,
        name=_text(body, "name"),
        kind=kind,
        delta=delta,
        counted=counted,
        reason=_text_or_none(body, "reason"),
        at_utc=_text(body, "at_utc"),
        offset_min=offset_min,
        day=_day(body),
        staff_name=_text_or_none(body, "staff_name"),
    )


def taken_from(lines: object, sign: int = 1) -> tuple[Taken, ...]:
    """What lines took off stock, deposits left out; `sign` -1 for what came back.

    A line that says too little takes nothing.
    """
    found = []
    for line in lines if isinstance(lines, list) else []:
        if not isinstance(line, dict) or line.get("kind", "goods") != "goods":
            continue
        item_id, unit = line.get("item_id"), line.get("unit")
        amount = line.get("weight_g" if unit == "kg" else "quantity")
        if isinstance(item_id, str) and unit in UNITS and type(amount) is int and abs(amount) <= MAX_DELTA:
            found.append(Taken(item_id, unit, sign * abs(amount)))
    return tuple(found)


def apply(connection: Connection, merchant_id: str, changes: Sequence[Change]) -> None:
    """Add what facts do to the levels, in their order. A move that is known already does nothing again."""
    known = _insert_moves(connection, merchant_id, changes)
    fresh = [change for change in changes if change.move is None or (change.box_id, change.move.id) in known]
    keys = {key for change in fresh for key in _keys(change)}
    if not keys:
        return
    levels = _levels(connection, merchant_id, keys)
    before = {key: dict(level) for key, level in levels.items()}
    for change in fresh:
        _fold(levels, change)
    changed = {key: level for key, level in levels.items() if before.get(key) != level}
    _write(connection, merchant_id, changed, before)


def _fold(levels: dict[Key, dict[str, Any]], change: Change) -> None:
    move = change.move
    if move is not None:
        key = (change.box_id, move.item_id, move.unit)
        fresh = {"name": move.name, "level": 0, "since": change.place}
        level = levels.setdefault(key, fresh)
        level["level"] += move.delta
        level["name"] = move.name
        level["since"] = min(level["since"], change.place)
    for taken in change.taken:
        known = levels.get((change.box_id, taken.item_id, taken.unit))
        if known is not None and change.place > known["since"]:
            known["level"] -= taken.amount


def _keys(change: Change) -> list[Key]:
    found = [(change.box_id, taken.item_id, taken.unit) for taken in change.taken]
    if change.move is not None:
        found.append((change.box_id, change.move.item_id, change.move.unit))
    return found


def _levels(connection: Connection, merchant_id: str, keys: set[Key]) -> dict[Key, dict[str, Any]]:
    stock = schema.stock
    items = sorted({(box_id, item_id) for box_id, item_id, _ in keys})
    found: dict[Key, dict[str, Any]] = {}
    for at in range(0, len(items), AT_ONCE):
        rows = connection.execute(
            select(stock)
            .where(stock.c.merchant_id == merchant_id)
            .where(tuple_(stock.c.box_id, stock.c.item_id).in_(items[at : at + AT_ONCE]))
        )
        for row in rows:
            since = (row.since_epoch, row.since_f)
            found[row.box_id, row.item_id, row.unit] = {"name": row.name, "level": row.level, "since": since}
    return found


def _write(
    connection: Connection,
    merchant_id: str,
    changed: dict[Key, dict[str, Any]],
    before: dict[Key, dict[str, Any]],
) -> None:
    stock = schema.stock
    for (box_id, item_id, unit), level in sorted(changed.items()):
        values = {
            "name": level["name"],
            "level": level["level"],
            "since_epoch": level["since"][0],
            "since_f": level["since"][1],
        }
        of = {"merchant_id": merchant_id, "box_id": box_id, "item_id": item_id, "unit": unit}
        if (box_id, item_id, unit) not in before:
            connection.execute(stock.insert().values(**of, **values))
            continue
        query = update(stock).values(**values)
        for name, value in of.items():
            query = query.where(stock.c[name] == value)
        connection.execute(query)


def _insert_moves(
    connection: Connection, merchant_id: str, changes: Sequence[Change]
) -> frozenset[tuple[str, str]]:
    """Insert the moves that are new; their boxes and ids."""
    values = [
        {
            "merchant_id": merchant_id,
            "box_id": change.box_id,
            "move_id": change.move.id,
            "epoch": change.place[0],
            "f": change.place[1],
            "hash": change.hash,
            **{name: getattr(change.move, name) for name in _KEPT},
        }
        for change in changes
        if change.move is not None
    ]
    if not values:
        return frozenset()
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    moves = schema.stock_moves
    query = dialect.insert(moves).on_conflict_do_nothing().returning(moves.c.box_id, moves.c.move_id)
    return frozenset((row.box_id, row.move_id) for row in connection.execute(query, values))


_KEPT: Final = (
    "item_id", "unit", "name", "kind", "delta", "counted", "reason", "at_utc", "offset_min", "day", "staff_name",
)  # fmt: skip


def page(connection: Connection, merchant_id: str, day: date, most: int = 500) -> dict[str, Any]:
    """Levels of every stall by item, below zero first, and the moves of a day, newest first."""
    stock, moves, boxes = schema.stock, schema.stock_moves, schema.boxes
    told_boxes = connection.execute(
        select(boxes.c.box_id, boxes.c.name).where(boxes.c.merchant_id == merchant_id)
    )
    names = {row.box_id: row.name for row in told_boxes}
    stalls: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    told: dict[tuple[str, str], str] = {}
    for row in connection.execute(
        select(stock).where(stock.c.merchant_id == merchant_id).order_by(stock.c.item_id, stock.c.box_id)
    ):
        stalls[row.item_id, row.unit].append(
            {"box_id": row.box_id, "stall": names[row.box_id], "left": row.level}
        )
        told[row.item_id, row.unit] = row.name
    items = [
        {
            "item_id": item_id,
            "unit": unit,
            "name": told[item_id, unit],
            "left": sum(one["left"] for one in found),
            "stalls": found,
        }
        for (item_id, unit), found in stalls.items()
    ]
    listed = connection.execute(
        select(moves)
        .where(moves.c.merchant_id == merchant_id, moves.c.day == day.isoformat())
        .order_by(moves.c.at_utc.desc(), moves.c.f.desc(), moves.c.box_id)
        .limit(most)
    )
    return {
        "day": day.isoformat(),
        "items": sorted(items, key=_urgency),
        "moves": [
            {"id": row.move_id, "box_id": row.box_id, "stall": names[row.box_id]}
            | {name: row._mapping[name] for name in _KEPT if name != "day"}
            for row in listed
        ],
    }


def _urgency(item: dict[str, Any]) -> tuple[int, int, str, str]:
    """The stall that lacks most decides; a kilogram counts like a piece."""
    least = min(one["left"] for one in item["stalls"])
    scaled = least if item["unit"] == "piece" else least // 1000
    return (0 if least < 0 else 1 if least == 0 else 2, scaled, item["name"], item["item_id"])


def _whole(body: JsonObject, name: str) -> int:
    value = body.get(name)
    if type(value) is not int or abs(value) > MAX_DELTA:
        raise BadMove(name)
    return value


def _text(body: JsonObject, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= MAX_TEXT or "\0" in value:
        raise BadMove(name)
    return value


def _text_or_none(body: JsonObject, name: str) -> str | None:
    return None if body.get(name) is None else _text(body, name)


def _day(body: JsonObject) -> str:
    value = _text(body, "day")
    try:
        if date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError as error:
        raise BadMove("day") from error
    raise BadMove("day")
