"""Goods changed on this box that the back office's catalogue does not have yet.

What comes down was made from what the back office had then; a change of ours that it had not yet seen is laid over it,
field by field, so that no pull undoes it. An answer says up to which fact it was made (`marks`): a change is pending
until an answer at or above its fact was applied. Knows no screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from appliance.ports import Document, Store, Transaction

TABLE = "catalogue_pending"

Settled = Callable[[int, int], bool]  # (epoch, f)


def note(
    tx: Transaction,
    place: tuple[int, int],
    table: str,
    doc_id: str,
    document: Document | None,
    base: Document,
) -> None:
    """Remember a change that stands in fact `place` (epoch, f); `document` None: removed; `base` empty: made."""
    key = entry_key(table, doc_id)
    tx.put(TABLE, key, entry_after(tx.get(TABLE, key), place, table, doc_id, document, base))


def entry_after(
    entry: Document | None,
    place: tuple[int, int],
    table: str,
    doc_id: str,
    document: Document | None,
    base: Document,
) -> Document:
    """What is pending of one document after one more change of it; `entry` None: nothing was."""
    entry = entry or {"table": table, "id": doc_id, "changes": []}
    epoch, f = place
    change = {"epoch": epoch, "f": f, "fields": sorted(base), "made": document is not None and not base}
    return {**entry, "document": document, "changes": [*entry["changes"], change]}


class Pending:
    """The changes of one table that are still pending when an answer of the back office is applied."""

    def __init__(self, store: Store, table: str, settled: Settled) -> None:
        self._settled: list[str] = []
        self._shrunk: dict[str, Document] = {}
        self._entries: dict[str, Document] = {}
        for key, entry in store.documents(TABLE):
            if entry["table"] != table:
                continue
            left = [change for change in entry["changes"] if not settled(change["epoch"], change["f"])]
            if not left:
                self._settled.append(key)
                continue
            self._entries[entry["id"]] = {**entry, "changes": left}
            if left != entry["changes"]:
                self._shrunk[key] = self._entries[entry["id"]]

    def forget_settled(self, tx: Transaction) -> None:
        """Keep only what is still pending."""
        for key in self._settled:
            tx.remove(TABLE, key)
        for key, entry in self._shrunk.items():
            tx.put(TABLE, key, entry)

    def keeps(self, doc_id: str) -> bool:
        """Whether something was made here that the back office cannot know yet."""
        entry = self._entries.get(doc_id)
        return (
            entry is not None
            and entry["document"] is not None
            and any(change["made"] for change in entry["changes"])
        )

    def over(self, document: Mapping[str, Any]) -> Document | None:
        """What came down with our pending fields laid over it; None when it was removed here."""
        entry = self._entries.get(document["id"])
        if entry is None:
            return dict(document)
        ours = entry["document"]
        if ours is None:
            return None
        if self.keeps(document["id"]):
            return dict(ours)
        fields = {field for change in entry["changes"] for field in change["fields"]}
        return {**document, **{field: ours[field] for field in fields if field in ours}}


def entry_key(table: str, doc_id: str) -> str:
    """Where the entry of a document is kept."""
    return f"{table}:{doc_id}"
