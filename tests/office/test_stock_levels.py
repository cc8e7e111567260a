"""What is left at each stall, from facts in any order of boxes, and read once however often they come."""

from __future__ import annotations

import itertools
import tempfile
from datetime import date
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from appliance.domain import stock as on_the_box
from backoffice import projections, stock_levels
from backoffice.database import Database
from backoffice.projections import Received, Unfit, read_fact
from tests.office.stall import BOX, NOW, M, fact, fixture, open_merchant, sale_body

OTHER = f"{M}-zzzzzzzzz"
_ids = itertools.count(1)


def moved(f: int, item_id: str, delta: int, kind: str = "load", **more: Any) -> bytes:
    body = orjson.loads(fixture("stock_moved"))["body"]
    unit = "kg" if item_id == "pear" else "piece"
    body |= {"id": f"stock-{next(_ids):09d}", "item_id": item_id, "unit": unit, "kind": kind, "delta": delta}
    return fact(f, "stock_moved", body | more)


def sold(f: int, item_id: str, amount: int, box_id: str = BOX) -> bytes:
    body = sale_body(f, series="A" if box_id == BOX else "B")
    unit = {"unit": "kg", "quantity": 1, "weight_g": amount} if item_id == "pear" else {"quantity": amount}
    line = body["lines"][0] | {"item_id": item_id, "unit": "piece", "weight_g": None, "kind": "goods"} | unit
    if item_id == "pear":
        line |= {"amount_minor": 500, "price_minor": 500 * 1000 // amount}
    return fact(f, "sale", body | {"lines": [line]})


def received(data: bytes, f: int, box_id: str = BOX) -> Received:
    return Received(box_id, 1, f, f"{box_id} {f}", data)


def apply(connection: Connection, *facts: Received) -> list[str]:
    return [rejected.reason for rejected in projections.apply(connection, M, "EUR", facts, NOW)]


def levels(connection: Connection) -> dict[tuple[str, str], int]:
    told = stock_levels.page(connection, M, date(2026, 11, 22))
    return {(one["box_id"], item["item_id"]): one["left"] for item in told["items"] for one in item["stalls"]}


@pytest.fixture
def merchant(database: Database) -> Database:
    database.write(lambda c: open_merchant(c, M, (BOX, OTHER)))
    return database


def test_sales_take_what_was_loaded(merchant: Database) -> None:
    def work(connection: Connection) -> dict[tuple[str, str], int]:
        assert apply(connection, received(sold(1, "apple", 2), 1), received(moved(2, "apple", 10), 2)) == []
        assert apply(connection, received(sold(3, "apple", 4), 3)) == []
        return levels(connection)

    assert merchant.write(work) == {(BOX, "apple"): 6}  # the sale before the first move is of no level


def test_a_move_that_comes_again_counts_once(merchant: Database) -> None:
    data = moved(1, "apple", 10)

    def work(connection: Connection) -> dict[tuple[str, str], int]:
        for _ in range(2):
            assert apply(connection, received(data, 1)) == []
        return levels(connection)

    assert merchant.write(work) == {(BOX, "apple"): 10}


def test_a_sale_that_was_refused_takes_nothing(merchant: Database) -> None:
    def work(connection: Connection) -> dict[tuple[str, str], int]:
        data = sold(2, "apple", 4)
        apply(connection, received(moved(1, "apple", 10), 1), received(data, 2))
        again = Received(BOX, 1, 3, "another hash", orjson.dumps({**orjson.loads(data), "f": 3}))
        assert apply(connection, again) == ["number_used"]
        return levels(connection)

    assert merchant.write(work) == {(BOX, "apple"): 6}


def test_the_page_shows_what_lacks_first_and_the_moves_of_the_day(merchant: Database) -> None:
    def work(connection: Connection) -> dict[str, Any]:
        apply(
            connection,
            received(moved(1, "apple", 10), 1),
            received(moved(2, "pear", -200, "count", counted=0), 2),
            received(moved(3, "kiwi", 0, "count", counted=0), 3),
        )
        return stock_levels.page(connection, M, date(2026, 11, 22))

    told = merchant.write(work)
    assert [item["item_id"] for item in told["items"]] == ["pear", "kiwi", "apple"]
    assert [move["item_id"] for move in told["moves"]] == ["kiwi", "pear", "apple"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "eat"}, "kind"), ({"unit": "dozen"}, "unit"), ({"delta": 1.5}, "delta"),
        ({"delta": -1}, "delta"), ({"counted": 3}, "counted"), ({"id": ""}, "id"), ({"day": "today"}, "day"),
        ({"kind": "count"}, "counted"), ({"offset_min": 10_000}, "offset_min"), ({"reason": 7}, "reason"),
    ],
)  # fmt: skip
def test_a_move_that_cannot_be_read_is_set_aside(change: dict[str, Any], field: str) -> None:
    body = orjson.loads(fixture("stock_moved"))["body"] | change
    with pytest.raises(Unfit) as refusal:
        read_fact(received(fact(1, "stock_moved", body), 1), "EUR")
    assert (refusal.value.reason, refusal.value.params) == ("bad_stock", {"field": field})


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["sale", "move"]), st.sampled_from(["apple", "kiwi", "pear"]), st.integers(1, 500)
    ),
    max_size=10,
)


@settings(max_examples=10, deadline=None)
@given(DEEDS, DEEDS, st.randoms(use_true_random=False))
def test_any_order_of_boxes_gives_what_the_boxes_have(first: Any, second: Any, turns: Any) -> None:
    streams: dict[str, list[Received]] = {}
    expected: dict[tuple[str, str], int] = {}
    for box_id, deeds in ((BOX, first), (OTHER, second)):
        folded: dict[on_the_box.Key, int] = {}
        streams[box_id] = []
        for f, (what, item_id, amount) in enumerate(deeds, 1):
            data = sold(f, item_id, amount, box_id) if what == "sale" else moved(f, item_id, amount)
            streams[box_id].append(received(data, f, box_id))
            folded = on_the_box.fold(folded, str(orjson.loads(data)["type"]), orjson.loads(data)["body"])
        expected |= {(box_id, item_id): left for (item_id, _), left in folded.items()}
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{folder}/office.db")
        database.write(lambda c: open_merchant(c, M, (BOX, OTHER)))

        def work(connection: Connection) -> dict[tuple[str, str], int]:
            while any(streams.values()):
                stream = streams[turns.choice([box_id for box_id in streams if streams[box_id]])]
                part = [stream.pop(0) for _ in range(min(len(stream), turns.randint(1, 4)))]
                assert apply(connection, *part) == []
            return levels(connection)

        assert database.write(work) == expected
        database.close()
