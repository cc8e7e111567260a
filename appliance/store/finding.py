"""Facts whose line holds some bytes, looked for from the newest back, a window of the file at a time.

No index of words is kept: it would cost memory and card for a question that is asked now and then, while reading a
mebibyte and looking for a few bytes in it takes a few milliseconds. Knows nothing of what is looked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from appliance.store.segment import Segment

WINDOW_BYTES = 1 << 20


def windows(segment: Segment, before: int) -> Iterator[tuple[int, int]]:
    """Parts of a segment, newest first, as (first, last) fact below `before`; each about a mebibyte of lines."""
    high = min(before - 1, segment.last_f)
    while high >= segment.first_f:
        low, size = high, 0
        while True:
            size += segment.sizes[low - segment.first_f]
            if size >= WINDOW_BYTES or low == segment.first_f:
                break
            low -= 1
        yield low, high
        high = low - 1


def holding(
    read: Callable[[Path, int, int], bytes],
    segment: Segment,
    part: tuple[int, int],
    types: Collection[str],
    needles: Sequence[bytes],
) -> tuple[list[int], int]:
    """Facts of a part whose line holds one of `needles`, newest first, and how many bytes were looked through.

    Needles are in small letters; ASCII letters are found in either case. A lost fact is passed over.
    """
    wanted = {at for at, name in enumerate(segment.kind_names) if name in types}
    places = range(part[0] - segment.first_f, part[1] - segment.first_f + 1)
    sound = [place for place in places if segment.sizes[place]]
    if not sound:
        return [], 0
    starts = [segment.starts[place] for place in sound]
    begin, end = starts[0], starts[-1] + segment.sizes[sound[-1]]
    data = read(segment.path, begin, end - begin).lower()
    lines: set[int] = set()
    for needle in needles:
        at = data.find(needle)
        while at >= 0:
            nearest = bisect_right(starts, begin + at) - 1
            after = starts[nearest] + segment.sizes[sound[nearest]] - begin
            if at < after:  # else it stands in a line between, that has no facts
                lines.add(starts[nearest])
            at = data.find(needle, max(after, at + 1))
    found = [place for place in sound if segment.starts[place] in lines and segment.kinds[place] in wanted]
    return [segment.first_f + place for place in reversed(found)], len(data)
