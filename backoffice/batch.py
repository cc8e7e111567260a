"""A batch of facts as it comes over the wire: a header line, then the exact bytes of each fact, one a line.

Pure: the chain is recomputed over the bytes here; what the facts mean, and whether they fit what is stored, is
decided elsewhere (`projections`, `ingest`). Format: docs/protocol.md, "Push".
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Final

import orjson

from backoffice.errors import OfficeError

NO_HEAD: Final = "0" * 64
MAX_FACTS: Final = 10_000
MAX_EPOCH: Final = 2**31 - 1
MAX_NUMBER: Final = 2**53 - 1  # beyond this, readers that count in IEEE doubles lie

_HEAD = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Batch:
    """Facts `first`.. of a stream; `hashes[i]` is the head after `facts[i]`, `start` the head before the first."""

    epoch: int
    first: int
    start: str
    end: str
    aside: bool
    facts: tuple[bytes, ...]
    hashes: tuple[str, ...]

    @property
    def last(self) -> int:
        """The number of the last fact."""
        return self.first + len(self.facts) - 1

    def head_at(self, f: int) -> str:
        """The head at number `f`, from `first - 1` to `last`."""
        return self.start if f < self.first else self.hashes[f - self.first]


def parse_batch(raw: bytes) -> Batch:
    """Read an unpacked body. Raises `bad_request` naming the field, or `broken_chain`."""
    if not raw.endswith(b"\n"):
        raise OfficeError("bad_request", field="body", allowed="lines, each ended by a newline")
    head, *facts = raw[:-1].split(b"\n")
    header = _header(head)
    epoch = _number(header, "epoch", 1, MAX_EPOCH)
    first = _number(header, "first", 1, MAX_NUMBER - MAX_FACTS)
    count = _number(header, "count", 1, MAX_FACTS)
    start, end = _digest(header, "start"), _digest(header, "end")
    aside = header.get("aside", False)
    if not isinstance(aside, bool):
        raise OfficeError("bad_request", field="aside", allowed="true or false")
    if len(facts) != count or not all(facts):
        raise OfficeError("bad_request", field="count", allowed="as many as there are lines, none empty")
    hashes = chain(start, facts)
    if hashes[-1] != end:
        raise OfficeError("broken_chain", field="end", first=first, count=count)
    return Batch(epoch, first, start, end, aside, tuple(facts), tuple(hashes))


def chain(start: str, facts: list[bytes]) -> list[str]:
    """The heads after each fact: SHA-256 of the head before it and its bytes."""
    head = bytes.fromhex(start)
    hashes = []
    for fact in facts:
        digest = hashlib.sha256(head + fact)
        head = digest.digest()
        hashes.append(digest.hexdigest())
    return hashes


def _header(line: bytes) -> dict[str, Any]:  # JSON: each key is checked before use
    try:
        header = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise OfficeError("bad_request", field="header", allowed="one JSON object on one line") from error
    if not isinstance(header, dict):
        raise OfficeError("bad_request", field="header", allowed="one JSON object on one line")
    return header


def _number(header: dict[str, Any], name: str, least: int, most: int) -> int:
    value = header.get(name)
    if type(value) is not int or not least <= value <= most:
        raise OfficeError("bad_request", field=name, allowed=f"a whole number from {least} to {most}")
    return value


def _digest(header: dict[str, Any], name: str) -> str:
    value = header.get(name)
    if not isinstance(value, str) or _HEAD.fullmatch(value) is None:
        raise OfficeError("bad_request", field=name, allowed="64 lower-case hex digits")
    return value
