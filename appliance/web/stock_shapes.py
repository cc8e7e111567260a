"""The JSON shapes of what is left: levels in pieces or grams, and the moves a person makes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Unit = Literal["piece", "kg"]
MoveKind = Literal["receive", "waste", "count", "load", "unload"]
Amount = Annotated[int, Field(ge=0, le=9_999_999, description="pieces or grams")]


class _Intent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class StockMove(_Intent):
    """`amount` is what was received, thrown away, loaded, unloaded or counted; waste names its reason."""

    item_id: Annotated[str, Field(min_length=1, max_length=64)]
    kind: MoveKind
    amount: Amount
    reason: Literal["spoiled", "broken", "tasting", "lost", "other"] | None = None


class StockLow(_Intent):
    """From how much on an item counts as low; null is the usual (5 pieces, 1,000 g)."""

    low: Amount | None


class StockRules(_Intent):
    stop_at_zero: bool


class StockLevel(BaseModel):
    """What is left of a counted item; `over` is sold beyond what was there."""

    item_id: str
    name: str
    unit: Unit
    left: int
    low: int
    state: Literal["ok", "low", "out", "over"]


class StockLatest(BaseModel):
    """The newest change: a screen at `was` puts `levels` in and is at `rev`; any other asks for all."""

    rev: int
    was: int
    levels: list[StockLevel]


class Stock(BaseModel):
    rev: int
    stop_at_zero: bool
    levels: list[StockLevel]


class StockMoved(BaseModel):
    """What a move did; `before` null: the item had not been counted. The delta of a count is its variance."""

    item_id: str
    unit: Unit
    kind: MoveKind
    before: int | None
    delta: int
    left: int
