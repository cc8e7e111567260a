"""Goods edited over HTTP: what is asked, what is done, what is refused."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from appliance.web import goods_shapes as wishes
from appliance.web import shapes
from tests.unit.web.client import HOST, Bench, bench

__all__ = ["bench"]

_keys = itertools.count(1)


def intent(bench: Bench, method: str, path: str, body: dict[str, Any] | None = None) -> Any:  # Any: an answer
    headers = {"Origin": f"http://{HOST}", "Idempotency-Key": f"key-{next(_keys):08d}"}
    return getattr(bench.client, method)(f"/api/v1/goods{path}", json=body or {}, headers=headers)


def test_a_category_and_an_item_are_made_changed_and_removed(bench: Bench) -> None:
    taxes = wishes.Taxes.model_validate(bench.client.get("/api/v1/goods/taxes").get_json()).taxes
    made = shapes.Category.model_validate(
        intent(bench, "post", "/categories", {"name": "Käse", "emoji": "🧀"}).get_json()
    )
    body = {"name": "Gouda", "category_id": made.id, "price_minor": 1990, "unit": "kg"}
    item = shapes.Item.model_validate(
        intent(bench, "post", "/items", {**body, "tax_code": taxes[0].code}).get_json()
    )
    changed = intent(bench, "patch", f"/items/{item.id}", {"price_minor": 1790})
    assert shapes.Item.model_validate(changed.get_json()).price_minor == 1790
    assert changed.get_json()["name"] == "Gouda"
    told = shapes.Catalogue.model_validate(bench.client.get("/api/v1/catalogue").get_json())
    assert item.id in {one.id for one in told.items}
    used = intent(bench, "delete", f"/categories/{made.id}")
    assert (used.status_code, used.get_json()["error"]["code"]) == (409, "in_use")
    assert intent(bench, "delete", f"/items/{item.id}").status_code == 200
    assert intent(bench, "delete", f"/categories/{made.id}").status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/items/none", {"price_minor": 1}, 404, "unknown_item"),
        ("/categories/none", {"name": "x"}, 404, "unknown_category"),
        ("/items/apple", {"price_minor": -5}, 422, "item_invalid"),
        ("/items/pear", {"gtin": "4006381333931"}, 409, "gtin_used"),
        ("/items/apple", {"name": None}, 400, "bad_request"),
    ],
)
def test_refusals_say_what_is_wrong(
    bench: Bench, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    answer = intent(bench, "patch", path, body)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (status, code)
