"""One segment file and the packed index of its facts; reading facts back by position.

A segment knows where each fact's line stands, which type the fact has and which receipt number it carries:
nine bytes a fact. The index can be kept beside the journal as a disposable file; the journal is the truth.
"""

from __future__ import annotations

import sys
from array import array
from binascii import crc32
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from appliance.store.line import Header, dumps, fact_bytes, head_of, header_of, loads

INDEX_VERSION = 2  # 1 could leave out what stands behind a damage
WORD = "I"  # four bytes: a segment stays far below 4 GiB
LOST = ""  # the type of a fact that cannot be read: it has a number, and no place (its line has size 0)


@dataclass(slots=True)
class Receipts:
    """Receipt numbers of one series within a segment: `facts[i]` is the fact of counter `first + i`, or 0."""

    first: int
    facts: array[int] = field(default_factory=lambda: array(WORD))


class Segment:
    """What is known of one segment: its header, where its end is, and its facts by position."""

    def __init__(self, path: Path, header: Header, end: int, head: bytes) -> None:
        self.path = path
        self.header = header
        self.end = end  # bytes of sound lines
        self.head = head  # line chain
        self.fact_head = header.fact_head
        self.last_n = header.first_n - 1
        self.receipt_counters = dict(header.receipts)
        self.starts = array(WORD)
        self.sizes = array(WORD)
        self.kinds = bytearray()
        self.kind_names: list[str] = []
        self.receipts: dict[str, Receipts] = {}
        self.totals: dict[str, list[int]] = {}
        self.last_utc = ""
        self.is_sealed = False

    @property
    def epoch(self) -> int:
        return self.header.epoch

    @property
    def first_f(self) -> int:
        return self.header.facts_before + 1

    @property
    def last_f(self) -> int:
        return self.header.facts_before + len(self.starts)

    def add(
        self,
        size: int,
        head: bytes,
        n: int,
        facts: list[tuple[str, int | None]],
        fact_head: bytes,
        receipt: tuple[str, int, int] | None,
    ) -> None:
        """Note a line of `size` bytes (with newline) at the end; `facts` are (type, total_minor or None)."""
        start = self.end
        for type_, total_minor in facts:
            self.starts.append(start)
            self.sizes.append(size)
            self.kinds.append(self._kind(type_))
            figures = self.totals.setdefault(type_, [0, 0])
            figures[0] += 1
            figures[1] += total_minor or 0
        if receipt is not None:
            series, counter, position = receipt
            self.receipt_counters[series] = counter
            numbered = self.receipts.setdefault(series, Receipts(counter))
            f = self.last_f - len(facts) + 1 + position
            numbered.facts.append(f if position < len(facts) else 0)
        self.end = start + size
        self.head = head
        self.fact_head = fact_head
        self.last_n = n

    def note(self, raw: bytes, line: Mapping[str, Any]) -> None:
        """Note a sound line that was read back from the file."""
        facts = [(fact["type"], total_of(fact["body"])) for fact in line.get("x", ())]
        fact_head = bytes.fromhex(line["g"]) if facts else self.fact_head
        receipt = line.get("r")
        self.add(len(raw) + 1, head_of(raw), line["n"], facts, fact_head, tuple(receipt) if receipt else None)
        self.last_utc = line["t"]
        if "z" in line:
            self.is_sealed = True

    def leave_out(self, facts: int) -> None:
        """Note that so many facts stood here and cannot be read: their numbers stay theirs."""
        self.starts.extend([0] * facts)
        self.sizes.extend([0] * facts)
        self.kinds.extend(bytes([self._kind(LOST)]) * facts)

    def leave_out_receipts(self, series: str, upto: int) -> tuple[int, int] | None:
        """Note that the counters of a series up to `upto` were given here; (first, last) of those not seen."""
        known = self.receipt_counters.get(series, 0)
        if upto <= known:
            return None
        numbered = self.receipts.get(series)
        if numbered is not None:
            numbered.facts.extend([0] * (upto + 1 - numbered.first - len(numbered.facts)))
        self.receipt_counters[series] = upto
        return known + 1, upto

    def readable_upto(self, first: int, last: int) -> int:
        """The last fact before the first lost one among `first` to `last`; below `first` if that one is lost."""
        try:
            return self.first_f - 1 + self.sizes.index(0, first - self.first_f, last - self.first_f + 1)
        except ValueError:
            return last

    def _kind(self, type_: str) -> int:
        try:
            return self.kind_names.index(type_)
        except ValueError:
            self.kind_names.append(type_)
            return len(self.kind_names) - 1

    def kind_of(self, f: int) -> str:
        return self.kind_names[self.kinds[f - self.first_f]]

    def latest_of(self, type_: str, before: int) -> int:
        """The newest fact of a type below `before`, or 0."""
        if type_ not in self.kind_names:
            return 0
        at = self.kinds.rfind(self.kind_names.index(type_), 0, max(0, before - self.first_f))
        return self.first_f + at if at >= 0 else 0

    def count_of(self, type_: str) -> int:
        return self.totals.get(type_, (0, 0))[0]

    def count_past(self, type_: str, f: int) -> int:
        """How many facts of a type have a number above `f`."""
        if f < self.first_f:
            return self.count_of(type_)
        if type_ not in self.kind_names:
            return 0
        return self.kinds.count(self.kind_names.index(type_), f + 1 - self.first_f)

    def place(self, f: int) -> tuple[int, int, int]:
        """Where fact `f` is: (line's offset, line's size, position within the line)."""
        i = f - self.first_f
        start = self.starts[i]
        first = i
        while first > 0 and self.starts[first - 1] == start:
            first -= 1
        return start, self.sizes[i], i - first

    # ---- the disposable index file

    def index_bytes(self) -> bytes:
        """The index as a file: a JSON line of facts about the segment, the packed arrays, a check sum."""
        about = {
            "index": INDEX_VERSION,
            "order": sys.byteorder,
            "word": self.starts.itemsize,
            "header": loads(self.header.body() + b"}"),
            "end": self.end,
            "head": self.head.hex(),
            "g": self.fact_head.hex(),
            "n": self.last_n,
            "facts": len(self.starts),
            "kinds": self.kind_names,
            "counters": self.receipt_counters,
            "receipts": {name: [r.first, len(r.facts)] for name, r in self.receipts.items()},
            "totals": self.totals,
            "t": self.last_utc,
            "sealed": self.is_sealed,
        }
        numbered = [r.facts.tobytes() for r in self.receipts.values()]
        data = b"".join(
            [dumps(about), b"\n", self.starts.tobytes(), self.sizes.tobytes(), bytes(self.kinds), *numbered]
        )
        return data + crc32(data).to_bytes(4, "little")


def segment_from_index(path: Path, data: bytes) -> Segment | None:
    """A segment from its index file, or None when the file is damaged, foreign or of another version."""
    if len(data) < 5 or crc32(memoryview(data)[:-4]) != int.from_bytes(data[-4:], "little"):
        return None
    split = data.index(b"\n")
    about = loads(data[:split])
    word = array(WORD).itemsize
    if (about["index"], about["order"], about["word"]) != (INDEX_VERSION, sys.byteorder, word):
        return None
    segment = Segment(path, header_of(about["header"]), about["end"], bytes.fromhex(about["head"]))
    at = split + 1

    def words(count: int) -> array[int]:
        nonlocal at
        packed = array(WORD)
        packed.frombytes(data[at : at + count * word])
        at += count * word
        return packed

    segment.starts = words(about["facts"])
    segment.sizes = words(about["facts"])
    segment.kinds = bytearray(data[at : at + about["facts"]])
    at += about["facts"]
    segment.kind_names = about["kinds"]
    segment.receipts = {
        name: Receipts(first, words(count)) for name, (first, count) in about["receipts"].items()
    }
    segment.receipt_counters = about["counters"]
    segment.totals = about["totals"]
    segment.fact_head = bytes.fromhex(about["g"])
    segment.last_n = about["n"]
    segment.last_utc = about["t"]
    segment.is_sealed = about["sealed"]
    return segment


def segment_name(header: Header) -> str:
    """The file name: sorts by epoch, then by first line."""
    return f"{header.epoch:03d}-{header.first_n:09d}-{header.day}.jsonl"


def total_of(body: Mapping[str, Any]) -> int | None:
    """The money a fact moves, if it says so in the usual field; sums appear in the seal of the day."""
    total = body.get("total_minor")
    return total if isinstance(total, int) else None


def facts_of(raw: bytes, line: Mapping[str, Any]) -> list[bytes]:
    """The exact bytes of all facts of a line."""
    return fact_bytes(raw, line["l"]) if "l" in line else []


def renamed(header: Header, **changes: Any) -> Header:  # the changes are Header's own fields
    """A header with some fields changed."""
    return replace(header, **changes)
