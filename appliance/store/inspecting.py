"""The whole journal verified while a person waits: every segment to its last line, in small pieces. Writes nothing.

Unlike the check in the background it includes the segment that is being written, up to where it was when it began.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from appliance.ports import Inspection
from appliance.store.breath import Breath
from appliance.store.files import Files
from appliance.store.line import NewerSchema
from appliance.store.scan import Verdict, scan
from appliance.store.segment import Segment

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a segment was said to be at one moment; `is_whole` is false where a later epoch begins behind a break."""

    segment: Segment
    end: int
    head: bytes
    fact_head: bytes
    last_n: int
    last_f: int
    is_whole: bool


def seen(segments: Sequence[Segment]) -> list[Seen]:
    """The segments as they are now; asked under the store's lock."""
    found = []
    for place, segment in enumerate(segments):
        after = segments[place + 1] if place + 1 < len(segments) else None
        is_whole = after is None or after.epoch == segment.epoch
        facts = (segment.fact_head, segment.last_n, segment.last_f)
        found.append(Seen(segment, segment.end, segment.head, *facts, is_whole))
    return found


def inspect(files: Files, all_seen: Sequence[Seen], step: Callable[[int, int], None]) -> Inspection:
    """Verify them one after the other; `step` is told (done, of) and may raise to end it."""
    damaged = []
    for place, one in enumerate(all_seen):
        step(place, len(all_seen))
        if not _is_sound(files, one):
            damaged.append(one.segment.path.stem)
    step(len(all_seen), len(all_seen))
    return Inspection(
        facts=sum(one.last_f - one.segment.header.facts_before for one in all_seen),
        first_day=all_seen[0].segment.header.day if all_seen else None,
        last_day=all_seen[-1].segment.header.day if all_seen else None,
        head=all_seen[-1].fact_head.hex() if all_seen else "0" * 64,
        damaged=tuple(damaged),
    )


def _is_sound(files: Files, one: Seen) -> bool:
    try:
        data = files.read(one.segment.path)[: one.end]
        outcome = scan(one.segment.path, data, keeps_lines=False, after_line=Breath(5, 0.001))
    except (OSError, NewerSchema) as error:
        log.error("segment %s cannot be read: %s", one.segment.path.name, error)
        return False
    read = outcome.segment
    if read is None or (one.is_whole and outcome.verdict is not Verdict.WHOLE):
        return False
    return (read.head, read.fact_head, read.last_n) == (one.head, one.fact_head, one.last_n)
