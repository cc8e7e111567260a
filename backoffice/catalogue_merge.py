"""Goods that were changed on a box, merged into the merchant's catalogue field by field.

The last to arrive here wins, per field. Where the field had been changed here since the box saw it, the owner is told
which value is kept and which is not (`catalogue_conflicts`). Every change raises the catalogue's version in this very
transaction, so that all boxes, also the one that made it, pull the merged result. Knows no streams.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Table, select, update

from backoffice import schema
from backoffice.errors import OfficeError
from backoffice.goods import NEW_KEYS, Document, checked_category, checked_id, checked_item
from backoffice.inserting import upsert
from backoffice.writer import touched

TABLES: Final[Mapping[str, Table]] = {"categories": schema.categories, "items": schema.items}
CHECKS: Final = {"categories": checked_category, "items": checked_item}
REMOVED: Final = "removed"  # stands for a field where one side removed what the other changed

Lost = dict[str, tuple[object, object]]  # by field: what is kept, what is not


class BadChange(Exception):
    """A change that cannot be read or merged; `field` says where."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Change:
    """A category or an item after a change on a box; `document` None: removed; `base` empty: made."""

    id: str
    table: str
    doc_id: str
    document: Document | None
    base: Document
    at_utc: str
    staff_name: str | None


def change_from(body: Mapping[str, Any]) -> Change:
    """The body of a fact `catalogue_changed`. Raises BadChange."""
    for name in ("id", "table", "doc_id", "at_utc"):
        if not isinstance(body.get(name), str):
            raise BadChange(name)
    table, document, base = body["table"], body.get("document"), body.get("base")
    if table not in TABLES:
        raise BadChange("table")
    if not isinstance(base, dict):
        raise BadChange("base")
    try:
        doc_id = checked_id(body["doc_id"])
        checked = None if document is None else CHECKS[table](doc_id, document)
    except OfficeError as error:
        raise BadChange(f"document.{error.field}") from error
    staff_name = body.get("staff_name")
    if staff_name is not None and not isinstance(staff_name, str):
        raise BadChange("staff_name")
    return Change(body["id"], table, doc_id, checked, base, body["at_utc"], staff_name)


def apply(connection: Connection, merchant_id: str, box_id: str, change: Change, now_utc: str) -> str | None:
    """Merge one change; None, or the field for which the merged document cannot stand (nothing is changed then)."""
    version = _raise_version(connection, merchant_id)
    row = _row(connection, merchant_id, change.table, change.doc_id)
    if row is None and change.document is None:
        return None
    lost: Lost = {}
    if row is None:
        merged, is_removed = dict(change.document or {}), False
    else:
        now = (NEW_KEYS if change.table == "items" else {}) | row.document
        merged, is_removed, lost = _merged(change, now, is_removed=row.is_removed)
    bad = None
    if (
        change.document is None
        and not (row is not None and row.is_removed)
        and _is_used(connection, merchant_id, change)
    ):
        is_removed, lost = False, {REMOVED: (False, True)}  # others need it: it stays
    elif not is_removed:
        bad = _made_whole(connection, merchant_id, change.table, merged, version)
        if bad is not None and row is not None:
            merged, is_removed = row.document, row.is_removed  # told to the box again as it is
    if bad is None or row is not None:
        _write(connection, merchant_id, change.table, merged, version, is_removed=is_removed)
    if bad is None and lost:
        _tell(connection, merchant_id, box_id, change, merged, lost, now_utc)
    return bad


def _merged(change: Change, now: Document, *, is_removed: bool) -> tuple[Document, bool, Lost]:
    """The document, whether it is removed, and by field (kept, lost) where both ends had changed it."""
    if change.document is None:
        differs = {field for field in now if field in change.base and now[field] != change.base[field]}
        return now, True, {REMOVED: (True, False)} if differs and not is_removed else {}
    if not change.base:  # made there, and offered by the same box meanwhile: what is here is newer
        return now, is_removed, {}
    merged = dict(now)
    lost: Lost = {}
    for field, before in change.base.items():
        if field not in change.document:
            continue
        wanted, here = change.document[field], now.get(field)
        merged[field] = wanted
        if here not in (before, wanted):
            lost[field] = (wanted, here)
    if is_removed:
        lost = {REMOVED: (True, False)}
    return merged, is_removed, lost


def _made_whole(
    connection: Connection, merchant_id: str, table: str, merged: Document, version: int
) -> str | None:
    """Put right what the other end took away meanwhile; the field for which the document cannot stand."""
    try:
        CHECKS[table](merged["id"], merged)
    except OfficeError as error:
        return error.field or "document"
    if table != "items":
        return None
    category = _row(connection, merchant_id, "categories", merged["category_id"])
    if category is None:
        return "category_id"
    if category.is_removed:  # somebody still sells from it: it comes back
        _write(connection, merchant_id, "categories", category.document, version, is_removed=False)
    if merged["deposit_id"] is not None:
        deposit = _row(connection, merchant_id, "items", merged["deposit_id"])
        if deposit is None or deposit.document["kind"] != "deposit":
            return "deposit_id"
        if deposit.is_removed:
            _write(connection, merchant_id, "items", deposit.document, version, is_removed=False)
    return None


def _is_used(connection: Connection, merchant_id: str, change: Change) -> bool:
    references = ("category_id",) if change.table == "categories" else ("deposit_id", "variant_of")
    table = schema.items
    documents = connection.execute(
        select(table.c.document).where(table.c.merchant_id == merchant_id, ~table.c.is_removed)
    ).scalars()
    return any(document.get(name) == change.doc_id for document in documents for name in references)


def _row(connection: Connection, merchant_id: str, name: str, doc_id: str) -> Any:  # a row, or None
    table = TABLES[name]
    return connection.execute(
        select(table.c.document, table.c.is_removed).where(
            table.c.merchant_id == merchant_id, table.c.id == doc_id
        )
    ).one_or_none()


def _raise_version(connection: Connection, merchant_id: str) -> int:
    merchants = schema.merchants
    version = connection.execute(
        update(merchants)
        .where(merchants.c.merchant_id == merchant_id)
        .values(version=merchants.c.version + 1)
        .returning(merchants.c.version)
    ).scalar_one()
    touched(connection, merchant_id)
    return int(version)


def _write(
    connection: Connection,
    merchant_id: str,
    name: str,
    document: Document,
    version: int,
    *,
    is_removed: bool,
) -> None:
    table = TABLES[name]
    insert = upsert(connection, table)
    new = insert.excluded
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=[table.c.merchant_id, table.c.id],
            set_={"ver": new.ver, "is_removed": new.is_removed, "document": new.document},
        ),
        {
            "merchant_id": merchant_id,
            "id": document["id"],
            "ver": version,
            "is_removed": is_removed,
            "document": document,
        },
    )


def _tell(
    connection: Connection,
    merchant_id: str,
    box_id: str,
    change: Change,
    document: Document,
    lost: Lost,
    now_utc: str,
) -> None:
    values = [
        {
            "merchant_id": merchant_id,
            "box_id": box_id,
            "conflict_id": change.id,
            "field": field,
            "kind": change.table,
            "doc_id": change.doc_id,
            "name": document["name"],
            "kept": {"value": kept},
            "lost": {"value": gone},
            "at_utc": change.at_utc,
            "received_utc": now_utc,
        }
        for field, (kept, gone) in lost.items()
    ]
    connection.execute(upsert(connection, schema.catalogue_conflicts).on_conflict_do_nothing(), values)
