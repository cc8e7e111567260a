"""Facts set aside: kept with their bytes and a reason, tried again, or marked as seen. None is ever lost.

Knows nothing of streams: a fact here has been acknowledged (or was sent aside) and blocks nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, and_, delete, func, select, update

from backoffice import projections, schema
from backoffice.errors import OfficeError
from backoffice.fact_reading import Received
from backoffice.inserting import upsert
from backoffice.projections import Rejected
from backoffice.writer import touched

# Not a matter of understanding: only the owner can say that these count.
DECISIONS: Final = frozenset({"revoked", "set_aside"})

_table = schema.quarantine
_TOLD: Final = ("quarantine_id", "box_id", "epoch", "f", "reason", "params", "received_utc", "state", "bytes")


def set_aside(connection: Connection, merchant_id: str, rejected: Iterable[Rejected], now_utc: str) -> None:
    """Keep facts with their reasons; one that is here already stays as it is."""
    values = [
        {
            "merchant_id": merchant_id,
            "quarantine_id": _id_of(entry.fact),
            "box_id": entry.fact.box_id,
            "epoch": entry.fact.epoch,
            "f": entry.fact.f,
            "hash": entry.fact.hash,
            "reason": entry.reason,
            "params": dict(entry.params),
            "bytes": entry.fact.bytes,
            "received_utc": now_utc,
            "state": "open",
        }
        for entry in rejected
    ]
    if values:
        connection.execute(upsert(connection, _table).on_conflict_do_nothing(), values)
        touched(connection, merchant_id)


def take_out(connection: Connection, merchant_id: str, arrived: Sequence[Received]) -> None:
    """Facts of one stream, in order, that came aside before and now came in the stream itself: they wait for nobody."""
    first, last = arrived[0], arrived[-1]
    aside = connection.execute(
        select(_table.c.quarantine_id, _table.c.hash).where(
            _table.c.merchant_id == merchant_id,
            _table.c.box_id == first.box_id,
            _table.c.epoch == first.epoch,
            _table.c.f.between(first.f, last.f),
            _table.c.reason == "set_aside",
            _table.c.state != "applied",
        )
    ).all()
    if not aside:
        return
    hashes = {fact.hash for fact in arrived}
    same = [row.quarantine_id for row in aside if row.hash in hashes]
    connection.execute(
        delete(_table).where(_table.c.merchant_id == merchant_id, _table.c.quarantine_id.in_(same))
    )


def entries(connection: Connection, merchant_id: str, *, is_open: bool = False) -> list[dict[str, object]]:
    """All entries with the names of their stalls, newest first, or the open ones only; `bytes` as a text for people."""
    boxes = schema.boxes
    of_box = and_(boxes.c.merchant_id == _table.c.merchant_id, boxes.c.box_id == _table.c.box_id)
    query = (
        select(*(_table.c[name] for name in _TOLD), boxes.c.name.label("stall"))
        .select_from(_table.join(boxes, of_box))
        .where(_table.c.merchant_id == merchant_id)
    )
    if is_open:
        query = query.where(_table.c.state == "open")
    rows = connection.execute(query.order_by(_table.c.received_utc.desc(), _table.c.box_id, _table.c.f))
    return [
        {name: row[name] for name in (*_TOLD, "stall")}
        | {"bytes": bytes(row["bytes"]).decode("utf-8", errors="replace")}
        for row in rows.mappings()
    ]


def count_open(connection: Connection, merchant_id: str, box_id: str | None = None) -> int:
    """How many wait for a decision."""
    query = select(func.count()).where(_table.c.merchant_id == merchant_id, _table.c.state == "open")
    if box_id is not None:
        query = query.where(_table.c.box_id == box_id)
    return int(connection.execute(query).scalar_one())


def mark_seen(connection: Connection, merchant_id: str, quarantine_id: str) -> None:
    """The owner has seen it and it needs no more attention. Raises `not_found`, or `already_done` if applied."""
    _found(connection, merchant_id, quarantine_id)
    _set_state(connection, merchant_id, [quarantine_id], "seen")


def retry(connection: Connection, merchant_id: str, quarantine_id: str, now_utc: str) -> str | None:
    """Try one again, whatever its reason; return why it still cannot be counted, or None. Raises as `mark_seen`."""
    fact = _found(connection, merchant_id, quarantine_id)
    return _retry(connection, merchant_id, [fact], now_utc).get(fact.hash)


def retry_all(connection: Connection, merchant_id: str, now_utc: str) -> int:
    """Try again all that a newer version may understand; return how many are counted now."""
    query = select(_table).where(
        _table.c.merchant_id == merchant_id, _table.c.state == "open", _table.c.reason.not_in(DECISIONS)
    )
    query = query.order_by(_table.c.box_id, _table.c.epoch, _table.c.f).with_for_update()
    facts = [_received(row) for row in connection.execute(query)]
    return len(facts) - len(_retry(connection, merchant_id, facts, now_utc))


def _retry(
    connection: Connection, merchant_id: str, facts: Sequence[Received], now_utc: str
) -> dict[str, str]:
    currency = connection.execute(
        select(schema.merchants.c.currency).where(schema.merchants.c.merchant_id == merchant_id)
    ).scalar_one()
    still = {
        entry.fact.hash: entry
        for entry in projections.apply(connection, merchant_id, currency, facts, now_utc)
    }
    for entry in still.values():
        connection.execute(
            update(_table)
            .where(_table.c.merchant_id == merchant_id, _table.c.quarantine_id == _id_of(entry.fact))
            .values(reason=entry.reason, params=dict(entry.params))
        )
    applied = [_id_of(fact) for fact in facts if fact.hash not in still]
    _set_state(connection, merchant_id, applied, "applied")
    return {hash_: entry.reason for hash_, entry in still.items()}


def _set_state(connection: Connection, merchant_id: str, ids: Sequence[str], state: str) -> None:
    for quarantine_id in ids:
        connection.execute(
            update(_table)
            .where(_table.c.merchant_id == merchant_id, _table.c.quarantine_id == quarantine_id)
            .values(state=state)
        )
    if ids:
        touched(connection, merchant_id)


def _found(connection: Connection, merchant_id: str, quarantine_id: str) -> Received:
    query = select(_table).where(_table.c.merchant_id == merchant_id, _table.c.quarantine_id == quarantine_id)
    row = connection.execute(query.with_for_update()).one_or_none()
    if row is None:
        raise OfficeError("not_found")
    if row.state == "applied":
        raise OfficeError("already_done")
    return _received(row)


def _received(row: object) -> Received:
    return Received(row.box_id, row.epoch, row.f, row.hash, bytes(row.bytes))  # type: ignore[attr-defined]  # a Row


def _id_of(fact: Received) -> str:
    """The same fact has the same id, however often it comes."""
    return hashlib.sha256(f"{fact.box_id}/{fact.epoch}/{fact.f}/{fact.hash}".encode()).hexdigest()[:20]
