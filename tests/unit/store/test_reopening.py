"""What a store may trust when it opens after a kill, and what it must not forget. Each case was once a defect."""

from __future__ import annotations

import errno
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from appliance.store import JournalStore
from appliance.store.files import Files
from tests.unit.store.faulty_files import FaultyFiles
from tests.unit.store.sales import moment, numbers, sell

Opened = Callable[..., JournalStore]


class FlushLog(Files):
    """Notes which file names were flushed, and what was put in place, in order."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self._names: dict[int, str] = {}

    def open(self, path: Path, flags: int) -> int:
        fd = super().open(path, flags)
        self._names[fd] = path.name
        return fd

    def fsync(self, fd: int) -> None:
        super().fsync(fd)
        self.events.append(f"flush {self._names[fd]}")

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        self.events.append(f"place {target.name}")


def test_a_seal_that_was_not_flushed_before_the_kill_is_flushed_before_going_on(
    opened: Opened, tmp_path: Path
) -> None:
    store = opened()
    sell(store)
    store._keeper.seal(moment(1), 2)  # the kill comes right behind the seal, before its flush
    shutil.copytree(tmp_path / "store", tmp_path / "killed")
    sealed = next((tmp_path / "killed" / "journal").glob("*.jsonl")).name
    files = FlushLog()
    again = opened(tmp_path / "killed", files=files)
    sell(again, day=2)
    placed = [event for event in files.events if event.startswith("place ") and "jsonl" in event]
    assert placed[0] == f"place {sealed}"
    assert files.events.index(f"flush {sealed}.tmp") < files.events.index(f"place {sealed}")
    assert again.state().damage is None
    assert numbers(again) == ["A-000001", "A-000002"]


def test_sales_made_after_a_full_disk_got_room_can_be_read(opened: Opened, tmp_path: Path) -> None:
    first = opened()
    sell(first)
    first.close()
    (tmp_path / "store" / "ballast").unlink(missing_ok=True)
    files = FaultyFiles()
    files.write_budget = 0
    store = opened(files=files)
    assert store.state().problem == "full"
    assert store.receipt_by_number("A-000001") is not None  # keeps the old file open
    files.write_budget = None
    number = sell(store)
    assert store.receipt_by_number(number) is not None
    assert store.state().damage is None


def test_a_snapshot_fits_although_the_newest_segment_is_empty(
    opened: Opened, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = opened()
    sell(store, day=1)
    sell(store, day=2)
    with pytest.raises(ZeroDivisionError), store.transaction(moment(3), durable=True):
        _ = 1 / 0  # the segment of day 3 was begun, its first line never came
    store.close()
    with caplog.at_level(logging.WARNING):
        assert numbers(opened()) == ["A-000001", "A-000002"]
    assert "does not fit" not in caplog.text


def test_answers_of_the_day_before_survive_a_clock_that_jumps_back_and_forth(opened: Opened) -> None:
    store = opened()
    for day, key in ((1, "first-01"), (2, "second-2"), (1, "third-03"), (2, "fourth-4")):
        sell(store, day, key=key)
    store.close()
    again = opened()
    assert [again.answered(key) is not None for key in ("third-03", "fourth-4")] == [True, True]


def test_a_failing_flush_at_opening_never_acknowledges(opened: Opened) -> None:
    first = opened()
    sell(first)
    first.close()
    files = FaultyFiles()
    files.sync_error = errno.EIO
    store = opened(files=files)
    assert store.state().problem == "failed"
