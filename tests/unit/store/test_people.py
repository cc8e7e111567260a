"""Personal data and secrets: readable by the owner only, replaced as a whole, really deleted."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from appliance.store.people import SmallStore
from tests.unit.store.faulty_files import FaultyFiles


def test_what_was_put_is_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    SmallStore(path).put("staff", "1", {"name": "Minh"})
    store = SmallStore(path)
    assert store.get("staff", "1") == {"name": "Minh"}
    assert store.ids("staff") == ["1"] and store.get("staff", "2") is None
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_deleted_is_gone_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    store = SmallStore(path)
    store.put("customer", "1", {"mail": "aino@example.org"})
    assert store.delete("customer", "1") and not store.delete("customer", "1")
    assert b"aino" not in path.read_bytes()


def test_copies_come_out(tmp_path: Path) -> None:
    store = SmallStore(tmp_path / "people.json")
    store.put("staff", "1", {"roles": ["seller"]})
    store.get("staff", "1")["roles"].append("owner")
    assert store.get("staff", "1") == {"roles": ["seller"]}


def test_a_failed_write_changes_nothing(tmp_path: Path) -> None:
    files = FaultyFiles()
    store = SmallStore(tmp_path / "people.json", files)
    store.put("staff", "1", {"name": "Minh"})
    files.sync_error = errno.EIO
    with pytest.raises(OSError):
        store.put("staff", "1", {"name": "Wrong"})
    assert store.get("staff", "1") == {"name": "Minh"}
    assert SmallStore(tmp_path / "people.json").get("staff", "1") == {"name": "Minh"}
