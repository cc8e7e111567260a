"""The catalogue as the till uses it: read once from the store, looked up by item, code and category.

5,000 items are looked up in constant time; the answer for the screen is made when a screen asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from appliance.domain.catalogue import (
    Category,
    Item,
    category_from_dict,
    category_to_dict,
    is_gtin,
    item_from_dict,
    item_to_dict,
    same_gtin_key,
)
from appliance.domain.countries.pack import CountryPack
from appliance.domain.errors import TillError
from appliance.ports import Document, Moment, Store, Transaction
from appliance.till.pending import Pending, Settled

CATEGORIES = "categories"
ITEMS = "items"
META = "settings"
VERSION = "catalogue"
ASIDE = "catalogue_aside"


class Catalogue:
    """Items and categories of one catalogue version."""

    def __init__(self, version: int, categories: Sequence[Category], items: Sequence[Item]) -> None:
        self.version = version
        self._items = {item.id: item for item in items}
        self._by_code = {same_gtin_key(item.gtin): item for item in items if item.gtin}
        self._categories = sorted(categories, key=lambda c: (c.position, c.id))
        self._in_order = sorted(items, key=lambda i: (i.category_id, i.position, i.id))

    def answer(self) -> dict[str, Any]:
        """All of it for a screen; made when asked for, once a screen and version, because kept it would be as large
        as the rest of the till's memory of its goods."""
        return {
            "version": self.version,
            "categories": [category_to_dict(category) for category in self._categories],
            "items": [item_to_dict(item) for item in self._in_order],
        }

    def item(self, item_id: str) -> Item:
        """The item with an id; raises `unknown_item`."""
        item = self._items.get(item_id)
        if item is None:
            raise TillError("unknown_item", field="item_id", allowed="an item of the catalogue")
        return item

    def name_of(self, item_id: str) -> str | None:
        """What an item is called now; None when it is not in the catalogue."""
        item = self._items.get(item_id)
        return None if item is None else item.name

    def category_of(self, item_id: str) -> str | None:
        """The category an item is in now; None when it is not in the catalogue."""
        item = self._items.get(item_id)
        return None if item is None else item.category_id

    def by_code(self, gtin: str) -> Item:
        """The item a barcode names; raises `unknown_gtin`."""
        item = self._by_code.get(same_gtin_key(gtin)) if is_gtin(gtin) else None
        if item is None:
            raise TillError("unknown_gtin", field="gtin", allowed="the barcode of an item", gtin=gtin)
        return item

    def deposit_of(self, item: Item) -> Item | None:
        """The deposit each piece of `item` carries."""
        return None if item.deposit_id is None else self.item(item.deposit_id)


def load(store: Store) -> Catalogue:
    """The catalogue as stored; version 0 and empty on a new box."""
    meta = store.get(META, VERSION) or {"version": 0}
    return Catalogue(
        meta["version"],
        [category_from_dict(document) for _, document in store.documents(CATEGORIES)],
        [item_from_dict(document) for _, document in store.documents(ITEMS)],
    )


def apply(
    store: Store, tx: Transaction, pack: CountryPack, news: Mapping[str, Any], settled: Settled
) -> None:
    """Put the back office's changes into the tables, within `tx`.

    `news` has `categories`, `items`, `removed` and `is_snapshot`, as in docs/protocol.md. What cannot be sold here
    is set aside in the table `catalogue_aside` with its reason; the others take effect. What was changed here in a fact
    that is not `settled` (epoch, f) by these news stays as it was changed.
    """
    for table, documents, check in (
        (CATEGORIES, news["categories"], _checked_category),
        (ITEMS, news["items"], lambda document: checked_item(document, pack)),
    ):
        gone = set(news["removed"][table])
        if news["is_snapshot"]:
            gone |= {doc_id for doc_id, _ in store.documents(table)} - {d["id"] for d in documents}
        pending = Pending(store, table, settled)
        for doc_id in gone:
            if not pending.keeps(doc_id):
                tx.remove(table, doc_id)
        for document in documents:
            ours = pending.over(document)
            if ours is None:
                tx.remove(table, document["id"])
                continue
            try:
                tx.put(table, document["id"], check(ours))
                tx.remove(ASIDE, document["id"])
            except TillError as problem:
                tx.put(ASIDE, document["id"], {"document": document, "reason": str(problem)})
        pending.forget_settled(tx)
    tx.put(META, VERSION, {"version": (tx.get(META, VERSION) or {"version": 0})["version"] + 1})


def _checked_category(document: Document) -> Document:
    return category_to_dict(category_from_dict(document))


def checked_item(document: Document, pack: CountryPack) -> Document:
    """The item with exactly the known keys, if it can be sold here; else `unknown_tax_code` or what reading raises."""
    item = item_from_dict(document)
    pack.rate(item.tax_code)
    return item_to_dict(item)


def replace(store: Store, moment: Moment, categories: Sequence[Category], items: Sequence[Item]) -> Catalogue:
    """Put another catalogue in the store, durably, in one transaction; return it."""
    version = (store.get(META, VERSION) or {"version": 0})["version"] + 1
    with store.transaction(moment, durable=True) as tx:
        for table, documents in (
            (CATEGORIES, {c.id: category_to_dict(c) for c in categories}),
            (ITEMS, {i.id: item_to_dict(i) for i in items}),
        ):
            for doc_id, _ in store.documents(table):
                if doc_id not in documents:
                    tx.remove(table, doc_id)
            for doc_id, document in documents.items():
                tx.put(table, doc_id, document)
        tx.put(META, VERSION, {"version": version})
    tx.commit.wait()
    return Catalogue(version, categories, items)
