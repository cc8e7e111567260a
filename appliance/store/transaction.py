"""One transaction while it is being decided, and how it becomes one line.

Everything is encoded when it is given, so that what cannot be stored fails before anything changed.
"""

from __future__ import annotations

from binascii import hexlify
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from appliance.ports import Document, Moment
from appliance.store.durability import LineCommit
from appliance.store.line import FACTS_MARK, SCHEMA, chain, dumps, encode_fact, exact, loads
from appliance.store.place import Place
from appliance.store.segment import total_of

if TYPE_CHECKING:
    from appliance.store.writing import StoreWriting


ENDED = "the transaction has ended"


class LineTransaction:
    """Collects the changes of one line; the store's lock is held from the beginning to the end."""

    __slots__ = (
        "_commit",
        "_ids_given",
        "_store",
        "answer_bytes",
        "changes",
        "facts",
        "is_durable",
        "key",
        "kinds",
        "moment",
        "place",
        "receipt",
    )

    place: Place  # given when the transaction begins

    def __init__(self, store: StoreWriting, moment: Moment, *, durable: bool, key: str | None) -> None:
        self._store = store
        self.moment = moment
        self.is_durable = durable
        self.key = key
        self.changes: dict[tuple[str, str], bytes | None] = {}
        self.facts: list[bytes] = []
        self.kinds: list[tuple[str, int | None]] = []
        self.receipt: tuple[str, int, int] | None = None
        self.answer_bytes: bytes | None = None
        self._commit: LineCommit | None = None
        self._ids_given = 0

    def __enter__(self) -> LineTransaction:
        self._store.begin(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        self._store.finish(self, error)

    @property
    def commit(self) -> LineCommit:
        """What to wait for; only after the transaction has ended."""
        if self._commit is None:
            raise RuntimeError("the transaction has not ended yet")
        return self._commit

    def end(self, commit: LineCommit) -> None:
        self._commit = commit

    def put(self, table: str, doc_id: str, document: Mapping[str, Any]) -> None:
        """Create or replace a document."""
        if self._commit is not None:
            raise RuntimeError(ENDED)
        if not isinstance(doc_id, str):
            raise TypeError("a document's id is a string")
        self.changes[table, doc_id] = exact(dumps(dict(document)))

    def remove(self, table: str, doc_id: str) -> None:
        """Remove a document; one that does not exist is no error."""
        if self._commit is not None:
            raise RuntimeError(ENDED)
        if self.get(table, doc_id) is not None:
            self.changes[table, doc_id] = None

    def get(self, table: str, doc_id: str) -> Document | None:
        """A copy of a document as this transaction sees it."""
        if (table, doc_id) in self.changes:
            data = self.changes[table, doc_id]
            if data is None:
                return None
            document: Document = loads(data)
            return document
        return self._store.get(table, doc_id)

    def fact(self, type: str, body: Mapping[str, Any]) -> int:
        """Add an immutable fact; return its number, gapless within the epoch."""
        if self._commit is not None:
            raise RuntimeError(ENDED)
        place = self.place
        f = place.last_f + len(self.facts) + 1
        plain = dict(body)
        self.facts.append(encode_fact(f, place.epoch, type, self.moment, plain))
        self.kinds.append((type, total_of(plain)))
        return f

    def next_receipt(self) -> tuple[str, int]:
        """(series, counter) for the next fact; allocated only if this transaction is written."""
        if self._commit is not None:
            raise RuntimeError(ENDED)
        if self.receipt is not None:
            raise RuntimeError("one transaction makes at most one receipt")
        place = self.place
        self.receipt = (place.series, place.counter + 1, len(self.facts))
        return place.series, place.counter + 1

    def answer(self, answer: Mapping[str, Any]) -> None:
        """Remember the answer to the transaction's key, in the same line."""
        if self._commit is not None:
            raise RuntimeError(ENDED)
        if self.key is None:
            raise RuntimeError("a transaction without a key has no answer to remember")
        self.answer_bytes = exact(dumps(dict(answer)))

    def new_id(self) -> str:
        """A document id that was never used: line numbers never repeat."""
        self._ids_given += 1
        n = self.place.n
        return str(n) if self._ids_given == 1 else f"{n}-{self._ids_given}"

    @property
    def is_empty(self) -> bool:
        return not (self.facts or self.changes or self.receipt or self.answer_bytes)

    def body(self, durable_n: int, fact_head: bytes) -> tuple[bytes, bytes]:
        """The line as an open JSON object, and the fact chain's head after it."""
        place, facts = self.place, self.facts
        start = line_fields(place.n, durable_n, self.moment)
        if self.receipt is not None:
            start["r"] = self.receipt
        if not facts:
            parts = [dumps(start)[:-1]]
        else:
            place.fact_chain.update(facts[0])
            fact_head = place.fact_chain.digest()
            for fact in facts[1:]:
                fact_head = chain(fact_head, fact)
            start["l"] = [len(fact) for fact in facts]
            parts = [dumps(start)[:-1], FACTS_MARK, b",".join(facts), b'],"g":"', hexlify(fact_head), b'"']
        if self.changes:
            changes = [
                b"[%b,%b,%b]" % (dumps(table), dumps(doc_id), data or b"null")
                for (table, doc_id), data in self.changes.items()
            ]
            parts.append(b',"o":[%b]' % b",".join(changes))
        if self.answer_bytes is not None:
            parts.append(b',"k":[%b,%b]' % (dumps(self.key), self.answer_bytes))
        return b"".join(parts), fact_head


def line_fields(n: int, durable_n: int, moment: Moment) -> dict[str, Any]:
    """What every line begins with."""
    return {"n": n, "d": durable_n, "t": moment.utc, "q": moment.quality, "s": SCHEMA}


def line_start(n: int, durable_n: int, moment: Moment) -> bytes:
    """The same as an open JSON object."""
    return dumps(line_fields(n, durable_n, moment))[:-1]
