"""What the store finds when it opens: reading only. What to do about it is `writing.py`'s business.

Sealed segments are known from their disposable index files (rebuilt from the segment when missing or wrong);
the last segment is verified line by line; the tables come from the newest snapshot that fits the chain, and
from the lines after it.
"""

from __future__ import annotations

import contextlib
import logging
from binascii import crc32
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from appliance.ports import Moment
from appliance.store.documents import Documents
from appliance.store.files import Files, write_file
from appliance.store.line import dumps, exact
from appliance.store.salvage import mend
from appliance.store.scan import Scan, Verdict, read_header, scan
from appliance.store.segment import Segment, segment_from_index
from appliance.store.snapshot import KeptAnswer, Snapshot, read_snapshot

log = logging.getLogger(__name__)

KEPT_DAYS = 2
UNKNOWN_MOMENT = Moment("1970-01-01T00:00:00.000Z", "estimated", 0, "UTC", "1970-01-01")


@dataclass(frozen=True, slots=True)
class Folders:
    """Where everything is."""

    root: Path

    @property
    def journal(self) -> Path:
        return self.root / "journal"

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshot"

    @property
    def indexes(self) -> Path:
        return self.root / "index"

    @property
    def evidence(self) -> Path:
        return self.root / "evidence"

    @property
    def ballast(self) -> Path:
        return self.root / "ballast"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    def segments(self) -> list[Path]:
        return sorted(self.journal.glob("*.jsonl"))

    def index_of(self, segment: Path) -> Path:
        return self.indexes / f"{segment.stem}.idx"


@dataclass(slots=True)
class Found:
    """The state of a store on disk, before anything is written."""

    segments: list[Segment]
    documents: Documents
    answers: dict[str, KeptAnswer]
    last: Scan | None = None
    last_path: Path | None = None
    last_data: bytes = b""
    damage: list[str] = field(default_factory=list)
    rebuilt: list[Segment] = field(default_factory=list)
    last_n: int = 0
    counters: dict[str, int] = field(default_factory=dict)

    @property
    def last_moment(self) -> Moment:
        """The last moment the journal knows."""
        if not self.segments:
            return UNKNOWN_MOMENT
        last = self.segments[-1]
        header = last.header
        utc = last.last_utc or UNKNOWN_MOMENT.utc
        return Moment(utc, "saved", header.offset_min, header.zone, header.day)


def find(files: Files, folders: Folders, indexes: Mapping[str, Sequence[str]]) -> Found:
    """Read everything; raises NewerSchema when a newer version wrote it."""
    found = Found([], Documents(indexes), {})
    paths = folders.segments()
    scans: dict[Path, Scan] = {}
    for path, following in pairwise(paths):
        segment = _indexed(files, folders, path)
        if segment is None:
            segment = _scanned(files, path, following, found, scans)
        if segment is not None:
            found.segments.append(segment)
    if paths:
        found.last_path = paths[-1]
        found.last_data = files.read(paths[-1])
        found.last = scans[paths[-1]] = scan(paths[-1], found.last_data)
        if found.last.segment is not None:
            found.segments.append(found.last.segment)
    for segment in found.segments:
        found.last_n = max(found.last_n, segment.last_n)
        _keep_highest(found.counters, segment.receipt_counters)
    _find_gaps(found)
    _load_tables(files, folders, paths, scans, found)
    return found


def _keep_highest(counters: dict[str, int], others: Mapping[str, int]) -> None:
    for series, counter in others.items():
        counters[series] = max(counters.get(series, 0), counter)


def _indexed(files: Files, folders: Folders, path: Path) -> Segment | None:
    try:
        data = files.read(folders.index_of(path))
        segment = segment_from_index(path, data)
        # Only the prepared space may differ: a sealed segment never shrinks below its end.
        return segment if segment is not None and path.stat().st_size >= segment.end else None
    except (OSError, ValueError, KeyError):
        return None


def _scanned(
    files: Files, path: Path, following: Path, found: Found, scans: dict[Path, Scan]
) -> Segment | None:
    outcome = scans[path] = scan(path, files.read(path))
    before = found.segments[-1] if found.segments else None
    mended = mend(path, outcome, before, lambda: read_header(files.read(following)))
    if mended is None:
        found.damage.append(f"sealed_segment:{path.stem}")
        return None
    if not mended.holes:
        found.rebuilt.append(mended.segment)  # what is damaged gets no index: it is looked at at every start
    return mended.segment


def _find_gaps(found: Found) -> None:
    """Every segment must continue the one before; the first of an epoch says itself what it broke with."""
    for before, after in zip(found.segments, found.segments[1:], strict=False):
        if after.header.broke is None and (
            after.header.line_head != before.head or after.header.first_n != before.last_n + 1
        ):
            found.damage.append(f"gap_before:{after.path.stem}")


def _load_tables(
    files: Files, folders: Folders, paths: list[Path], scans: dict[Path, Scan], found: Found
) -> None:
    snapshot = _best_snapshot(files, folders, found)
    after_n = 0
    if snapshot is not None:
        after_n = snapshot.n
        for table, doc_id, data in snapshot.documents:
            found.documents.set(table, doc_id, data)
        found.answers.update(snapshot.answers)
    first_ns = {segment.path: segment.header.first_n for segment in found.segments}
    day = ""
    for path in paths:
        if first_ns.get(path, after_n + 1) <= after_n:
            continue
        outcome = scans.get(path) or scan(path, files.read(path))
        day = outcome.segment.header.day if outcome.segment is not None else day
        for _, line in outcome.lines:
            replay(found, line, day)
        if outcome.verdict is Verdict.DAMAGED:
            # Lines behind a hole still say what the stall looked like later: without them a ticket that was
            # paid in one of them would be open again.
            for _, line in outcome.behind:
                replay(found, line, day)
                found.last_n = max(found.last_n, line["n"])
                if "r" in line:
                    _keep_highest(found.counters, {line["r"][0]: line["r"][1]})
    forget_old_answers(found.answers, [segment.header.day for segment in found.segments])


def _best_snapshot(files: Files, folders: Folders, found: Found) -> Snapshot | None:
    # A segment just begun ends on the same number as the one before it, with another head.
    ends = {(segment.last_n, segment.head.hex()) for segment in found.segments}
    for path in sorted(folders.snapshots.glob("*.jsonl"), reverse=True):
        try:
            snapshot = read_snapshot(files.read(path))
        except OSError:
            continue
        if snapshot is not None and (snapshot.n, snapshot.head) in ends:
            return snapshot
        log.warning("snapshot %s does not fit the journal; using an older one", path.name)
    return None


def replay(found: Found, line: Mapping[str, Any], day: str) -> None:
    """Apply one line's document changes and kept answer."""
    for table, doc_id, document in line.get("o", ()):
        found.documents.set(table, doc_id, None if document is None else exact(dumps(document)))
    if "k" in line:
        key, answer = line["k"]
        found.answers[key] = KeptAnswer(day, line["n"], exact(dumps(answer)), True)


def forget_old_answers(answers: dict[str, KeptAnswer], days: Iterable[str]) -> None:
    """Keep the answers of the two business days that came last; a clock set back makes an old day new again."""
    kept = list(dict.fromkeys(reversed(list(days))))[:KEPT_DAYS]
    for key in [key for key, answer in answers.items() if answer.day not in kept]:
        del answers[key]


def keep_evidence(files: Files, folders: Folders, segment: Path, start: int, damaged: bytes) -> str:
    """Put damaged bytes aside, named by where they stood; best effort: a full disk must not close the stall."""
    damaged = damaged.rstrip(b"\n\0")
    name = f"{segment.stem}-{start}-{crc32(damaged):08x}.bin"
    if damaged and not (folders.evidence / name).exists():
        with contextlib.suppress(OSError):
            write_file(files, folders.evidence / name, damaged)
            log.warning("kept %d damaged bytes of %s as evidence/%s", len(damaged), segment.name, name)
    return name
