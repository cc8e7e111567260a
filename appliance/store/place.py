"""Where the next line will stand: its numbers, and both chains already begun.

Made while the device still writes the line before, so that a sale finds it ready. Knows no file; whoever begins
another segment or seals this one must forget it.
"""

from __future__ import annotations

from collections.abc import Mapping

from appliance.store.line import begin_chain
from appliance.store.segment import Segment


class Place:
    """The place behind a segment's last line. Its chains end with the line that takes it: good for one line."""

    __slots__ = ("counter", "day", "epoch", "fact_chain", "last_f", "line_chain", "n", "series")

    def __init__(self, segment: Segment, counters: Mapping[str, int]) -> None:
        header = segment.header
        self.n = segment.last_n + 1
        self.day = header.day
        self.epoch = header.epoch
        self.last_f = segment.last_f
        self.series = header.series
        self.counter = counters.get(header.series, 0)  # the last receipt's
        self.line_chain = begin_chain(segment.head)
        self.fact_chain = begin_chain(segment.fact_head)
