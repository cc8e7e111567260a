"""Partitions neither overlap nor run over the end, and are found by name."""

from __future__ import annotations

import struct

import pytest

from image.layout import ALIGN_MIB, MIB, SECTOR, TAIL_MIB, identifier, make_layout, old_table, sfdisk_script


def test_partitions_follow_one_another_without_a_gap_or_overlap() -> None:
    layout = make_layout(firmware_mib=256, root_mib=2560, data_mib=128)
    ends = [part.end_mib for part in layout.partitions]
    starts = [part.start_mib for part in layout.partitions]
    assert starts[1:] == ends[:-1]
    assert all(start % ALIGN_MIB == 0 for start in starts)
    assert layout.total_mib == ends[-1] + TAIL_MIB


def test_both_roots_are_equally_long_and_data_is_last_because_it_grows() -> None:
    layout = make_layout(firmware_mib=256, root_mib=2560, data_mib=128)
    assert [part.label for part in layout.partitions] == ["firmware", "root_a", "root_b", "data"]
    assert layout["root_a"].size_mib == layout["root_b"].size_mib == 2560


def test_the_image_fits_a_card_of_eight_gigabytes() -> None:
    assert make_layout(256, 2560, 128).total_mib * MIB < 7_600_000_000


@pytest.mark.parametrize("size_mib", [0, -4, 3, 257])
def test_a_length_that_would_break_the_alignment_is_refused_by_name(size_mib: int) -> None:
    with pytest.raises(ValueError, match="firmware"):
        make_layout(size_mib, 2560, 128)


def test_the_partition_table_speaks_in_sectors_and_names() -> None:
    layout = make_layout(firmware_mib=256, root_mib=2560, data_mib=128)
    lines = [line for line in sfdisk_script(layout, "1.0").splitlines() if line.startswith("start=")]
    assert len(lines) == 4
    assert lines[0].startswith(f"start={ALIGN_MIB * MIB // SECTOR}, size={256 * MIB // SECTOR}, ")
    assert [line.rsplit("=", 1)[1] for line in lines] == ['"firmware"', '"root_a"', '"root_b"', '"data"']


def test_identifiers_are_the_same_for_a_version_and_differ_between_parts() -> None:
    assert identifier("1.0", "data") == identifier("1.0", "data")
    assert len({identifier("1.0", "data"), identifier("1.0", "root_a"), identifier("1.1", "data")}) == 3


def test_a_rom_that_knows_only_the_old_table_finds_the_firmware_first() -> None:
    layout = make_layout(firmware_mib=256, root_mib=2560, data_mib=128)
    table = old_table(layout)
    rows = [struct.unpack_from("<4xB3xII", table, 16 * number) for number in range(4)]
    assert rows[0] == (0x0C, ALIGN_MIB * MIB // SECTOR, 256 * MIB // SECTOR)
    assert rows[1] == (0xEE, 1, ALIGN_MIB * MIB // SECTOR - 1)
    assert rows[2:] == [(0, 0, 0)] * 2
    assert table[-2:] == b"\x55\xaa" and len(table) == 512 - 446
