"""A stick at a box: written behind what is there, read back at plug-in, and in trouble a word instead of a fault."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appliance.stick.drive import Drive, Held, Owner, RealDisk, Trouble
from appliance.stick.form import NO_HEAD, chained

OWNER = Owner("0123456789abcdef", b"s" * 16, "Stall 12", "A")


class FaultyDisk(RealDisk):
    """Writes the first `room` bytes, then fails as told."""

    def __init__(self) -> None:
        self.room: int | None = None
        self.number = errno.ENOSPC

    def write(self, file: int, data: bytes) -> int:
        if self.room is None:
            return super().write(file, data)
        if self.room == 0:
            raise OSError(self.number, os.strerror(self.number))
        done = super().write(file, data[: self.room])
        self.room -= done
        return done

    def sync(self, file: int) -> None:
        if self.room == 0:
            raise OSError(self.number, os.strerror(self.number))
        super().sync(file)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def drive_at(stick: Path, disk: RealDisk | None = None, owner: Owner = OWNER) -> Drive:
    drive = Drive(stick, Path.is_dir, disk)
    drive.look(owner)
    return drive


def file_of(stick: Path, owner: Owner = OWNER) -> Path:
    return stick / "tillbox" / owner.box / "e0001.tbx"


def test_facts_are_on_the_stick_and_read_back_at_the_next_plug_in(stick: Path) -> None:
    drive = drive_at(stick)
    assert drive.held(1) == Held()
    drive.append(1, [b"one", b"two"])
    held = drive.append(1, [b"three"])
    assert (held.last, held.head) == (3, chained(NO_HEAD, [b"one", b"two", b"three"]))
    assert drive_at(stick).held(1) == held
    told = json.loads((file_of(stick).parent / "box.json").read_bytes())
    assert told == {"format": 1, "box": OWNER.box, "stall": "Stall 12", "series": "A", "office_box": ""}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 400))
def test_torn_end_is_cut_off_and_written_again(tmp_path: Path, cut: int) -> None:
    stick = tmp_path / f"stick-{cut}"
    shutil.rmtree(stick, ignore_errors=True)
    stick.mkdir()
    drive = drive_at(stick)
    drive.append(1, [b"one"])
    whole = drive.append(1, [b"two"])
    os.truncate(file_of(stick), min(cut, whole.size))
    again = drive_at(stick)
    facts = [b"one", b"two"]
    assert again.held(1).last <= 2
    again.append(1, [*facts[again.held(1).last :], b"three"])
    assert drive_at(stick).held(1).head == chained(NO_HEAD, [*facts, b"three"])


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.ENOSPC, "full"),
        (errno.EROFS, "read_only"),
        (errno.EIO, "failed"),
        (errno.ENODEV, "none"),
    ],
)
@pytest.mark.parametrize("room", [0, 30])
def test_failed_write_is_a_word_and_costs_nothing_that_was_there(
    stick: Path, number: int, word: str, room: int
) -> None:
    disk = FaultyDisk()
    drive = drive_at(stick, disk)
    drive.append(1, [b"one"])
    disk.room, disk.number = room, number
    with pytest.raises(Trouble) as trouble:
        drive.append(1, [b"two"])
    assert trouble.value.word == word
    disk.room = None
    drive.look(OWNER)
    assert drive.held(1).last == 1
    assert drive.append(1, [b"two"]).last == 2


def test_no_stick_and_a_pulled_stick_are_no_stick_and_make_no_folder(stick: Path) -> None:
    drive = drive_at(stick)
    drive.append(1, [b"one"])
    pulled = stick.rename(stick.with_name("pulled"))
    with pytest.raises(Trouble, match="none"):
        drive.append(1, [b"two"])
    with pytest.raises(Trouble, match="none"):
        drive.look(OWNER)
    assert not stick.exists()
    pulled.rename(stick)
    drive.look(OWNER)
    assert drive.append(1, [b"two"]).last == 2


def test_folder_that_is_no_stick_is_never_written(stick: Path) -> None:
    with pytest.raises(Trouble, match="none"):
        Drive(stick).look(OWNER)
    assert list(stick.iterdir()) == []


def test_another_box_s_folder_lies_beside(stick: Path) -> None:
    other = Owner("fedcba9876543210", b"t" * 16, "Stall 14", "B")
    drive_at(stick).append(1, [b"one"])
    drive_at(stick, owner=other).append(1, [b"uno"])
    assert drive_at(stick).held(1).last == drive_at(stick, owner=other).held(1).last == 1


def test_facts_of_another_chain_are_kept_beside(stick: Path) -> None:
    drive = drive_at(stick)
    drive.append(1, [b"one"])
    before = file_of(stick).read_bytes()
    drive.put_aside(1)
    assert drive.held(1) == Held()
    drive.append(1, [b"other"])
    assert file_of(stick).with_name("e0001-1.old.tbx").read_bytes() == before
