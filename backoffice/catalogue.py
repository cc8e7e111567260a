"""The merchant's goods, and what changed since a box last asked (docs/protocol.md, "Pull" and "Offer").

The version is raised in the transaction that makes the change, by an UPDATE of the merchant's row: writers of one
merchant come one after the other, so versions are committed in the order they were drawn and a cursor misses none.
Knows no HTTP.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Table, select, update

from backoffice import schema
from backoffice.errors import OfficeError
from backoffice.goods import Document, checked_category, checked_id, checked_item
from backoffice.inserting import upsert
from backoffice.writer import touched

CATEGORIES: Final = "categories"
ITEMS: Final = "items"
_TABLES: Final[Mapping[str, Table]] = {CATEGORIES: schema.categories, ITEMS: schema.items}


def changes(
    connection: Connection, merchant_id: str, generation: str | None, after: int | None
) -> dict[str, object]:
    """All that changed after version `after`, or a snapshot if the cursor is not of this life of the catalogue."""
    now_generation, version = _cursor(connection, merchant_id)
    is_snapshot = generation != now_generation or after is None or not 0 <= after <= version
    found: dict[str, list[Any]] = {}
    removed: dict[str, list[str]] = {}
    for name, table in _TABLES.items():
        query = select(table.c.id, table.c.is_removed, table.c.document).where(
            table.c.merchant_id == merchant_id
        )
        query = query.where(~table.c.is_removed if is_snapshot else table.c.ver > after)
        rows = connection.execute(query.order_by(table.c.id)).all()
        found[name] = [row.document for row in rows if not row.is_removed]
        removed[name] = [row.id for row in rows if row.is_removed]
    return {
        "generation": now_generation,
        "version": version,
        "is_snapshot": is_snapshot,
        **found,
        "removed": removed,
    }


def settled_changes(
    connection: Connection, merchant_id: str, generation: str | None, after: int | None
) -> dict[str, object]:
    """The same from a transaction that wrote: what a box is told must not be forgotten by a failover."""
    merchants = schema.merchants
    connection.execute(
        update(merchants).where(merchants.c.merchant_id == merchant_id).values(version=merchants.c.version)
    )
    return changes(connection, merchant_id, generation, after)


def put_category(
    connection: Connection, merchant_id: str, category_id: str, document: object
) -> dict[str, object]:
    """Add or change a category; the cursor after it. Raises `bad_request` naming the field."""
    return _put(connection, merchant_id, CATEGORIES, checked_category(category_id, document))


def put_item(connection: Connection, merchant_id: str, item_id: str, document: object) -> dict[str, object]:
    """Add or change an item; the cursor after it. Raises `bad_request` naming the field."""
    item = checked_item(item_id, document)
    version = _raise_version(connection, merchant_id)  # first: it locks, so what is checked stays true
    _check_references(connection, merchant_id, item)
    if item["kind"] == "goods" and _users(connection, merchant_id, "deposit_id", item_id):
        raise OfficeError("bad_request", field="kind", allowed="deposit, for other items carry it")
    _check_variant(connection, merchant_id, item)
    return _write(connection, merchant_id, ITEMS, [item], version)


def remove_category(connection: Connection, merchant_id: str, category_id: str) -> dict[str, object]:
    """Remove a category. Raises `not_found`, or `in_use` while items are in it."""
    return _remove(connection, merchant_id, CATEGORIES, category_id, "category_id")


def remove_item(connection: Connection, merchant_id: str, item_id: str) -> dict[str, object]:
    """Remove an item. Raises `not_found`, or `in_use` while others carry it as their deposit or are kinds of it."""
    return _remove(connection, merchant_id, ITEMS, item_id, "deposit_id", "variant_of")


def offer(connection: Connection, merchant_id: str, categories: object, items: object) -> dict[str, object]:
    """Add the goods whose ids the merchant does not have (removed ones count as had), all or none."""
    offered = {
        CATEGORIES: _offered(CATEGORIES, categories, checked_category),
        ITEMS: _offered(ITEMS, items, checked_item),
    }
    version = _raise_version(connection, merchant_id)
    added: set[str] = set()
    cursor: dict[str, object] = {}
    for name, documents in offered.items():
        have = _ids(connection, merchant_id, name)
        new = [document for id_, document in documents.items() if id_ not in have]
        added.update(document["id"] for document in new)
        cursor = _write(connection, merchant_id, name, new, version)
    for place, item in enumerate(offered[ITEMS].values()):
        if item["id"] in added:
            with _within(f"{ITEMS}[{place}]"):
                _check_references(connection, merchant_id, item)
    return {"added": len(added), **cursor}


def new_generation(connection: Connection, merchant_id: str) -> str:
    """Begin another life of the catalogue, after an older copy was put in place: boxes then take a snapshot."""
    generation = f"g{secrets.token_hex(8)}"
    _change_merchant(connection, merchant_id, generation=generation)
    return generation


def _put(connection: Connection, merchant_id: str, name: str, document: Document) -> dict[str, object]:
    return _write(connection, merchant_id, name, [document], _raise_version(connection, merchant_id))


def _remove(
    connection: Connection, merchant_id: str, name: str, id_: str, *references: str
) -> dict[str, object]:
    version = _raise_version(connection, merchant_id)
    if _ids(connection, merchant_id, name, is_removed=False).isdisjoint({id_}):
        raise OfficeError("not_found")
    users = [user for reference in references for user in _users(connection, merchant_id, reference, id_)]
    if users:
        raise OfficeError("in_use", field="id", items=users[:10])
    table = _TABLES[name]
    connection.execute(
        update(table)
        .where(table.c.merchant_id == merchant_id, table.c.id == id_)
        .values(is_removed=True, ver=version)
    )
    return _told(connection, merchant_id)


def _write(
    connection: Connection, merchant_id: str, name: str, documents: Iterable[Document], version: int
) -> dict[str, object]:
    table = _TABLES[name]
    values = [
        {
            "merchant_id": merchant_id,
            "id": document["id"],
            "ver": version,
            "is_removed": False,
            "document": document,
        }
        for document in documents
    ]
    if values:
        insert = upsert(connection, table)
        new = insert.excluded
        connection.execute(
            insert.on_conflict_do_update(
                index_elements=[table.c.merchant_id, table.c.id],
                set_={"ver": new.ver, "is_removed": new.is_removed, "document": new.document},
            ),
            values,
        )
    return _told(connection, merchant_id)


def _raise_version(connection: Connection, merchant_id: str) -> int:
    return _change_merchant(connection, merchant_id, version=schema.merchants.c.version + 1)


def _change_merchant(connection: Connection, merchant_id: str, **values: Any) -> int:  # SQL expressions
    merchants = schema.merchants
    version = connection.execute(
        update(merchants)
        .where(merchants.c.merchant_id == merchant_id)
        .values(**values)
        .returning(merchants.c.version)
    ).scalar_one_or_none()
    if version is None:
        raise OfficeError("not_found")
    touched(connection, merchant_id)
    return int(version)


def _cursor(connection: Connection, merchant_id: str) -> tuple[str, int]:
    merchants = schema.merchants
    row = connection.execute(
        select(merchants.c.generation, merchants.c.version).where(merchants.c.merchant_id == merchant_id)
    ).one_or_none()
    if row is None:
        raise OfficeError("not_found")
    return row.generation, row.version


def _told(connection: Connection, merchant_id: str) -> dict[str, object]:
    generation, version = _cursor(connection, merchant_id)
    return {"generation": generation, "version": version}


def _ids(connection: Connection, merchant_id: str, name: str, *, is_removed: bool | None = None) -> set[str]:
    table = _TABLES[name]
    query = select(table.c.id).where(table.c.merchant_id == merchant_id)
    if is_removed is not None:
        query = query.where(table.c.is_removed == is_removed)
    return set(connection.execute(query).scalars())


def _documents(connection: Connection, merchant_id: str) -> dict[str, Document]:
    table = schema.items
    rows = connection.execute(
        select(table.c.id, table.c.document).where(table.c.merchant_id == merchant_id, ~table.c.is_removed)
    )
    return {row.id: row.document for row in rows}


def _users(connection: Connection, merchant_id: str, reference: str, id_: str) -> list[str]:
    found = _documents(connection, merchant_id).items()
    return sorted(item_id for item_id, document in found if document.get(reference) == id_)


def _check_references(connection: Connection, merchant_id: str, item: Document) -> None:
    if item["category_id"] not in _ids(connection, merchant_id, CATEGORIES, is_removed=False):
        raise OfficeError("bad_request", field="category_id", allowed="the id of a category")
    if item["deposit_id"] is None:
        return
    deposit = _documents(connection, merchant_id).get(str(item["deposit_id"]))
    if deposit is None or deposit["kind"] != "deposit":
        raise OfficeError("bad_request", field="deposit_id", allowed="the id of a deposit, or null")


def _check_variant(connection: Connection, merchant_id: str, item: Document) -> None:
    """One tile stands for its kinds: a kind has none of its own."""
    if item["variant_of"] is None:
        return
    face = _documents(connection, merchant_id).get(str(item["variant_of"]))
    has_kinds = _users(connection, merchant_id, "variant_of", item["id"])
    if face is None or face.get("variant_of") is not None or face["kind"] == "deposit" or has_kinds:
        raise OfficeError(
            "bad_request", field="variant_of", allowed="an item that is no kind of another, or null"
        )


def _offered(name: str, documents: object, check: Any) -> dict[str, Document]:  # one of the two checkers
    if not isinstance(documents, list):
        raise OfficeError("bad_request", field=name, allowed="a list")
    found = {}
    for place, document in enumerate(documents):
        given = document.get("id") if isinstance(document, dict) else None
        with _within(f"{name}[{place}]"):
            id_ = checked_id(given)
            found[id_] = check(id_, document)
    return found


@contextmanager
def _within(place: str) -> Iterator[None]:
    """Name the field of an error as seen from outside."""
    try:
        yield
    except OfficeError as error:
        raise OfficeError(error.code, field=f"{place}.{error.field}", allowed=error.allowed) from error
