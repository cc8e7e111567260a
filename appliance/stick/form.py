"""The form of the files on a backup stick: records of facts, encrypted, each chained to the one before.

Pure: bytes in, bytes out; knows no drive and no till. A file may be cut at any byte: what can be read is always a
whole number of records from its beginning. Nobody without the secret can read, change or reorder one.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"TBX1"
STATE_MAGIC = b"TBS1"
NO_HEAD = bytes(32)
NONCE_BYTES = 12
LARGEST_SEALED = 16 << 20
LARGEST_UNPACKED = 64 << 20
# magic, bytes of what is sealed, epoch, first fact, how many, head before, head after, nonce; big-endian
_CLEAR = struct.Struct(">4sIIQI32s32s12s")


@dataclass(frozen=True, slots=True)
class Record:
    """Facts `first` to `last` of an epoch, byte for byte, with the heads of their chain before and after."""

    epoch: int
    first: int
    start: bytes
    end: bytes
    facts: tuple[bytes, ...]

    @property
    def last(self) -> int:
        return self.first + len(self.facts) - 1


class StickKey:
    """Seals and opens the records of one box. `box` is the name of its folder on the stick."""

    def __init__(self, secret: bytes, box: str) -> None:
        self._box = box.encode()
        self._cipher = AESGCM(hmac.digest(b"tillbox stick 1", secret, "sha256"))

    def seal(self, epoch: int, first: int, start: bytes, facts: Sequence[bytes]) -> bytes:
        """One record's bytes. A fact holds no newline, as in the journal."""
        end = chained(start, facts)
        plain = zstandard.ZstdCompressor(level=3).compress(b"\n".join(facts))
        nonce = os.urandom(NONCE_BYTES)
        size = len(plain) + 16
        clear = _CLEAR.pack(MAGIC, size, epoch, first, len(facts), start, end, nonce)
        return clear + self._cipher.encrypt(nonce, plain, self._box + b"\0" + clear)

    def read(self, file: IO[bytes]) -> Iterator[tuple[Record, int]]:
        """Each record from where `file` stands, and where in the file it ends (counted from the first).

        Ends before the first one that is torn, damaged, not of this key, or does not follow from the one before.
        """
        at, before = 0, None
        while True:
            clear = file.read(_CLEAR.size)
            if len(clear) < _CLEAR.size or clear[:4] != MAGIC:
                return
            _, size, epoch, first, count, start, end, nonce = _CLEAR.unpack(clear)
            sealed = file.read(size) if size <= LARGEST_SEALED else b""
            facts = self._open(nonce, sealed, clear, size)
            if facts is None or len(facts) != count or chained(start, facts) != end:
                return
            record = Record(epoch, first, start, end, facts)
            if not _follows(record, before):
                return
            at, before = at + _CLEAR.size + size, record
            yield record, at

    def seal_state(self, plain: bytes) -> bytes:
        """The tables as one file."""
        nonce = os.urandom(NONCE_BYTES)
        packed = zstandard.ZstdCompressor(level=3).compress(plain)
        return STATE_MAGIC + nonce + self._cipher.encrypt(nonce, packed, self._box + b"\0" + STATE_MAGIC)

    def open_state(self, sealed: bytes) -> bytes | None:
        """What `seal_state` sealed; None when a bit of it is wrong, or it is of another key."""
        start = len(STATE_MAGIC)
        nonce, rest = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
        if sealed[:start] != STATE_MAGIC or len(rest) < 16:
            return None
        try:
            packed = self._cipher.decrypt(nonce, rest, self._box + b"\0" + STATE_MAGIC)
            return zstandard.ZstdDecompressor().decompress(packed, max_output_size=LARGEST_UNPACKED)
        except (InvalidTag, zstandard.ZstdError):
            return None

    def _open(self, nonce: bytes, sealed: bytes, clear: bytes, size: int) -> tuple[bytes, ...] | None:
        if len(sealed) != size or size < 16:
            return None
        try:
            packed = self._cipher.decrypt(nonce, sealed, self._box + b"\0" + clear)
            plain = zstandard.ZstdDecompressor().decompress(packed, max_output_size=LARGEST_UNPACKED)
        except (InvalidTag, zstandard.ZstdError):
            return None
        return tuple(plain.split(b"\n"))


def chained(head: bytes, facts: Sequence[bytes]) -> bytes:
    """The head of the fact chain after `facts`."""
    for fact in facts:
        head = hashlib.sha256(head + fact).digest()
    return head


def _follows(record: Record, before: Record | None) -> bool:
    if before is None:
        return record.first == 1 and record.start == NO_HEAD
    is_next = record.epoch == before.epoch and record.first == before.last + 1
    return is_next and record.start == before.end
