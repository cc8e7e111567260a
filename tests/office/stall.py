"""A merchant, a box and streams of facts for back office tests; facts are the ones a real box wrote."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection, Table, insert, select

from backoffice import schema
from backoffice.batch import parse_batch
from backoffice.database import Database
from backoffice.ingest import Refused, ingest

M = "mabcdefgh"
BOX = f"{M}-bqrstuvwx"
NOW = "2026-11-22T10:00:00.000Z"
NO_HEAD = bytes(32)
FACTS = Path(__file__).resolve().parents[1] / "fixtures" / "facts" / "1.1"


def open_merchant(
    connection: Connection, merchant_id: str = M, box_ids: Sequence[str] = (BOX,), generation: str = "g1"
) -> None:
    connection.execute(
        insert(schema.merchants).values(
            merchant_id=merchant_id, name="Petra's Honey", country="DE", currency="EUR", exponent=2,
            language="de", zone="Europe/Berlin", generation=generation, version=0, created_utc=NOW,
        )
    )  # fmt: skip
    for place, box_id in enumerate(box_ids):
        open_box(connection, box_id, series="ABCDEFGH"[place])


def open_box(connection: Connection, box_id: str, *, series: str) -> None:
    connection.execute(
        insert(schema.boxes).values(
            merchant_id=box_id.split("-")[0], box_id=box_id, name="Market hall", series=series,
            public_key=f"key of {box_id}", state="active", enrolled_utc=NOW, report_n=0,
        )
    )  # fmt: skip


def fixture(name: str) -> bytes:
    return (FACTS / f"{name}.json").read_bytes()


def fact(f: int, type_: str, body: dict[str, Any], *, epoch: int = 1, v: str = "1.1") -> bytes:
    return orjson.dumps(
        {
            "f": f, "e": epoch, "type": type_, "v": v, "at": body.get("at_utc", NOW), "q": "ntp",
            "off": 60, "zone": "Europe/Berlin", "day": "2026-11-22", "body": body,
        }
    )  # fmt: skip


def sale_body(counter: int, total_minor: int = 500, *, series: str = "A", **changes: Any) -> dict[str, Any]:
    """The body of the sale in the fixtures, with another number and total."""
    body: dict[str, Any] = json.loads(fixture("sale"))["body"]
    body |= {"number": f"{series}-{counter:06d}", "series": series, "counter": counter}
    line = body["lines"][0] | {"price_minor": total_minor, "amount_minor": total_minor, "quantity": 1}
    tax = body["taxes"][0] | {"gross_minor": total_minor, "net_minor": total_minor, "tax_minor": 0}
    tender = body["tenders"][0] | {"amount_minor": total_minor}
    body |= {"lines": [line], "taxes": [tax], "tenders": [tender], "total_minor": total_minor}
    return body | changes


def sale(f: int, total_minor: int = 500, *, counter: int | None = None, epoch: int = 1, **more: Any) -> bytes:
    return fact(f, "sale", sale_body(counter or f, total_minor, **more), epoch=epoch)


def a_z(f: int, **changes: Any) -> bytes:
    """The closed shift of the fixtures."""
    body: dict[str, Any] = json.loads(fixture("shift_closed"))["body"]
    return fact(f, "shift_closed", body | changes)


def at(day: str, clock: str) -> dict[str, Any]:
    """The keys of a sale in Berlin's winter."""
    local = datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=ZoneInfo("Europe/Berlin"))
    utc = local.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"day": day, "at_utc": utc, "offset_min": 60}


def sales_stream(count: int, *, first: int = 1, epoch: int = 1) -> list[bytes]:
    return [sale(f, 100 + f, epoch=epoch) for f in range(first, first + count)]


def heads(facts: Sequence[bytes], start: bytes = NO_HEAD) -> list[bytes]:
    """head(first - 1), head(first), …"""
    result = [start]
    for data in facts:
        result.append(hashlib.sha256(result[-1] + data).digest())
    return result


def push_body(
    stream: Sequence[bytes], first: int = 1, last: int | None = None, *, epoch: int = 1, aside: bool = False
) -> bytes:
    """The body that sends facts `first`..`last` of a whole stream."""
    chain = heads(stream)
    last = len(stream) if last is None else last
    header: dict[str, Any] = {
        "epoch": epoch,
        "first": first,
        "count": last - first + 1,
        "start": chain[first - 1].hex(),
        "end": chain[last].hex(),
    }
    if aside:
        header["aside"] = True
    return b"".join(part + b"\n" for part in (orjson.dumps(header), *stream[first - 1 : last]))


def send(database: Database, raw: bytes, box_id: str = BOX, now_utc: str = NOW) -> dict[str, Any]:
    """What a box is answered; an error as `{"code", **params}`."""
    batch = parse_batch(raw)
    outcome = database.write(lambda c: ingest(c, box_id.split("-")[0], box_id, batch, now_utc))
    if isinstance(outcome, Refused):
        return {"code": outcome.code, **outcome.error().params}
    return dict(outcome.answer())


def told(stream: Sequence[bytes], mark: int, *, epoch: int = 1) -> dict[str, Any]:
    """The answer that says: everything up to `mark` is kept."""
    return {"epoch": epoch, "mark": mark, "head": heads(stream)[mark].hex()}


@dataclass(frozen=True, slots=True)
class Books:
    """Everything the back office holds of a merchant, to be compared; without ids and times."""

    streams: list[tuple[Any, ...]]
    facts: list[tuple[Any, ...]]
    sales: list[tuple[Any, ...]]
    takings: list[tuple[Any, ...]]
    quarantine: list[tuple[Any, ...]]

    @property
    def total_minor(self) -> int:
        assert sum(row[4] for row in self.takings) == sum(row[4] for row in self.sales)
        assert sum(row[3] for row in self.takings) == len(self.sales)
        return sum(row[4] for row in self.takings)

    @property
    def reasons(self) -> list[tuple[int, str]]:
        return [(row[1], row[2]) for row in self.quarantine]


def books(database: Database, merchant_id: str = M) -> Books:
    def rows(connection: Connection, table: Table, *names: str) -> list[tuple[Any, ...]]:
        columns = [table.c[name] for name in names]
        query = select(*columns).where(table.c.merchant_id == merchant_id).order_by(*columns)
        return [tuple(row) for row in connection.execute(query)]

    return database.read(
        lambda c: Books(
            rows(c, schema.streams, "epoch", "mark", "head"),
            rows(c, schema.facts, "epoch", "f", "hash", "bytes"),
            rows(
                c,
                schema.sales,
                "epoch",
                "f",
                "number",
                "hour",
                "total_minor",
                "day",
                "count",
                "hash",
            ),
            rows(c, schema.takings, "day", "hour", "box_id", "sales", "total_minor"),
            rows(c, schema.quarantine, "epoch", "f", "reason", "hash", "state"),
        )
    )
