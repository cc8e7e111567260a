"""A full, read-only or failing disk never makes the store say "paid" falsely; it says what is wrong."""

import errno
from pathlib import Path

from appliance.store import open_store
from appliance.store.files import Files
from tests.faults import selling, verdicts
from tests.faults.disk import sell_until_refused
from tests.faults.loopdisk import run_rig


class OneFailedFlush(Files):
    """Fails one flush with EIO and then pretends that nothing was."""

    fails_next = False

    def fdatasync(self, fd: int) -> None:
        if self.fails_next:
            self.fails_next = False
            raise OSError(errno.EIO, "Input/output error")
        super().fdatasync(fd)


def test_one_failed_flush_ends_all_acknowledging_until_the_next_opening(tmp_path: Path) -> None:
    files = OneFailedFlush()
    store = open_store(tmp_path, series="A", files=files)
    before, _ = sell_until_refused(store, "before", 3)
    files.fails_next = True
    failing = sell_until_refused(store, "failing", 3)
    afterwards = sell_until_refused(store, "afterwards", 3)
    problem = store.state().problem
    store.close()

    assert (failing, afterwards, problem) == (([], "store_failed"), ([], "store_failed"), "failed")
    assert selling.judge(tmp_path, before)["problems"] == []


def test_full_disk_refuses_sales_and_sells_again_when_there_is_room() -> None:
    assert verdicts.disk(run_rig("tests.faults.disk", {"fault": "full"}, timeout_s=120)) == []


def test_till_that_met_a_full_disk_says_by_itself_that_there_is_room_and_sells_at_once() -> None:
    assert verdicts.full_till(run_rig("tests.faults.full_till", {"restarts": False}, timeout_s=120)) == []


def test_till_started_on_a_full_disk_says_by_itself_that_there_is_room_and_sells_at_once() -> None:
    assert verdicts.full_till(run_rig("tests.faults.full_till", {"restarts": True}, timeout_s=120)) == []


def test_disk_gone_read_only_keeps_what_was_sold_and_says_so() -> None:
    assert verdicts.disk(run_rig("tests.faults.disk", {"fault": "read_only"}, timeout_s=120)) == []


def test_failed_flush_is_never_acknowledged_nor_trusted_again() -> None:
    assert verdicts.disk(run_rig("tests.faults.disk", {"fault": "flush_fails"}, timeout_s=120)) == []
