"""Every record that can be read, a segment at a time, and in words what cannot: the reading behind check and export.

Writes nothing; knows no store. A segment may be damaged, cut, or missing: then what stands behind it is still given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from pathlib import Path

from appliance.ports import RecordFile
from appliance.store.breath import Breath
from appliance.store.files import Files
from appliance.store.line import Header, parse
from appliance.store.salvage import Hole, Line, Mended, mend
from appliance.store.scan import Scan, Verdict, raw_lines, read_header, scan
from appliance.store.segment import Segment, facts_of

Heads = tuple[bytes, bytes, int]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a running store knows of a segment: where it ends, and its heads and last line there."""

    end: int
    heads: Heads


def knowledge_of(segment: Segment) -> Knowledge:
    """As it is now; asked under the store's lock."""
    return Knowledge(segment.end, _heads(segment))


def record_files(
    files: Files, paths: Sequence[Path], known: Mapping[Path, Knowledge], step: Callable[[int, int], None]
) -> Iterator[RecordFile]:
    """Each file of `paths` for `Store.records`; the newest is read up to where it is known to end."""
    newest = paths[-1:]
    pieces = [(path, known[path].end if path in newest and path in known else None) for path in paths]
    step(0, len(paths))
    for done, one in enumerate(records(files, pieces, Breath(5, 0.001)), start=1):
        knowledge, segment = known.get(one.path), one.segment
        damage, lost = one.damage, one.lost
        if (
            not damage
            and segment is not None
            and knowledge is not None
            and _heads(segment) != knowledge.heads
        ):
            damage, lost = ("it is not what it was when the till started",), None
        yield RecordFile(
            one.path.stem,
            segment.header.day if segment is not None else None,
            one.count,
            one.facts,
            segment.fact_head.hex() if segment is not None else None,
            damage,
            lost,
        )
        step(done, len(paths))


def _heads(segment: Segment) -> Heads:
    return segment.head, segment.fact_head, segment.last_n


@dataclass(frozen=True, slots=True)
class Records:
    """What a segment holds. `segment` is None where nothing says what it was.

    `count` is how many facts there are to read. `damage` says in sentences what is wrong; `lost` counts facts that
    cannot be read, None where nobody can know.
    """

    path: Path
    segment: Segment | None
    count: int
    facts: Iterable[bytes]
    damage: tuple[str, ...] = ()
    lost: int | None = 0


def records(
    files: Files, pieces: Sequence[tuple[Path, int | None]], after_line: Callable[[], None] = lambda: None
) -> Iterator[Records]:
    """The segments in order, each up to its byte if one is given; raises NewerSchema.

    Without a byte, an unfinished write at the very end is no damage: the till may be writing.
    """
    before: Segment | None = None
    is_first = True
    for (path, end), following in zip_longest(pieces, [path for path, _ in pieces[1:]]):
        try:
            one = _read(files, path, end, before, following, after_line)
        except OSError as error:
            one = Records(path, None, 0, (), (f"it cannot be read: {error.strerror or error}",), None)
        if one.segment is not None and (is_first or before is not None):
            one = _with_gap(one, one.segment.header, before)
        yield one
        before, is_first = one.segment, False


def _read(
    files: Files,
    path: Path,
    end: int | None,
    before: Segment | None,
    following: Path | None,
    after_line: Callable[[], None],
) -> Records:
    data = files.read(path)[:end]
    outcome = scan(path, data, keeps_lines=False, after_line=after_line)
    segment, is_whole = outcome.segment, outcome.verdict is Verdict.WHOLE
    if segment is not None and (
        (is_whole and (segment.is_sealed or following is None))
        or (following is None and end is None and outcome.verdict is Verdict.TORN)
    ):
        return Records(path, segment, len(segment.starts), _facts(data, segment, after_line))
    outcome = scan(path, data, after_line=after_line)
    mended = mend(path, outcome, before, partial(_header_of, files, following))
    if mended is None:
        words = "its first line is lost; facts that can be read are given, their place is not proven"
        return Records(path, None, _count(outcome.behind), _all(outcome.behind), (words,), None)
    lines = [*mended.lines, *mended.aside]
    damage = tuple(_words(outcome, mended))
    return Records(
        path, mended.segment, _count(lines), _all(lines), damage, _lost_facts(mended) if damage else 0
    )


def _header_of(files: Files, path: Path | None) -> Header | None:
    return read_header(files.read(path)) if path is not None else None


def _facts(data: bytes, segment: Segment, after_line: Callable[[], None]) -> Iterator[bytes]:
    """Of lines that are known to be sound, one line at a time: a whole day as objects is large."""
    start = data.index(b"\n") + 1
    for _, raw in raw_lines(data, start, segment.end):
        yield from facts_of(raw, parse(raw))
        after_line()


def _all(lines: Iterable[Line]) -> Iterator[bytes]:
    for raw, line in lines:
        yield from facts_of(raw, line)


def _count(lines: Iterable[Line]) -> int:
    return sum(len(line.get("x", ())) for _, line in lines)


def _with_gap(one: Records, header: Header, before: Segment | None) -> Records:
    """The same, with what is missing between the segment before and this one."""
    words, lost = _gap(header, before)
    if not words:
        return one
    total = None if one.lost is None or lost is None else one.lost + lost
    return replace(one, damage=(words, *one.damage), lost=total)


def _gap(header: Header, before: Segment | None) -> tuple[str, int | None]:
    if before is None:
        is_there = header.broke is None and header.facts_before > 0
        return (
            (f"facts 1 to {header.facts_before} before it are missing", header.facts_before)
            if is_there
            else ("", 0)
        )
    if header.broke is not None:
        if header.broke["segment"] == before.path.stem:
            return "", 0
        return f"{header.broke['segment']} before it is missing", None
    if header.first_n > before.last_n + 1:
        lost = header.facts_before - before.last_f if header.epoch == before.epoch else None
        return f"lines {before.last_n + 1} to {header.first_n - 1} before it are missing", lost
    if (header.line_head, header.first_n) != (before.head, before.last_n + 1):
        return "it does not continue the one before it", None
    return "", 0


def _lost_facts(mended: Mended) -> int | None:
    """How many facts stood in the holes; None where one is open, or a later epoch begins behind a break."""
    if not mended.holes or mended.aside or any(hole.is_open for hole in mended.holes):
        return None
    return sum(hole.facts[1] - hole.facts[0] + 1 for hole in mended.holes if hole.facts is not None)


def _words(outcome: Scan, mended: Mended) -> Iterator[str]:
    """What is wrong with a segment, one sentence each; nothing when all is well."""
    for hole in mended.holes:
        yield _lost(hole)
    if mended.holes and outcome.behind:
        yield "facts behind the damage are given; their place in the chain is not proven"
    if mended.aside:
        yield (
            f"DAMAGED from byte {outcome.bad_at} on, where a later epoch begins; {len(mended.aside)} lines "
            "behind it are given, but are no part of the chain"
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
