"""What the back office does with a batch: steps 1 to 4 of docs/protocol.md, "Push", in one transaction.

A mark is told only from a transaction that wrote, and only once it is committed: a `Mark` cannot be made without
the proof (`writer.wrote`), and does not give its number before the COMMIT. So no path around this module can
acknowledge what a failover would forget. Knows no HTTP.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from backoffice import projections, schema
from backoffice.batch import NO_HEAD, Batch
from backoffice.errors import OfficeError
from backoffice.fact_reading import Received
from backoffice.projections import Rejected
from backoffice.quarantine import set_aside, take_out
from backoffice.writer import Writing, touched, wrote

FORK: Final = "fork"

# Built once, for building a statement costs more than running it.
_BOX: Final = (
    schema.boxes.c.merchant_id == bindparam("of_merchant"),
    schema.boxes.c.box_id == bindparam("of_box"),
)
_STREAM: Final = (
    schema.streams.c.merchant_id == bindparam("of_merchant"),
    schema.streams.c.box_id == bindparam("of_box"),
    schema.streams.c.epoch == bindparam("of_epoch"),
)
_HEAR: Final = (
    update(schema.boxes).where(*_BOX).values(heard_utc=bindparam("now")).returning(schema.boxes.c.state)
)
_ALARM: Final = update(schema.boxes).where(*_BOX).values(attention=FORK)
_WHERE: Final = select(schema.streams.c.mark, schema.streams.c.head).where(*_STREAM)
_MOVE: Final = (
    update(schema.streams).where(*_STREAM).values(mark=bindparam("to_mark"), head=bindparam("to_head"))
)
_CURRENCY: Final = select(schema.merchants.c.currency).where(
    schema.merchants.c.merchant_id == bindparam("of_merchant")
)


class NotCommitted(RuntimeError):
    """A mark was asked for before the transaction that moved it was committed."""


class Mark:
    """How far a stream is kept, and its head there; readable once its transaction is committed."""

    __slots__ = ("_head", "_mark", "_proof", "epoch")

    def __init__(self, connection: Connection, epoch: int, mark: int, head: str) -> None:
        self._proof: Writing = wrote(connection)
        self.epoch = epoch
        self._mark = mark
        self._head = head

    @property
    def mark(self) -> int:
        """The highest number up to which everything is kept."""
        self._check()
        return self._mark

    @property
    def head(self) -> str:
        """The chain's head at `mark`."""
        self._check()
        return self._head

    def to_dict(self) -> dict[str, int | str]:
        """As in the answers of the protocol."""
        return {"epoch": self.epoch, "mark": self.mark, "head": self.head}

    def _check(self) -> None:
        if not self._proof.is_committed:
            raise NotCommitted("tell a mark after Database.write has returned, not inside it")


@dataclass(frozen=True, slots=True)
class Ingested:
    """The batch is kept."""

    where: Mark
    revoked: bool

    @property
    def epoch(self) -> int:
        """The stream's epoch."""
        return self.where.epoch

    @property
    def mark(self) -> int:
        """See `Mark`."""
        return self.where.mark

    @property
    def head(self) -> str:
        """See `Mark`."""
        return self.where.head

    def answer(self) -> dict[str, int | str | bool]:
        """The answer's keys that come from here."""
        return {**self.where.to_dict(), **_told_revoked(self.revoked)}


@dataclass(frozen=True, slots=True)
class SetAside:
    """The batch is kept in quarantine, up to `last`; no mark moved."""

    proof: Writing
    epoch: int
    last: int
    revoked: bool

    def answer(self) -> dict[str, int | str | bool]:
        """The answer's keys that come from here."""
        if not self.proof.is_committed:
            raise NotCommitted("tell it after Database.write has returned, not inside it")
        return {"epoch": self.epoch, "aside": self.last, **_told_revoked(self.revoked)}


@dataclass(frozen=True, slots=True)
class Refused:
    """The batch is refused, and what was written (that the box was heard; an alarm) is to be committed."""

    code: str
    where: Mark
    at: int | None = None

    @property
    def params(self) -> dict[str, int | str]:
        """What the box needs to go on."""
        return self.where.to_dict() | ({} if self.at is None else {"at": self.at})

    def error(self) -> OfficeError:
        """The error to answer with."""
        error = OfficeError(self.code)
        error.params.update(self.params)
        return error


def ingest(
    connection: Connection, merchant_id: str, box_id: str, batch: Batch, now_utc: str
) -> Ingested | SetAside | Refused:
    """Keep a batch. Raises `unknown_box`; a gap or a fork is returned, because it writes too."""
    is_revoked = _hear(connection, merchant_id, box_id, now_utc)
    touched(connection, merchant_id)
    if batch.aside:
        return _keep_aside(connection, merchant_id, box_id, batch, now_utc, is_revoked)
    mark, head = _stream(connection, merchant_id, box_id, batch.epoch)
    if batch.first > mark + 1:
        return Refused("gap", Mark(connection, batch.epoch, mark, head))
    forked_at = _forked_at(connection, merchant_id, box_id, batch, mark, head)
    if forked_at is not None:
        connection.execute(_ALARM, {"of_merchant": merchant_id, "of_box": box_id})
        return Refused(FORK, Mark(connection, batch.epoch, mark, head), forked_at)
    new = _received(box_id, batch)[max(0, mark + 1 - batch.first) :]
    if new:
        mark, head = batch.last, batch.end
        _keep(connection, merchant_id, new, now_utc)
        _move(connection, merchant_id, box_id, batch.epoch, mark, head)
        _count(connection, merchant_id, new, is_revoked, now_utc)
    return Ingested(Mark(connection, batch.epoch, mark, head), is_revoked)


def _told_revoked(is_revoked: bool) -> dict[str, bool]:
    return {"revoked": True} if is_revoked else {}


def marks(connection: Connection, merchant_id: str, box_id: str) -> tuple[Mark, ...]:
    """The marks of all streams of a box, inside a transaction that has written (the box's row is locked by it)."""
    streams = schema.streams
    rows = connection.execute(
        select(streams.c.epoch, streams.c.mark, streams.c.head)
        .where(streams.c.merchant_id == merchant_id, streams.c.box_id == box_id)
        .order_by(streams.c.epoch)
    )
    return tuple(Mark(connection, row.epoch, row.mark, row.head) for row in rows)


def _hear(connection: Connection, merchant_id: str, box_id: str, now_utc: str) -> bool:
    """Lock the box's row by writing to it: from here on, this box is alone. True if it is revoked."""
    state = connection.execute(
        _HEAR, {"of_merchant": merchant_id, "of_box": box_id, "now": now_utc}
    ).scalar_one_or_none()
    if state is None:
        raise OfficeError("unknown_box")
    return bool(state == "revoked")


def _stream(connection: Connection, merchant_id: str, box_id: str, epoch: int) -> tuple[int, str]:
    row = connection.execute(
        _WHERE, {"of_merchant": merchant_id, "of_box": box_id, "of_epoch": epoch}
    ).one_or_none()
    return (0, NO_HEAD) if row is None else (row.mark, row.head)


def _forked_at(
    connection: Connection, merchant_id: str, box_id: str, batch: Batch, mark: int, head: str
) -> int | None:
    """The first known number at which the heads differ; None if they agree.

    Heads are chained, so agreement at the last common number is agreement at all before it.
    """
    last = min(batch.last, mark)
    if last == mark and batch.head_at(mark) == head:
        return None
    known = _heads(connection, merchant_id, box_id, batch.epoch, batch.first - 1, last)
    if known[last] == batch.head_at(last):
        return None
    return next(f for f in range(batch.first - 1, last + 1) if known[f] != batch.head_at(f))


def _heads(
    connection: Connection, merchant_id: str, box_id: str, epoch: int, first: int, last: int
) -> dict[int, str]:
    facts = schema.facts
    rows = connection.execute(
        select(facts.c.f, facts.c.hash).where(
            facts.c.merchant_id == merchant_id,
            facts.c.box_id == box_id,
            facts.c.epoch == epoch,
            facts.c.f.between(first, last),
        )
    )
    return {0: NO_HEAD} | {row.f: row.hash for row in rows}


def _received(box_id: str, batch: Batch) -> list[Received]:
    return [
        Received(box_id, batch.epoch, batch.first + place, hash_, data)
        for place, (data, hash_) in enumerate(zip(batch.facts, batch.hashes, strict=True))
    ]


def _keep(connection: Connection, merchant_id: str, new: Sequence[Received], now_utc: str) -> None:
    first = new[0]
    if first.f == 1:
        connection.execute(
            insert(schema.streams).values(
                merchant_id=merchant_id, box_id=first.box_id, epoch=first.epoch, mark=0, head=NO_HEAD
            )
        )
    connection.execute(
        insert(schema.facts),
        [
            {
                "merchant_id": merchant_id,
                "box_id": fact.box_id,
                "epoch": fact.epoch,
                "f": fact.f,
                "hash": fact.hash,
                "bytes": fact.bytes,
                "received_utc": now_utc,
            }
            for fact in new
        ],
    )


def _move(connection: Connection, merchant_id: str, box_id: str, epoch: int, mark: int, head: str) -> None:
    where = {"of_merchant": merchant_id, "of_box": box_id, "of_epoch": epoch}
    connection.execute(_MOVE, {**where, "to_mark": mark, "to_head": head})


def _count(
    connection: Connection, merchant_id: str, new: Sequence[Received], is_revoked: bool, now_utc: str
) -> None:
    if is_revoked:
        set_aside(connection, merchant_id, [Rejected(fact, "revoked", {}) for fact in new], now_utc)
        return
    take_out(connection, merchant_id, new)
    currency = connection.execute(_CURRENCY, {"of_merchant": merchant_id}).scalar_one()
    rejected = projections.apply(connection, merchant_id, currency, new, now_utc)
    set_aside(connection, merchant_id, rejected, now_utc)


def _keep_aside(
    connection: Connection, merchant_id: str, box_id: str, batch: Batch, now_utc: str, is_revoked: bool
) -> SetAside:
    """Into quarantine, except what the stream has with the same head: that is no other fact."""
    known = _heads(connection, merchant_id, box_id, batch.epoch, batch.first, batch.last)
    others = [fact for fact in _received(box_id, batch) if known.get(fact.f) != fact.hash]
    set_aside(connection, merchant_id, [Rejected(fact, "set_aside", {}) for fact in others], now_utc)
    return SetAside(wrote(connection), batch.epoch, batch.last, is_revoked)
