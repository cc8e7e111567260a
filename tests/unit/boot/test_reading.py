"""Partitions, a lamp's levels, acknowledged sales and written parts of a card."""

import struct
import uuid

import pytest

from tests.system.boot.box import acknowledged, written_inside
from tests.system.boot.gpt import TABLE_BYTES, Partition, partitions
from tests.system.boot.lamp import Shown, shown


def table(*named: tuple[str, int, int]) -> bytes:
    header = b"EFI PART" + bytes(64) + struct.pack("<QII", 2, 128, 128)
    entries = b""
    for name, first, last in named:
        entry = uuid.uuid4().bytes * 2 + struct.pack("<QQQ", first, last, 0) + name.encode("utf-16-le")
        entries += entry.ljust(128, b"\0")
    return (bytes(512) + header.ljust(512, b"\0") + entries).ljust(TABLE_BYTES, b"\0")


def test_partitions_are_found_by_name_in_bytes() -> None:
    found = partitions(table(("firmware", 2048, 4095), ("data", 4096, 4096)))

    assert found == {
        "firmware": Partition("firmware", 1 << 20, 1 << 20),
        "data": Partition("data", 2 << 20, 512),
    }


def test_disk_without_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no GUID"):
        partitions(bytes(TABLE_BYTES))


def rhythm(colour: tuple[int, int], *times_ms: int) -> list[list[int]]:
    """Lit and dark by turns, twice over."""
    samples, now_ms, lit = [], 0, True
    for length in times_ms * 2:
        samples.append([now_ms, *(colour if lit else (0, 0))])
        now_ms, lit = now_ms + length, not lit
    return [*samples, [now_ms, *samples[-1][1:]]]


@pytest.mark.parametrize(
    ("samples", "seen"),
    [
        (rhythm((1, 0), 120, 120, 120, 640), Shown("red", "double_blink")),
        (rhythm((1, 1), 120, 120, 120, 640), Shown("amber", "double_blink")),
        (rhythm((1, 1), 1000, 1000, 1000, 1000), Shown("amber", "slow_pulse")),
        (rhythm((0, 1), 3800, 200), Shown("green", "wink")),
        ([[0, 0, 1], [6000, 0, 1]], Shown("green", "steady")),
        ([[0, 0, 0], [6000, 0, 0]], Shown("dark", "steady")),
    ],
)
def test_lamp_is_read_as_a_person_would(samples: list[list[int]], seen: Shown) -> None:
    assert shown(samples) == seen


def test_pins_that_change_one_after_the_other_are_still_one_colour() -> None:
    samples = [
        [0, 0, 0],
        [990, 1, 0],
        [1000, 1, 1],
        [1990, 0, 1],
        [2000, 0, 0],
        [3000, 1, 1],
        [4000, 0, 0],
        [5000, 0, 0],
    ]

    assert shown(samples) == Shown("amber", "slow_pulse")


def test_lamp_that_changes_its_mind_is_not_taken_for_one_colour() -> None:
    assert shown([[0, 1, 0], [3000, 0, 1], [6000, 0, 1]]).colour == "mixed"


def test_sale_is_acknowledged_by_a_whole_line_only() -> None:
    said = b"selling\nsold a-1 A-000001\nsold a-2 A-0000"

    assert acknowledged(said) == {"a-1": "A-000001"}


def test_only_the_layer_over_the_image_counts_as_written() -> None:
    ranges = [
        {"start": 0, "length": 100, "depth": 1, "present": True},
        {"start": 100, "length": 50, "depth": 0, "present": True},
        {"start": 150, "length": 50, "depth": 0, "present": False},
    ]

    assert written_inside(ranges, 120, 1000) == [(0, 30)]
    assert written_inside(ranges, 0, 100) == []
