"""The boxes of a merchant: their keys, their reports, what may be said of them, renaming and revoking.

Of a silent box only what its last report said is known, and when: whether it lives, is online or has a problem
now is not. Knows tables and rules; no HTTP, no signature.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, func, select, update

from backoffice.enrolments import fingerprint
from backoffice.errors import OfficeError
from backoffice.ingest import Mark, marks
from backoffice.schema import boxes, merchants, quarantine, streams, takings
from backoffice.writer import touched

BOX_ID = re.compile(r"(m[a-z2-7]{8})-b[a-z2-7]{8}")
REPORT_INTERVAL_S = 10
LONGEST_NAME = 80
Document = dict[str, Any]  # Any: JSON


@dataclass(frozen=True, slots=True)
class BoxKey:
    """What a request is checked against."""

    merchant_id: str
    box_id: str
    public_key: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A report is kept; `answer` tells the marks once that is committed."""

    marks: tuple[Mark, ...]
    rest: Mapping[str, object]

    def answer(self) -> dict[str, object]:
        """The answer's keys that come from here."""
        return {"streams": [mark.to_dict() for mark in self.marks], **self.rest}


def merchant_of(box_id: str) -> str | None:
    """The merchant in a box's name; None if it is no such name. No directory is needed to find a box."""
    found = BOX_ID.fullmatch(box_id)
    return None if found is None else found[1]


def key_of(connection: Connection, box_id: str) -> BoxKey | None:
    """The key of a box, revoked or not: a revoked box's backlog is still accepted, into quarantine."""
    merchant_id = merchant_of(box_id)
    if merchant_id is None:
        return None
    row = connection.execute(select(boxes.c.public_key).where(*_is(merchant_id, box_id))).first()
    return None if row is None else BoxKey(merchant_id, box_id, row.public_key)


def is_revoked(connection: Connection, merchant_id: str, box_id: str) -> bool:
    """Whether the owner trusts this box no longer (or it is gone)."""
    row = connection.execute(select(boxes.c.state).where(*_is(merchant_id, box_id))).first()
    return row is None or row.state == "revoked"


def report(
    connection: Connection, merchant_id: str, box_id: str, document: Mapping[str, Any], now_utc: str
) -> Reported:
    """Keep what a box says of itself and how far its streams are, from the transaction that wrote.

    Raises `late_report` with the last number seen, and changes nothing then.
    """
    n = int(document["n"])
    kept = connection.execute(
        update(boxes)
        .where(*_is(merchant_id, box_id), boxes.c.report_n < n)
        .values(report_n=n, report=dict(document), heard_utc=now_utc)
    )
    box = connection.execute(select(boxes).where(*_is(merchant_id, box_id))).first()
    if box is None:
        raise OfficeError("unknown_box")
    if kept.rowcount != 1:
        raise OfficeError("late_report", field="n", n=box.report_n)
    touched(connection, merchant_id)
    merchant = connection.execute(
        select(merchants.c.generation, merchants.c.version).where(merchants.c.merchant_id == merchant_id)
    ).one()
    rest = {
        "catalogue": {"generation": merchant.generation, "version": merchant.version},
        "quarantine": _open_entries(connection, merchant_id, box_id).get(box_id, 0),
        "revoked": box.state == "revoked",
        "attention": box.attention,
    }
    return Reported(marks(connection, merchant_id, box_id), rest)


def rename(connection: Connection, merchant_id: str, box_id: str, name: str) -> None:
    """Call the stall otherwise from now on. Raises `bad_request` naming `name`, or `unknown_box`."""
    tidy = name.strip()
    if not 1 <= len(tidy) <= LONGEST_NAME or not tidy.isprintable():
        raise OfficeError("bad_request", field="name", allowed=f"1 to {LONGEST_NAME} characters")
    _change(connection, merchant_id, box_id, name=tidy)


def clear_attention(connection: Connection, merchant_id: str, box_id: str) -> None:
    """The owner has seen the alarm of a box; another fork raises it again. Raises `unknown_box`."""
    _change(connection, merchant_id, box_id, attention=None)


def revoke(connection: Connection, merchant_id: str, box_id: str) -> None:
    """Trust a box no longer; what it still sends goes to quarantine. Raises `unknown_box`."""
    _change(connection, merchant_id, box_id, state="revoked")


def stall_views(
    connection: Connection,
    merchant_id: str,
    now_utc: str,
    *,
    day: str | None = None,
    interval_s: float = REPORT_INTERVAL_S,
) -> list[Document]:
    """All boxes of a merchant as the owner sees them, with what each took on `day` (today where the merchant is)."""
    today = day or _local_day(connection, merchant_id, now_utc)
    earned = {
        row.box_id: (int(row.total_minor), int(row.sales))
        for row in connection.execute(
            select(
                takings.c.box_id,
                func.sum(takings.c.total_minor).label("total_minor"),
                func.sum(takings.c.sales).label("sales"),
            )
            .where(takings.c.merchant_id == merchant_id, takings.c.day == today)
            .group_by(takings.c.box_id)
        )
    }
    entries = _open_entries(connection, merchant_id)
    kept = _kept(connection, merchant_id)
    rows = connection.execute(
        select(boxes).where(boxes.c.merchant_id == merchant_id).order_by(boxes.c.enrolled_utc, boxes.c.box_id)
    )
    silent_after_s = 3 * interval_s + 5
    return [
        _stall(row, now_utc, silent_after_s)
        | _waiting(row.report or {}, kept.get(row.box_id, {}))
        | dict(zip(("today_minor", "today_sales"), earned.get(row.box_id, (0, 0)), strict=True))
        | {"quarantine": entries.get(row.box_id, 0)}
        for row in rows
    ]


def _stall(row: Row[Any], now_utc: str, silent_after_s: float) -> Document:  # Any: columns of the table
    said: Document = row.report or {}
    state = "never" if row.heard_utc is None else "online"
    if row.heard_utc is not None and _seconds(row.heard_utc, now_utc) > silent_after_s:
        state = "silent"
    is_heard = state == "online"
    return {
        "box_id": row.box_id,
        "name": row.name,
        "series": row.series,
        "state": state,
        # of the moment: nobody knows it of a box that is silent
        "light": said.get("light") if is_heard else None,
        "oldest_waiting_s": said.get("oldest_waiting_s") if is_heard else None,
        "uplink": said.get("uplink") if is_heard else None,
        "problem": said.get("problem") if is_heard else None,
        # as last known, at `heard_utc`
        "is_offline_by_choice": said.get("is_offline_by_choice"),
        "free_mb": said.get("free_mb"),
        "version": said.get("version"),
        "heard_utc": row.heard_utc,
        "is_revoked": row.state == "revoked",
        "attention": row.attention,
        "fingerprint": fingerprint(row.public_key),
        "enrolled_utc": row.enrolled_utc,
    }


def _kept(connection: Connection, merchant_id: str) -> dict[str, dict[int, int]]:
    """The marks of every box's streams."""
    found: dict[str, dict[int, int]] = {}
    query = select(streams.c.box_id, streams.c.epoch, streams.c.mark)
    for row in connection.execute(query.where(streams.c.merchant_id == merchant_id)):
        found.setdefault(row.box_id, {})[row.epoch] = row.mark
    return found


def _waiting(said: Document, kept: Mapping[int, int]) -> Document:
    """What waited at the box by its last report, less what has come since."""
    waiting, sales = said.get("waiting"), said.get("waiting_sales")
    there = {entry["epoch"]: entry["last"] for entry in said.get("streams") or ()}
    if there and isinstance(waiting, int) and isinstance(sales, int):
        left = sum(max(0, last - kept.get(epoch, 0)) for epoch, last in there.items())
        waiting, sales = min(waiting, left), min(sales, left)
    return {"waiting": waiting, "waiting_sales": sales}


def _open_entries(connection: Connection, merchant_id: str, box_id: str | None = None) -> dict[str, int]:
    query = (
        select(quarantine.c.box_id, func.count())
        .where(quarantine.c.merchant_id == merchant_id, quarantine.c.state == "open")
        .group_by(quarantine.c.box_id)
    )
    if box_id is not None:
        query = query.where(quarantine.c.box_id == box_id)
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def _change(connection: Connection, merchant_id: str, box_id: str, **values: str | None) -> None:
    if merchant_of(box_id) != merchant_id:
        raise OfficeError("unknown_box", field="box_id")
    changed = connection.execute(update(boxes).where(*_is(merchant_id, box_id)).values(**values))
    if changed.rowcount != 1:
        raise OfficeError("unknown_box", field="box_id")
    touched(connection, merchant_id)


def _is(merchant_id: str, box_id: str) -> tuple[Any, Any]:  # Any: SQL expressions
    return boxes.c.merchant_id == merchant_id, boxes.c.box_id == box_id


def _seconds(earlier_utc: str, later_utc: str) -> float:
    return (datetime.fromisoformat(later_utc) - datetime.fromisoformat(earlier_utc)).total_seconds()


def _local_day(connection: Connection, merchant_id: str, now_utc: str) -> str:
    query = select(merchants.c.zone).where(merchants.c.merchant_id == merchant_id)
    zone = connection.execute(query).scalar_one()
    return datetime.fromisoformat(now_utc).astimezone(ZoneInfo(zone)).date().isoformat()


def seen(connection: Connection, merchant_id: str, box_id: str) -> list[tuple[int, int]]:
    """(epoch, mark) of each stream of a box, for what is told together with it; never an acknowledgement."""
    query = select(streams.c.epoch, streams.c.mark).where(
        streams.c.merchant_id == merchant_id, streams.c.box_id == box_id
    )
    return [(row.epoch, row.mark) for row in connection.execute(query.order_by(streams.c.epoch))]
