"""One line of the journal: its bytes, its check sum and its place in the chain. See docs/journal.md.

Knows no files. A line is built by hand around bytes that orjson made, so that every part that is hashed
can be cut out again exactly as it was written; nothing is ever re-encoded to be checked.
"""

from __future__ import annotations

import hashlib
import re
from binascii import crc32, hexlify
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

import orjson

from appliance.ports import Moment

if TYPE_CHECKING:
    from hashlib import _Hash as Hash  # the type has no public name

SCHEMA = "1.1"
SCHEMA_MAJOR = 1
NO_HEAD = bytes(32)

# body | ,"h":" 64 hex | ","c":" 8 hex | "}      (the newline is not counted)
FRAME_BYTES = 87
CHECK_BYTES = 16  # ,"c":"xxxxxxxx"}
FACTS_MARK = b',"x":['

dumps = orjson.dumps
loads = orjson.loads


def exact(data: bytes) -> bytes:
    """A copy of exactly its own size; what orjson returns keeps its encoding buffer's slack alive."""
    return bytes(memoryview(data))


class Soundness(Enum):
    """What a complete line turned out to be."""

    SOUND = "sound"
    DAMAGED = "damaged"  # the check sum does not fit: the medium or a torn write
    EDITED = "edited"  # the check sum fits, the chain does not: somebody rewrote it


class NewerSchema(Exception):
    """The journal was written by a newer major version: refuse, never guess."""


def begin_chain(head: bytes) -> Hash:
    """The next link of a chain, begun before its bytes are known; good for one `update`."""
    return hashlib.sha256(head)


def seal(body: bytes, chain: Hash) -> tuple[bytes, bytes]:
    """Close an open JSON object `{...` with its chain head and check sum; return (line with newline, head)."""
    chain.update(body)
    head = chain.digest()
    stated = b"".join((b',"h":"', hexlify(head), b'"'))
    check_sum = crc32(stated, crc32(body)).to_bytes(4, "big")
    return b"".join((body, stated, b',"c":"', hexlify(check_sum), b'"}\n')), head


def check(raw: bytes, previous: bytes | None) -> Soundness:
    """Judge a line without its newline; `previous` None checks the sum only (the line before is unreadable)."""
    if len(raw) <= FRAME_BYTES or raw[-FRAME_BYTES:-81] != b',"h":"':
        return Soundness.DAMAGED
    if raw[-CHECK_BYTES:] != b',"c":"%08x"}' % crc32(memoryview(raw)[:-CHECK_BYTES]):
        return Soundness.DAMAGED
    if previous is not None:
        head = hashlib.sha256(previous)
        head.update(memoryview(raw)[:-FRAME_BYTES])
        if head.hexdigest().encode() != raw[-81:-17]:
            return Soundness.EDITED
    return Soundness.SOUND


def head_of(raw: bytes) -> bytes:
    """The chain head a sound line states."""
    return bytes.fromhex(raw[-81:-17].decode("ascii"))


def parse(raw: bytes) -> dict[str, Any]:
    """A sound line as a dict; raises NewerSchema for one from a newer major version."""
    line: dict[str, Any] = loads(raw)
    schema = line.get("s") or line.get("segment") or line.get("snapshot") or SCHEMA
    if int(str(schema).split(".", 1)[0]) > SCHEMA_MAJOR:
        raise NewerSchema(f"the journal has schema {schema}; this version reads up to {SCHEMA_MAJOR}.x")
    return line


def fact_bytes(raw: bytes, lengths: Sequence[int]) -> list[bytes]:
    """The exact bytes of each fact in a line.

    The mark cannot occur earlier: before it stand only numbers and JSON strings, and inside a JSON string
    its quotes would be escaped.
    """
    start = raw.index(FACTS_MARK) + len(FACTS_MARK)
    facts = []
    for length in lengths:
        facts.append(raw[start : start + length])
        start += length + 1
    return facts


def chain(head: bytes, fact: bytes) -> bytes:
    """The fact chain's next head."""
    return hashlib.sha256(head + fact).digest()


def encode_fact(f: int, epoch: int, type_: str, at: Moment, body: Mapping[str, Any]) -> bytes:
    """The exact bytes of one fact, which acknowledgement and proof speak of for ever."""
    return dumps(
        {
            "f": f,
            "e": epoch,
            "type": type_,
            "v": SCHEMA,
            "at": at.utc,
            "q": at.quality,
            "off": at.offset_min,
            "zone": at.zone,
            "day": at.day,
            "body": body,
        }
    )


def body_of(fact: bytes) -> bytes:
    """The bytes of a fact's body; inside the strings before it a quote would be escaped."""
    return fact[fact.index(b',"body":') + 8 : -1]


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a segment: where both chains and all counters stood before it."""

    epoch: int
    series: str
    first_n: int
    facts_before: int
    day: str
    offset_min: int
    zone: str
    line_head: bytes
    fact_head: bytes
    receipts: dict[str, int]
    broke: dict[str, Any] | None = None

    def body(self) -> bytes:
        """The header as an open JSON object, ready to be sealed."""
        fields: dict[str, Any] = {
            "segment": SCHEMA,
            "e": self.epoch,
            "series": self.series,
            "n": self.first_n,
            "f": self.facts_before,
            "day": self.day,
            "off": self.offset_min,
            "zone": self.zone,
            "p": self.line_head.hex(),
            "g": self.fact_head.hex(),
            "r": self.receipts,
        }
        if self.broke is not None:
            fields["broke"] = self.broke
        return dumps(fields)[:-1]


def header_of(line: dict[str, Any]) -> Header:
    """The header a parsed first line holds."""
    return Header(
        epoch=line["e"],
        series=line["series"],
        first_n=line["n"],
        facts_before=line["f"],
        day=line["day"],
        offset_min=line["off"],
        zone=line["zone"],
        line_head=bytes.fromhex(line["p"]),
        fact_head=bytes.fromhex(line["g"]),
        receipts=dict(line["r"]),
        broke=line.get("broke"),
    )


# The end of a whole line, with which a torn one is told from a damaged one; one wrong byte is forgiven.
_END_FRAME = b',"h":"' + b"0" * 64 + b'","c":"' + b"0" * 8 + b'"}'
_HEX = frozenset(b"0123456789abcdef")


def ends_like_a_line(region: bytes) -> bool:
    """Whether `region` ends in a line's frame, but for one wrong byte (or a spoilt newline after it)."""
    return _frame_misses(region[-FRAME_BYTES:]) <= 1 or _frame_misses(region[-FRAME_BYTES - 1 : -1]) == 0


def _frame_misses(tail: bytes) -> int:
    if len(tail) < FRAME_BYTES:
        return FRAME_BYTES
    return sum(
        (have not in _HEX) if want == 0x30 else have != want
        for have, want in zip(tail, _END_FRAME, strict=True)
    )


_HOLE = re.compile(rb"[\n\0]{2}|\0")


def has_hole(region: bytes) -> bool:
    """Whether unwritten bytes (newlines of the preallocation, NULs) stand where text should be."""
    return region[:1] in (b"\n", b"\0") or _HOLE.search(region) is not None
