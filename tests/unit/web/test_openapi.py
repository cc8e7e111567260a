"""The OpenAPI document says what the till does, and every real answer has the shape it promises."""

from __future__ import annotations

import pydantic
import pytest

from appliance.web import shapes
from tests.unit.web.client import HOST, Bench, bench

__all__ = ["bench"]


def intent(bench: Bench, path: str, body: dict[str, object], method: str = "post") -> dict[str, object]:
    intent.count += 1  # type: ignore[attr-defined]  # a counter for keys
    headers = {"Origin": f"http://{HOST}", "Idempotency-Key": f"key-{intent.count:08d}"}  # type: ignore[attr-defined]
    answer = getattr(bench.client, method)(path, json=body, headers=headers)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return dict(answer.get_json())


intent.count = 0  # type: ignore[attr-defined]  # as above


def test_the_document_is_openapi_3_1_and_names_the_key(bench: Bench) -> None:
    document = bench.client.get("/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if path.startswith("/api/") and method in ("post", "patch", "delete"):
                assert "Idempotency-Key" in [p["name"] for p in operation["parameters"]], path


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/api/v1/snapshot", shapes.Snapshot),
        ("/api/v1/catalogue", shapes.Catalogue),
        ("/api/v1/sales", shapes.Sales),
        ("/api/v1/sales/A-000001", shapes.SaleDetail),
        ("/api/v1/about", shapes.About),
    ],
)
def test_every_answer_has_its_promised_shape(
    bench: Bench, path: str, shape: type[pydantic.BaseModel]
) -> None:
    bench.stall.sell("sale-0001", "juice", given_minor=500)
    answer = bench.client.get(path)
    assert answer.status_code == 200
    strict = type("Strict", (shape,), {"model_config": {"extra": "forbid"}})
    strict.model_validate(answer.get_json())


def test_a_whole_sale_over_http(bench: Bench) -> None:
    intent(bench, "/api/v1/ticket/lines", {"item_id": "apple", "quantity": 3})
    drawn = intent(bench, "/api/v1/ticket/lines", {"item_id": "pear", "weight_g": 1160})
    line_id = drawn["ticket"]["lines"][0]["id"]  # type: ignore[index]  # JSON
    intent(bench, f"/api/v1/ticket/lines/{line_id}", {"quantity": 1}, "patch")
    drawn = intent(bench, f"/api/v1/ticket/lines/{line_id}", {}, "delete")
    drawn = intent(bench, "/api/v1/ticket/undo", {})
    shapes.Snapshot.model_validate(drawn)
    total = drawn["ticket"]["total_minor"]  # type: ignore[index]  # JSON
    assert total == 150 + 394
    sold = intent(bench, "/api/v1/ticket/pay", {"tender": "cash", "given_minor": 1000, "total_minor": total})
    assert sold["last_sale"]["change_minor"] == 456  # type: ignore[index]  # JSON
    shapes.Reprint.model_validate(intent(bench, "/api/v1/sales/A-000001/reprint", {}))
