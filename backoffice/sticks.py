"""A box's backup stick as a way of sending: its facts go through the same `ingest` as a push.

A repeated import changes nothing. Reads the files by the document docs/stick.md; shares no code with the box. Never
writes to the stick.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Final

import orjson
import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, select, update

from backoffice import schema
from backoffice.batch import NO_HEAD, Batch, chain
from backoffice.database import Database
from backoffice.errors import StickError
from backoffice.ingest import Ingested, Refused, ingest

FOLDER: Final = "tillbox"
FORMAT: Final = 1
LARGEST_SEALED: Final = 16 << 20
LARGEST_UNPACKED: Final = 64 << 20
BATCH_FACTS: Final = 400
_CLEAR: Final = struct.Struct(">4sIIQI32s32s12s")
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT: Final = str.maketrans("OIL", "011")


@dataclass(slots=True)
class Imported:
    """What came of one file: `outcome` is `kept`, or the code of a refusal (`fork`, `gap`)."""

    box_id: str
    epoch: int
    facts: int
    new: int
    is_cut: bool
    outcome: str


def import_stick(
    database: Database, stick: Path, code: str, now_utc: str, *, box_id: str | None = None
) -> list[Imported]:
    """Import every file on `stick` that `code` opens. `box_id`: whose they are, if box.json does not say.

    Raises StickError.
    """
    secret = secret_of(code)
    if secret is None:
        raise StickError(
            "code: is not a recovery code; allowed are 28 letters and digits as the box shows them"
        )
    done: list[Imported] = []
    for folder in sorted(path.parent for path in (stick / FOLDER).glob("*/box.json")):
        key = AESGCM(hmac.digest(b"tillbox stick 1", secret, "sha256"))
        for path in sorted(folder.glob("e*.tbx")):
            if path.name.endswith(".old.tbx"):
                continue  # of another chain; the box sent it, or its card did
            with path.open("rb") as file:
                found = _Reading(file, key, folder.name.encode())
                if next(iter(found), None) is None:
                    continue
                whose = box_id or _told_box(folder / "box.json")
                merchant_id = database.read(partial(_merchant_of, box_id=whose))
                if merchant_id is None:
                    raise StickError(
                        f"box: {whose!r} is not known here; allowed is a box of this back office (--box)"
                    )
                file.seek(0)
                found = _Reading(file, key, folder.name.encode())
                done.append(_import(found, database.write, merchant_id, whose, now_utc))
            done[-1].is_cut = found.end != path.stat().st_size
    if not done:
        raise StickError(
            f"{stick}: holds nothing that this code opens; give the folder in which `{FOLDER}` lies"
        )
    return done


def _import(
    found: _Reading,
    write: Callable[[Callable[[Connection], tuple[Ingested | Refused, int]]], tuple[Ingested | Refused, int]],
    merchant_id: str,
    box_id: str,
    now_utc: str,
) -> Imported:
    result = Imported(box_id, 0, 0, 0, False, "kept")
    for batch in _batches(found):
        result.epoch = batch.epoch
        outcome, new = write(
            partial(_keep, merchant_id=merchant_id, box_id=box_id, batch=batch, now_utc=now_utc)
        )
        if isinstance(outcome, Refused):
            result.outcome = outcome.code
            break
        result.facts = batch.last
        result.new += new
    return result


def _keep(
    connection: Connection, *, merchant_id: str, box_id: str, batch: Batch, now_utc: str
) -> tuple[Ingested | Refused, int]:
    """What a push does; but nobody heard of the box by it. The second: how many facts were new."""
    boxes, facts = schema.boxes, schema.facts
    of_box = (boxes.c.merchant_id == merchant_id, boxes.c.box_id == box_id)
    heard = connection.execute(select(boxes.c.heard_utc).where(*of_box)).scalar_one()
    of_stream = (facts.c.merchant_id == merchant_id, facts.c.box_id == box_id, facts.c.epoch == batch.epoch)
    known = len(
        connection.execute(
            select(facts.c.f).where(*of_stream, facts.c.f.between(batch.first, batch.last))
        ).all()
    )
    outcome = ingest(connection, merchant_id, box_id, batch, now_utc)
    connection.execute(update(boxes).where(*of_box).values(heard_utc=heard))
    if not isinstance(outcome, Ingested | Refused):
        raise TypeError("a stick's facts are not sent aside")
    return outcome, len(batch.facts) - known


def _batches(found: _Reading) -> Iterator[Batch]:
    """The records, several at once: each record is about as small as a sale."""
    pending: list[_Record] = []
    for record in found:
        pending.append(record)
        if sum(len(one.facts) for one in pending) >= BATCH_FACTS:
            yield _batch(pending)
            pending = []
    if pending:
        yield _batch(pending)


@dataclass(frozen=True, slots=True)
class _Record:
    epoch: int
    first: int
    start: str
    end: str
    facts: list[bytes]


def _batch(records: list[_Record]) -> Batch:
    facts = [fact for record in records for fact in record.facts]
    first, start = records[0], records[0].start
    hashes = chain(start, facts)
    return Batch(first.epoch, first.first, start, records[-1].end, False, tuple(facts), tuple(hashes))


class _Reading:
    """The records of one file, as far as they are whole, of this key and in one chain; `end` is where that is."""

    def __init__(self, file: IO[bytes], key: AESGCM, box: bytes) -> None:
        self._file = file
        self._key = key
        self._box = box
        self.end = 0

    def __iter__(self) -> Iterator[_Record]:
        last, head, epoch = 0, NO_HEAD, 0
        while (record := self._next()) is not None:
            if (record.first, record.start) != (last + 1, head) or epoch not in (0, record.epoch):
                return
            if chain(head, record.facts)[-1] != record.end:
                return
            last, head, epoch = last + len(record.facts), record.end, record.epoch
            self.end = self._file.tell()
            yield record

    def _next(self) -> _Record | None:
        clear = self._file.read(_CLEAR.size)
        if len(clear) < _CLEAR.size:
            return None
        magic, size, epoch, first, count, start, end, nonce = _CLEAR.unpack(clear)
        if magic != b"TBX1" or not 16 <= size <= LARGEST_SEALED:
            return None
        try:
            packed = self._key.decrypt(nonce, self._file.read(size), self._box + b"\0" + clear)
            plain = zstandard.ZstdDecompressor().decompress(packed, max_output_size=LARGEST_UNPACKED)
        except (InvalidTag, zstandard.ZstdError):
            return None
        facts = plain.split(b"\n")
        return _Record(epoch, first, start.hex(), end.hex(), facts) if len(facts) == count else None


def secret_of(code: str) -> bytes | None:
    """The 16 bytes a recovery code stands for; None when a sign of it is wrong."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum()).translate(_MEANT)
    if len(typed) != 28 or any(sign not in _ALPHABET for sign in typed):
        return None
    number = 0
    for sign in typed:
        number = number << 5 | _ALPHABET.index(sign)
    secret = (number >> 12).to_bytes(16, "big")
    check = int.from_bytes(hashlib.sha256(b"tillbox recovery" + secret).digest()[:2], "big") >> 4
    return secret if number & 0xFFF == check else None


def _told_box(note: Path) -> str:
    try:
        told = orjson.loads(note.read_bytes())
        box_id = told["office_box"]
        is_known = told["format"] == FORMAT and isinstance(box_id, str) and box_id != ""
    except (ValueError, KeyError, TypeError):
        is_known = False
    if not is_known:
        raise StickError(f"{note}: does not say which box of a back office it is; name it (--box)")
    return str(box_id)


def _merchant_of(connection: Connection, *, box_id: str) -> str | None:
    boxes = schema.boxes
    found: str | None = connection.execute(
        select(boxes.c.merchant_id).where(boxes.c.box_id == box_id)
    ).scalar_one_or_none()
    return found
