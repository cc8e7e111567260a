"""A verified copy of the mutable tables at the end of a sealed segment, so that opening replays one day only.

Disposable: the journal can rebuild it. Two are kept; a damaged one is passed over for the one before.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from appliance.store.documents import Documents
from appliance.store.files import Files, write_file
from appliance.store.line import SCHEMA, NewerSchema, dumps, exact, loads, parse

SNAPSHOTS_KEPT = 2


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An intent's answer, kept for two business days."""

    day: str
    n: int
    answer: bytes
    is_durable: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The tables and kept answers as they were after line `n`, whose head was `head`."""

    n: int
    head: str
    documents: list[tuple[str, str, bytes]]
    answers: dict[str, KeptAnswer]


def write_snapshot(
    files: Files,
    folder: Path,
    n: int,
    head: str,
    documents: Documents,
    answers: Iterable[tuple[str, KeptAnswer]],
) -> None:
    """Write the snapshot for line `n` and remove all but the newest two."""
    lines = [b"[%b,%b,%b]" % (dumps(table), dumps(doc_id), data) for table, doc_id, data in documents.all()]
    kept = [
        b"[%b,%b,%d,%b,%b]" % (dumps(key), dumps(a.day), a.n, dumps(a.is_durable), a.answer)
        for key, a in answers
    ]
    body = b"\n".join([*lines, *kept, b""])
    about = {
        "snapshot": SCHEMA,
        "n": n,
        "h": head,
        "documents": len(lines),
        "answers": len(kept),
        "sha256": hashlib.sha256(body).hexdigest(),
    }
    write_file(files, folder / f"{n:09d}.jsonl", dumps(about) + b"\n" + body)
    for old in sorted(folder.glob("*.jsonl"))[:-SNAPSHOTS_KEPT]:
        with contextlib.suppress(OSError):
            files.unlink(old)


def read_snapshot(data: bytes) -> Snapshot | None:
    """The snapshot, or None when a single bit of it is wrong."""
    split = data.find(b"\n")
    body = data[split + 1 :]
    try:
        about = parse(data[:split])
        if split < 0 or about["sha256"] != hashlib.sha256(body).hexdigest():
            return None
        count, kept = about["documents"], about["answers"]
        lines = body.split(b"\n")[:-1]
        if len(lines) != count + kept:
            return None
        documents = [(table, doc_id, exact(dumps(doc))) for table, doc_id, doc in map(loads, lines[:count])]
        answers = {
            key: KeptAnswer(day, n, exact(dumps(answer)), durable)
            for key, day, n, durable, answer in map(loads, lines[count:])
        }
        # The first line has no sum of its own: its numbers are checked against the journal by the caller.
        return Snapshot(about["n"], about["h"], documents, answers)
    except (ValueError, KeyError, TypeError, NewerSchema):
        return None
