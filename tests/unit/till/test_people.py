"""People at the till: who is there, who may, who approves; on the real store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.domain.day_paper import x_paper
from appliance.domain.errors import TillError
from appliance.domain.receipt import Merchant
from appliance.domain.staff import ALL_RIGHTS, Right
from appliance.store import open_store
from appliance.till.people import APPROVAL_S, People
from appliance.till.pins import FREE_TRIES
from tests.unit.test_protocol import misfits
from tests.unit.till.stall import NOON, MemoryRegister, PlainHash, Stall, stall_on


@pytest.fixture
def stall(tmp_path: Path) -> Iterator[Stall]:
    stall = stall_on(open_store(tmp_path / "store", series="A"))
    yield stall
    stall.store.close()


def code(deed: Any, *args: Any, **kwargs: Any) -> str:  # Any: whatever is tried
    with pytest.raises(TillError) as refusal:
        deed(*args, **kwargs)
    return refusal.value.code


def staffed(stall: Stall) -> tuple[People, str, str]:
    """Olga owns, Sam sells; Olga is signed in."""
    people = stall.till.people
    people.add("key-olga", name="Olga", role="owner", pin="1111", approval=None)
    told = people.add("key-sam1", name="Sam", role="seller", pin="2222", approval=None)
    olga, sam = (one["id"] for one in told["people"])
    return people, olga, sam


def facts(stall: Stall, type_: str) -> list[dict[str, Any]]:
    return [fact.body for fact in stall.store.facts(0, 1000) if fact.type == type_]


def test_with_nobody_set_up_everything_is_allowed(stall: Stall) -> None:
    people = stall.till.people
    assert [people.check(right, None) for right in ALL_RIGHTS] == [None] * len(ALL_RIGHTS)
    assert people.here() is None
    assert stall.till.snapshot()["people"] == {
        "set_up": False,
        "here": None,
        "is_locked": False,
        "lock_after_min": 0,
    }


def test_first_person_is_an_owner_and_is_signed_in_at_once(stall: Stall) -> None:
    people = stall.till.people
    assert (
        code(people.add, "key-sam0", name="Sam", role="seller", pin="2222", approval=None) == "owner_needed"
    )
    told = people.add("key-olga", name=" Olga ", role="owner", pin="1111", approval=None)
    assert told["here"]["name"] == "Olga"
    assert people.add("key-olga", name=" Olga ", role="owner", pin="1111", approval=None) == told
    assert [one["name"] for one in told["people"]] == ["Olga"]


def test_setting_up_loses_no_ticket(stall: Stall) -> None:
    stall.till.add_line("tap-1", "apple", quantity=2, weight_g=None)
    staffed(stall)
    assert stall.till.snapshot()["ticket"]["total_minor"] == 300


def test_sale_carries_who_sold_it_and_a_sale_needs_nobody(stall: Stall) -> None:
    people, _, sam = staffed(stall)
    people.sign_in("key-in-1", sam, "2222")
    stall.sell("first")
    people.sign_out("key-out-1")
    stall.sell("second")
    assert [(sale["staff"], sale["staff_name"]) for sale in facts(stall, "sale")] == [
        (sam, "Sam"),
        (None, None),
    ]


def test_switching_is_a_fact_for_who_leaves_and_who_comes(stall: Stall) -> None:
    people, olga, sam = staffed(stall)
    people.sign_in("key-in-1", sam, "2222")
    people.sign_in("key-in-1", sam, "2222")
    people.sign_out("key-out-1")
    steps = [(fact["staff"], fact["kind"]) for fact in facts(stall, "staff_present")]
    assert steps == [(olga, "in"), (olga, "out"), (sam, "in"), (sam, "out")]
    for type_ in ("staff_present", "staff_changed"):
        assert [misfits(type_, body) for body in facts(stall, type_)] == [[]] * len(facts(stall, type_))


@pytest.mark.parametrize("right", sorted(set(ALL_RIGHTS) - {"no_sale"}))
def test_seller_needs_approval_and_it_counts_once(stall: Stall, right: Right) -> None:
    people, olga, sam = staffed(stall)
    people.sign_in("key-in-1", sam, "2222")
    with pytest.raises(TillError) as refusal:
        people.check(right, None)
    assert (refusal.value.code, refusal.value.params) == ("needs_approval", {"right": right})
    token = people.approve(olga, "1111", right)["approval"]
    assert people.check(right, token) == olga
    assert code(people.check, right, token) == "needs_approval"


def test_approval_is_for_its_right_and_its_minute(stall: Stall) -> None:
    people, olga, sam = staffed(stall)
    people.sign_out("key-out-1")
    other = people.approve(olga, "1111", "refund")["approval"]
    assert code(people.check, "export", other) == "needs_approval"
    late = people.approve(olga, "1111", "refund")["approval"]
    stall.time_s[0] += APPROVAL_S + 1
    assert code(people.check, "refund", late) == "needs_approval"
    assert code(people.approve, sam, "2222", "refund") == "may_not_approve"
    assert code(people.approve, olga, "9999", "refund") == "pin_wrong"
    assert code(people.approve, "staff-nobody", "1111", "refund") == "unknown_staff"


def test_approval_of_somebody_deleted_meanwhile_is_none(stall: Stall) -> None:
    people, _, sam = staffed(stall)
    people.add("key-max1", name="Max", role="manager", pin="3333", approval=None)
    boss = people.view()["people"][2]["id"]
    token = people.approve(boss, "3333", "refund")["approval"]
    people.remove("key-del1", boss, approval=None)
    people.sign_in("key-in-1", sam, "2222")
    assert code(people.check, "refund", token) == "needs_approval"


def test_same_key_asks_nobody_again(stall: Stall) -> None:
    people, olga, sam = staffed(stall)
    people.sign_in("key-in-1", sam, "2222")
    assert code(people.remove, "key-del1", sam, approval=None) == "needs_approval"
    token = people.approve(olga, "1111", "edit_staff")["approval"]
    told = people.remove("key-del1", sam, approval=token)
    assert people.remove("key-del1", sam, approval=token) == told
    assert [one["name"] for one in told["people"]] == ["Olga"]
    assert told["here"] is None
    assert facts(stall, "staff_changed")[-1]["approved_by"] == olga


def test_wrong_pins_wait_longer_but_never_for_ever_and_only_for_that_person(stall: Stall) -> None:
    people, olga, sam = staffed(stall)
    for number in range(FREE_TRIES):
        assert code(people.sign_in, f"key-bad{number}", sam, "0000") == "pin_wrong"
    assert code(people.sign_in, "key-in-1", sam, "2222") == "pin_wait"
    assert people.view()["people"][1]["wait_s"] == 2
    people.sign_in("key-in-2", olga, "1111")
    stall.time_s[0] += 3
    assert people.sign_in("key-in-3", sam, "2222")["here"]["id"] == sam


def test_there_is_always_an_owner(stall: Stall) -> None:
    people, olga, sam = staffed(stall)
    changed = {"name": "Olga", "role": "seller", "pin": None, "approval": None}
    assert code(people.change, "key-ch-1", olga, **changed) == "owner_needed"
    assert code(people.remove, "key-del1", olga, approval=None) == "owner_needed"
    assert (
        code(people.add, "key-sam2", name="Sam", role="seller", pin="4444", approval=None)
        == "staff_name_used"
    )
    people.remove("key-del2", sam, approval=None)
    assert people.remove("key-del3", olga, approval=None)["set_up"] is False
    assert people.check("export", None) is None


def test_new_pin_counts_and_the_old_one_no_longer(stall: Stall) -> None:
    people, _, sam = staffed(stall)
    people.change("key-ch-1", sam, name="Samira", role="manager", pin="777777", approval=None)
    assert code(people.sign_in, "key-in-1", sam, "2222") == "pin_wrong"
    assert people.sign_in("key-in-2", sam, "777777")["here"] == {
        "id": sam,
        "name": "Samira",
        "role": "manager",
    }
    people.change("key-ch-2", sam, name="Samira", role="manager", pin=None, approval=token_of(people))
    assert people.sign_in("key-in-3", sam, "777777")["here"]["role"] == "manager"


def token_of(people: People) -> str:
    owner = next(one["id"] for one in people.view()["people"] if one["role"] == "owner")
    return str(people.approve(owner, "1111", "edit_staff")["approval"])


def test_restart_keeps_people_and_who_is_there(tmp_path: Path) -> None:
    register = MemoryRegister()
    first = stall_on(open_store(tmp_path / "store", series="A"), register=register)
    _, _, sam = staffed(first)
    first.till.people.sign_in("key-in-1", sam, "2222")
    first.store.close()
    again = stall_on(open_store(tmp_path / "store", series="A"), register=register)
    assert again.till.people.latest()["here"]["id"] == sam
    assert len(again.till.people.view()["people"]) == 2
    again.store.close()


def test_damaged_register_locks_nobody_out(tmp_path: Path) -> None:
    first = stall_on(open_store(tmp_path / "store", series="A"))
    staffed(first)
    first.store.close()
    again = stall_on(open_store(tmp_path / "store", series="A"))  # with an empty register
    assert again.till.people.latest() == {
        "set_up": False,
        "here": None,
        "is_locked": False,
        "lock_after_min": 0,
    }
    assert again.till.people.check("close_day", None) is None
    assert again.sell("after") == "A-000001"
    again.till.people.sign_out("key-out-1")
    again.store.close()


def test_card_that_takes_nobody_changes_nothing(tmp_path: Path) -> None:
    class Full(MemoryRegister):
        def put(self, *_args: object) -> None:
            raise OSError("no space")

    stall = stall_on(open_store(tmp_path / "store", series="A"), register=Full())
    people = stall.till.people
    assert (
        code(people.add, "key-olga", name="Olga", role="owner", pin="1111", approval=None) == "store_failed"
    )
    assert facts(stall, "staff_changed") == []
    stall.store.close()


def test_no_pin_and_no_hash_are_in_the_journal(tmp_path: Path) -> None:
    stall = stall_on(open_store(tmp_path / "store", series="A"))
    people, olga, sam = staffed(stall)
    people.change("key-ch-1", sam, name="Sam", role="seller", pin="86420975", approval=None)
    people.sign_in("key-in-1", sam, "86420975")
    people.approve(olga, "1111", "refund")
    stall.store.close()
    written = b"".join(path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file())
    assert b"Sam" in written
    assert b"86420975" not in written
    assert PlainHash().make("1111").encode() not in written
    assert "hash" not in json.dumps(people.view())


def test_count_and_large_discount_ask_and_say_who_approved(stall: Stall) -> None:
    people, olga, sam = staffed(stall)
    people.sign_in("key-in-1", sam, "2222")
    till = stall.till
    till.stock.move("key-load", "apple", "load", 4, None)
    assert code(till.stock.move, "key-count", "apple", "count", 3, None) == "needs_approval"
    token = people.approve(olga, "1111", "count_stock")["approval"]
    till.stock.move("key-count", "apple", "count", 3, None, token)
    moved = facts(stall, "stock_moved")[-1]
    assert (moved["staff"], moved["staff_name"], moved["approved_by"]) == (sam, "Sam", olga)
    till.add_line("tap-1", "apple", quantity=1, weight_g=None)
    give = {"line_id": None, "kind": "percent", "value": 9_000, "label": ""}
    assert code(till.discounts.give, "tap-2", **give) == "needs_approval"
    assert till.snapshot()["ticket"]["discounts"] == []
    token = people.approve(olga, "1111", "discount_over_limit")["approval"]
    total = till.discounts.give("tap-2", **give, approval=token)["ticket"]["total_minor"]
    till.paying.pay_cash("key-pay", given_minor=total, total_minor=total)
    assert [one["approved_by"] for one in facts(stall, "sale")[-1]["discounts"]] == [olga]


def test_a_discount_that_grows_over_the_limit_asks_at_the_payment(stall: Stall) -> None:
    people, olga, sam = staffed(stall)
    people.sign_in("key-in-1", sam, "2222")
    till = stall.till
    till.add_line("tap-1", "apple", quantity=10, weight_g=None)
    till.discounts.give("tap-2", line_id=None, kind="amount", value=200, label="")
    till.change_line("tap-3", "l1", quantity=2, weight_g=None)
    pay = {"given_minor": 100, "total_minor": 100}
    assert code(till.paying.pay_cash, "key-pay", **pay) == "needs_approval"
    assert till.snapshot()["ticket"]["lines"]
    token = people.approve(olga, "1111", "discount_over_limit")["approval"]
    till.paying.pay_cash("key-pay", **pay, approval=token)
    assert [one["approved_by"] for one in facts(stall, "sale")[-1]["discounts"]] == [olga]


def test_refund_close_and_cash_out_ask_a_seller(stall: Stall) -> None:
    people, olga, sam = staffed(stall)
    people.sign_in("key-in-1", sam, "2222")
    till = stall.till
    number = stall.sell("sale-0001")
    back = {"total_minor": 150, "reason": ""}
    assert code(till.refunds.give_back, "key-back", number, None, **back) == "needs_approval"
    assert code(till.day.move, "key-out", "pay_out", 50, "") == "needs_approval"
    assert code(till.day.close, "key-close", None, None) == "needs_approval"
    till.day.move("key-in", "pay_in", 50, "")
    token = people.approve(olga, "1111", "refund")["approval"]
    till.refunds.give_back("key-back", number, None, **back, approval=token)
    refund = facts(stall, "refund")[-1]
    assert (refund["staff"], refund["staff_name"], refund["approved_by"]) == (sam, "Sam", olga)
    token = people.approve(olga, "1111", "close_day")["approval"]
    till.day.close("key-close", None, None, token)
    assert facts(stall, "shift_closed")[-1]["approved_by"] == olga


def test_a_seller_is_not_told_what_a_count_would_find(stall: Stall) -> None:
    day = stall.till.day
    day.open("open-0001", 10_000, None)
    assert day.x()["expected_minor"] == 10_000  # nobody is set up
    people, olga, sam = staffed(stall)
    printed: list[Any] = []
    day.print_x = printed.append
    assert day.x()["expected_minor"] == 10_000
    people.lock("lock-0001")
    assert day.x()["expected_minor"] is None
    people.sign_in("in-sam-01", sam, "2222")
    assert day.print_x_now()["expected_minor"] is None
    assert printed[0]["expected_minor"] is None
    assert code(day.expected, None) == "needs_approval"
    approval = people.approve(olga, "1111", "close_day")["approval"]
    assert day.expected(approval)["expected_minor"] == 10_000
    assert code(day.expected, approval) == "needs_approval"  # once
    people.sign_out("out-00001")
    assert day.x()["expected_minor"] is None
    people.sign_in("in-olga-1", olga, "1111")
    assert day.x()["expected_minor"] == 10_000
    assert "day.expected" in repr(x_paper(day.x(), Merchant("Obst", "", ""), NOON.utc, NOON.offset_min))
    assert "day.expected" not in repr(
        x_paper(printed[0], Merchant("Obst", "", ""), NOON.utc, NOON.offset_min)
    )
