"""What can still be read of a damaged segment: every fact behind a hole, under the number it always had.

A line behind a hole has its own check sum; its facts carry their numbers, and the next segment says how many there
were. So a hole has a size, and nobody need guess. Reads nothing itself and writes nothing; knows no store.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from appliance.store.line import NO_HEAD, Header, chain
from appliance.store.scan import Scan, Verdict
from appliance.store.segment import Segment, facts_of

Line = tuple[bytes, dict[str, Any]]
Receipts = tuple[tuple[str, int, int], ...]  # (series, first, last)
MOST_LOST = 1 << 19  # more facts than any segment holds: a line that says more is not believed


@dataclass(frozen=True, slots=True)
class Hole:
    """Bytes that cannot be read or trusted, and the first and last of the facts and receipts that stood there.

    `facts` is None when none stood there; `is_open` when nothing says what came after.
    """

    start: int
    end: int
    facts: tuple[int, int] | None = None
    receipts: Receipts = ()
    is_open: bool = False


@dataclass(slots=True)
class Mended:
    """A segment with all that can be read of it: `lines` in order, `holes` between them.

    `aside` are lines behind a break that a later epoch names: not part of this stream any more.
    """

    segment: Segment
    lines: list[Line]
    holes: list[Hole] = field(default_factory=list)
    aside: list[Line] = field(default_factory=list)


def mend(
    path: Path, outcome: Scan, before: Segment | None, following: Callable[[], Header | None]
) -> Mended | None:
    """Complete the segment of a scan with what stands behind its holes; None if nothing says what it was.

    `following` reads the header of the segment after this one; it is asked only when something is wrong.
    """
    if outcome.verdict is Verdict.WHOLE and outcome.segment is not None and outcome.segment.is_sealed:
        return Mended(outcome.segment, outcome.lines)
    after = following()
    broke = after.broke if after is not None else None
    limit = int(broke["offset"]) if broke is not None and broke["segment"] == path.stem else outcome.end
    segment = outcome.segment or (_without_header(path, outcome, before) if limit else None)
    if segment is None:
        return None
    mended = Mended(segment, list(outcome.lines))
    if outcome.segment is None:
        mended.holes.append(Hole(0, segment.end))
    for start, (raw, line) in zip(outcome.behind_at, outcome.behind, strict=True):
        if start >= limit:
            mended.aside.append((raw, line))
        elif not (start == outcome.bad_at and _is_rewritten(outcome, segment, line)):
            _note(mended, start, raw, line)
    if limit == outcome.end or segment.end < limit:
        _close(mended, after, limit)
    return mended


def _without_header(path: Path, outcome: Scan, before: Segment | None) -> Segment | None:
    """The segment whose first line is lost: its name and the segment before it say most of what stood there."""
    epoch, first_n, day = path.stem.split("-", 2)
    if before is not None and before.epoch == int(epoch):
        header = Header(
            before.epoch,
            before.header.series,
            int(first_n),
            before.last_f,
            day,
            before.header.offset_min,
            before.header.zone,
            before.head,
            before.fact_head,
            dict(before.receipt_counters),
        )
    else:  # an epoch's first segment: its facts begin at 1
        fact = next((line["x"][0] for _, line in outcome.behind if "x" in line), None)
        series = next((line["r"][0] for _, line in outcome.behind if "r" in line), None)
        if fact is None or series is None:
            return None
        head = before.head if before is not None else NO_HEAD
        counters = dict(before.receipt_counters) if before is not None else {}
        header = Header(
            int(epoch), series, int(first_n), 0, day, fact["off"], fact["zone"], head, NO_HEAD, counters
        )
    end = outcome.behind_at[0] if outcome.behind_at else outcome.end
    return Segment(path, header, end, header.line_head)


def _is_rewritten(outcome: Scan, segment: Segment, line: dict[str, Any]) -> bool:
    """Whether the first bad line is one that somebody changed, and not just one with a hole before it."""
    return outcome.reason in ("facts", "number") or line["n"] == segment.last_n + 1


def _note(mended: Mended, start: int, raw: bytes, line: dict[str, Any]) -> None:
    """Add a line from behind a hole, unless what it says of its facts cannot be."""
    segment = mended.segment
    facts = line.get("x", ())
    lost = facts[0]["f"] - segment.last_f - 1 if facts else 0
    if not 0 <= lost <= MOST_LOST or any(fact["e"] != segment.epoch for fact in facts):
        return
    if facts and not lost:
        head = segment.fact_head
        for fact in facts_of(raw, line):
            head = chain(head, fact)
        if head.hex() != line["g"]:
            return
    first_lost = segment.last_f + 1
    segment.leave_out(lost)
    receipt = line.get("r")
    missed = segment.leave_out_receipts(receipt[0], receipt[1] - 1) if receipt else None
    if start > segment.end or lost or missed:
        receipts = ((receipt[0], *missed),) if receipt and missed else ()
        _mark(mended, start, (first_lost, segment.last_f) if lost else None, receipts)
    segment.end = start
    segment.note(raw, line)
    mended.lines.append((raw, line))


def _close(mended: Mended, after: Header | None, limit: int) -> None:
    """Let the segment end where the next one begins: what is missing there is lost as well."""
    segment = mended.segment
    if after is None:
        if segment.end < limit:
            mended.holes.append(Hole(segment.end, limit, is_open=True))
        return
    broke = after.broke
    last_n, last_f, fact_head, receipts = (
        after.first_n - 1,
        after.facts_before,
        after.fact_head,
        after.receipts,
    )
    if broke is not None:
        last_n, last_f = broke["last_line"], broke["last_fact"]
        fact_head, receipts = bytes.fromhex(broke["old_head"]), {}
    elif after.epoch != segment.epoch:
        return
    lost = last_f - segment.last_f
    if not 0 <= lost <= MOST_LOST:
        return
    first_lost = segment.last_f + 1
    segment.leave_out(lost)
    missed = [(name, segment.leave_out_receipts(name, counter)) for name, counter in receipts.items()]
    if lost or last_n > segment.last_n or segment.end < limit:
        receipts_lost = tuple((name, *those) for name, those in missed if those is not None)
        _mark(mended, max(limit, segment.end), (first_lost, last_f) if lost else None, receipts_lost)
    segment.last_n, segment.head, segment.fact_head = last_n, after.line_head, fact_head


def _mark(mended: Mended, end: int, facts: tuple[int, int] | None, receipts: Receipts) -> None:
    """Note a hole; what a line without facts between left open is told of the hole before it."""
    start = mended.segment.end
    if end == start and mended.holes and mended.holes[-1].facts is None:
        hole = mended.holes.pop()
        start, end = hole.start, hole.end
    mended.holes.append(Hole(start, end, facts, receipts))
