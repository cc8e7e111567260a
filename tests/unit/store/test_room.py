"""Room made ahead of the lines: found by the sale that needs it, never written over one, never hiding bad news."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from appliance.domain.errors import TillError
from appliance.store import JournalStore
from appliance.store.files import Files
from appliance.store.room import RoomAhead
from appliance.store.tail import Tail, WriteFailed, create_tail
from tests.unit.store.faulty_files import FaultyFiles
from tests.unit.store.sales import numbers, sell

MIB = 1 << 20
LINE = b"x" * 999 + b"\n"


class ToldOnce(Files):
    """A disk whose failed flush is told to each open descriptor once, as Linux does."""

    def __init__(self) -> None:
        self.is_broken = False
        self._told: set[int] = set()

    def fdatasync(self, fd: int) -> None:
        if self.is_broken and fd not in self._told:
            self._told.add(fd)
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().fdatasync(fd)


@pytest.fixture
def grown(tmp_path: Path) -> Iterator[Callable[[Files], Tail]]:
    """A journal's end whose prepared room is nearly used up."""
    tails: list[Tail] = []

    def grown_(files: Files) -> Tail:
        tail = create_tail(files, tmp_path / "segment.jsonl", b"first\n")
        tails.append(tail)
        while not tail.is_room_low:
            tail.append(LINE)
        return tail

    yield grown_
    for tail in tails:
        tail.close(trim=False)


def test_lines_find_the_room_made_ahead(grown: Callable[[Files], Tail]) -> None:
    files = FaultyFiles()
    tail = grown(files)
    tail.prepare_ahead()
    assert not tail.is_room_low
    files.has_no_new_blocks = True
    while tail.end < MIB + MIB // 2:
        tail.append(LINE)


def test_room_is_made_once(grown: Callable[[Files], Tail]) -> None:
    tail = grown(Files())
    tail.prepare_ahead()
    size = tail.path.stat().st_size
    tail.prepare_ahead()
    assert tail.path.stat().st_size == size


def test_a_disk_without_room_is_not_asked_again_for_more(grown: Callable[[Files], Tail]) -> None:
    files = FaultyFiles()
    tail = grown(files)
    files.has_no_new_blocks = True
    tail.prepare_ahead()
    assert not tail.is_room_low
    with pytest.raises(TillError, match="store_full"):
        while True:
            tail.append(LINE)
    assert MIB - len(LINE) < tail.end <= MIB + len(LINE)


def test_no_line_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appliance.store.tail.PREALLOCATE_BYTES", 8192)
    tail = create_tail(Files(), tmp_path / "segment.jsonl", b"")
    done = threading.Event()

    def prepare() -> None:
        while not done.is_set():
            tail.prepare_ahead()

    preparing = threading.Thread(target=prepare, name="preparing")
    preparing.start()
    lines = [b"%06d%b" % (i, LINE[i % 700 :]) for i in range(500)]
    for line in lines:
        tail.append(line)
    done.set()
    preparing.join(30)
    tail.close(trim=True)
    assert (tmp_path / "segment.jsonl").read_bytes() == b"".join(lines)


def test_a_flush_that_fails_while_room_is_made_is_told_to_the_sale_too(
    grown: Callable[[Files], Tail],
) -> None:
    files = ToldOnce()
    tail = grown(files)
    files.is_broken = True
    with pytest.raises(WriteFailed):
        tail.prepare_ahead()
    with pytest.raises(WriteFailed):
        tail.sync()


def test_nothing_is_acknowledged_after_room_could_not_be_made_safely(
    opened: Callable[..., JournalStore],
) -> None:
    files = FaultyFiles()
    store = opened(files=files)
    for _ in range(8):
        sell(store, note="x" * 100_000)
    files.sync_error = errno.EIO
    store._prepare_ahead()  # what its thread does
    files.sync_error = None
    with pytest.raises(TillError, match="store_failed"):
        sell(store)
    assert store.state().problem == "failed"
    store.close()
    assert len(numbers(opened())) == 8


def test_low_room_is_answered_by_a_thread_that_ends() -> None:
    prepared = threading.Event()
    room = RoomAhead(prepared.set)
    room.is_low()
    assert prepared.wait(30)
    room.stop()
    assert "store-room" not in {thread.name for thread in threading.enumerate()}
