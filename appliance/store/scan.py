"""Read a whole segment, line by line, and say how far it can be trusted. Pure: bytes in, verdict out.

The question that matters is what stands behind the first bad line. *Torn* means it was never promised to
anybody: cut it off and go on. *Damaged* means it may have been promised: keep everything, start a new epoch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from appliance.store.line import (
    Header,
    Soundness,
    chain,
    check,
    ends_like_a_line,
    has_hole,
    head_of,
    header_of,
    parse,
)
from appliance.store.segment import Segment, facts_of

PADDING = b"\n\0"


class Verdict(Enum):
    """What a segment's bytes are."""

    WHOLE = "whole"
    TORN = "torn"
    DAMAGED = "damaged"


@dataclass(slots=True)
class Scan:
    """The outcome: `lines` are the sound lines up to the first bad one, `behind` the sound ones after it.

    `behind_at` says where each line of `behind` begins; `end` is where written bytes end.
    """

    verdict: Verdict
    segment: Segment | None
    lines: list[tuple[bytes, dict[str, Any]]] = field(default_factory=list)
    behind: list[tuple[bytes, dict[str, Any]]] = field(default_factory=list)
    behind_at: list[int] = field(default_factory=list)
    end: int = 0
    bad_at: int = 0
    reason: str = ""


def raw_lines(data: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """(offset, bytes without newline) of every line between two offsets."""
    while start < end:
        stop = data.find(b"\n", start, end)
        if stop < 0:
            stop = end
        yield start, data[start:stop]
        start = stop + 1


def scan(
    path: Path, data: bytes, *, keeps_lines: bool = True, after_line: Callable[[], None] = lambda: None
) -> Scan:
    """Verify a segment: frame, check sum, both chains, numbers in order.

    Who only wants the verdict does without the sound lines: a thousand of them are a hundred thousand objects.
    """
    end = len(data.rstrip(PADDING))
    header = read_header(data)
    if header is None:
        lost = Scan(Verdict.DAMAGED, None, reason="header", end=end)
        _look_behind(lost, data, 0)
        return lost
    first = data.index(b"\n") + 1
    segment = Segment(path, header, first, head_of(data[: first - 1]))
    outcome = Scan(Verdict.WHOLE, segment, end=end)
    for start, raw in raw_lines(data, first, end):
        # A last line whose newline is missing was cut exactly there: it is whole, its newline is restored.
        reason, line = _judge(raw, segment)
        if line is None:
            outcome.bad_at, outcome.reason = start, reason
            _look_behind(outcome, data, segment.last_n)
            outcome.verdict = _verdict(data[start:end], outcome, segment.last_n + 1)
            break
        segment.note(raw, line)
        if keeps_lines:
            outcome.lines.append((raw, line))
        after_line()
    return outcome


def read_header(data: bytes) -> Header | None:
    """The header of a segment, or None when it cannot be trusted."""
    raw = data[: max(0, data.find(b"\n"))]
    if check(raw, None) is not Soundness.SOUND:
        return None
    line = parse(raw)
    if "segment" not in line:
        return None
    header = header_of(line)
    return header if check(raw, header.line_head) is Soundness.SOUND else None


def _judge(raw: bytes, segment: Segment) -> tuple[str, dict[str, Any] | None]:
    soundness = check(raw, segment.head)
    if soundness is not Soundness.SOUND:
        return soundness.value, None
    line = parse(raw)
    if line.get("n") != segment.last_n + 1:
        return "number", None
    if "x" in line:
        head = segment.fact_head
        for fact in facts_of(raw, line):
            head = chain(head, fact)
        if head.hex() != line["g"]:
            return "facts", None
    return "", line


def _look_behind(outcome: Scan, data: bytes, last_n: int) -> None:
    """Lines behind a hole that can be trusted by themselves, and by the line before where that one is sound."""
    previous: bytes | None = None
    for start, raw in raw_lines(data, outcome.bad_at, outcome.end):
        if check(raw, None) is not Soundness.SOUND:
            previous = None
            continue
        is_chained = check(raw, previous) is Soundness.SOUND
        previous = head_of(raw)
        line = parse(raw)
        if is_chained and line.get("n", 0) > last_n and "segment" not in line:
            last_n = line["n"]
            outcome.behind.append((raw, line))
            outcome.behind_at.append(start)


def _verdict(region: bytes, outcome: Scan, bad_n: int) -> Verdict:
    """Torn or damaged? `region` runs from the first bad byte to the last one written.

    - A later sound line whose durable mark reaches the bad number proves the bad line was once safe: damaged.
    - An edited line (sum right, chain wrong) is no accident of power: damaged.
    - Torn writes leave holes: sectors that never arrived still hold the newlines of the preallocation. A region
      that ends like a whole line and has no hole was written completely, perhaps promised, and spoilt
      later: damaged.
    - Everything else was cut short while being written, so nobody was told it was safe: torn.
    """
    if outcome.reason in ("edited", "facts", "number"):
        return Verdict.DAMAGED
    if any(line["d"] >= bad_n for _, line in outcome.behind):
        return Verdict.DAMAGED
    if ends_like_a_line(region) and not has_hole(region):
        return Verdict.DAMAGED
    return Verdict.TORN
