"""The `sales` table: a read-only TinyDB view over the facts of type `sale`.

A sale is stored once, as a fact. The newest thousand are kept in memory, older ones are read from the journal
by position; both answer the same queries, oldest first. A document is the fact's body with `f` and `epoch`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from tinydb.table import Document as TableDocument
from tinydb.table import Table

from appliance.domain.errors import TillError
from appliance.ports import Document
from appliance.store.line import dumps, exact, loads
from appliance.store.tables import JournalStorage

if TYPE_CHECKING:
    from appliance.store.reading import StoreReading

SALE = "sale"
HOT_SALES = 1000


class HotSales:
    """The newest sales as exact bytes by (epoch, f); filled from the journal at the first question."""

    def __init__(self, capacity: int = HOT_SALES) -> None:
        self._capacity = capacity
        self._sales: OrderedDict[tuple[int, int], bytes] | None = None

    @property
    def is_loaded(self) -> bool:
        return self._sales is not None

    def load(self, newest_first: list[tuple[int, int, bytes]]) -> None:
        self._sales = OrderedDict(((epoch, f), body) for epoch, f, body in reversed(newest_first))

    def add(self, epoch: int, f: int, body: bytes) -> None:
        if self._sales is None:
            return
        self._sales[epoch, f] = exact(body)
        while len(self._sales) > self._capacity:
            self._sales.popitem(last=False)

    @property
    def capacity(self) -> int:
        return self._capacity

    def items(self) -> list[tuple[tuple[int, int], bytes]]:
        return list(self._sales.items()) if self._sales else []


class SalesView(Mapping[str, Document]):
    """Every durable sale by its number, oldest first."""

    def __init__(self, store: StoreReading) -> None:
        self._store = store

    def __getitem__(self, number: str) -> Document:
        fact = self._store.receipt_by_number(str(number))
        if fact is None or fact.type != SALE:
            raise KeyError(number)
        return {**fact.body, "f": fact.f, "epoch": fact.epoch}

    def __iter__(self) -> Iterator[str]:
        for number, _ in self._all():
            yield number

    def __len__(self) -> int:
        return self._store.history.count(SALE)

    def items(self) -> Any:  # an iterator instead of a view: a year of sales is never in memory at once
        return self._all()

    def _all(self) -> Iterator[tuple[str, Document]]:
        hot = self._store.hot_sales()
        stop = hot[0][0] if hot else None
        for epoch, f, body in self._store.history.bodies(SALE, stop):
            yield body["number"], {**body, "f": f, "epoch": epoch}
        for (epoch, f), data in hot:
            if self._store.is_durable(epoch, f):
                body = loads(data)
                yield body["number"], {**body, "f": f, "epoch": epoch}


class SalesTable(Table):
    """TinyDB's reading half over the sales; its writing half refuses: a correction is a new fact."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB allows any class; its annotation says int
    default_query_cache_capacity = 0

    def __init__(self, store: StoreReading) -> None:
        super().__init__(JournalStorage(), "sales", cache_size=0)
        self._view = SalesView(store)

    def _read_table(self) -> Any:  # TinyDB says dict; it uses only what a Mapping has
        return self._view

    def search(self, cond: Any) -> list[TableDocument]:
        """All sales that match, oldest first."""
        return [
            TableDocument(document, number)  # the id is the receipt number
            for number, document in self._view.items()
            if cond(document)
        ]

    def _update_table(self, updater: Callable[[Any], None]) -> NoReturn:
        raise TillError("sales_are_final")

    def _get_next_id(self) -> NoReturn:
        raise TillError("sales_are_final")


def hot_from(body: Mapping[str, Any]) -> bytes:
    """A body read from a line, as the hot window keeps it."""
    return exact(dumps(body))
