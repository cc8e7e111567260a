"""What a box and the back office had both changed: told to the owner until it is seen or settled the other way.

The merge (`catalogue_merge`) notes which value is kept and which is not; here the owner may take the other one, which
is a change of the catalogue like any other. Knows no HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, and_, select, update

from backoffice import catalogue, schema
from backoffice.catalogue_merge import REMOVED, TABLES
from backoffice.errors import OfficeError
from backoffice.goods import Document
from backoffice.writer import touched

MAX_TOLD: Final = 200

_table = schema.catalogue_conflicts
_TOLD: Final = (
    "box_id", "conflict_id", "kind", "doc_id", "name", "field", "kept", "lost", "at_utc", "received_utc",
)  # fmt: skip


def open_ones(connection: Connection, merchant_id: str) -> list[dict[str, object]]:
    """What waits for the owner, newest first: stall, field, the value that is kept, the one that is not."""
    boxes = schema.boxes
    of_box = and_(boxes.c.merchant_id == _table.c.merchant_id, boxes.c.box_id == _table.c.box_id)
    query = (
        select(*(_table.c[name] for name in _TOLD), boxes.c.name.label("stall"))
        .select_from(_table.join(boxes, of_box))
        .where(_table.c.merchant_id == merchant_id, _table.c.state == "open")
        .order_by(_table.c.received_utc.desc(), _table.c.conflict_id.desc(), _table.c.field)
        .limit(MAX_TOLD)
    )
    return [{name: row[name] for name in (*_TOLD, "stall")} for row in connection.execute(query).mappings()]


def settle(connection: Connection, merchant_id: str, wish: Mapping[str, str]) -> None:
    """Put one away: `use` `kept` has seen it, `other` takes the value that was not kept.

    Raises `not_found`, and what changing the catalogue raises (`in_use`, `bad_request` with the field); then it stays.
    """
    which = (
        (_table.c.merchant_id == merchant_id)
        & (_table.c.box_id == wish["box_id"])
        & (_table.c.conflict_id == wish["conflict_id"])
        & (_table.c.field == wish["field"])
        & (_table.c.state == "open")
    )
    row = connection.execute(select(_table).where(which).with_for_update()).mappings().one_or_none()
    if row is None:
        raise OfficeError("not_found", field="conflict_id")
    if wish["use"] == "other":
        _take(connection, merchant_id, row["kind"], row["doc_id"], row["field"], row["lost"]["value"])
    state = "other" if wish["use"] == "other" else "seen"
    connection.execute(update(_table).where(which).values(state=state))
    touched(connection, merchant_id)


def _take(
    connection: Connection,
    merchant_id: str,
    kind: str,
    doc_id: str,
    field: str,
    value: Any,  # Any: of whatever type the field has
) -> None:
    is_item = kind == catalogue.ITEMS
    if field == REMOVED and value:
        remove = catalogue.remove_item if is_item else catalogue.remove_category
        remove(connection, merchant_id, doc_id)
        return
    table = TABLES[kind]
    found = connection.execute(
        select(table.c.document, table.c.is_removed).where(
            table.c.merchant_id == merchant_id, table.c.id == doc_id
        )
    ).one_or_none()
    if found is None or (found.is_removed and field != REMOVED):
        raise OfficeError("not_found", field="doc_id")
    document: Document = found.document if field == REMOVED else {**found.document, field: value}
    put = catalogue.put_item if is_item else catalogue.put_category
    put(connection, merchant_id, doc_id, document)
