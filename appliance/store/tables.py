"""TinyDB's own tables on the journal: its documents, its queries, its methods, but each change is one line.

TinyDB rewrites the whole database for every change; the seam is `_update_table`: its updater gets an overlay
that copies a document when it is first touched, and only what really changed is put into a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from tinydb.storages import Storage
from tinydb.table import Document as TableDocument
from tinydb.table import Table

from appliance.ports import Document
from appliance.store.line import dumps, loads

if TYPE_CHECKING:
    from appliance.store.store import JournalStore
    from appliance.store.transaction import LineTransaction


class JournalStorage(Storage):
    """What TinyDB expects below a table. Whole-database reads and writes do not exist here."""

    def read(self) -> dict[str, dict[str, Any]] | None:
        raise NotImplementedError("tables read their own documents")

    def write(self, data: Mapping[str, Any]) -> None:
        raise NotImplementedError("tables write through transactions")


class View(Mapping[str, Document]):
    """A table's documents as one transaction sees them; every document that comes out is a fresh copy."""

    def __init__(self, documents: Mapping[str, bytes], changes: Mapping[str, bytes | None]) -> None:
        self._documents = documents
        self._changes = changes

    def _bytes(self, doc_id: str) -> bytes | None:
        if doc_id in self._changes:
            return self._changes[doc_id]
        return self._documents.get(doc_id)

    def __getitem__(self, doc_id: str) -> Document:
        data = self._bytes(str(doc_id))
        if data is None:
            raise KeyError(doc_id)
        document: Document = loads(data)
        return document

    def __contains__(self, doc_id: object) -> bool:
        return self._bytes(str(doc_id)) is not None

    def __iter__(self) -> Iterator[str]:
        for doc_id in list(self._documents):
            if doc_id not in self._changes or self._changes[doc_id] is not None:
                yield doc_id
        for doc_id, data in list(self._changes.items()):
            if data is not None and doc_id not in self._documents:
                yield doc_id

    def __len__(self) -> int:
        if not self._changes:
            return len(self._documents)
        return sum(1 for _ in self)


class Overlay(MutableMapping[str, Document]):
    """A view that can be changed: documents are copied when first touched, changes are found at the end."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._touched: dict[str, Document | None] = {}

    def __getitem__(self, doc_id: str) -> Document:
        if doc_id not in self._touched:
            self._touched[doc_id] = self._view[doc_id]
        document = self._touched[doc_id]
        if document is None:
            raise KeyError(doc_id)
        return document

    def __setitem__(self, doc_id: str, document: Document) -> None:
        self._touched[doc_id] = document

    def __delitem__(self, doc_id: str) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self._touched[doc_id] = None

    def __contains__(self, doc_id: object) -> bool:
        if doc_id in self._touched:
            return self._touched[str(doc_id)] is not None
        return doc_id in self._view

    def __iter__(self) -> Iterator[str]:
        for doc_id in self._view:
            if self._touched.get(doc_id, doc_id) is not None:
                yield doc_id
        for doc_id, document in list(self._touched.items()):
            if document is not None and doc_id not in self._view:
                yield doc_id

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def changes(self) -> Iterator[tuple[str, Document | None]]:
        """What is different from the view."""
        for doc_id, document in self._touched.items():
            before = self._view.get(doc_id)
            if document is None:
                if before is not None:
                    yield doc_id, None
            elif before is None or dumps(before) != dumps(document):
                yield doc_id, document


class JournalTable(Table):
    """A TinyDB table whose writes are journal lines: durable transactions of their own, or part of an open one.

    Differences from TinyDB, all deliberate: ids are strings and never used again; there is no query cache;
    equality on an indexed path uses the index.
    """

    document_id_class = str  # type: ignore[assignment]  # TinyDB allows any class; its annotation says int
    default_query_cache_capacity = 0

    def __init__(self, store: JournalStore, name: str) -> None:
        super().__init__(JournalStorage(), name, cache_size=0)
        self._store = store

    def _read_table(self) -> Any:  # TinyDB says dict; it uses only what a Mapping has
        return self._store.view(self.name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._store.joined() as transaction:
            overlay = Overlay(self._store.view(self.name))
            updater(overlay)
            for doc_id, document in list(overlay.changes()):
                if document is None:
                    transaction.remove(self.name, doc_id)
                else:
                    transaction.put(self.name, doc_id, document)

    def _get_next_id(self) -> Any:
        transaction: LineTransaction | None = self._store.current
        if transaction is None:
            raise RuntimeError("an id is given inside a transaction")
        return transaction.new_id()

    def insert(self, document: Mapping[str, Any]) -> Any:
        """Insert a document; return its id, a string."""
        with self._store.joined():
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> Any:
        """Insert several documents in one line; return their ids."""
        with self._store.joined():
            return super().insert_multiple(documents)

    def upsert(self, document: Mapping[str, Any], cond: Any = None) -> Any:
        """Update what matches, or insert, in one line."""
        with self._store.joined():
            return super().upsert(document, cond)

    def truncate(self) -> None:
        """Remove all documents; their ids stay used."""
        with self._store.lock:
            self._update_table(lambda table: table.clear())

    def search(self, cond: Any) -> list[TableDocument]:
        """All documents that match, each a copy of its own."""
        with self._store.lock:
            view = self._store.view(self.name)
            doc_ids = self._candidates(cond)
            found = []
            for doc_id in view if doc_ids is None else doc_ids:
                document = view.get(doc_id)
                if document is not None and cond(document):
                    found.append(TableDocument(document, doc_id))  # type: ignore[arg-type]  # str ids
            return found

    def get(self, cond: Any = None, doc_id: Any = None, doc_ids: Any = None) -> Any:
        """One document by condition or id, or several by ids; None when there is none."""
        if doc_id is None and doc_ids is None and cond is not None and self._candidates(cond) is not None:
            found = self.search(cond)
            return found[0] if found else None
        with self._store.lock:
            return super().get(cond, doc_id, doc_ids)

    def _candidates(self, cond: Any) -> list[str] | None:
        """Ids worth looking at, from an index; None means all."""
        if self._store.current is not None:
            return None
        stack = [getattr(cond, "_hash", None)]
        while stack:
            shape = stack.pop()
            if not isinstance(shape, tuple):
                continue
            if shape[0] == "and":
                stack.extend(shape[1])
            elif shape[0] == "==" and isinstance(shape[2], (str, int, float, bool, type(None))):
                index = self._store.index_on(self.name, shape[1])
                if index is not None:
                    return index.ids(shape[2])
        return None
