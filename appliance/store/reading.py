"""The reading half of the store: documents, tables, facts, sales, kept answers.

Takes the store's lock only to look at documents; facts are read from the segments without it. Writes nothing.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterator, Sequence

from appliance.ports import Answered, Document, Fact, LookedBack, StreamPart, TableState
from appliance.store.breath import Breath
from appliance.store.documents import Documents, Index
from appliance.store.durability import SETTLED, Durability, LineCommit
from appliance.store.finding import windows
from appliance.store.history import History
from appliance.store.keeper import Keeper
from appliance.store.line import NO_HEAD, chain, loads
from appliance.store.sales import SALE, HotSales, SalesTable, hot_from
from appliance.store.snapshot import KeptAnswer
from appliance.store.tables import View
from appliance.store.transaction import LineTransaction


class StoreReading:
    """What can be asked of a store; `JournalStore` fills in the parts."""

    lock: threading.RLock
    current: LineTransaction | None
    history: History
    _documents: Documents
    _answers: dict[str, KeptAnswer]
    _durability: Durability
    _hot: HotSales
    _keeper: Keeper
    _counters: dict[str, int]

    @property
    def epoch(self) -> int:
        segment = self._keeper.segment
        return segment.epoch if segment is not None else (self.history.epochs or [1])[-1]

    @property
    def series(self) -> str:
        """The receipt series of the present epoch; a new box begins with the letters it was given."""
        segments = self.history.segments
        return segments[-1].header.series if segments else self._keeper.first_series

    @property
    def last_f(self) -> int:
        return self.history.last_f(self.epoch)

    def receipt_counter(self, series: str) -> int:
        """The last counter given in a series, or 0."""
        return self._counters.get(series, 0)

    def get(self, table: str, doc_id: str) -> Document | None:
        """A copy of one document."""
        with self.lock:
            return self._documents.get(table, doc_id)

    def documents(self, table: str) -> list[tuple[str, Document]]:
        """Copies of all documents of a table, in order of insertion."""
        with self.lock:
            data = list(self._documents.tables.get(table, {}).items())
        return [(doc_id, loads(document)) for doc_id, document in data]

    def table_state(self) -> TableState:
        """Every table at one moment; decoded without holding anybody up."""
        with self.lock:
            epoch, f = self.epoch, self.last_f
            found = {name: list(table.items()) for name, table in self._documents.tables.items()}
        tables = {name: {doc_id: loads(data) for doc_id, data in table} for name, table in found.items()}
        return TableState(epoch, f, tables)

    @property
    def sales(self) -> SalesTable:
        """The read-only table of sales."""
        return SalesTable(self)

    def view(self, table: str) -> View:
        """A table's documents with the open transaction's changes on top."""
        with self.lock:
            changes: dict[str, bytes | None] = {}
            if self.current is not None:
                changes = {i: data for (name, i), data in self.current.changes.items() if name == table}
            return View(self._documents.tables.get(table, {}), changes)

    def index_on(self, table: str, path: tuple[str, ...]) -> Index | None:
        """The index of a table on a path, if one was declared."""
        return self._documents.index_on(table, path)

    def answered(self, key: str) -> Answered | None:
        """The answer kept for a key, and the commit to wait for before it is sent again."""
        with self.lock:
            kept = self._answers.get(key)
            if kept is None:
                return None
            commit = LineCommit(self._durability, kept.n) if kept.is_durable else SETTLED
            return Answered(loads(kept.answer), commit)

    def is_durable(self, epoch: int, f: int) -> bool:
        """Whether a fact is on the disk."""
        return epoch != self.epoch or f <= self._durability.durable_f

    def fact(self, f: int, *, epoch: int | None = None) -> Fact | None:
        """One fact, of the current epoch unless another is named."""
        return self.history.fact(epoch or self.epoch, f)

    def exact_fact(self, f: int, *, epoch: int | None = None) -> tuple[bytes, str] | None:
        """A fact's exact bytes and the chain's head after it; what synchronising sends."""
        return self.history.exact(epoch or self.epoch, f)

    def facts(self, after: int, limit: int, *, epoch: int | None = None) -> list[Fact]:
        """Facts past `after` in order, never past the durable; ends before one that cannot be read."""
        chosen = epoch or self.epoch
        last = self.history.last_f(chosen)
        if chosen == self.epoch:
            last = min(last, self._durability.durable_f)
        found: list[Fact] = []
        for f in range(after + 1, min(last, after + limit) + 1):
            fact = self.history.fact(chosen, f)
            if fact is None:
                break
            found.append(fact)
        return found

    def facts_since(self, epoch: int, f: int) -> Iterator[Fact]:
        """Every readable fact past (epoch, f) in order, of this epoch and later ones; also those not yet durable."""
        for later in self.epochs():
            if later < epoch:
                continue
            for number in range(f + 1 if later == epoch else 1, self.history.last_f(later) + 1):
                fact = self.history.fact(later, number)
                if fact is not None:
                    yield fact

    def epochs(self) -> list[int]:
        """Every epoch that has facts or is open, oldest first."""
        return self.history.epochs or [1]

    def last_durable(self, epoch: int) -> int:
        """The last fact of an epoch that is on the disk."""
        last = self.history.last_f(epoch)
        return min(last, self._durability.durable_f) if epoch == self.epoch else last

    def head_at(self, epoch: int, f: int) -> str | None:
        """The fact chain's head after fact `f` (64 zeros at 0); None if unknown or unreadable."""
        if f == 0:
            return NO_HEAD.hex()
        found = self.history.exact(epoch, f)
        return found[1] if found is not None else None

    def stream_part(self, epoch: int, after: int, limit: int, max_bytes: int) -> StreamPart | None:
        """The exact bytes of durable facts past `after`; None when there are none or they cannot be read."""
        last = min(self.last_durable(epoch), after + limit)
        start = self.head_at(epoch, after)
        if last <= after or start is None:
            return None
        facts: list[bytes] = []
        size, breath = 0, Breath(5, 0.0002)
        head = bytes.fromhex(start)
        for fact in self.history.exact_run(epoch, after + 1, last):
            if facts and size + len(fact) > max_bytes:
                break
            facts.append(fact)
            size += len(fact)
            head = chain(head, fact)
            breath()
        if not facts or self.head_at(epoch, after + len(facts)) != head.hex():
            return None  # nothing, or a line somebody rewrote: what the chain does not prove is not sent
        return StreamPart(epoch, after + 1, start, head.hex(), tuple(facts))

    def count_after(self, type: str, epoch: int, f: int) -> int:
        """How many facts of a type an epoch has past `f`."""
        return self.history.count_after(epoch, type, f)

    def latest(self, type: str, before: int | None, limit: int, *, epoch: int | None = None) -> list[Fact]:
        """The newest durable facts of a type below `before`, newest first."""
        chosen = epoch or self.epoch
        end = self.history.last_f(chosen) + 1
        if chosen == self.epoch:
            end = min(end, self._durability.durable_f + 1)
        end = end if before is None else min(end, before)
        read = (self.history.fact(chosen, f) for f in self.history.latest(chosen, type, end, limit))
        return [fact for fact in read if fact is not None]

    def look_back(
        self,
        types: Collection[str],
        needles: Sequence[bytes],
        before: tuple[int, int] | None,
        *,
        most_bytes: int,
        most_facts: int,
    ) -> LookedBack:
        """Durable facts whose line holds one of `needles` (small letters), newest first, below `before` (epoch, f).

        Ends after about `most_bytes` of journal or `most_facts` facts; `below` says where to go on, None at the start.
        """
        found: list[Fact] = []
        for segment in reversed(list(self.history.segments)):
            epoch = segment.epoch
            if before is not None and epoch > before[0]:
                continue
            bound = before[1] if before is not None and epoch == before[0] else segment.last_f + 1
            for part in windows(segment, min(bound, self.last_durable(epoch) + 1)):
                numbers, size = self.history.holding(segment, part, types, needles)
                for f in numbers:
                    fact = self.history.fact(epoch, f)
                    if fact is not None:
                        found.append(fact)
                    if len(found) >= most_facts:
                        return LookedBack(found, (epoch, f))
                most_bytes -= size
                if most_bytes <= 0 and (part[0] > 1 or epoch > self.epochs()[0]):
                    return LookedBack(found, (epoch, part[0]))
        return LookedBack(found, None)

    def receipt_by_number(self, number: str) -> Fact | None:
        """The sale with a receipt number such as `A-000123`, of any epoch."""
        match = re.fullmatch(r"([A-Z]+[0-9]*)-0*([0-9]{1,9})", number)
        found = self.history.by_receipt(match[1], int(match[2])) if match else None
        return self.history.fact(*found) if found is not None else None

    def hot_sales(self) -> list[tuple[tuple[int, int], bytes]]:
        """The newest sales by (epoch, f), oldest first; read from the journal at the first question."""
        with self.lock:
            if not self._hot.is_loaded:
                newest: list[tuple[int, int, bytes]] = []
                for epoch in reversed(self.history.epochs):
                    room = self._hot.capacity - len(newest)
                    for f in self.history.latest(epoch, SALE, self.history.last_f(epoch) + 1, room):
                        fact = self.history.fact(epoch, f)
                        if fact is not None:
                            newest.append((epoch, f, hot_from(fact.body)))
                self._hot.load(newest)
            return self._hot.items()
