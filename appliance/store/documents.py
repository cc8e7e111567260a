"""The documents of the mutable tables, as the exact JSON bytes the journal holds, with secondary indexes.

Bytes are small (a fifth of a dict), cannot be changed by accident, and reading one out makes a fresh copy.
Knows nothing of the journal or of TinyDB.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from appliance.ports import Document
from appliance.store.line import loads

_MISSING = object()


class Index:
    """Hash index of one path: value -> ids in order of insertion. Lists and dicts are not indexed."""

    def __init__(self, path: str) -> None:
        self.path = tuple(path.split("."))
        self._ids: dict[Any, dict[str, None]] = {}

    def value(self, document: Mapping[str, Any]) -> Any:
        found: Any = document
        for part in self.path:
            if not isinstance(found, Mapping) or part not in found:
                return _MISSING
            found = found[part]
        return _MISSING if isinstance(found, (list, dict)) else found

    def add(self, doc_id: str, document: Mapping[str, Any]) -> None:
        value = self.value(document)
        if value is not _MISSING:
            self._ids.setdefault(value, {})[doc_id] = None

    def discard(self, doc_id: str, document: Mapping[str, Any]) -> None:
        value = self.value(document)
        ids = self._ids.get(value)
        if ids is not None:
            ids.pop(doc_id, None)
            if not ids:
                del self._ids[value]

    def ids(self, value: Any) -> list[str]:
        return list(self._ids.get(value, ()))


class Documents:
    """All tables of documents. Every caller holds the store's lock."""

    def __init__(self, indexes: Mapping[str, Sequence[str]]) -> None:
        self.tables: dict[str, dict[str, bytes]] = {}
        self.indexes = {table: [Index(path) for path in paths] for table, paths in indexes.items()}

    def get(self, table: str, doc_id: str) -> Document | None:
        data = self.tables.get(table, {}).get(doc_id)
        if data is None:
            return None
        document: Document = loads(data)
        return document

    def set(self, table: str, doc_id: str, data: bytes | None) -> None:
        """Put (or with None remove) one document."""
        documents = self.tables.setdefault(table, {})
        old = documents.get(doc_id)
        if data is None:
            documents.pop(doc_id, None)
        else:
            documents[doc_id] = data
        for index in self.indexes.get(table, ()):
            if old is not None:
                index.discard(doc_id, loads(old))
            if data is not None:
                index.add(doc_id, loads(data))

    def index_on(self, table: str, path: tuple[str, ...]) -> Index | None:
        for index in self.indexes.get(table, ()):
            if index.path == path:
                return index
        return None

    def all(self) -> Iterator[tuple[str, str, bytes]]:
        for table, documents in self.tables.items():
            for doc_id, data in documents.items():
                yield table, doc_id, data
