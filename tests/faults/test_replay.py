"""The simulated disk keeps exactly what a real one may keep: all it flushed, and any part of the rest."""

import random
from pathlib import Path

import pytest

from tests.faults.blocklog import FLUSH, MARK, WRITE, write_entry
from tests.faults.replay import Cut, Recording

BLOCK = 4096


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    """Block 0 written, flushed, acknowledged; then block 1, an acknowledgement too early, and block 2."""
    base, log = tmp_path / "base.img", tmp_path / "log"
    base.write_bytes(bytes(3 * BLOCK))
    with log.open("wb") as entries:
        write_entry(entries, WRITE, 0, b"a" * BLOCK)
        write_entry(entries, FLUSH)
        write_entry(entries, MARK, 0, b"first\n")
        write_entry(entries, WRITE, BLOCK, b"b" * BLOCK)
        write_entry(entries, MARK, 0, b"second\n")
        write_entry(entries, WRITE, 2 * BLOCK, b"c" * BLOCK)
    return Recording(base, log)


def image(recording: Recording, path: Path, cut: Cut) -> bytes:
    list(recording.images([cut], path))
    return path.read_bytes()


def test_flushed_writes_survive_and_unflushed_ones_may_all_be_gone(
    recording: Recording, tmp_path: Path
) -> None:
    assert image(recording, tmp_path / "cut", Cut(6, "none", 1)) == b"a" * BLOCK + bytes(2 * BLOCK)


def test_unflushed_writes_may_all_be_there(recording: Recording, tmp_path: Path) -> None:
    assert image(recording, tmp_path / "cut", Cut(6, "all", 1)) == b"a" * BLOCK + b"b" * BLOCK + b"c" * BLOCK


def test_nothing_after_the_cut_is_there(recording: Recording, tmp_path: Path) -> None:
    assert image(recording, tmp_path / "cut", Cut(4, "all", 1)) == b"a" * BLOCK + b"b" * BLOCK + bytes(BLOCK)


def test_unflushed_writes_may_be_kept_out_of_order(recording: Recording, tmp_path: Path) -> None:
    kept = {image(recording, tmp_path / "cut", Cut(6, "some", seed))[BLOCK:] for seed in range(60)}

    assert bytes(BLOCK) + b"c" * BLOCK in kept


def test_an_unflushed_block_may_be_torn_at_sector_borders_only(recording: Recording, tmp_path: Path) -> None:
    torn = image(recording, tmp_path / "cut", Cut(6, "torn", 3))
    sectors = {torn[start : start + 512] for start in range(BLOCK, 3 * BLOCK, 512)}

    assert torn[:BLOCK] == b"a" * BLOCK
    assert {bytes(512)} < sectors <= {bytes(512), b"b" * 512, b"c" * 512}


def test_only_marks_before_the_cut_were_promised(recording: Recording) -> None:
    assert recording.marks(before=4) == [b"first"]
    assert recording.marks() == [b"first", b"second"]


def test_cuts_are_the_same_for_the_same_seed(recording: Recording) -> None:
    assert recording.choose(random.Random(5), 20) == recording.choose(random.Random(5), 20)
