"""TinyDB's tables as its users know them, but durable, isolated, and with ids that never come back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import Query, where
from tinydb.operations import delete, increment
from tinydb.table import Document

from appliance.domain.errors import TillError
from appliance.store import JournalStore
from tests.unit.store.sales import moment, sell

Open = Callable[..., JournalStore]


def test_the_usual_methods_work_and_survive_reopening(opened: Open) -> None:
    store = opened()
    table = store.table("items")
    apple = table.insert({"name": "Apple", "price_minor": 50, "tags": ["fruit"]})
    many = table.insert_multiple([{"name": "Pear"}, {"name": "Plum", "price_minor": 20}])
    assert len({apple, *many}) == 3 and all(isinstance(i, str) for i in (apple, *many))
    assert table.get(doc_id=apple)["name"] == "Apple"
    assert table.get(where("name") == "Nothing") is None
    assert table.update({"price_minor": 60}, where("name") == "Apple") == [apple]
    table.update(increment("price_minor"), doc_ids=[apple])
    table.update(delete("tags"), doc_ids=[apple])
    assert table.upsert({"name": "Pear", "price_minor": 5}, where("name") == "Pear") == [many[0]]
    table.upsert({"name": "Fig", "price_minor": 9}, where("name") == "Fig")
    table.update_multiple([({"price_minor": 1}, where("name") == "Plum")])
    assert table.remove(doc_ids=[many[0]]) == [many[0]]
    assert table.contains(where("name") == "Fig") and not table.contains(doc_id=many[0])
    assert table.count(Query().price_minor > 0) == 3 == len(table)
    assert [doc.doc_id for doc in table.get(doc_ids=[apple, many[1]])] == [apple, many[1]]
    before = table.all()
    store.close()
    assert opened().table("items").all() == before
    assert {doc["name"]: doc["price_minor"] for doc in before} == {"Apple": 61, "Plum": 1, "Fig": 9}


def test_given_ids_are_kept_and_not_taken_twice(opened: Open) -> None:
    table = opened().table("items")
    table.insert(Document({"a": 1}, doc_id="mine"))
    with pytest.raises(ValueError, match="mine"):
        table.insert(Document({"a": 2}, doc_id="mine"))
    assert table.get(doc_id="mine") == {"a": 1}


def test_ids_are_never_used_again(opened: Open) -> None:
    store = opened()
    used = {store.table("items").insert({}) for _ in range(3)}
    store.table("items").truncate()
    assert len(store.table("items")) == 0
    store.close()
    table = opened().table("items")
    assert table.insert({}) not in used


def test_what_comes_out_is_a_copy(opened: Open) -> None:
    table = opened().table("items")
    table.insert({"tags": ["a"]})
    table.search(where("tags").any(["a"]))[0]["tags"].append("b")
    table.all()[0]["tags"].append("b")
    assert table.search(where("tags").any(["a"])) == [{"tags": ["a"]}]


def test_a_write_inside_a_transaction_joins_it(opened: Open, tmp_path: Path) -> None:
    store = opened()
    table = store.table("items")
    with pytest.raises(ZeroDivisionError), store.transaction(moment(), durable=True) as transaction:
        table.insert({"a": 1})
        transaction.put("items", "x", {"a": 2})
        assert table.count(where("a") > 0) == 2
        assert table.update({"b": 1}, where("a") == 2) == ["x"]
        raise ZeroDivisionError
    assert table.all() == []
    with store.transaction(moment(), durable=True) as transaction:
        table.insert({"a": 1})
        transaction.put("items", "x", {"a": 2})
    transaction.commit.wait()
    journal = next((tmp_path / "store/journal").iterdir()).read_bytes().rstrip(b"\n").split(b"\n")
    assert len(journal) == 2  # the header and one line
    assert len(table) == 2


def test_only_what_changed_is_written(opened: Open, tmp_path: Path) -> None:
    store = opened()
    table = store.table("items")
    table.insert_multiple([{"n": i, "price_minor": 5} for i in range(500)])
    path = next((tmp_path / "store/journal").iterdir())
    before = len(path.read_bytes().rstrip(b"\n"))
    table.update({"price_minor": 6}, where("n") == 77)
    assert len(path.read_bytes().rstrip(b"\n")) - before < 400


@pytest.mark.parametrize("indexes", [{}, {"items": ["gtin", "a.b"]}])
def test_an_index_changes_speed_not_answers(opened: Open, indexes: dict[str, list[str]]) -> None:
    store = opened(indexes=indexes)
    table = store.table("items")
    ids = table.insert_multiple([{"gtin": str(i % 3), "a": {"b": i}} for i in range(9)])
    table.update({"gtin": "x"}, doc_ids=[ids[0]])
    table.remove(doc_ids=[ids[3]])
    assert [d.doc_id for d in table.search(where("gtin") == "0")] == [ids[6]]
    assert [d.doc_id for d in table.search(where("gtin") == "x")] == [ids[0]]
    assert table.get(where("a").b == 4).doc_id == ids[4]
    assert table.search((where("gtin") == "1") & (where("a").b > 4)) == [{"gtin": "1", "a": {"b": 7}}]
    store.close()
    again = opened(indexes=indexes).table("items")
    assert [d.doc_id for d in again.search(where("gtin") == "0")] == [ids[6]]


def test_sales_answer_queries_across_hot_window_and_history(opened: Open) -> None:
    store = opened(hot_sales=3)
    for day in (1, 1, 2, 2, 3):
        sell(store, day, total_minor=day * 100)
    for _ in range(2):
        sales = store.sales
        assert len(sales) == 5
        assert [doc.doc_id for doc in sales.all()] == [f"A-{n:06d}" for n in range(1, 6)]
        assert [s["number"] for s in sales.search(where("total_minor") == 100)] == ["A-000001", "A-000002"]
        assert sales.get(doc_id="A-000002")["f"] == 2
        assert sales.get(where("total_minor") == 300)["number"] == "A-000005"
        assert sales.count(where("total_minor") >= 200) == 3
        assert len(store.hot_sales()) <= 3
        store.close()
        store = opened(hot_sales=3)
    sell(store, 3)
    assert [s["number"] for s in store.table("sales").all()] == [f"A-{n:06d}" for n in range(1, 7)]


def test_a_sale_cannot_be_changed(opened: Open) -> None:
    store = opened()
    sell(store)
    sales = store.sales
    for change in (
        lambda: sales.insert({"number": "A-000009"}),
        lambda: sales.insert_multiple([{}]),
        lambda: sales.update({"total_minor": 0}),
        lambda: sales.update({"total_minor": 0}, doc_ids=["A-000001"]),
        lambda: sales.remove(doc_ids=["A-000001"]),
        lambda: sales.upsert({"number": "A-000001"}, where("number") == "A-000001"),
        lambda: sales.truncate(),
    ):
        with pytest.raises(TillError, match="sales_are_final"):
            change()
    assert sales.get(doc_id="A-000001")["total_minor"] == 420
