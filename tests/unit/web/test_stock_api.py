"""The Stock page over HTTP: what is asked, what is done, what is refused."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from appliance.web import stock_shapes as shapes
from tests.unit.web.client import HOST, Bench, bench

__all__ = ["bench"]

_keys = itertools.count(1)


def intent(bench: Bench, method: str, path: str, body: dict[str, Any]) -> Any:  # Any: an answer
    headers = {"Origin": f"http://{HOST}", "Idempotency-Key": f"key-{next(_keys):08d}"}
    return getattr(bench.client, method)(f"/api/v1{path}", json=body, headers=headers)


def test_goods_are_loaded_and_shown(bench: Bench) -> None:
    moved = intent(bench, "post", "/stock/moves", {"item_id": "apple", "kind": "load", "amount": 4})
    assert moved.status_code == 200
    assert shapes.StockMoved.model_validate(moved.get_json()).left == 4
    told = shapes.Stock.model_validate(bench.client.get("/api/v1/stock").get_json())
    assert [(level.item_id, level.left, level.state) for level in told.levels] == [("apple", 4, "low")]
    snapshot = bench.client.get("/api/v1/snapshot").get_json()
    assert shapes.StockLatest.model_validate(snapshot["stock"]).rev == told.rev == 1


def test_threshold_and_rule_are_set(bench: Bench) -> None:
    intent(bench, "post", "/stock/moves", {"item_id": "apple", "kind": "receive", "amount": 4})
    low = intent(bench, "patch", "/stock/items/apple", {"low": 2})
    assert shapes.Stock.model_validate(low.get_json()).levels[0].state == "ok"
    rules = intent(bench, "patch", "/stock/rules", {"stop_at_zero": True})
    assert rules.get_json()["stop_at_zero"] is True


@pytest.mark.parametrize(
    ("path", "body", "status", "code", "field"),
    [
        ("/stock/moves", {"item_id": "apple", "kind": "eat", "amount": 1}, 400, "bad_request", "kind"),
        ("/stock/moves", {"item_id": "apple", "kind": "load", "amount": 1.5}, 400, "bad_request", "amount"),
        ("/stock/moves", {"item_id": "apple", "kind": "load", "amount": 0}, 422, "stock_amount", "amount"),
        ("/stock/moves", {"item_id": "apple", "kind": "waste", "amount": 1}, 409, "not_counted", "item_id"),
        ("/stock/moves", {"item_id": "plum", "kind": "load", "amount": 1}, 404, "unknown_item", "item_id"),
        ("/stock/moves", {"item_id": "bottle", "kind": "load", "amount": 1}, 409, "not_goods", "item_id"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    bench: Bench, path: str, body: dict[str, Any], status: int, code: str, field: str
) -> None:
    refused = intent(bench, "post", path, body)
    error = refused.get_json()["error"]
    assert (refused.status_code, error["code"], error["field"]) == (status, code, field)


def test_waste_without_a_reason_is_refused(bench: Bench) -> None:
    intent(bench, "post", "/stock/moves", {"item_id": "apple", "kind": "receive", "amount": 4})
    refused = intent(bench, "post", "/stock/moves", {"item_id": "apple", "kind": "waste", "amount": 1})
    assert refused.get_json()["error"]["code"] == "waste_reason"
