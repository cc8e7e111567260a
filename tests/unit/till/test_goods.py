"""Goods edited on the box, on a real store: at once on the tiles, and not undone by what comes down."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def item(stall: Stall, item_id: str) -> dict[str, Any] | None:
    return next((one for one in stall.till.catalogue()["items"] if one["id"] == item_id), None)


def wish(**more: Any) -> dict[str, Any]:
    return {"name": "Quitten", "category_id": "fruit", "price_minor": 220, "tax_code": "reduced"} | more


def pull(stall: Stall, items: list[dict[str, Any]], mark: int | None, version: int, **more: Any) -> None:
    """An answer of the back office made from our facts up to `mark`."""
    stall.store.settle()
    cursor = stall.office.todo({})["cursor"]
    news = {
        "generation": "g1", "version": version, "is_snapshot": False, "categories": [], "items": items,
        "removed": {"categories": [], "items": []},
        "asked_generation": cursor["generation"], "after": cursor["version"],
    } | more  # fmt: skip
    if mark is not None:
        news["marks"] = [{"epoch": 1, "mark": mark}]
    stall.office.changes(news)


def test_a_changed_price_is_on_the_tile_at_once_and_not_on_the_open_ticket(stall: Stall) -> None:
    stall.till.add_line(key(), "apple", quantity=None, weight_g=None)
    version = stall.till.snapshot()["catalogue_version"]
    assert stall.till.goods.change_item(key(), "apple", {"price_minor": 170})["price_minor"] == 170
    assert stall.till.snapshot()["catalogue_version"] == version + 1
    after = stall.till.add_line(key(), "apple", quantity=None, weight_g=None)["ticket"]
    assert [line["price_minor"] for line in after["lines"]] == [150, 170]
    fact = stall.store.latest("catalogue_changed", None, 1)[0]
    assert fact.body["base"] == {"price_minor": 150}
    assert fact.body["document"]["price_minor"] == 170


def test_a_new_item_is_sold_by_its_code_and_survives_a_restart(tmp_path: Path) -> None:
    stall = stall_on(open_store(tmp_path, series="A"))
    made = stall.till.goods.make_item(key(), wish(gtin="96385074"))
    stall.store.close()
    again = stall_on(open_store(tmp_path, series="A"))
    ticket = again.till.scan(key(), "96385074")["ticket"]
    assert ticket["lines"][0]["item_id"] == made["id"]
    again.store.close()


def test_the_same_intent_twice_makes_one_item(stall: Stall) -> None:
    once = key()
    first = stall.till.goods.make_item(once, wish())
    assert stall.till.goods.make_item(once, wish()) == first
    assert stall.store.count("catalogue_changed") == 1


def test_nothing_changed_is_no_fact(stall: Stall) -> None:
    stall.till.goods.change_item(key(), "apple", {"price_minor": 150})
    assert stall.store.count("catalogue_changed") == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "   "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"colour": "red"}, "colour"),
        ({"category_id": "nowhere"}, "category_id"),
        ({"tax_code": "luxury"}, "tax_code"),
        ({"price_minor": -1}, "price_minor"),
        ({"price_minor": 10**15}, "price_minor"),
        ({"gtin": "96385075"}, "gtin"),
        ({"deposit_id": "apple"}, "deposit_id"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_field(stall: Stall, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(TillError) as caught:
        stall.till.goods.make_item(key(), wish(**fields))
    assert (caught.value.code, caught.value.field) == ("item_invalid", field)
    assert stall.store.count("catalogue_changed") == 0


def test_names_in_any_script_and_twice_the_same_are_fine(stall: Stall) -> None:
    for name in ("تفاح", "Apfel", "Táo đỏ 🍎"):
        assert stall.till.goods.make_item(key(), wish(name=name))["name"] == name


def test_a_code_that_another_item_has_is_refused_by_its_name(stall: Stall) -> None:
    with pytest.raises(TillError) as caught:
        stall.till.goods.make_item(key(), wish(gtin="04006381333931"))
    assert (caught.value.code, caught.value.params["name"]) == ("gtin_used", "Apfel")


def test_what_is_needed_stays_and_what_is_removed_stays_on_receipts(stall: Stall) -> None:
    number = stall.sell("sold")
    for remove, id_ in (
        (stall.till.goods.remove_item, "bottle"),
        (stall.till.goods.remove_category, "fruit"),
    ):
        with pytest.raises(TillError, match="in_use"):
            remove(key(), id_)
    stall.till.goods.remove_item(key(), "apple")
    assert item(stall, "apple") is None
    assert stall.till.sale(number)["number"] == number


def test_a_pull_from_before_our_change_does_not_undo_it(stall: Stall) -> None:
    apple = dict(item(stall, "apple") or {})
    stall.till.goods.change_item(key(), "apple", {"price_minor": 170})
    made = stall.till.goods.make_item(key(), wish())
    stall.till.goods.remove_item(key(), "pear")
    identify(stall)
    pear = {**apple, "id": "pear", "name": "Birnen", "gtin": None}
    pull(stall, [{**apple, "name": "Boskop"}, pear], mark=0, version=1, is_snapshot=True,
         categories=stall.till.catalogue()["categories"])  # fmt: skip
    now = item(stall, "apple") or {}
    assert (now["name"], now["price_minor"]) == ("Boskop", 170)
    assert item(stall, made["id"]) is not None
    assert item(stall, "pear") is None
    assert item(stall, "juice") is None  # gone up there


def test_a_pull_that_saw_our_change_has_the_last_word(stall: Stall) -> None:
    apple = dict(item(stall, "apple") or {})
    stall.till.goods.change_item(key(), "apple", {"price_minor": 170})
    identify(stall)
    pull(stall, [{**apple, "price_minor": 165}], mark=1, version=1)
    assert (item(stall, "apple") or {})["price_minor"] == 165
    assert stall.store.documents("catalogue_pending") == []


def identify(stall: Stall) -> None:
    """Make the stall one whose goods this life of the back office has seen."""
    with stall.store.transaction(stall.clock.now(), durable=True) as tx:
        tx.put("office", "identity", {
            "state": "enrolled", "url": "https://o.example", "box_id": "b", "offered": "g1",
            "merchant": {"id": "m", "name": "M"}, "series": "A",
        })  # fmt: skip
    tx.commit.wait()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["edit", "office", "push", "ask", "hear"]), st.integers(1, 9))))
def test_no_schedule_of_pushes_and_late_pulls_undoes_an_unseen_change(steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stall = stall_on(open_store(Path(folder), series="A"))
        identify(stall)
        office = dict(item(stall, "apple") or {})
        version, mark, edits, answer = 1, 0, 0, None
        own = office["price_minor"]
        pushed_price: list[int] = []
        for step, number in [
            *steps,
            ("push", 0),
            ("office", 1),
            ("ask", 0),
            ("hear", 0),
            ("ask", 0),
            ("hear", 0),
        ]:
            if step == "edit" and number * 100 != (item(stall, "apple") or {})["price_minor"]:
                stall.till.goods.change_item(key(), "apple", {"price_minor": number * 100})
                own, edits = number * 100, edits + 1
                pushed_price.append(own)
            elif step == "office":
                office, version = {**office, "name": f"Apfel {number}"}, version + 1
            elif step == "push" and mark < edits:
                office, version, mark = {**office, "price_minor": pushed_price[mark]}, version + 1, mark + 1
            elif step == "push":
                pass
            elif step == "ask":
                cursor = stall.office.todo({})["cursor"]
                answer = (dict(office), mark, version, cursor)
            elif step == "hear" and answer is not None:
                document, seen, at, cursor = answer
                answer = None
                if at > cursor["version"] and cursor == stall.office.todo({})["cursor"]:
                    pull(stall, [document], seen, at)
                    assert (item(stall, "apple") or {})["name"] == document["name"]
            assert (item(stall, "apple") or {})["price_minor"] == own
        stall.store.close()


def test_an_item_moves_among_the_tiles_of_its_category_in_one_line(stall: Stall) -> None:
    assert [one["id"] for one in stall.till.catalogue()["items"]] == ["apple", "pear", "juice", "bottle"]
    once = key()
    moved = stall.till.goods.move_item(once, "juice", -1)
    assert stall.till.goods.move_item(once, "juice", -1) == moved
    assert [one["id"] for one in stall.till.catalogue()["items"]] == ["apple", "juice", "pear", "bottle"]
    facts = stall.store.latest("catalogue_changed", None, 9)
    assert sorted((fact.body["doc_id"], *fact.body["base"].items()) for fact in facts) == [
        ("juice", ("position", 3)),
        ("pear", ("position", 2)),
    ]
    stall.till.goods.move_item(key(), "apple", -1)  # the first stays the first
    assert stall.store.count("catalogue_changed") == 2


def test_a_category_moves_among_the_tabs(stall: Stall) -> None:
    made = stall.till.goods.make_category(key(), {"name": "Käse"})
    stall.till.goods.move_category(key(), made["id"], -1)
    assert [one["id"] for one in stall.till.catalogue()["categories"]] == [made["id"], "fruit"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"is_free_price": True, "unit": "kg"}, "is_free_price"),
        ({"tare_g": 20}, "tare_g"),
    ],
)
def test_what_only_some_goods_have(stall: Stall, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(TillError) as caught:
        stall.till.goods.make_item(key(), wish(**fields))
    assert (caught.value.code, caught.value.field) == ("item_invalid", field)


def test_a_change_says_the_shift_it_was_made_in(stall: Stall) -> None:
    stall.till.goods.change_item(key(), "apple", {"price_minor": 160})
    stall.till.day.open(key(), 5000, None)
    stall.till.goods.change_item(key(), "apple", {"price_minor": 170})
    stall.till.day.close(key(), None, None)
    stall.till.goods.change_item(key(), "apple", {"price_minor": 180})
    assert [fact.body["shift"] for fact in stall.store.latest("catalogue_changed", None, 3)] == [
        None,
        1,
        None,
    ]


def test_kinds_of_an_item_have_their_own_price_code_and_stock(stall: Stall) -> None:
    small = stall.till.goods.make_item(key(), wish(name="Apfel klein", price_minor=90, variant_of="apple"))
    assert (item(stall, small["id"]) or {})["variant_of"] == "apple"
    stall.till.stock.move(key(), small["id"], "load", 5, None)
    stall.till.goods.change_item(key(), small["id"], {"gtin": "96385074"})
    ticket = stall.till.scan(key(), "96385074")["ticket"]
    assert [(line["name"], line["amount_minor"]) for line in ticket["lines"]] == [("Apfel klein", 90)]
    with pytest.raises(TillError, match="in_use"):
        stall.till.goods.remove_item(key(), "apple")
    stall.till.goods.change_item(key(), small["id"], {"variant_of": None})
    stall.till.goods.remove_item(key(), "apple")


def test_a_kind_is_a_kind_of_one_item_that_is_none_itself(stall: Stall) -> None:
    small = stall.till.goods.make_item(key(), wish(variant_of="apple"))["id"]
    for of, changed in (
        ("nothing", "pear"),
        ("bottle", "pear"),
        (small, "pear"),
        ("pear", "apple"),
        (small, small),
    ):
        with pytest.raises(TillError, match="item_invalid") as caught:
            stall.till.goods.change_item(key(), changed, {"variant_of": of})
        assert caught.value.field == "variant_of"
    with pytest.raises(TillError, match="item_invalid"):
        stall.till.goods.change_item(key(), "bottle", {"variant_of": "apple"})


def test_a_tile_goes_where_it_is_put_in_one_line(stall: Stall) -> None:
    before = stall.store.state().last_fact
    again = key()
    stall.till.goods.place_item(again, "juice", "apple")
    stall.till.goods.place_item(again, "juice", "apple")
    order = [one["id"] for one in stall.till.catalogue()["items"]]
    assert order == ["juice", "apple", "pear", "bottle"]
    assert stall.store.state().last_fact - before == 3
    for wrong in ("juice", "nothing"):
        with pytest.raises(TillError, match="item_invalid"):
            stall.till.goods.place_item(key(), "juice", wrong)
    stall.till.goods.place_item(key(), "juice", None)
    assert [one["id"] for one in stall.till.catalogue()["items"]][-1] == "juice"
