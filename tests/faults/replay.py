"""What a disk may hold after the power went: every simulated cut of one recorded block log.

A disk keeps what it flushed. Of the writes after its last flush it may have kept none, all, some, or some of
their 512-byte sectors. This module turns a recording (image before, log of entries) and a cut into an image.
"""

import random
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.blocklog import FLUSH, MARK, WRITE, read_log

SECTOR_BYTES = 512
KEEP = ("none", "all", "some", "torn")


@dataclass(frozen=True, slots=True)
class Cut:
    """The power goes after the first `at` entries; `keep` says what survives of the unflushed writes."""

    at: int
    keep: str
    seed: int


class Recording:
    """One workload's block log on top of the image it started from."""

    def __init__(self, base: Path, log: Path) -> None:
        self._base = base
        self._entries = list(read_log(log))
        self._marks = [(at, data) for at, (kind, _, data) in enumerate(self._entries) if kind == MARK]
        self._writes = [at for at, entry in enumerate(self._entries) if entry[0] == WRITE]
        self.flushes = sum(entry[0] == FLUSH for entry in self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def marks(self, before: int | None = None) -> list[bytes]:
        """The lines the workload had written into `marks` when the power went, oldest first."""
        end = len(self._entries) if before is None else before
        return b"".join(data for at, data in self._marks if at < end).splitlines()

    def entry_of_mark(self, number: int) -> int:
        """Where in the log the given mark (counted from 0) stands; its end if there are fewer."""
        return self._marks[number][0] if number < len(self._marks) else len(self._entries)

    def choose(self, rng: random.Random, count: int, first: int = 0, end: int | None = None) -> list[Cut]:
        """Random cuts in log order, four in five of them just after a write: where there is most to lose."""
        end = len(self._entries) if end is None else end
        writes = self._writes[bisect_left(self._writes, first) : bisect_left(self._writes, end)]
        cuts = []
        for number in range(count):
            after_write = bool(writes) and rng.random() < 0.8
            at = rng.choice(writes) + 1 if after_write else rng.randint(first, end)
            cuts.append(Cut(at, KEEP[number % len(KEEP)], rng.getrandbits(32)))
        return sorted(cuts, key=lambda cut: cut.at)

    def images(self, cuts: list[Cut], path: Path) -> Iterator[Cut]:
        """Write the image of each cut (in log order) to `path`, one after the other."""
        durable = bytearray(self._base.read_bytes())
        applied = 0
        for cut in cuts:
            flushed = applied
            for at in range(applied, cut.at):
                if self._entries[at][0] == FLUSH:
                    flushed = at + 1
            for kind, offset, data in self._entries[applied:flushed]:
                if kind == WRITE:
                    durable[offset : offset + len(data)] = data
            applied = flushed
            image = bytearray(durable)
            pending = [entry for entry in self._entries[flushed : cut.at] if entry[0] == WRITE]
            for offset, data in _surviving(pending, cut):
                image[offset : offset + len(data)] = data
            path.write_bytes(image)
            yield cut


def _surviving(pending: list[tuple[bytes, int, bytes]], cut: Cut) -> Iterator[tuple[int, bytes]]:
    rng = random.Random(cut.seed)
    chance = rng.choice((0.2, 0.5, 0.8, 0.95))
    for _, offset, data in pending:
        if cut.keep == "all" or (cut.keep == "some" and rng.random() < chance):
            yield offset, data
        elif cut.keep == "torn":
            for start in range(0, len(data), SECTOR_BYTES):
                if rng.random() < chance:
                    yield offset + start, data[start : start + SECTOR_BYTES]
