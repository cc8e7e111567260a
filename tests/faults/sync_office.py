"""The back office of the model: the real ingest, reports and catalogue on a SQLite file in memory, and its disasters.

Answers as `backoffice.box_api` does, without HTTP and signatures. `hasty` takes the acknowledgement rule away (marks
from a plain read), `sequence` the rule of the catalogue's version: two controls that must make schedules fail.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from appliance.watchdog.answers import Answer, NoAnswer, Outcome
from backoffice import boxes, catalogue, quarantine, schema
from backoffice.batch import parse_batch
from backoffice.database import Database
from backoffice.errors import OfficeError
from backoffice.ingest import Refused, ingest
from backoffice.writer import run_work

MERCHANT = "mabcdefgh"
BOX = f"{MERCHANT}-bqrstuvwx"
NOW = "2026-11-22T10:00:00.000Z"
Json = dict[str, Any]  # as it goes over the wire


class Ground:
    """One database file a process, put back to an empty one before each schedule."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "office.db"
        self.database = Database.open(f"sqlite:///{self.path}")
        self._copies = 0
        self.empty = self.copy()

    def copy(self) -> Path:
        """A copy as `backoffice.copies` makes it."""
        self._copies += 1
        path = self.folder / f"copy-{self._copies % 64}.db" if self._copies > 1 else self.folder / "empty.db"
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)
        return path

    def put_back(self, copy: Path) -> None:
        with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(self.path)) as target:
            source.backup(target)

    def close(self) -> None:
        self.database.close()


class ModelOffice:
    """One merchant's back office. `lagging` holds what a failover would go back to."""

    def __init__(self, ground: Ground, *, hasty: bool = False, sequence: bool = False) -> None:
        self._ground = ground
        self.database = ground.database
        self.hasty, self.sequence = hasty, sequence
        self.copies: list[Path] = []
        self.lagging: Path | None = None
        self.safe: dict[int, int] = {}  # marks that survive a failover
        self.wrong: list[str] = []
        self._drawn = 0
        self._edits: list[tuple[int, str, Json]] = []  # begun, not committed yet
        ground.put_back(ground.empty)
        self._commit(_open_merchant)

    # -- what boxes ask ---------------------------------------------------------------------------------------

    def push(self, raw: bytes, *, is_replicated: bool = True) -> Outcome:
        try:
            batch = parse_batch(raw)
            if self.hasty and not batch.aside:
                known = self._marks().get(batch.epoch)
                if known is not None and known["mark"] >= batch.last:
                    return self._told(Answer(200, {**known, "batch": 200, "interval_s": 0.2}))
            kept = self._write(lambda c: ingest(c, MERCHANT, BOX, batch, NOW), is_replicated)
        except OfficeError as error:
            return _refusal(error)
        if isinstance(kept, Refused):
            return self._told(_refusal(kept.error()))
        return self._told(Answer(200, {**kept.answer(), "batch": 200, "interval_s": 0.2}))

    def report(self, document: Json, *, is_replicated: bool = True) -> Outcome:
        wishes = {"batch": 200, "interval_s": 10}
        if self.hasty:
            entries = {"streams": list(self._marks().values()), "quarantine": 0, "revoked": False}
            return self._told(Answer(200, {**entries, "attention": None, **wishes}))
        try:
            heard = self._write(lambda c: boxes.report(c, MERCHANT, BOX, document, NOW), is_replicated)
        except OfficeError as error:
            return _refusal(error)
        return self._told(Answer(200, {**heard.answer(), **wishes}))

    def offer(self, goods: Json) -> Outcome:
        told = self._write(lambda c: catalogue.offer(c, MERCHANT, goods["categories"], goods["items"]), True)
        return Answer(200, told)

    def changes(self, generation: str | None, after: int | None) -> Outcome:
        found = self.database.read(lambda c: catalogue.changes(c, MERCHANT, generation, after))
        return Answer(200, found)

    # -- what the owner does ------------------------------------------------------------------------------------

    def begin_edit(self, item_id: str, document: Json) -> None:
        """A price is being changed; its transaction is open and others may overtake it."""
        self._drawn = max(self._drawn, self._version()) + 1
        self._edits.append((self._drawn, item_id, document))

    def commit_edit(self, place: int = 0) -> None:
        if not self._edits:
            return
        drawn, item_id, document = self._edits.pop(place % len(self._edits))
        if not self.sequence:
            self._write(lambda c: catalogue.put_item(c, MERCHANT, item_id, document), True)
            return
        version = max(drawn, self._version())
        items, merchants = schema.items, schema.merchants
        self._write(lambda c: catalogue.put_item(c, MERCHANT, item_id, document), True)
        self._write(
            lambda c: (
                c.execute(items.update().where(items.c.id == item_id).values(ver=drawn)),
                c.execute(merchants.update().values(version=version)),
            ),
            True,
        )

    def finish_edits(self) -> None:
        while self._edits:
            self.commit_edit()

    # -- disasters ------------------------------------------------------------------------------------------------

    def write(self, work: Any) -> Any:
        """Anything else that is written, safely."""
        return self._write(work, True)

    def copy(self) -> None:
        if len(self.copies) < 3:
            self.copies.append(self._ground.copy())

    def restore(self, place: int) -> bool:
        """The owner puts an older copy in place, as `backoffice restore` does."""
        if not self.copies:
            return False
        self._ground.put_back(self.copies[place % len(self.copies)])
        self.lagging = None
        self._write(lambda c: catalogue.new_generation(c, MERCHANT), True)
        self._drawn = 0
        return True

    def fail_over(self) -> None:
        """The other server takes over: what was visible but not yet there is gone."""
        if self.lagging is not None:
            self._ground.put_back(self.lagging)
            self.lagging = None

    def restart(self) -> None:
        """What a start of the back office does beside opening its database."""
        self._write(lambda c: quarantine.retry_all(c, MERCHANT, NOW), True)

    # -- inside ---------------------------------------------------------------------------------------------------

    def _write(self, work: Any, is_replicated: bool) -> Any:
        if not is_replicated:
            copy = self.lagging or self._ground.copy()
            self._commit(work)  # visible to everybody, and answered to nobody
            self.lagging = copy
            raise OfficeError("not_durable")
        result = self._commit(work)
        self.lagging = None
        self.safe = {epoch: entry["mark"] for epoch, entry in self._marks().items()}
        return result

    def _commit(self, work: Any) -> Any:
        """As `Database.write`, without its thread: one request at a time is what a schedule is made of."""
        with self.database._writing_engine.connect() as connection, connection.begin():
            result, writing = run_work(connection, work)
        writing.is_committed = True
        return result

    def _told(self, answer: Answer) -> Answer:
        """Every mark in an answer must survive a failover at this very moment."""
        entries = [*answer.body.get("streams", ()), answer.body, answer.params]
        for entry in entries:
            if "mark" in entry and entry["mark"] > self.safe.get(entry["epoch"], 0):
                self.wrong.append(f"a mark was told that a failover forgets: {entry}, safe is {self.safe}")
        return answer

    def _marks(self) -> dict[int, Json]:
        streams = schema.streams
        rows = self.database.read(
            lambda c: c.execute(select(streams.c.epoch, streams.c.mark, streams.c.head)).all()
        )
        return {row.epoch: {"epoch": row.epoch, "mark": row.mark, "head": row.head} for row in rows}

    def _version(self) -> int:
        return int(self.database.read(lambda c: c.execute(select(schema.merchants.c.version)).scalar_one()))


def _refusal(error: OfficeError) -> Outcome:
    if error.status in (429, 503):
        return NoAnswer("office_down", error.code, retry_after_s=5.0)
    return Answer(error.status, error.to_dict())


def _open_merchant(connection: Any) -> None:  # Any: a Connection
    connection.execute(
        insert(schema.merchants).values(
            merchant_id=MERCHANT, name="Petra's Honey", country="DE", currency="EUR", exponent=2,
            language="de", zone="Europe/Berlin", generation="g1", version=0, created_utc=NOW,
        )
    )  # fmt: skip
    connection.execute(
        insert(schema.boxes).values(
            merchant_id=MERCHANT, box_id=BOX, name="Market hall", series="A", public_key="key", state="active",
            enrolled_utc=NOW, report_n=0,
        )
    )  # fmt: skip
