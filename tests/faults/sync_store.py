"""The box's store in memory, for thousands of schedules a minute: the methods that synchronising uses, nothing else.

`kill` takes away what was not flushed, as a pulled plug does. `test_sync_store.py` holds it to the real store.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from appliance.ports import Answered, Document, Moment, StreamPart
from appliance.store.line import NO_HEAD, chain, dumps, encode_fact, loads

Json = dict[str, Any]  # what a document holds


class _Settled:
    def wait(self, timeout_s: float = 10.0) -> None:
        """Nothing to wait for."""


class LightStore:
    """Implements what `BackOffice` and `Marks` need of `appliance.ports.Store`."""

    def __init__(self, series: str = "A") -> None:
        self.letters = series
        self.series = series
        self.epoch = 1
        self.tables: dict[str, dict[str, bytes]] = {}
        self.streams: dict[int, list[tuple[str, bytes, bytes]]] = {1: []}  # (type, exact bytes, head after)
        self.counters: dict[str, int] = {}
        self.answers: dict[str, bytes] = {}
        self.durable_f = 0
        self._undo: list[Any] = []  # functions that take back what is not flushed, newest last

    # -- writing ----------------------------------------------------------------------------------------

    def transaction(self, moment: Moment, *, durable: bool, key: str | None = None) -> _Transaction:
        return _Transaction(self, moment, durable, key)

    def begin_epoch(self, moment: Moment, *, reason: str, letters: str | None = None) -> None:
        self.flush()
        old, head = self.epoch, self._head(self.epoch)
        self.epoch = old + 1
        self.letters = letters or self.letters
        self.series = f"{self.letters}{self.epoch}"
        body = {"reason": reason, "old_epoch": old, "old_head": head.hex()}
        data = encode_fact(1, self.epoch, "epoch_started", moment, body)
        self.streams[self.epoch] = [("epoch_started", data, chain(NO_HEAD, data))]
        self.durable_f = 1

    def flush(self) -> None:
        """Everything appended so far is on the disk."""
        self.durable_f = len(self.streams[self.epoch])
        self._undo.clear()

    def kill(self) -> None:
        """The power goes."""
        while self._undo:
            self._undo.pop()()

    def damage(self, moment: Moment, lost: int) -> list[bytes]:
        """The end of the journal cannot be read: `lost` facts are gone, a new epoch begins; the lost facts."""
        self.kill()
        stream = self.streams[self.epoch]
        keep = max(0, len(stream) - lost)
        gone = [data for _, data, _ in stream[keep:]]
        del stream[keep:]
        self.begin_epoch(moment, reason="damage")
        return gone

    def image(self) -> LightStore:
        """A copy of the card, as it is on the disk."""
        other = LightStore(self.letters)
        other.__dict__ |= {k: copy.deepcopy(v) for k, v in self.__dict__.items() if k != "_undo"}
        for undo in reversed(self._undo):
            undo(other)
        other._undo = []
        return other

    # -- reading ----------------------------------------------------------------------------------------

    def get(self, table: str, doc_id: str) -> Document | None:
        data = self.tables.get(table, {}).get(doc_id)
        document: Document | None = None if data is None else loads(data)
        return document

    def documents(self, table: str) -> list[tuple[str, Document]]:
        return [(doc_id, loads(data)) for doc_id, data in self.tables.get(table, {}).items()]

    def answered(self, key: str) -> Answered | None:
        data = self.answers.get(key)
        return None if data is None else Answered(loads(data), _Settled())

    def epochs(self) -> list[int]:
        return sorted(self.streams)

    def last_durable(self, epoch: int) -> int:
        last = len(self.streams.get(epoch, ()))
        return min(last, self.durable_f) if epoch == self.epoch else last

    def head_at(self, epoch: int, f: int) -> str | None:
        if f == 0:
            return NO_HEAD.hex()
        stream = self.streams.get(epoch, [])
        return stream[f - 1][2].hex() if f <= len(stream) else None

    def stream_part(self, epoch: int, after: int, limit: int, max_bytes: int) -> StreamPart | None:
        last = min(self.last_durable(epoch), after + limit)
        start = self.head_at(epoch, after)
        if last <= after or start is None:
            return None
        facts: list[bytes] = []
        size = 0
        for _, data, _ in self.streams[epoch][after:last]:
            if facts and size + len(data) > max_bytes:
                break
            facts.append(data)
            size += len(data)
        end = self.streams[epoch][after + len(facts) - 1][2].hex()
        return StreamPart(epoch, after + 1, start, end, tuple(facts))

    def count_after(self, type: str, epoch: int, f: int) -> int:
        return sum(kind == type for kind, _, _ in self.streams.get(epoch, ())[f:])

    def state(self) -> Any:  # as much of StoreState as is asked
        return SimpleNamespace(
            epoch=self.epoch, series=self.series, durable_fact=self.durable_f, problem=None
        )

    def durable_facts(self) -> set[tuple[int, int, bytes]]:
        """(epoch, f, exact bytes) of everything on the disk."""
        return {
            (epoch, f, data)
            for epoch, stream in self.streams.items()
            for f, (_, data, _) in enumerate(stream[: self.last_durable(epoch)], 1)
        }

    def _head(self, epoch: int) -> bytes:
        return self.streams[epoch][-1][2] if self.streams[epoch] else NO_HEAD


class _Transaction:
    """Collects changes; applied at the end of its `with`, unless an exception ends it."""

    def __init__(self, store: LightStore, moment: Moment, durable: bool, key: str | None) -> None:
        self._store, self._moment, self._durable, self._key = store, moment, durable, key
        self._changes: dict[tuple[str, str], bytes | None] = {}
        self._facts: list[tuple[str, bytes]] = []
        self._receipt: tuple[str, int] | None = None
        self._answer: bytes | None = None

    def __enter__(self) -> _Transaction:
        return self

    def __exit__(self, kind: object, error: object, _trace: object) -> None:
        if error is None:
            self._apply()

    @property
    def commit(self) -> _Transaction:
        return self

    def wait(self, timeout_s: float = 10.0) -> None:
        if self._durable:
            self._store.flush()

    def put(self, table: str, doc_id: str, document: Mapping[str, Any]) -> None:
        self._changes[table, doc_id] = dumps(dict(document))

    def get(self, table: str, doc_id: str) -> Document | None:
        if (table, doc_id) in self._changes:
            data = self._changes[table, doc_id]
            document: Document | None = None if data is None else loads(data)
            return document
        return self._store.get(table, doc_id)

    def remove(self, table: str, doc_id: str) -> None:
        self._changes[table, doc_id] = None

    def next_receipt(self) -> tuple[str, int]:
        series = self._store.series
        self._receipt = (series, self._store.counters.get(series, 0) + 1)
        return self._receipt

    def fact(self, type: str, body: Mapping[str, Any]) -> int:
        f = len(self._store.streams[self._store.epoch]) + len(self._facts) + 1
        self._facts.append((type, encode_fact(f, self._store.epoch, type, self._moment, dict(body))))
        return f

    def exact(self, type: str, data: bytes) -> None:
        """A fact with bytes of a test's own choosing: what no box of today would write."""
        self._facts.append((type, data))

    def answer(self, answer: Mapping[str, Any]) -> None:
        self._answer = dumps(dict(answer))

    def _apply(self) -> None:
        store = self._store
        before: list[tuple[str, str, bytes | None]] = []
        for (table, doc_id), data in self._changes.items():
            rows = store.tables.setdefault(table, {})
            before.append((table, doc_id, rows.get(doc_id)))
            if data is None:
                rows.pop(doc_id, None)
            else:
                rows[doc_id] = data
        stream = store.streams[store.epoch]
        epoch, count = store.epoch, len(stream)
        for type_, data in self._facts:
            stream.append((type_, data, chain(store._head(store.epoch), data)))
        if self._receipt is not None:
            store.counters[self._receipt[0]] = self._receipt[1]
        if self._answer is not None and self._key is not None:
            store.answers[self._key] = self._answer
        store._undo.append(_undo(store, before, epoch, count, self._receipt, self._key))


def _undo(
    store: LightStore,
    before: list[tuple[str, str, bytes | None]],
    epoch: int,
    count: int,
    receipt: tuple[str, int] | None,
    key: str | None,
) -> Any:
    def undo(target: LightStore = store) -> None:
        for table, doc_id, data in reversed(before):
            rows = target.tables.setdefault(table, {})
            if data is None:
                rows.pop(doc_id, None)
            else:
                rows[doc_id] = data
        del target.streams[epoch][count:]
        if receipt is not None:
            target.counters[receipt[0]] = receipt[1] - 1
        if key is not None:
            target.answers.pop(key, None)

    return undo
