"""Facts by number, by type and by receipt number, read back from the segments by position.

Memory holds only the packed index of each segment; a fact is read from its file when asked for, and its
line's check sum is verified each time. Knows nothing of writing.
"""

from __future__ import annotations

import os
import threading
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from appliance.ports import Fact, Moment
from appliance.store.files import Files
from appliance.store.finding import holding
from appliance.store.line import Soundness, chain, check, loads
from appliance.store.segment import Segment, facts_of

OPEN_FILES = 8


class Reader:
    """Positioned reads from segment files; keeps the last few open."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._open: OrderedDict[Path, int] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, path: Path, start: int, size: int) -> bytes:
        with self._lock:
            fd = self._open.get(path)
            if fd is None:
                fd = self._files.open(path, os.O_RDONLY)
                self._open[path] = fd
                if len(self._open) > OPEN_FILES:
                    self._files.close(self._open.popitem(last=False)[1])
            else:
                self._open.move_to_end(path)
            return self._files.pread(fd, size, start)

    def forget(self, path: Path) -> None:
        """Another file took this name: read from the new one."""
        with self._lock:
            fd = self._open.pop(path, None)
            if fd is not None:
                self._files.close(fd)

    def close(self) -> None:
        with self._lock:
            while self._open:
                self._files.close(self._open.popitem()[1])


class History:
    """All segments in order. The store's lock guards adding; reading needs no lock of the store."""

    def __init__(self, reader: Reader, on_damage: Callable[[Segment], None]) -> None:
        self._reader = reader
        self._on_damage = on_damage
        self.segments: list[Segment] = []
        self._epochs: dict[int, list[Segment]] = {}

    def add(self, segment: Segment) -> None:
        self.segments.append(segment)
        self._epochs.setdefault(segment.epoch, []).append(segment)

    @property
    def epochs(self) -> list[int]:
        return sorted(self._epochs)

    def last_f(self, epoch: int) -> int:
        segments = self._epochs.get(epoch)
        return segments[-1].last_f if segments else 0

    def segment_of(self, epoch: int, f: int) -> Segment | None:
        segments = self._epochs.get(epoch, [])
        at = bisect_right(segments, f, key=lambda segment: segment.first_f) - 1
        # A segment without facts begins with the same number as the next one: step back over it.
        if at < 0 or not segments[at].first_f <= f <= segments[at].last_f:
            return None
        return segments[at]

    def exact(self, epoch: int, f: int) -> tuple[bytes, str] | None:
        """A fact's exact bytes and the chain's head after it in hex; None if unknown, unreadable or unproven."""
        found = self._readable(epoch, f)
        return found if found is not None and found[1] else None

    def _readable(self, epoch: int, f: int) -> tuple[bytes, str] | None:
        """The same; the head is empty where the line before is lost, so that the chain cannot be followed."""
        segment = self.segment_of(epoch, f)
        if segment is None:
            return None
        _, _, position = segment.place(f)
        read = self._line(segment, f)
        if read is None:
            return None
        raw, line = read
        facts = facts_of(raw, line)
        if position == len(facts) - 1:
            return facts[position], line["g"]
        before = self._head_before(segment, f - position)
        if before is None:
            return facts[position], ""
        for fact in facts[: position + 1]:
            before = chain(before, fact)
        return facts[position], before.hex()

    def _head_before(self, segment: Segment, f: int) -> bytes | None:
        if f == segment.first_f:
            return segment.header.fact_head
        read = self._line(segment, f - 1)
        return bytes.fromhex(read[1]["g"]) if read is not None else None

    def _line(self, segment: Segment, f: int) -> tuple[bytes, dict[str, Any]] | None:
        start, size, _ = segment.place(f)
        if not size:
            return None
        raw = self._reader.read(segment.path, start, size)[: size - 1]
        if check(raw, None) is not Soundness.SOUND:
            self._on_damage(segment)
            return None
        return raw, loads(raw)

    def exact_run(self, epoch: int, first: int, last: int) -> Iterator[bytes]:
        """The exact bytes of facts `first` to `last`, one read a segment; ends before one that is unreadable."""
        while first <= last:
            segment = self.segment_of(epoch, first)
            if segment is None:
                return
            upto = segment.readable_upto(first, min(last, segment.last_f))
            if upto < first:
                return
            begin, _, position = segment.place(first)
            end_start, end_size, _ = segment.place(upto)
            data = memoryview(self._reader.read(segment.path, begin, end_start + end_size - begin))
            while first <= upto:
                start, size, position = segment.place(first)
                raw = bytes(data[start - begin : start - begin + size - 1])
                if check(raw, None) is not Soundness.SOUND:
                    self._on_damage(segment)
                    return
                for fact in facts_of(raw, loads(raw))[position : position + upto - first + 1]:
                    yield fact
                    first += 1

    def count_after(self, epoch: int, type_: str, f: int) -> int:
        """How many facts of a type stand past `f` in an epoch."""
        return sum(segment.count_past(type_, f) for segment in self._epochs.get(epoch, []))

    def fact(self, epoch: int, f: int) -> Fact | None:
        """A fact read back from its file; its `hash` is empty where its chain cannot be followed."""
        found = self._readable(epoch, f)
        return fact_from(*found) if found is not None else None

    def latest(self, epoch: int, type_: str, before: int, limit: int) -> Iterator[int]:
        """Numbers of the newest facts of a type, newest first, below `before`."""
        for segment in reversed(self._epochs.get(epoch, [])):
            f = min(before, segment.last_f + 1)
            while limit > 0 and (f := segment.latest_of(type_, f)):
                yield f
                limit -= 1

    def by_receipt(self, series: str, counter: int) -> tuple[int, int] | None:
        """(epoch, f) of the fact that carries a receipt number."""
        at = bisect_left(self.segments, counter, key=lambda segment: segment.receipt_counters.get(series, 0))
        if counter < 1 or at == len(self.segments):
            return None
        segment = self.segments[at]
        numbered = segment.receipts.get(series)
        if numbered is None or counter < numbered.first:
            return None
        f = numbered.facts[counter - numbered.first]
        return (segment.epoch, f) if f else None

    def bodies(self, type_: str, stop: tuple[int, int] | None) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """(epoch, f, body) of every fact of a type, oldest first, up to but not including `stop`."""
        for segment in list(self.segments):
            if not segment.count_of(type_):
                continue
            data = self._reader.read(segment.path, 0, segment.end)
            f = segment.first_f - 1
            start, position = -1, 0
            line: dict[str, Any] | None = None
            for i in range(len(segment.starts)):
                f += 1
                if stop is not None and (segment.epoch, f) >= stop:
                    return
                if segment.starts[i] == start:
                    position += 1
                else:
                    start, position, line = segment.starts[i], 0, None
                if segment.kind_names[segment.kinds[i]] != type_:
                    continue
                if line is None:
                    line = self._parsed(segment, data[start : start + segment.sizes[i] - 1])
                if line:
                    yield segment.epoch, f, line["x"][position]["body"]

    def _parsed(self, segment: Segment, raw: bytes) -> dict[str, Any]:
        if check(raw, None) is Soundness.SOUND:
            line: dict[str, Any] = loads(raw)
            return line
        self._on_damage(segment)
        return {}

    def holding(
        self, segment: Segment, part: tuple[int, int], types: Collection[str], needles: Sequence[bytes]
    ) -> tuple[list[int], int]:
        """What `finding.holding` finds in a part of a segment."""
        return holding(self._reader.read, segment, part, types, needles)

    def count(self, type_: str) -> int:
        return sum(segment.count_of(type_) for segment in self.segments)


def fact_from(data: bytes, head: str) -> Fact:
    """A fact from its exact bytes."""
    plain = loads(data)
    at = Moment(plain["at"], plain["q"], plain["off"], plain["zone"], plain["day"])
    return Fact(plain["f"], plain["e"], plain["type"], plain["v"], at, plain["body"], head)
