"""The order of tiles and tabs: one of them moves past its neighbour, and as few places as possible change.

Places are numbers that may be equal or have gaps; equal ones stand by id. Knows no catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable


def moved(places: Iterable[tuple[int, str]], which: str, step: int) -> dict[str, int]:
    """The places that change when `which` goes one back (-1) or one on (1); empty at the end of the row."""
    row = sorted(places)
    at = next(index for index, (_, one) in enumerate(row) if one == which)
    to = at + step
    if not 0 <= to < len(row):
        return {}
    before = {one: place for place, one in row}
    order = [one for _, one in row]
    order[at], order[to] = order[to], order[at]
    found: dict[str, int] = {}
    last = -1
    for (place, _), one in zip(row, order, strict=True):
        last = max(place, last + 1)
        if before[one] != last:
            found[one] = last
    return found
