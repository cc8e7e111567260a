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


DAMAGED = (b'{"x":', b"", bytes(162), b"[]", b'{"box":5,"key":[1]}', b'{"staff":{"1":7}}')


@pytest.mark.parametrize("data", DAMAGED)
def test_a_damaged_file_is_put_aside_and_the_box_goes_on(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "people.json"
    for number in (1, 2):
        path.write_bytes(data)
        store = SmallStore(path)
        assert store.ids("staff") == []
        assert (tmp_path / f"people.json.damaged-{number}").read_bytes() == data
        store.put("staff", "1", {"name": "Minh"})
        assert SmallStore(path).get("staff", "1") == {"name": "Minh"}


def test_a_damaged_file_on_a_card_that_takes_nothing_stays_where_it_is(tmp_path: Path) -> None:
    class Stuck(FaultyFiles):
        def replace(self, _source: Path, _target: Path) -> None:
            raise OSError(errno.EROFS, "read-only")

    path = tmp_path / "people.json"
    path.write_bytes(b"{")
    assert SmallStore(path, Stuck()).ids("staff") == []
    assert path.read_bytes() == b"{"


def test_the_damage_is_known_at_that_start_and_that_it_was_at_every_later_one(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    sound = SmallStore(path)
    sound.put("staff", "1", {"name": "Minh"})
    assert not (sound.is_damaged or sound.has_put_aside)
    path.write_bytes(b"{")
    store = SmallStore(path)
    assert store.is_damaged and store.has_put_aside
    store.put("staff", "1", {"name": "Minh"})
    later = SmallStore(path)
    assert later.has_put_aside and not later.is_damaged
