"""The order of tiles and tabs: one of them moves, past its neighbour or far, and no place outside of the way changes.

Places are numbers that may be equal or have gaps; equal ones stand by id. Knows no catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def moved(places: Iterable[tuple[int, str]], which: str, step: int) -> dict[str, int]:
    """The places that change when `which` goes one back (-1) or one on (1); empty at the end of the row."""
    row = sorted(places)
    at = next(index for index, (_, one) in enumerate(row) if one == which)
    to = at + step
    if not 0 <= to < len(row):
        return {}
    order = [one for _, one in row]
    order[at], order[to] = order[to], order[at]
    return _changed(row, order)


def put_before(
    places: Iterable[tuple[int, str]], which: str, before: str | None, most: int
) -> dict[str, int]:
    """The places that change when `which` goes right before another one, or to the end; both are in the row.

    Where there is no place up to `most` left at the end, the whole row is counted from 1 anew.
    """
    row = sorted(places)
    order = [one for _, one in row if one != which]
    order.insert(len(order) if before is None else order.index(before), which)
    changed = _changed(row, order)
    if any(place > most for place in changed.values()):
        was = {one: place for place, one in row}
        return {one: place for place, one in enumerate(order, start=1) if was[one] != place}
    return changed


def _changed(row: Sequence[tuple[int, str]], order: Sequence[str]) -> dict[str, int]:
    """The places of the row given out anew in this order; equal ones get apart."""
    before = {one: place for place, one in row}
    found: dict[str, int] = {}
    last = -1
    for (place, _), one in zip(row, order, strict=True):
        last = max(place, last + 1)
        if before[one] != last:
            found[one] = last
    return found
