"""The partitions of a disk by name, read from its GUID partition table (UEFI specification, chapter 5). Pure."""

from __future__ import annotations

import struct
from dataclasses import dataclass

SECTOR = 512
TABLE_BYTES = 64 * SECTOR  # protective MBR, header and 128 entries fit well inside


@dataclass(frozen=True, slots=True)
class Partition:
    """Where one partition lies, in bytes."""

    name: str
    offset: int
    size: int


def partitions(start: bytes) -> dict[str, Partition]:
    """The partitions by name (PARTLABEL), from the first `TABLE_BYTES` of a disk. Raises ValueError."""
    header = start[SECTOR : 2 * SECTOR]
    if header[:8] != b"EFI PART":
        raise ValueError("no GUID partition table here")
    first, count, size = struct.unpack_from("<QII", header, 72)
    found = {}
    for number in range(count):
        entry = start[first * SECTOR + number * size :][:size]
        if len(entry) < size or entry[:16] == bytes(16):
            continue
        first_sector, last_sector = struct.unpack_from("<QQ", entry, 32)
        name = entry[56:128].decode("utf-16-le").rstrip("\0")
        found[name] = Partition(name, first_sector * SECTOR, (last_sector - first_sector + 1) * SECTOR)
    return found
