"""Where each partition lies on the card. Pure arithmetic: it must not touch a disk.

Partitions are found by name everywhere (PARTLABEL), never by number or UUID: the two roots will be identical twins.
"""

from __future__ import annotations

import struct
import uuid
from dataclasses import dataclass

MIB = 1024 * 1024
SECTOR = 512
ALIGN_MIB = 4  # erase blocks of cards are 4 MiB or a divisor of it
TAIL_MIB = 1  # room for the backup of the partition table

ESP = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"
ROOT_ARM64 = "B921B045-1DF0-41C3-AF44-4C6F280D3FAE"
LINUX_DATA = "0FC63DAF-8483-4772-8E79-3D69D8477DE4"
MBR_OFFSET = 446  # of the four entries of the old table in the first sector
FAT32, PROTECTIVE = 0x0C, 0xEE
NO_CYLINDERS = b"\xfe\xff\xff"  # addresses that only fit the new way of counting
NAMES = uuid.UUID("3c1c1f0c-6a3c-5d0e-9a53-8c7b5f3a9d11")  # namespace of every identifier made here


@dataclass(frozen=True, slots=True)
class Partition:
    """One partition: its name, its GPT type, where it starts and how long it is."""

    label: str
    type_guid: str
    start_mib: int
    size_mib: int

    @property
    def end_mib(self) -> int:
        return self.start_mib + self.size_mib


@dataclass(frozen=True, slots=True)
class Layout:
    """All partitions in order, and the length of the whole image."""

    partitions: tuple[Partition, ...]
    total_mib: int

    def __getitem__(self, label: str) -> Partition:
        return next(part for part in self.partitions if part.label == label)


def identifier(version: str, name: str) -> str:
    """A UUID that two builds of one version share: the image must come out the same twice."""
    return str(uuid.uuid5(NAMES, f"{version}/{name}"))


def make_layout(firmware_mib: int, root_mib: int, data_mib: int) -> Layout:
    """Lay out firmware, root_a, root_b (as long as root_a) and data; data comes last because it grows."""
    wanted = (
        ("firmware", ESP, firmware_mib),
        ("root_a", ROOT_ARM64, root_mib),
        ("root_b", ROOT_ARM64, root_mib),
        ("data", LINUX_DATA, data_mib),
    )
    parts: list[Partition] = []
    start_mib = ALIGN_MIB
    for label, type_guid, size_mib in wanted:
        if size_mib <= 0 or size_mib % ALIGN_MIB:
            raise ValueError(f"{label}: {size_mib} MiB is not a positive multiple of {ALIGN_MIB} MiB")
        parts.append(Partition(label, type_guid, start_mib, size_mib))
        start_mib += size_mib
    return Layout(tuple(parts), start_mib + TAIL_MIB)


def sfdisk_script(layout: Layout, version: str) -> str:
    """What sfdisk reads to write this partition table."""
    lines = ["label: gpt", f"label-id: {identifier(version, 'disk').upper()}", "unit: sectors", ""]
    for part in layout.partitions:
        start, size = part.start_mib * MIB // SECTOR, part.size_mib * MIB // SECTOR
        guid = identifier(version, part.label).upper()
        lines.append(f'start={start}, size={size}, type={part.type_guid}, uuid={guid}, name="{part.label}"')
    return "\n".join(lines) + "\n"


def old_table(layout: Layout) -> bytes:
    """The end of the first sector, in which the firmware partition stands in the old way too (a "hybrid" MBR).

    The ROM of a Raspberry Pi 3 or Zero 2 W reads no GPT, and knows a FAT only by this type. Everything later reads the
    GPT, which Linux trusts as long as one entry of type EE begins in sector 1 (UEFI specification, 5.2.3).
    """
    part = layout["firmware"]
    start, size = part.start_mib * MIB // SECTOR, part.size_mib * MIB // SECTOR
    entries = (_old_entry(FAT32, start, size), _old_entry(PROTECTIVE, 1, start - 1), bytes(16), bytes(16))
    return b"".join(entries) + b"\x55\xaa"


def _old_entry(kind: int, start: int, size: int) -> bytes:
    return struct.pack("<B3sB3sII", 0, NO_CYLINDERS, kind, NO_CYLINDERS, start, size)
