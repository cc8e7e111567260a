"""What a lamp said, read from the levels of its two pins: colour and rhythm, as docs/lights.md has them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

Sample = Sequence[int]  # milliseconds, level of red, level of green; one at each change and one at the end
COLOURS = {(1, 0): "red", (0, 1): "green", (1, 1): "amber"}
# Two pins do not change in the same instant; a colour or a gap shorter than this is such a moment.
SHORTEST_MS = 60
# Between the rhythms' own times (docs/lights.md), with room for an emulator that stutters.
QUICK_MS, SLOW_MS, WINK_MS = 400, 1900, 600


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person would have seen. `colour` is "dark" when nothing was lit, "mixed" when several were."""

    colour: str
    rhythm: str


def shown(samples: Sequence[Sample]) -> Shown:
    """Judge what was seen for some seconds; four are enough for every rhythm."""
    spans = _spans(samples)
    lit = [(state, length) for state, length in spans if state != (0, 0)]
    if not lit:
        return Shown("dark", "steady")
    colours = {COLOURS[state] for state, _ in lit}
    colour = colours.pop() if len(colours) == 1 else "mixed"
    # The first and the last span were cut off by the looking.
    dark = [length for state, length in spans[1:-1] if state == (0, 0)]
    if not dark and len(spans) < 3:
        return Shown(colour, "steady")
    whole = [length for state, length in spans[1:-1] if state != (0, 0)]
    if whole and median(whole) < QUICK_MS:
        return Shown(colour, "double_blink")
    if dark and max(dark) < WINK_MS:
        return Shown(colour, "wink")
    if whole and median(whole) < SLOW_MS:
        return Shown(colour, "slow_pulse")
    return Shown(colour, "unknown")


def _spans(samples: Sequence[Sample]) -> list[tuple[tuple[int, int], int]]:
    """Stretches of one state with their lengths; moments between two pins are given to the stretch before them."""
    spans: list[tuple[tuple[int, int], int]] = []
    for (begin, *levels), (end, *_) in zip(samples, samples[1:], strict=False):
        state, length = (levels[0], levels[1]), end - begin
        if spans and (state == spans[-1][0] or length < SHORTEST_MS):
            spans[-1] = (spans[-1][0], spans[-1][1] + length)
        else:
            spans.append((state, length))
    return spans
