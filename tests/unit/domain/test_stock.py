"""Levels of goods: what facts do to them, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.domain import stock
from appliance.domain.errors import TillError
from appliance.domain.stock import MoveKind, Sold

APPLE = Sold("apple", "piece", "goods", 3, None)
PEAR = Sold("pear", "kg", "goods", 1, 1160)
BOTTLE = Sold("bottle", "piece", "deposit", 3, None)


def test_a_sale_takes_pieces_and_grams_of_what_is_counted() -> None:
    levels: dict[stock.Key, int] = {("apple", "piece"): 10, ("pear", "kg"): 1000}
    assert stock.taken(levels, [APPLE, PEAR, APPLE]) == {("apple", "piece"): 4, ("pear", "kg"): -160}


def test_what_was_never_counted_has_no_level() -> None:
    assert stock.taken({}, [APPLE, PEAR]) == {}
    assert stock.brought_back({}, [APPLE]) == {}


def test_deposits_are_no_goods() -> None:
    assert stock.taken({("bottle", "piece"): 10}, [BOTTLE]) == {}


def test_an_item_that_is_weighed_now_is_counted_anew() -> None:
    assert stock.taken({("pear", "piece"): 10}, [PEAR]) == {}


@pytest.mark.parametrize(("left", "state"), [(-1, "over"), (0, "out"), (1, "low"), (5, "low"), (6, "ok")])
def test_a_level_is_told_in_four_ways(left: int, state: str) -> None:
    assert stock.state_of(left, 5) == state


@pytest.mark.parametrize(
    ("kind", "amount", "left", "delta"),
    [
        ("receive", 4, None, 4), ("load", 4, 2, 4), ("waste", 4, 2, -4), ("unload", 2, 2, -2),
        ("count", 7, None, 7), ("count", 0, 2, -2), ("count", 5, -1, 6),
    ],
)  # fmt: skip
def test_a_move_has_a_delta(kind: MoveKind, amount: int, left: int | None, delta: int) -> None:
    assert stock.delta_of(kind, amount, left) == delta


@pytest.mark.parametrize(
    ("kind", "amount", "left", "code"),
    [
        ("receive", 0, 1, "stock_amount"), ("count", -1, 1, "stock_amount"),
        ("load", stock.MAX_MOVE + 1, 1, "stock_amount"),
        ("waste", 1, None, "not_counted"), ("unload", 1, None, "not_counted"),
    ],
)  # fmt: skip
def test_a_move_that_makes_no_sense_is_refused(
    kind: MoveKind, amount: int, left: int | None, code: str
) -> None:
    with pytest.raises(TillError) as refusal:
        stock.delta_of(kind, amount, left)
    assert refusal.value.code == code


def test_waste_names_its_reason_and_nothing_else_does() -> None:
    assert stock.reason_of("waste", "broken") == "broken"
    assert stock.reason_of("load", "broken") is None
    with pytest.raises(TillError, match="waste_reason"):
        stock.reason_of("waste", None)


def test_a_ticket_may_keep_what_it_has_and_take_what_is_left() -> None:
    levels: dict[stock.Key, int] = {("apple", "piece"): 2}
    one = Sold("apple", "piece", "goods", 1, None)
    assert stock.shortage(levels, [], [one, one]) is None
    assert stock.shortage(levels, [one, one], [one, one, one]) == ("apple", "piece")
    assert stock.shortage(levels, [APPLE], [APPLE, PEAR]) is None
    assert stock.shortage(levels, [APPLE, one], [APPLE]) is None


def _line(item_id: str, amount: int) -> dict[str, Any]:
    unit = "kg" if item_id == "pear" else "piece"
    weight_g = amount if unit == "kg" else None
    return {
        "item_id": item_id, "unit": unit, "kind": "goods",
        "quantity": 1 if weight_g else amount, "weight_g": weight_g,
    }  # fmt: skip


ITEM = st.sampled_from(["apple", "pear", "juice"])
LINES = st.lists(st.builds(_line, ITEM, st.integers(1, 50)), min_size=1, max_size=4)
FACTS = st.lists(
    st.one_of(
        LINES.map(lambda lines: ("sale", {"lines": lines})),
        st.tuples(LINES, st.booleans()).map(
            lambda got: ("refund", {"lines": [{**line, "to_stock": got[1]} for line in got[0]]})
        ),
        st.tuples(ITEM, st.integers(-50, 50)).map(
            lambda got: (
                "stock_moved",
                {"item_id": got[0], "unit": "kg" if got[0] == "pear" else "piece", "delta": got[1]},
            )
        ),
    ),
    max_size=30,
)


@given(FACTS)
def test_a_level_is_the_sum_of_all_deltas_since_its_first_move(facts: list[tuple[str, Any]]) -> None:
    levels: dict[stock.Key, int] = {}
    sums: dict[str, int] = {}
    for type_, body in facts:
        levels = stock.fold(levels, type_, body)
        if type_ == "stock_moved":
            sums[body["item_id"]] = sums.get(body["item_id"], 0) + body["delta"]
            continue
        sign = -1 if type_ == "sale" else 1
        for line in body["lines"]:
            if line["item_id"] in sums and line.get("to_stock", True):
                sums[line["item_id"]] += sign * (line["weight_g"] or line["quantity"])
    assert {item_id: left for (item_id, _), left in levels.items()} == sums


def test_other_facts_leave_levels_alone() -> None:
    levels: dict[stock.Key, int] = {("apple", "piece"): 3}
    assert stock.fold(levels, "reprint", {"number": "A-000001"}) == levels
