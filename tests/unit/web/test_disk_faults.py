"""A full, failing or read-only disk: never a false "paid", plain words on the screen, selling again when it can."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.domain.errors import TillError
from appliance.store import open_store
from tests.unit.store.faulty_files import FaultyFiles
from tests.unit.till.stall import Stall, stall_on


@pytest.fixture
def files() -> FaultyFiles:
    return FaultyFiles()


@pytest.fixture
def stall(tmp_path: Path, files: FaultyFiles) -> Iterator[Stall]:
    stall = stall_on(open_store(tmp_path, series="A", files=files))
    yield stall
    stall.store.close()


def fill(stall: Stall, files: FaultyFiles) -> None:
    """Use up the prepared space and leave the disk full."""
    files.write_budget = 0
    for place in range(4_000):
        try:
            stall.till.change_settings(f"fill-{place:05d}", language="de", quick_print=True)
        except TillError as refusal:
            assert refusal.code == "store_full"
            return
    raise AssertionError("the disk never got full")


def test_a_full_disk_is_said_and_sells_nothing_until_there_is_room(stall: Stall, files: FaultyFiles) -> None:
    stall.sell("sale-01")
    stall.till.add_line("tap-0001", "apple", quantity=None, weight_g=None)
    fill(stall, files)
    with pytest.raises(TillError) as refusal:
        stall.till.paying.pay_cash("pay-0001", given_minor=200, total_minor=150)
    assert refusal.value.code == "store_full"
    drawn = stall.till.snapshot()
    assert drawn["status"]["key"] == "status.full"
    assert drawn["status"]["level"] == "danger"
    assert drawn["ticket"]["total_minor"] == 150
    assert stall.devices.done.count("drawer") == 1
    files.write_budget = None
    sold = stall.till.paying.pay_cash("pay-0001", given_minor=200, total_minor=150)
    assert sold["last_sale"]["number"] == "A-000002"
    assert sold["status"]["level"] == "safe"


def test_after_a_failed_flush_nothing_is_called_paid_and_the_ticket_is_still_there(
    stall: Stall, files: FaultyFiles, tmp_path: Path
) -> None:
    stall.till.add_line("tap-0001", "apple", quantity=None, weight_g=None)
    files.sync_error = errno.EIO
    with pytest.raises(TillError) as refusal:
        stall.till.paying.pay_cash("pay-0001", given_minor=200, total_minor=150)
    assert refusal.value.code == "store_failed"
    drawn = stall.till.snapshot()
    assert drawn["status"]["key"] == "status.failed"
    assert (drawn["last_sale"], drawn["ticket"]["total_minor"]) == (None, 150)
    assert "drawer" not in stall.devices.done
    files.sync_error = None
    with pytest.raises(TillError):
        stall.till.paying.pay_cash("pay-0002", given_minor=200, total_minor=150)


def test_a_read_only_card_shows_what_is_there_and_says_why_it_cannot_sell(tmp_path: Path) -> None:
    first = stall_on(open_store(tmp_path, series="A"))
    first.sell("sale-01")
    first.store.close()
    files = FaultyFiles()
    files.read_only = True
    stall = stall_on(open_store(tmp_path, series="A", files=files))
    assert stall.till.snapshot()["status"]["key"] == "status.read_only"
    assert [row["number"] for row in stall.till.sales(before=None, limit=5)["sales"]] == ["A-000001"]
    with pytest.raises(TillError) as refusal:
        stall.till.add_line("tap-0001", "apple", quantity=None, weight_g=None)
    assert refusal.value.code == "store_read_only"
    stall.store.close()
