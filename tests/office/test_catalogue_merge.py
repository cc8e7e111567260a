"""Goods changed on boxes, merged by field; what was changed at both ends is told."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from sqlalchemy import Connection, update

from backoffice import catalogue, conflicts, projections, schema
from backoffice.database import Database
from backoffice.goods import NEW_KEYS
from backoffice.projections import Received, Unfit, read_fact
from tests.office.stall import BOX, NOW, M, fact, open_merchant

_ids = itertools.count(1)
FRUIT = {"id": "fruit", "name": "Obst", "emoji": "🍎", "colour": "#8c1d18", "position": 1}
APPLE: dict[str, Any] = {
    "id": "apple", "name": "Apfel", "category_id": "fruit", "price_minor": 150, "unit": "piece",
    "tax_code": "reduced", "emoji": "🍎", "colour": "#8c1d18", "position": 1, "gtin": None,
    "deposit_id": None, "kind": "goods", "is_free_price": False, "tare_g": None, "variant_of": None, "price_list": None,
}  # fmt: skip


@pytest.fixture
def merchant(database: Database) -> Database:
    def fill(connection: Connection) -> None:
        open_merchant(connection, M, (BOX,))
        catalogue.put_category(connection, M, "fruit", FRUIT)
        catalogue.put_item(connection, M, "apple", APPLE)

    database.write(fill)
    return database


def changed(document: dict[str, Any] | None, base: dict[str, Any], /, **more: Any) -> Received:
    number = next(_ids)
    body = {
        "id": f"change-{number:09d}", "table": "items", "doc_id": (document or base)["id"] if "id" in (document or base)
        else "apple", "document": document, "base": base, "at_utc": NOW, "offset_min": 60, "day": "2026-11-22",
        "staff": None, "staff_name": None, "approved_by": None, "shift": None,
    } | more  # fmt: skip
    return Received(BOX, 1, number, f"h{number}", fact(number, "catalogue_changed", body))


def send(database: Database, *facts: Received) -> list[tuple[str, dict[str, Any]]]:
    told = database.write(lambda c: projections.apply(c, M, "EUR", facts, NOW))
    return [(one.reason, dict(one.params)) for one in told]


def goods(database: Database) -> dict[str, dict[str, Any]]:
    told: dict[str, Any] = database.read(lambda c: catalogue.changes(c, M, None, None))
    return {one["id"]: one for one in (*told["items"], *told["categories"])}


def version(database: Database) -> int:
    told: dict[str, Any] = database.read(lambda c: catalogue.changes(c, M, None, None))
    return int(told["version"])


def told(database: Database) -> list[tuple[object, object, object]]:
    found: list[dict[str, Any]] = database.read(lambda c: conflicts.open_ones(c, M))
    return [(one["field"], one["kept"]["value"], one["lost"]["value"]) for one in found]


def test_different_fields_from_both_ends_both_stand(merchant: Database) -> None:
    merchant.write(lambda c: catalogue.put_item(c, M, "apple", {**APPLE, "name": "Boskop"}))
    before = version(merchant)
    assert send(merchant, changed({**APPLE, "price_minor": 170}, {"price_minor": 150})) == []
    apple = goods(merchant)["apple"]
    assert (apple["name"], apple["price_minor"]) == ("Boskop", 170)
    assert version(merchant) > before
    assert told(merchant) == []


def test_the_same_field_from_both_ends_keeps_the_last_and_tells(merchant: Database) -> None:
    merchant.write(lambda c: catalogue.put_item(c, M, "apple", {**APPLE, "price_minor": 160}))
    send(merchant, changed({**APPLE, "price_minor": 170}, {"price_minor": 150}))
    assert goods(merchant)["apple"]["price_minor"] == 170
    assert told(merchant) == [("price_minor", 170, 160)]


def test_new_goods_of_a_box_are_added_and_an_offered_one_is_left_as_it_is(merchant: Database) -> None:
    quince = {**APPLE, "id": "item-1", "name": "Quitten"}
    send(merchant, changed(quince, {}))
    assert goods(merchant)["item-1"]["name"] == "Quitten"
    merchant.write(lambda c: catalogue.put_item(c, M, "item-1", {**quince, "price_minor": 200}))
    send(merchant, changed(quince, {}))
    assert goods(merchant)["item-1"]["price_minor"] == 200


def test_removed_there_while_changed_here_is_removed_and_told(merchant: Database) -> None:
    merchant.write(lambda c: catalogue.put_item(c, M, "apple", {**APPLE, "price_minor": 160}))
    send(merchant, changed(None, APPLE))
    assert "apple" not in goods(merchant)
    assert told(merchant) == [("removed", True, False)]


def test_removed_here_while_changed_there_stays_removed_and_told(merchant: Database) -> None:
    merchant.write(lambda c: catalogue.remove_item(c, M, "apple"))
    send(merchant, changed({**APPLE, "price_minor": 170}, {"price_minor": 150}))
    assert "apple" not in goods(merchant)
    assert told(merchant) == [("removed", True, False)]


def test_an_item_that_has_kinds_is_not_removed_by_a_box(merchant: Database) -> None:
    send(merchant, changed({**APPLE, "id": "item-3", "variant_of": "apple"}, {}))
    send(merchant, changed(None, APPLE))
    assert {"apple", "item-3"} <= goods(merchant).keys()


def test_a_category_comes_back_when_a_box_put_something_in_it(merchant: Database) -> None:
    merchant.write(lambda c: catalogue.remove_item(c, M, "apple"))
    merchant.write(lambda c: catalogue.remove_category(c, M, "fruit"))
    send(merchant, changed({**APPLE, "id": "item-2"}, {}))
    assert {"fruit", "item-2"} <= goods(merchant).keys()


def test_a_category_in_use_is_not_removed_by_a_box(merchant: Database) -> None:
    send(merchant, changed(None, FRUIT, table="categories"))
    assert "fruit" in goods(merchant)
    assert told(merchant) == [("removed", False, True)]


def test_a_key_that_older_goods_lack_is_no_conflict(merchant: Database) -> None:
    old = {key: value for key, value in APPLE.items() if key not in NEW_KEYS}
    merchant.write(lambda c: c.execute(update(schema.items).values(document=old)))
    assert send(merchant, changed({**APPLE, "is_free_price": True}, {"is_free_price": False})) == []
    assert goods(merchant)["apple"]["is_free_price"] is True
    assert told(merchant) == []
    assert send(merchant, changed({**old, "price_minor": 170}, {"price_minor": 150})) == []  # an older box
    now = goods(merchant)["apple"]
    assert (now["is_free_price"], now["price_minor"]) == (True, 170)


def test_what_cannot_stand_is_set_aside_and_told_again_as_it_is(merchant: Database) -> None:
    before = version(merchant)
    lost = changed({**APPLE, "category_id": "gone"}, {"category_id": "fruit"})
    assert send(merchant, lost) == [("bad_goods", {"field": "document.category_id"})]
    assert goods(merchant)["apple"] == APPLE
    told: dict[str, Any] = merchant.read(
        lambda c: catalogue.changes(c, M, catalogue.changes(c, M, None, None)["generation"], before)  # type: ignore[arg-type]  # a text
    )
    assert [one["id"] for one in told["items"]] == ["apple"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"table": "people"}, "table"),
        ({"base": None}, "base"),
        ({"doc_id": "a b"}, "document.id"),
        ({"document": {**APPLE, "price_minor": "1"}}, "document.price_minor"),
    ],
)
def test_a_bad_change_names_its_field(more: dict[str, Any], field: str) -> None:
    with pytest.raises(Unfit) as caught:
        read_fact(changed(APPLE, {"price_minor": 1}, **more), "EUR")
    assert (caught.value.reason, caught.value.params) == ("bad_goods", {"field": field})
