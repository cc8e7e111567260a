"""Full, broken, read-only disks: no false "paid", and recovery where there can be one."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from appliance.domain.errors import TillError
from appliance.store import JournalStore
from tests.unit.store.faulty_files import FaultyFiles
from tests.unit.store.sales import moment, numbers, sell

Open = Callable[..., JournalStore]


def test_after_a_failed_flush_nothing_is_acknowledged_until_reopened(opened: Open) -> None:
    files = FaultyFiles()
    store = opened(files=files)
    sell(store)
    files.sync_error = errno.EIO
    with pytest.raises(TillError, match="store_failed"):
        sell(store)
    files.sync_error = None
    with pytest.raises(TillError, match="store_failed"):
        sell(store)
    assert (store.state().problem, store.state().writable) == ("failed", False)
    assert store.state().durable_fact == 1
    store.close()
    again = opened()
    assert again.state().writable
    assert numbers(again)[0] == "A-000001"


def test_a_sale_is_safe_where_the_disk_cannot_be_given_a_head_start(opened: Open) -> None:
    files = FaultyFiles()
    files.has_no_head_start = True
    store = opened(files=files)
    before = files.syncs
    assert [sell(store), sell(store)] == ["A-000001", "A-000002"]
    assert files.syncs > before + 1
    store.close()
    assert numbers(opened()) == ["A-000001", "A-000002"]


def test_a_head_start_is_no_promise(opened: Open) -> None:
    files = FaultyFiles()
    store = opened(files=files)
    sell(store)
    given = files.head_starts
    files.sync_error = errno.EIO
    with pytest.raises(TillError, match="store_failed"):
        sell(store)
    assert files.head_starts == given + 1
    assert store.state().durable_fact == 1


def test_lazy_lines_wait_for_company(opened: Open) -> None:
    files = FaultyFiles()
    store = opened(files=files)
    sell(store)
    given = files.head_starts
    with store.transaction(moment(), durable=False) as transaction:
        transaction.put("tickets", "open", {"lines": [1]})
    assert files.head_starts == given


def test_a_full_disk_refuses_and_recovers_by_itself(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appliance.store.tail.PREALLOCATE_BYTES", 4096)
    files = FaultyFiles()
    store = opened(files=files)
    sell(store)
    files.write_budget = 3000
    made = ["A-000001"]
    with pytest.raises(TillError, match="store_full"):
        for _ in range(99):
            made.append(sell(store))
    assert (store.state().problem, store.state().writable) == ("full", False)
    with pytest.raises(TillError, match="store_full"):
        sell(store)
    assert numbers(store) == made
    files.write_budget = None
    made.append(sell(store))
    assert store.state().problem is None
    store.close()
    assert numbers(opened()) == made


def test_a_full_disk_that_has_room_again_is_no_problem_any_more_before_anybody_tried_to_sell(
    opened: Open, tmp_path: Path
) -> None:
    files = FaultyFiles()
    store = opened(files=files)
    sell(store)
    (tmp_path / "store/ballast").unlink()
    for seals in (False, True):  # between two lines, and between two segments
        files.write_budget = 0
        with pytest.raises(TillError, match="store_full"):
            for place in range(9_999):
                sell(store, day=1 + (seals and place == 0))
        assert store.state().problem == "full"
        files.write_budget = None
        assert (store.state().problem, store.state().writable) == (None, True)
        sell(store, day=1 + seals)


def test_a_store_opened_on_a_full_disk_opens_by_itself_when_there_is_room(
    opened: Open, tmp_path: Path
) -> None:
    store = opened()
    sell(store)
    store.close()
    (tmp_path / "store/ballast").unlink()
    files = FaultyFiles()
    files.write_budget = 0
    store = opened(files=files)
    assert store.state().problem == "full"
    files.write_budget = None
    assert (store.state().problem, store.state().writable) == (None, True)
    assert sell(store) == "A-000002"


def test_a_full_disk_stays_full_although_a_small_line_still_fits(opened: Open) -> None:
    files = FaultyFiles()
    store = opened(files=files)
    sell(store)
    files.has_no_new_blocks = True
    with pytest.raises(TillError, match="store_full"):
        for _ in range(9_999):
            sell(store, note="x" * 30_000)
    with store.transaction(moment(), durable=False) as transaction:
        transaction.put("t", "1", {})
    assert store.state().problem == "full"


def test_a_partly_written_line_is_taken_back(opened: Open) -> None:
    files = FaultyFiles()
    store = opened(files=files)
    sell(store)
    for budget in range(1, 400, 57):
        files.write_budget = budget
        with pytest.raises(TillError, match="store_full|store_failed"):
            sell(store)
        problem = store.state().problem
        files.write_budget = None
        if problem == "failed":
            break
        assert problem == "full"
        assert store.state().problem is None
    files.write_budget = None
    store.close()
    again = opened()
    assert again.state().damage is None
    assert numbers(again) == ["A-000001"]


def test_short_writes_are_continued(opened: Open) -> None:
    files = FaultyFiles()
    files.short_writes = True
    store = opened(files=files)
    made = [sell(store) for _ in range(3)]
    store.close()
    assert numbers(opened()) == made


def test_the_ballast_lets_a_full_disk_be_opened(opened: Open, tmp_path: Path) -> None:
    store = opened()
    sell(store)
    store.close()
    ballast = tmp_path / "store/ballast"
    assert ballast.stat().st_size > 1 << 20
    files = FaultyFiles()
    files.write_budget = 0
    store = opened(files=files)
    assert store.state().writable
    assert not ballast.exists()
    assert sell(store) == "A-000002"


def test_a_full_disk_without_ballast_opens_for_reading_and_recovers(opened: Open, tmp_path: Path) -> None:
    store = opened()
    sell(store)
    store.close()
    (tmp_path / "store/ballast").unlink()
    files = FaultyFiles()
    files.write_budget = 0
    store = opened(files=files)
    assert (store.state().problem, numbers(store)) == ("full", ["A-000001"])
    with pytest.raises(TillError, match="store_full"):
        sell(store)
    files.write_budget = None
    assert sell(store) == "A-000002"
    assert store.state().problem is None


def test_a_read_only_disk_opens_for_reading(opened: Open) -> None:
    store = opened()
    sell(store)
    store.close()
    files = FaultyFiles()
    files.read_only = True
    store = opened(files=files)
    assert (store.state().problem, store.state().writable) == ("read_only", False)
    assert numbers(store) == ["A-000001"]
    with pytest.raises(TillError, match="store_read_only"):
        sell(store)


def test_a_flush_that_fails_while_opening_is_not_trusted(opened: Open) -> None:
    store = opened()
    sell(store)
    store.close()
    files = FaultyFiles()
    files.sync_error = errno.EIO
    store = opened(files=files)
    assert store.state().problem == "failed"
    with pytest.raises(TillError, match="store_failed"), store.transaction(moment(), durable=False):
        pass
