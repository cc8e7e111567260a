"""The inspector: every record verified while selling goes on, damage named, and all of it taken along."""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.care.inspector import Inspector
from appliance.domain.errors import TillError
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


def inspector_of(stall: Stall) -> Inspector:
    return Inspector(stall.store, stall.till.people, stall.till.day.last_z)


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


def test_one_changed_byte_is_found_and_its_file_named(stall: Stall, tmp_path: Path) -> None:
    live_three_days(stall)
    path = sorted((tmp_path / "journal").glob("*.jsonl"))[1]
    data = bytearray(path.read_bytes())
    at = data.index(b'"total_minor":150')
    data[at + 15] ^= 1
    path.write_bytes(data)
    inspector = inspector_of(stall)
    inspector.begin(None)
    inspector.wait(20)
    assert (inspector.view()["state"], inspector.view()["damaged"]) == ("damaged", [path.stem])
    sell(stall)


def test_file_taken_along_holds_every_record_byte_for_byte(stall: Stall) -> None:
    live_three_days(stall)
    inspector = inspector_of(stall)
    inspector.begin(None)
    inspector.wait(20)
    lines = gzip.decompress(b"".join(inspector.export())).splitlines()
    assert len(lines) == stall.store.state().last_fact
    assert [json.loads(line)["f"] for line in lines] == list(range(1, len(lines) + 1))
    exact = stall.store.exact_fact(2)  # type: ignore[attr-defined]  # the real store has it
    assert lines[1] == exact[0]


def test_nothing_is_taken_along_without_a_check(stall: Stall) -> None:
    with pytest.raises(TillError, match="not_checked"):
        inspector_of(stall).export()


def test_whoever_may_not_take_records_along_may_not_check_them(stall: Stall) -> None:
    people = stall.till.people
    people.add(key(), name="Olga", role="owner", pin="1111", approval=None)
    people.sign_in(key(), people.view()["people"][0]["id"], "1111")
    people.add(key(), name="Sam", role="seller", pin="2222", approval=None)
    sam = next(one["id"] for one in people.view()["people"] if one["name"] == "Sam")
    people.sign_in(key(), sam, "2222")
    with pytest.raises(TillError, match="needs_approval"):
        inspector_of(stall).begin(None)
