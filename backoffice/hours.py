"""Hours from who came and went: stints, each from an `in` to its `out`, of the day it began on.

The order is the one of the facts, never of the clock: a clock that was set back makes a stint without minutes, which
the owner sees as such. Somebody who did not sign out, or whose box says nothing yet, has no end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from backoffice import people, schema

LONGEST_MIN: Final = 24 * 60  # longer ones are told without minutes: somebody forgot to sign out


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody came (`in`) or went (`out`)."""

    box_id: str
    staff_id: str
    kind: str
    at_utc: str
    offset_min: int
    day: str


@dataclass(frozen=True, slots=True)
class Stint:
    """From coming to going; `minutes` are whole ones, None where nobody can say."""

    came: Step
    went: Step | None

    @property
    def minutes(self) -> int | None:
        if self.went is None:
            return None
        gone, come = (datetime.fromisoformat(step.at_utc) for step in (self.went, self.came))
        minutes = int((gone - come).total_seconds() // 60)
        return minutes if 0 <= minutes <= LONGEST_MIN else None


def stints(steps: Iterable[Step]) -> Iterator[Stint]:
    """Pair the steps of each person at each box, which come in the order of their facts."""
    inside: dict[tuple[str, str], Step] = {}
    for step in steps:
        key = (step.box_id, step.staff_id)
        before = inside.pop(key, None)
        if step.kind == "in":
            if before is not None:
                yield Stint(before, None)
            inside[key] = step
        elif before is not None:
            yield Stint(before, step)
    for step in inside.values():
        yield Stint(step, None)


def report(connection: Connection, merchant_id: str, since: date, until: date) -> dict[str, Any]:
    """The stints that began on these days, newest first, and the sum of each person at each box."""
    presence, boxes = schema.staff_presence, schema.boxes
    rows = connection.execute(
        select(presence)
        .where(presence.c.merchant_id == merchant_id, presence.c.day >= since.isoformat())
        .order_by(presence.c.box_id, presence.c.epoch, presence.c.f)
    )
    steps = [Step(row.box_id, row.staff_id, row.kind, row.at_utc, row.offset_min, row.day) for row in rows]
    found = [one for one in stints(steps) if one.came.day <= until.isoformat()]
    found.sort(key=lambda one: (one.came.day, one.came.at_utc, one.came.box_id), reverse=True)
    names = people.names(connection, merchant_id)
    stalls = {
        row.box_id: row.name
        for row in connection.execute(
            select(boxes.c.box_id, boxes.c.name).where(boxes.c.merchant_id == merchant_id)
        )
    }
    sums: dict[tuple[str, str], int] = {}
    for one in found:
        key = (one.came.box_id, one.came.staff_id)
        sums[key] = sums.get(key, 0) + (one.minutes or 0)
    who = {
        key: {"box_id": key[0], "staff_id": key[1], "stall": stalls[key[0]], "name": names.get(key)}
        for key in sums
    }
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "stints": [
            {
                **who[one.came.box_id, one.came.staff_id],
                "day": one.came.day,
                "came_utc": one.came.at_utc,
                "went_utc": None if one.went is None else one.went.at_utc,
                "offset_min": one.came.offset_min,
                "minutes": one.minutes,
            }
            for one in found
        ],
        "sums": [{**who[key], "minutes": minutes} for key, minutes in sorted(sums.items())],
    }
