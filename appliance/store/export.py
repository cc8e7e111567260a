"""`journal export`: every fact that can be read, byte for byte, and in words what cannot.

Facts go to standard output, words to standard error. Reads only; knows no store.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from appliance.store.files import REAL_FILES
from appliance.store.line import Header
from appliance.store.salvage import Hole, Line, Mended, mend
from appliance.store.scan import Scan, Verdict, read_header, scan
from appliance.store.segment import Segment, facts_of


def export(paths: list[Path]) -> int:
    """Write the facts of all segments; 1 when something of them is damaged, else 0."""
    before: Segment | None = None
    is_damaged = False
    for path, following in zip(paths, [*paths[1:], None], strict=True):
        outcome = scan(path, REAL_FILES.read(path))
        mended = _mended(path, outcome, before, following)
        if mended is not None:
            _write([*mended.lines, *mended.aside])
        else:
            _write(outcome.behind)
        for words in _words(outcome, mended, before):
            sys.stderr.write(f"{path.name}: {words}.\n")
            is_damaged = True
        before = mended.segment if mended is not None else None
    if is_damaged:
        sys.stderr.write("Part of the journal is damaged; everything that can be read was exported.\n")
    return 1 if is_damaged else 0


def _mended(path: Path, outcome: Scan, before: Segment | None, following: Path | None) -> Mended | None:
    if following is None and outcome.verdict is not Verdict.DAMAGED and outcome.segment is not None:
        return Mended(outcome.segment, outcome.lines)  # the till may be writing: nothing behind was promised
    return mend(path, outcome, before, partial(_header_of, following))


def _header_of(path: Path | None) -> Header | None:
    return read_header(REAL_FILES.read(path)) if path is not None else None


def _write(lines: list[Line]) -> None:
    for raw, line in lines:
        for fact in facts_of(raw, line):
            sys.stdout.write(fact.decode() + "\n")


def _words(outcome: Scan, mended: Mended | None, before: Segment | None) -> Iterator[str]:
    """What is wrong with a segment, one sentence each; nothing when all is well."""
    if mended is None:
        yield "its first line is lost; facts that can be read were exported, their place is not proven"
        return
    header = mended.segment.header
    if header.broke is None and before is not None and header.first_n > before.last_n + 1:
        yield f"lines {before.last_n + 1} to {header.first_n - 1} before it are missing"
    for hole in mended.holes:
        yield _lost(hole)
    if mended.holes and outcome.behind:
        yield "facts behind the damage were exported; their place in the chain is not proven"
    if mended.aside:
        yield (
            f"DAMAGED from byte {outcome.bad_at} on, where a later epoch begins; {len(mended.aside)} lines "
            "behind it were exported, but are no part of the chain"
        )
    elif outcome.verdict is Verdict.DAMAGED and not mended.holes:
        yield f"DAMAGED from byte {outcome.bad_at} on, where a later epoch begins"


def _lost(hole: Hole) -> str:
    words = f"DAMAGED: bytes {hole.start} to {hole.end} cannot be read or trusted; "
    if hole.is_open:
        return words + "how many facts stood there is not known"
    if hole.facts is None:
        return words + "no fact is lost"
    words += "lost: " + _range("fact", "", *hole.facts)
    for series, first, last in hole.receipts:
        words += ", " + _range("receipt", f"{series}-", first, last)
    return words


def _range(what: str, series: str, first: int, last: int) -> str:
    names = [f"{series}{number:06d}" if series else str(number) for number in (first, last)]
    return f"{what} {names[0]}" if first == last else f"{what}s {names[0]} to {names[1]}"
