"""What is left at a stall, on a real store: sales take, people move, a restart forgets nothing."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.domain import stock as levels_of
from appliance.domain.errors import TillError
from appliance.domain.stock import MoveKind, Sold
from appliance.store import open_store
from appliance.till.catalogue import replace as replace_catalogue
from tests.unit.till.stall import CATEGORIES, ITEMS, Stall, stall_on

_keys = itertools.count(1)


@pytest.fixture
def stall(tmp_path: Path) -> Iterator[Stall]:
    stall = stall_on(open_store(tmp_path, series="A"))
    yield stall
    stall.store.close()


def key() -> str:
    return f"key-{next(_keys):09d}"


def move(
    stall: Stall, item_id: str, kind: MoveKind, amount: int, reason: str | None = None
) -> dict[str, Any]:
    return stall.till.stock.move(key(), item_id, kind, amount, reason)


def levels(stall: Stall) -> dict[str, int]:
    return {level["item_id"]: level["left"] for level in stall.till.stock.view()["levels"]}


def sell(stall: Stall, item_id: str, quantity: int | None = None, weight_g: int | None = None) -> None:
    added = stall.till.add_line(key(), item_id, quantity=quantity, weight_g=weight_g)
    total = added["ticket"]["total_minor"]
    stall.till.paying.pay_cash(key(), given_minor=total, total_minor=total)


def test_goods_that_nobody_counts_show_nothing(stall: Stall) -> None:
    sell(stall, "apple", 3)
    assert levels(stall) == {}
    assert stall.till.snapshot()["stock"] == {"rev": 0, "was": 0, "levels": []}


def test_a_sale_takes_what_it_sold_in_the_same_answer(stall: Stall) -> None:
    move(stall, "apple", "load", 8)
    move(stall, "pear", "receive", 3000)
    sell(stall, "apple", 2)
    told = stall.till.snapshot()["stock"]
    assert (told["rev"], told["was"]) == (3, 2)
    assert told["levels"] == [
        {"item_id": "apple", "name": "Apfel", "unit": "piece", "left": 6, "low": 5, "state": "ok"}
    ]
    sell(stall, "apple", 8)
    sell(stall, "pear", weight_g=1160)
    assert levels(stall) == {"apple": -2, "pear": 1840}


def test_a_box_that_sells_uncounted_goods_writes_nothing_more(stall: Stall) -> None:
    sell(stall, "juice")
    assert stall.store.documents("stock") == []
    assert stall.store.get("settings", "stock_latest") is None


def test_a_count_sets_the_level_and_tells_the_variance(stall: Stall) -> None:
    move(stall, "apple", "receive", 10)
    sell(stall, "apple", 3)
    counted = move(stall, "apple", "count", 5)
    assert (counted["before"], counted["delta"], counted["left"]) == (7, -2, 5)
    body = stall.store.latest("stock_moved", None, 1)[0].body
    assert (body["counted"], body["delta"], body["kind"], body["day"]) == (5, -2, "count", "2026-11-22")


def test_the_same_key_moves_once_and_tells_the_same_again(stall: Stall) -> None:
    first = stall.till.stock.move("load-0001", "apple", "load", 8, None)
    assert stall.till.stock.move("load-0001", "apple", "load", 8, None) == first
    assert levels(stall) == {"apple": 8}
    with pytest.raises(TillError, match="idempotency_mismatch"):
        stall.till.stock.move("load-0001", "apple", "load", 9, None)


@pytest.mark.parametrize(
    ("item_id", "kind", "amount", "reason", "code"),
    [
        ("plum", "load", 1, None, "unknown_item"), ("bottle", "load", 1, None, "not_goods"),
        ("apple", "waste", 1, "broken", "not_counted"), ("apple", "load", 0, None, "stock_amount"),
    ],
)  # fmt: skip
def test_a_refused_move_changes_nothing(
    stall: Stall, item_id: str, kind: MoveKind, amount: int, reason: str | None, code: str
) -> None:
    with pytest.raises(TillError) as refusal:
        move(stall, item_id, kind, amount, reason)
    assert refusal.value.code == code
    assert (levels(stall), stall.store.count("stock_moved")) == ({}, 0)


def test_sold_out_blocks_only_where_the_owner_says_so(stall: Stall) -> None:
    move(stall, "apple", "load", 2)
    move(stall, "pear", "load", 500)
    stall.till.stock.set_rules(key(), stop_at_zero=True)
    stall.till.add_line(key(), "apple", quantity=2, weight_g=None)
    with pytest.raises(TillError) as refusal:
        stall.till.add_line(key(), "apple", quantity=1, weight_g=None)
    assert (refusal.value.code, refusal.value.params) == ("too_few_left", {"name": "Apfel", "left": 2})
    with pytest.raises(TillError) as refusal:
        stall.till.add_line(key(), "pear", quantity=None, weight_g=501)
    assert (refusal.value.code, refusal.value.params["left_g"]) == ("too_little_left", 500)
    stall.till.paying.pay_cash(key(), given_minor=300, total_minor=300)
    with pytest.raises(TillError) as refusal:
        stall.till.add_line(key(), "apple", quantity=1, weight_g=None)
    assert refusal.value.code == "sold_out"
    stall.till.add_line(key(), "juice", quantity=1, weight_g=None)  # not counted: nothing is known of it
    stall.till.stock.set_rules(key(), stop_at_zero=False)
    assert stall.till.add_line(key(), "apple", quantity=3, weight_g=None)["ticket"]["count"] == 4


def test_each_item_has_its_own_threshold(stall: Stall) -> None:
    move(stall, "apple", "load", 8)
    told = stall.till.stock.set_low(key(), "apple", 10)
    assert [(level["low"], level["state"]) for level in told["levels"]] == [(10, "low")]
    assert stall.till.stock.set_low(key(), "apple", None)["levels"][0]["low"] == 5
    with pytest.raises(TillError, match="not_counted"):
        stall.till.stock.set_low(key(), "pear", 10)


def test_a_level_stays_with_the_item_whatever_becomes_of_its_name(stall: Stall) -> None:
    move(stall, "apple", "load", 8)
    replace_catalogue(stall.store, stall.clock.now(), CATEGORIES, ITEMS[1:])
    stall.till.catalogue_changed()
    assert levels(stall) == {"apple": 8}
    assert move(stall, "apple", "waste", 3, "spoiled")["left"] == 5


def test_goods_are_told_by_the_name_they_have_now(stall: Stall) -> None:
    move(stall, "apple", "load", 8)
    replace_catalogue(
        stall.store, stall.clock.now(), CATEGORIES, [replace(ITEMS[0], name="Boskoop"), *ITEMS[1:]]
    )
    stall.till.catalogue_changed()
    assert [level["name"] for level in stall.till.stock.view()["levels"]] == ["Boskoop"]


def test_what_comes_back_to_be_sold_again_is_there_again(stall: Stall) -> None:
    move(stall, "apple", "load", 8)
    move(stall, "pear", "load", 2000)
    sell(stall, "apple", 3)
    back = [
        Sold("apple", "piece", "goods", 2, None),
        Sold("pear", "kg", "goods", 1, 250),
        Sold("juice", "piece", "goods", 1, None),
        Sold("bottle", "piece", "deposit", 1, None),
    ]
    with stall.store.transaction(stall.clock.now(), durable=True) as tx:
        stall.till.stock.returned(tx, back)
    tx.commit.wait()
    assert levels(stall) == {"apple": 7, "pear": 2250}


def test_what_was_printed_or_told_survives_a_restart(stall: Stall, tmp_path: Path) -> None:
    move(stall, "apple", "load", 8)
    sell(stall, "apple", 3)
    before = stall.till.stock.view()
    stall.store.close()
    again = stall_on(open_store(tmp_path, series="A"), stall.clock)
    assert again.till.stock.view() == before
    again.store.close()


DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("sell"), st.sampled_from(["apple", "pear"]), st.integers(1, 9)),
        st.tuples(
            st.sampled_from(["receive", "load", "unload", "waste", "count"]),
            st.sampled_from(["apple", "pear"]),
            st.integers(1, 9),
        ),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(DEEDS)
def test_the_facts_alone_give_the_same_levels(deeds: list[tuple[Any, str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stall = stall_on(open_store(Path(folder), series="A"))
        for kind, item_id, amount in deeds:
            if kind == "sell":
                sell(stall, item_id, **({"weight_g": amount} if item_id == "pear" else {"quantity": amount}))
                continue
            try:
                move(stall, item_id, kind, amount, "lost")
            except TillError as refusal:
                assert refusal.code == "not_counted"
        stall.store.close()
        store = open_store(Path(folder), series="A")
        folded: dict[levels_of.Key, int] = {}
        for fact in store.facts(0, 1000):
            folded = levels_of.fold(folded, fact.type, fact.body)
        assert {item_id: left for (item_id, _), left in folded.items()} == levels(stall_on(store))
        store.close()


def test_who_only_sells_receives_and_loads_but_asks_to_count_or_throw_away(stall: Stall) -> None:
    people, till = stall.till.people, stall.till.stock
    people.add(key(), name="Olga", role="owner", pin="1111", approval=None)
    told = people.add(key(), name="Sam", role="seller", pin="2222", approval=None)
    olga, sam = (one["id"] for one in told["people"])
    people.sign_in(key(), sam, "2222")
    move(stall, "apple", "load", 8)
    move(stall, "apple", "receive", 8)
    for deed in (
        lambda: move(stall, "apple", "count", 4),
        lambda: move(stall, "apple", "waste", 1, "lost"),
        lambda: till.set_low(key(), "apple", 3),
        lambda: till.set_rules(key(), stop_at_zero=True),
    ):
        with pytest.raises(TillError, match="needs_approval"):
            deed()
    assert levels(stall) == {"apple": 16}

    token = people.approve(olga, "1111", "count_stock")["approval"]
    with pytest.raises(TillError, match="stock_amount"):
        till.move(key(), "apple", "waste", 0, "lost", token)  # what is refused anyway uses no approval up
    till.move(key(), "apple", "waste", 1, "lost", token)
    body = stall.store.latest("stock_moved", None, 1)[0].body
    assert (body["staff"], body["staff_name"], body["approved_by"]) == (sam, "Sam", olga)


def test_a_move_says_the_shift_it_was_made_in(stall: Stall) -> None:
    move(stall, "apple", "load", 8)
    stall.till.day.open(key(), 5000, None)
    move(stall, "apple", "receive", 2)
    stall.till.day.close(key(), None, None)
    move(stall, "apple", "receive", 3)
    sell(stall, "apple", 1)  # opens the next shift, uncounted
    move(stall, "apple", "unload", 1)
    assert [fact.body["shift"] for fact in stall.store.latest("stock_moved", None, 4)] == [2, None, 1, None]
    assert stall.till.day.view()["n"] == 2
