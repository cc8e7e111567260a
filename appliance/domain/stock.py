"""What is left: levels of counted goods, and how facts change them.

A level belongs to an item in its unit, in pieces or in grams; it begins with the first move of an item and is from
then on the sum of all deltas. What was never counted has no level: nothing is said of it. A level may fall below
zero, for selling goes before counting. Knows no store, no catalogue and no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from appliance.domain.catalogue import Kind, Unit, kind_of, unit_of
from appliance.domain.errors import TillError
from appliance.domain.reading import Document, records, text, whole, whole_or_none

MoveKind = Literal["receive", "waste", "count", "load", "unload"]
State = Literal["ok", "low", "out", "over"]
WasteReason = Literal["spoiled", "broken", "tasting", "lost", "other"]

MOVE_KINDS: Final[tuple[MoveKind, ...]] = get_args(MoveKind)
WASTE_REASONS: Final[tuple[WasteReason, ...]] = get_args(WasteReason)
MAX_MOVE: Final = 9_999_999  # pieces, or grams: ten tonnes
DEFAULT_LOW: Final[Mapping[Unit, int]] = {"piece": 5, "kg": 1_000}

# An item in one unit. An item that is sold by weight from now on has to be counted anew.
Key = tuple[str, Unit]
Levels = Mapping[Key, int]

_SIGNS: Final[Mapping[MoveKind, int]] = {"receive": 1, "load": 1, "waste": -1, "unload": -1}


@dataclass(frozen=True, slots=True)
class Sold:
    """What a line of a ticket, a sale or a refund says of goods."""

    item_id: str
    unit: Unit
    kind: Kind
    quantity: int
    weight_g: int | None


def state_of(left: int, low: int) -> State:
    """How a level is told: `over` is sold beyond what was there."""
    if left < 0:
        return "over"
    if left == 0:
        return "out"
    return "low" if left <= low else "ok"


def delta_of(kind: MoveKind, amount: int, left: int | None) -> int:
    """What a move adds to a level of `left` (None: not counted yet); `amount` is never negative.

    A count sets the level, so that its delta is the variance. Raises `stock_amount`, or `not_counted` for what cannot
    be taken from an unknown level.
    """
    least = 0 if kind == "count" else 1
    if not least <= amount <= MAX_MOVE:
        raise TillError("stock_amount", field="amount", allowed=f"{least} to {MAX_MOVE}")
    if kind == "count":
        return amount - (left or 0)
    if left is None and kind in ("waste", "unload"):
        raise TillError(
            "not_counted", field="item_id", allowed="an item that was counted, received or loaded"
        )
    return _SIGNS[kind] * amount


def reason_of(kind: MoveKind, reason: str | None) -> str | None:
    """The reason of a move: waste needs one, nothing else has one. Raises `waste_reason`."""
    if kind != "waste":
        return None
    if reason not in WASTE_REASONS:
        raise TillError("waste_reason", field="reason", allowed=" or ".join(WASTE_REASONS))
    return reason


def measured(lines: Iterable[Sold]) -> dict[Key, int]:
    """Pieces and grams of goods by item; deposits are no goods."""
    found: dict[Key, int] = {}
    for line in lines:
        if line.kind == "goods":
            amount = (line.weight_g or 0) if line.unit == "kg" else line.quantity
            found[line.item_id, line.unit] = found.get((line.item_id, line.unit), 0) + amount
    return found


def taken(levels: Levels, lines: Iterable[Sold]) -> dict[Key, int]:
    """The new levels of what a sale took, counted goods only."""
    return {key: levels[key] - amount for key, amount in measured(lines).items() if key in levels}


def brought_back(levels: Levels, lines: Iterable[Sold]) -> dict[Key, int]:
    """The new levels of what came back and can be sold again, counted goods only."""
    return {key: levels[key] + amount for key, amount in measured(lines).items() if key in levels}


def shortage(levels: Levels, before: Iterable[Sold], after: Iterable[Sold]) -> Key | None:
    """The first counted item of which a ticket would now take more than is left; what it took before stays allowed."""
    had = measured(before)
    for key, amount in measured(after).items():
        if key in levels and amount > had.get(key, 0) and amount > levels[key]:
            return key
    return None


def fold(levels: Levels, type_: str, body: Document) -> dict[Key, int]:
    """The levels after one more fact. Raises `unreadable_record`."""
    after = dict(levels)
    if type_ == "sale":
        after |= taken(levels, [sold_from(line) for line in records(body, "lines")])
    elif type_ == "refund":
        lines = [line for line in records(body, "lines") if line.get("to_stock") is True]
        after |= brought_back(levels, [sold_from(line) for line in lines])
    elif type_ == "stock_moved":
        key = (text(body, "item_id"), unit_of(body))
        after[key] = after.get(key, 0) + whole(body, "delta")
    return after


def sold_from(line: Document) -> Sold:
    """The part of a stored line that is about goods; a refund may write its measures with a minus."""
    weight_g = whole_or_none(line, "weight_g")
    return Sold(
        item_id=text(line, "item_id"),
        unit=unit_of(line),
        kind=kind_of(line),
        quantity=abs(whole(line, "quantity")),
        weight_g=None if weight_g is None else abs(weight_g),
    )
