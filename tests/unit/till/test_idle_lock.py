"""The till asks who is there: what a lock leaves alone, what it holds back, and what ends it; on the real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.domain.staff import ALL_RIGHTS, LOCK_AFTER_MIN, LockAfter
from appliance.store import open_store
from appliance.till.pins import FREE_TRIES, LONGEST_WAIT_S
from tests.unit.till.stall import MemoryRegister, Stall, stall_on
from tests.unit.till.test_people import code, facts, staffed


@pytest.fixture
def stall(tmp_path: Path) -> Iterator[Stall]:
    stall = stall_on(open_store(tmp_path / "store", series="A"))
    yield stall
    stall.store.close()


def lock_of(stall: Stall) -> tuple[Any, bool]:
    latest = stall.till.people.latest()
    return (latest["here"] or {}).get("name"), latest["is_locked"]


def test_a_locked_till_keeps_ticket_and_name_but_gives_no_right(stall: Stall) -> None:
    people, olga, _ = staffed(stall)
    stall.till.add_line("tap-1", "apple", quantity=2, weight_g=None)
    people.lock("key-lock")
    assert lock_of(stall) == ("Olga", True)
    assert stall.till.snapshot()["ticket"]["total_minor"] == 300
    assert [code(people.check, right, None) for right in ALL_RIGHTS] == ["needs_approval"] * len(ALL_RIGHTS)
    token = people.approve(olga, "1111", "refund")["approval"]
    assert people.check("refund", token) == olga
    stall.till.paying.pay_cash("key-pay", given_minor=300, total_minor=300)
    assert facts(stall, "sale")[-1]["staff"] == olga


def test_the_same_person_unlocks_without_a_fact_and_another_takes_over(stall: Stall) -> None:
    people, olga, sam = staffed(stall)
    people.lock("key-lock")
    assert code(people.sign_in, "key-bad", olga, "9999") == "pin_wrong"
    assert lock_of(stall) == ("Olga", True)
    people.sign_in("key-in-1", olga, "1111")
    assert lock_of(stall) == ("Olga", False)
    assert [fact["kind"] for fact in facts(stall, "staff_present")] == ["in"]
    people.lock("key-lock2")
    people.sign_in("key-in-2", sam, "2222")
    assert lock_of(stall) == ("Sam", False)
    assert [(fact["staff"], fact["kind"]) for fact in facts(stall, "staff_present")][1:] == [
        (olga, "out"),
        (sam, "in"),
    ]


def test_selling_without_a_name_ends_the_lock_too(stall: Stall) -> None:
    people, _, _ = staffed(stall)
    people.lock("key-lock")
    people.sign_out("key-out1")
    assert lock_of(stall) == (None, False)
    people.lock("key-lock2")
    assert lock_of(stall) == (None, False)


def test_a_box_without_people_never_locks(stall: Stall) -> None:
    assert stall.till.people.lock("key-lock")["is_locked"] is False
    assert stall.till.people.check("export", None) is None


def test_the_last_person_deleted_leaves_no_lock(stall: Stall) -> None:
    people, olga, sam = staffed(stall)
    people.remove("key-del1", sam, approval=None)
    people.lock("key-lock")
    token = people.approve(olga, "1111", "edit_staff")["approval"]
    assert people.remove("key-del2", olga, approval=token)["is_locked"] is False


@pytest.mark.parametrize("minutes", LOCK_AFTER_MIN)
def test_an_owner_chooses_when_and_a_seller_asks(stall: Stall, minutes: LockAfter) -> None:
    people, _, sam = staffed(stall)
    assert people.lock_after("key-min1", minutes, approval=None)["lock_after_min"] == minutes
    people.sign_in("key-in-1", sam, "2222")
    assert code(people.lock_after, "key-min2", 0, approval=None) == "needs_approval"


def test_pulling_the_plug_unlocks_nothing(tmp_path: Path) -> None:
    register = MemoryRegister()
    first = stall_on(open_store(tmp_path / "store", series="A"), register=register)
    people, _, _ = staffed(first)
    people.lock_after("key-min1", 5, approval=None)
    people.lock("key-lock")
    first.store.close()
    again = stall_on(open_store(tmp_path / "store", series="A"), register=register)
    assert lock_of(again) == ("Olga", True)
    assert again.till.people.latest()["lock_after_min"] == 5
    again.store.close()


@pytest.mark.parametrize("utc", ["1970-01-01T00:00:00.000Z", "2038-01-19T03:14:07.000Z"])
def test_a_clock_that_jumps_neither_locks_nor_opens_nor_shortens_a_wait(stall: Stall, utc: str) -> None:
    people, olga, sam = staffed(stall)
    people.lock_after("key-min1", 1, approval=None)
    for number in range(FREE_TRIES):
        assert code(people.sign_in, f"key-bad{number}", sam, "0000") == "pin_wrong"
    stall.clock.turn_to(utc, utc[:10])
    assert lock_of(stall) == ("Olga", False)
    assert people.view()["people"][1]["wait_s"] == 2
    people.lock("key-lock")
    stall.clock.turn_to("2026-11-22T11:00:00.000Z", "2026-11-22")
    assert lock_of(stall) == ("Olga", True)
    assert people.sign_in("key-in-1", olga, "1111")["here"]["id"] == olga  # comes in meanwhile
    stall.time_s[0] += 2
    assert people.sign_in("key-in-2", sam, "2222")["here"]["id"] == sam


@pytest.mark.parametrize("utc", ["1970-01-01T00:00:00.000Z", "2038-01-19T03:14:07.000Z"])
def test_a_wait_survives_a_restart_with_a_wrong_clock_and_ends(tmp_path: Path, utc: str) -> None:
    register = MemoryRegister()
    first = stall_on(open_store(tmp_path / "store", series="A"), register=register)
    people, _, sam = staffed(first)
    wait_s = 0
    for number in range(FREE_TRIES + 8):
        assert code(people.sign_in, f"key-bad{number:03}", sam, "0000") == "pin_wrong"
        wait_s = people.view()["people"][1]["wait_s"]
        first.time_s[0] += wait_s
    first.store.close()
    assert wait_s == LONGEST_WAIT_S
    again = stall_on(open_store(tmp_path / "store", series="A"), register=register)
    again.clock.turn_to(utc, utc[:10])
    assert again.till.people.view()["people"][1]["wait_s"] == LONGEST_WAIT_S
    assert code(again.till.people.sign_in, "key-in-1", sam, "2222") == "pin_wait"
    again.time_s[0] += LONGEST_WAIT_S
    assert again.till.people.sign_in("key-in-2", sam, "2222")["here"]["id"] == sam
    again.store.close()
