"""The inspector: every record verified while selling goes on, damage named, and all of it put on a stick."""

from __future__ import annotations

import hashlib
import itertools
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.care.door_talk import PretendedDoor
from appliance.care.inspector import Inspector
from appliance.care.records import Tally, about_text, packed
from appliance.care.saving import Saving
from appliance.domain.errors import TillError
from appliance.ports import Document
from appliance.store import open_store
from tests.unit.till.stall import Stall, stall_on

_keys = itertools.count(1)


@pytest.fixture
def stall(tmp_path: Path) -> Iterator[Stall]:
    stall = stall_on(open_store(tmp_path, series="A"))
    yield stall
    stall.store.close()


def key() -> str:
    return f"key-{next(_keys):09d}"


def sell(stall: Stall) -> str:
    stall.till.add_line(key(), "apple", quantity=None, weight_g=None)
    return str(stall.till.paying.pay_cash(key(), given_minor=150, total_minor=150)["last_sale"]["number"])


def inspector_of(stall: Stall, stick: Path = Path("/nowhere")) -> Inspector:
    def about(tally: Tally) -> str:
        return about_text(tally, box="Mia", series="A", made="2026-11-24", version="1")

    saving = Saving(
        lambda: packed(stall.store.records(lambda _done, _of: None), about),
        PretendedDoor(stick, lambda: 0.0, 60),
        lambda: 0.0,
        lambda _kind: "save-0001",
        "save_records",
    )
    return Inspector(stall.store, stall.till.people, stall.till.day.last_z, saving)


def saved_by(stall: Stall, stick: Path) -> tuple[list[bytes], str]:
    """The lines and the page of the file on the stick."""
    stick.mkdir()
    inspector = inspector_of(stall, stick)
    inspector.save(key(), None)
    inspector._saving.stop()
    assert inspector.view()["saved"] == {"state": "saved", "file": "tillbox-records-1.zip"}
    with zipfile.ZipFile(stick / "tillbox-records-1.zip") as archive:
        return archive.read("records.jsonl").splitlines(), archive.read("about.txt").decode()


def look(inspector: Inspector) -> Document:
    inspector.begin(None)
    inspector.wait(20)
    return inspector.view()


def flip(path: Path, what: bytes) -> None:
    data = bytearray(path.read_bytes())
    data[data.index(what) + len(what) - 2] ^= 1
    path.write_bytes(data)


def live_three_days(stall: Stall) -> None:
    for day in ("22", "23", "24"):
        stall.clock.turn_to(f"2026-11-{day}T10:00:00.000Z", f"2026-11-{day}")
        sell(stall)
        stall.till.day.close(key(), None, None)
    sell(stall)


def test_whole_records_are_called_whole_with_their_days_and_seal(stall: Stall) -> None:
    live_three_days(stall)
    inspector = inspector_of(stall)
    assert inspector.view()["state"] == "idle"
    inspector.begin(None)
    inspector.wait(20)
    found = inspector.view()
    state = stall.store.state()
    assert (found["state"], found["damaged"], found["facts"]) == ("sound", [], state.last_fact)
    assert (found["first_day"], found["last_day"], found["last_z"]) == ("2026-11-22", "2026-11-24", 3)
    assert found["head"] == stall.store.head_at(1, state.last_fact)
    assert found["done"] == found["of"] == 3


def test_one_changed_byte_is_found_and_its_day_and_loss_named(stall: Stall, tmp_path: Path) -> None:
    live_three_days(stall)
    path = sorted((tmp_path / "journal").glob("*.jsonl"))[1]
    flip(path, b'"total_minor":150')
    found = look(inspector_of(stall))
    assert found["state"] == "damaged"
    assert [(one["file"], one["day"]) for one in found["damaged"]] == [(path.stem, "2026-11-23")]
    lost = found["damaged"][0]["lost"]
    assert lost >= 1 and found["facts"] == stall.store.state().last_fact - lost
    sell(stall)


def test_stick_gets_every_record_behind_the_damage_too(stall: Stall, tmp_path: Path) -> None:
    live_three_days(stall)
    path = sorted((tmp_path / "journal").glob("*.jsonl"))[1]
    flip(path, b'"total_minor":150')
    lost = look(inspector_of(stall))["damaged"][0]["lost"]
    lines, page = saved_by(stall, tmp_path / "stick")
    numbers = [json.loads(line)["f"] for line in lines]
    assert len(numbers) == stall.store.state().last_fact - lost
    assert numbers[-1] == stall.store.state().last_fact, "the end is there"
    assert f"{path.stem}: DAMAGED" in page and "lost: fact" in page


def test_missing_file_is_found(stall: Stall, tmp_path: Path) -> None:
    live_three_days(stall)
    first, second, *_ = sorted((tmp_path / "journal").glob("*.jsonl"))
    taken = second.read_bytes()
    second.unlink()
    found = look(inspector_of(stall))
    assert [one["file"] for one in found["damaged"]][:1] == [second.stem]
    second.write_bytes(taken)
    first.unlink()
    assert look(inspector_of(stall))["state"] == "damaged"


def test_lost_end_is_found(stall: Stall, tmp_path: Path) -> None:
    live_three_days(stall)
    path = sorted((tmp_path / "journal").glob("*.jsonl"))[-1]
    data = path.read_bytes()
    end = len(data.rstrip(b"\n\0"))
    with path.open("r+b") as file:
        file.seek(end - 40)
        file.write(bytes(40))
    assert look(inspector_of(stall))["state"] == "damaged"


def test_old_damage_is_still_named_after_restarts(stall: Stall, tmp_path: Path) -> None:
    for _ in range(3):
        sell(stall)
    stall.store.close()
    path = next((tmp_path / "journal").glob("*.jsonl"))
    flip(path, b'"number":"A-000002"')
    for _ in range(2):
        again = stall_on(open_store(tmp_path, series="A"))
        sell(again)
        found = look(inspector_of(again))
        again.store.close()
        assert (found["state"], [one["file"] for one in found["damaged"]]) == ("damaged", [path.stem])


def test_check_that_breaks_off_says_so(stall: Stall, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(step: object) -> Iterator[object]:
        raise RuntimeError("no")

    monkeypatch.setattr(stall.store, "records", breaks)
    assert look(inspector_of(stall))["state"] == "failed"


def test_file_on_the_stick_holds_every_record_and_proves_itself(stall: Stall, tmp_path: Path) -> None:
    live_three_days(stall)
    lines, page = saved_by(stall, tmp_path / "stick")
    assert [json.loads(line)["f"] for line in lines] == list(range(1, stall.store.state().last_fact + 1))
    head = bytes(32)
    for line in lines:
        head = hashlib.sha256(head + line).digest()
    assert head.hex() == stall.store.state().head and head.hex() in page
    assert "Nothing in the journal is damaged." in page and "2026-11-22 to 2026-11-24" in page


def test_without_a_stick_nothing_is_saved_and_that_is_said(stall: Stall, tmp_path: Path) -> None:
    inspector = inspector_of(stall, tmp_path / "none")
    inspector.save(key(), None)
    inspector._saving.stop()
    assert inspector.view()["saved"]["state"] == "no_stick"


def test_whoever_may_not_take_records_along_may_not_check_them(stall: Stall) -> None:
    people = stall.till.people
    people.add(key(), name="Olga", role="owner", pin="1111", approval=None)
    people.sign_in(key(), people.view()["people"][0]["id"], "1111")
    people.add(key(), name="Sam", role="seller", pin="2222", approval=None)
    sam = next(one["id"] for one in people.view()["people"] if one["name"] == "Sam")
    people.sign_in(key(), sam, "2222")
    with pytest.raises(TillError, match="needs_approval"):
        inspector_of(stall).begin(None)
    with pytest.raises(TillError, match="needs_approval"):
        inspector_of(stall).save(key(), None)
