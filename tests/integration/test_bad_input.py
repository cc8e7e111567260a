"""Bad input everywhere: a plain refusal with words in five languages, and nothing is changed, half or whole.

Each case is one call to the till of a busy stall. What must be the same afterwards is everything the journal holds.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.domain.limits import MAX_AMOUNT_MINOR, MAX_LINES, MAX_QUANTITY
from appliance.domain.tenders import Wish
from tests.unit.web.client import HOST, Bench, made_bench

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("de", "en", "fi", "it", "vi")
RTL = "חלב \u202eabc"
EMOJI = "👩\u200d👩\u200d👧\u200d👦🍯"
HUGE = MAX_AMOUNT_MINOR + 1

_keys = itertools.count(1)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    for bench in made_bench(tmp_path):
        till = bench.stall.till
        bench.stall.sell("sold-first")
        till.people.add("staff-one", name="Olga", role="owner", pin="1111", approval=None)
        till.people.sign_in("staff-two", till.people.view()["people"][0]["id"], "1111")
        till.add_line("line-one", "apple", quantity=2, weight_g=None)
        till.parking.park("park-one", EMOJI)
        till.add_line("line-two", "juice", quantity=3, weight_g=None)
        till.add_line("line-three", "pear", quantity=None, weight_g=512)
        yield bench


def refused(bench: Bench, method: str, path: str, body: object) -> dict[str, Any]:
    """The refusal; the journal and all that a screen draws are as before."""
    before = _whole(bench)
    headers = {"Origin": f"http://{HOST}", "Idempotency-Key": f"bad-{next(_keys):08d}"}
    answer = bench.client.open(f"/api/v1{path}", method=method, json=body, headers=headers)
    assert 400 <= answer.status_code < 500, (path, body, answer.status_code)
    assert _whole(bench) == before, "something was done all the same"
    error: dict[str, Any] = answer.get_json()["error"]
    for language in LANGUAGES:
        words = (ROOT / "webui/src/shared/words" / f"{language}.ts").read_text(encoding="utf-8")
        assert f"'error.{error['code']}'" in words, (language, error)
    return error


def _whole(bench: Bench) -> object:
    bench.store.settle()
    tables = bench.store.table_state()
    snapshot = {k: v for k, v in bench.stall.till.snapshot().items() if k not in ("rev", "notice")}
    return bench.store.state().last_fact, tables.tables, json.dumps(snapshot, sort_keys=True, default=str)


def line(bench: Bench, item_id: str) -> str:
    lines = bench.stall.till.snapshot()["ticket"]["lines"]
    return str(next(one["id"] for one in lines if one["item_id"] == item_id))


APPLE = {"name": "X", "category_id": "fruit", "price_minor": 100, "tax_code": "reduced"}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/ticket/lines", {"item_id": "nothing"}),
        ("POST", "/ticket/lines", {"item_id": "apple", "quantity": 0}),
        ("POST", "/ticket/lines", {"item_id": "apple", "quantity": -1}),
        ("POST", "/ticket/lines", {"item_id": "apple", "quantity": MAX_QUANTITY + 1}),
        ("POST", "/ticket/lines", {"item_id": "apple", "quantity": 1.5}),
        ("POST", "/ticket/lines", {"item_id": "apple", "weight_g": 100}),
        ("POST", "/ticket/lines", {"item_id": "pear"}),
        ("POST", "/ticket/lines", {"item_id": "pear", "weight_g": 0}),
        ("POST", "/ticket/lines", {"item_id": "pear", "weight_g": 100, "tare_g": 100}),
        ("POST", "/ticket/lines", {"item_id": "apple", "price_minor": 1}),
        ("POST", "/ticket/lines", {"item_id": "apple", "is_returned": True}),
        ("POST", "/ticket/scan", {"gtin": "4006381333930"}),
        ("POST", "/ticket/scan", {"gtin": "no code"}),
        ("PATCH", "/ticket/lines/nothing", {"quantity": 1}),
        ("PATCH", "/ticket/lines/l1", {"quantity": 1, "weight_g": 5}),
        ("DELETE", "/ticket/lines/nothing", {}),
        ("POST", "/ticket/discounts", {"line_id": None, "kind": "percent", "value": 10_001}),
        ("POST", "/ticket/discounts", {"line_id": None, "kind": "amount", "value": 0}),
        ("POST", "/ticket/discounts", {"line_id": None, "kind": "amount", "value": HUGE}),
        ("POST", "/ticket/discounts", {"line_id": "nothing", "kind": "amount", "value": 1}),
        ("POST", "/ticket/coupons", {"code": "NOBODY"}),
        ("POST", "/ticket/pay", {"tender": "cash", "given_minor": 1, "total_minor": 1}),
        ("POST", "/ticket/pay", {"tender": "cash", "given_minor": -5, "total_minor": 1064}),
        ("POST", "/ticket/payments", {"kind": "bottle caps", "amount_minor": 1, "due_minor": 1}),
        ("POST", "/ticket/payments", {"kind": "voucher", "amount_minor": 1, "due_minor": 1}),
        ("POST", "/ticket/payments", {"kind": "card", "amount_minor": HUGE, "due_minor": 1}),
        ("DELETE", "/ticket/payments/nothing", {}),
        ("POST", "/ticket/park", {"name": "x" * 41}),
        ("POST", "/ticket/park", {"name": "a\nb"}),
        ("POST", "/ticket/split", {"lines": [{"line_id": "nothing", "quantity": 1}], "to": "open"}),
        ("POST", "/ticket/split", {"lines": [{"line_id": "l1", "quantity": 1}], "to": "nobody"}),
        ("POST", "/ticket/split", {"lines": [], "to": "parked"}),
        ("POST", "/parked/nobody/take", {}),
        ("POST", "/parked/nobody/merge", {}),
        ("PATCH", "/parked/nobody", {"name": "x"}),
        ("POST", "/goods/items", APPLE | {"name": " "}),
        ("POST", "/goods/items", APPLE | {"name": "x" * 81}),
        ("POST", "/goods/items", APPLE | {"price_minor": -1}),
        ("POST", "/goods/items", APPLE | {"price_minor": HUGE}),
        ("POST", "/goods/items", APPLE | {"gtin": "4006381333931"}),
        ("POST", "/goods/items", APPLE | {"gtin": "12345678"}),
        ("POST", "/goods/items", APPLE | {"category_id": "nothing"}),
        ("POST", "/goods/items", APPLE | {"tax_code": "nothing"}),
        ("POST", "/goods/items", APPLE | {"variant_of": "bottle"}),
        ("DELETE", "/goods/items/bottle", {}),
        ("DELETE", "/goods/categories/fruit", {}),
        ("POST", "/goods/items/apple/place", {"before": "apple"}),
        ("POST", "/price-lists", {"name": "x", "starts": "soon", "prices": []}),
        (
            "POST",
            "/price-lists",
            {
                "name": "x",
                "starts": "2026-02-30T10:00",
                "prices": [{"item_id": "apple", "price_minor": 1}],
            },
        ),
        ("POST", "/promotions", {"name": "", "kind": "percent"}),
        ("POST", "/promotions", {"name": "x", "kind": "percent", "value_bp": 0}),
        ("POST", "/stock/moves", {"item_id": "nothing", "kind": "receive", "amount": 1, "reason": None}),
        ("POST", "/stock/moves", {"item_id": "apple", "kind": "receive", "amount": -1, "reason": None}),
        ("POST", "/people", {"name": "", "role": "seller", "pin": "2222"}),
        ("POST", "/people", {"name": "Sam", "role": "king", "pin": "2222"}),
        ("POST", "/people", {"name": "Sam", "role": "seller", "pin": "12"}),
        ("POST", "/shift/open", {"float_minor": -1}),
        ("POST", "/shift/moves", {"kind": "pay_out", "amount_minor": 0, "reason": ""}),
        ("POST", "/shift/moves", {"kind": "pay_out", "amount_minor": HUGE, "reason": ""}),
        ("POST", "/sales/A-999999/reprint", {}),
        ("POST", "/sales/A-000001/refunds", {"lines": [{"line_id": "nothing", "quantity": 1}]}),
        ("PATCH", "/settings", {"language": "tlh"}),
        ("PATCH", "/settings", {"discount_presets_bp": [0]}),
        ("POST", "/ticket/undo", {"more": 1}),
    ],
)
def test_bad_input_is_refused_in_words_and_changes_nothing(
    bench: Bench, method: str, path: str, body: object
) -> None:
    refused(bench, method, path, body)


@pytest.mark.parametrize("name", [EMOJI, RTL, "Đặng & Söhne", "<script>alert(1)</script>", "' OR 1=1 --"])
def test_any_writing_is_a_name_and_comes_back_as_it_was(bench: Bench, name: str) -> None:
    headers = {"Origin": f"http://{HOST}", "Idempotency-Key": f"name-{next(_keys):08d}"}
    made = bench.client.post("/api/v1/goods/items", json=APPLE | {"name": name}, headers=headers).get_json()
    assert made["name"] == name
    bench.stall.till.add_line("sold-name", made["id"], quantity=1, weight_g=None)
    total = bench.stall.till.snapshot()["ticket"]["total_minor"]
    sale = bench.stall.till.paying.pay_cash("pay-name", given_minor=total, total_minor=total)["last_sale"]
    assert name in [line["name"] for line in bench.store.latest("sale", None, 1)[0].body["lines"]]
    assert bench.client.get(f"/api/v1/sales/{sale['number']}").status_code == 200


def test_ticket_of_too_many_lines_is_refused_at_its_limit_and_sells(bench: Bench) -> None:
    till = bench.stall.till
    till.clear("clear-all")
    for n in range(MAX_LINES):
        till.add_line(f"long-{n:06d}", "pear", quantity=None, weight_g=1 + n)
    assert (
        refused(bench, "POST", "/ticket/lines", {"item_id": "pear", "weight_g": 1})["code"]
        == "too_many_lines"
    )
    total = till.snapshot()["ticket"]["total_minor"]
    till.paying.pay_cash("pay-long", given_minor=total, total_minor=total)
    assert len(bench.store.latest("sale", None, 1)[0].body["lines"]) == MAX_LINES


def test_stale_sum_pays_nothing_and_says_the_new_one(bench: Bench) -> None:
    total = bench.stall.till.snapshot()["ticket"]["total_minor"]
    bench.stall.till.add_line("one-more", "apple", quantity=None, weight_g=None)
    told = refused(
        bench, "POST", "/ticket/pay", {"tender": "cash", "given_minor": total, "total_minor": total}
    )
    assert (told["code"], told["params"]["total_minor"]) == ("total_changed", total + 150)


def test_same_key_for_another_wish_is_refused(bench: Bench) -> None:
    headers = {"Origin": f"http://{HOST}", "Idempotency-Key": "used-twice"}
    first = bench.client.post("/api/v1/ticket/lines", json={"item_id": "apple"}, headers=headers)
    before = _whole(bench)
    other = bench.client.post("/api/v1/ticket/lines", json={"item_id": "juice"}, headers=headers)
    assert (first.status_code, other.status_code) == (200, 409)
    assert other.get_json()["error"]["code"] == "idempotency_mismatch"
    assert _whole(bench) == before


def test_wrong_pins_are_counted_down_and_then_made_to_wait(bench: Bench) -> None:
    person = bench.stall.till.people.view()["people"][0]["id"]
    codes = []
    for n in range(8):
        headers = {"Origin": f"http://{HOST}", "Idempotency-Key": f"pin-{n:08d}"}
        answer = bench.client.post(
            "/api/v1/people/sign-in", json={"staff_id": person, "pin": "9999"}, headers=headers
        )
        codes.append(answer.get_json().get("error", {}).get("code"))
    assert codes[0] == "pin_wrong" and codes[-1] == "pin_wait", codes


def test_payment_of_more_than_twenty_parts_is_refused(bench: Bench) -> None:
    till = bench.stall.till
    till.pay_settings.change("set-card", kinds=["card"], cash_step_minor=0, account=None)
    for n in range(20):
        due = till.snapshot()["ticket"]["due_minor"]
        till.paying.take(f"part-{n:06d}", "card", Wish(1), due)
    due = till.snapshot()["ticket"]["due_minor"]
    told = refused(bench, "POST", "/ticket/payments", {"kind": "card", "amount_minor": 1, "due_minor": due})
    assert told["code"] == "too_many_payments"
