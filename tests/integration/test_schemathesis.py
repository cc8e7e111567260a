"""The API against its own OpenAPI document: whatever comes in, no 5xx, and every answer as the document says.

Cases are made from the document itself, right ones and wrong ones, with a fixed seed. Half of the right ones
get ids that exist, so that they reach what lies behind "there is no such thing".
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from apiflask import APIBlueprint
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from appliance.care import checks
from appliance.care.check import Check
from appliance.care.checks import disk
from appliance.care.desk import Care
from appliance.care.health import Health
from appliance.care.readings import DiskReading
from appliance.care.saving import Saving
from appliance.care.self_test import SelfTest, Tools
from appliance.care.storage import Speed
from appliance.care.technician import Technician
from appliance.care.whereabouts import Whereabouts
from appliance.domain.tenders import Wish
from appliance.stick_key import StoredSecret
from appliance.store.people import SmallStore
from appliance.till.leaving import Leaving
from appliance.till.radio_country import RadioCountry
from appliance.till.stick import Stick
from appliance.till.welcome import Welcome
from appliance.till.wifi import Wifi
from appliance.web.care_api import care_api
from appliance.web.leaving_api import leaving_api
from appliance.web.stick_api import stick_api
from appliance.web.welcome_api import welcome_api
from appliance.web.wifi_api import wifi_api
from tests.unit.care.fakes import FakeDoor, MemorySecrets, PlainHash
from tests.unit.till.stall import Stall
from tests.unit.web.client import HOST, Bench, made_bench

CASES_EACH = 15
# Only a receipt nobody is sure of can be answered for, and only a box with a back office can synchronise or leave it:
# the journeys do that; and only a new box takes over from a stick.
NEVER_RIGHT = [
    "POST /api/v1/office/leave",
    "POST /api/v1/print-jobs/{job_id}/answer",
    "POST /api/v1/sync/now",
    "POST /api/v1/welcome/restore",
]
OPERATIONS = 107  # of the document; a new one joins by itself, a lost one is noticed
ONE_APPLE = {"item_id": "apple", "weight_g": None, "tare_g": None, "price_minor": None, "is_returned": False}
ALWAYS = {
    "code": None, "from_min": 0, "until_min": 1440, "weekdays": [], "item_ids": [], "category_ids": [], "value_bp": 1
}  # fmt: skip
HONEST = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BOUNDED = settings(
    max_examples=CASES_EACH,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """The whole API as the till serves it: also the care of the box, its radio and its welcome."""
    cares: list[Care] = []

    def parts(stall: Stall, folder: Path) -> list[APIBlueprint]:
        cares.append(fake_care())
        ids = (f"id-{number}" for number in itertools.count())
        radio = RadioCountry(stall.store, stall.clock)
        air = Wifi(lambda: 0.0, lambda _kind: next(ids), threading.Lock(), "FI", radio)
        secret = StoredSecret(SmallStore(folder / "people.json"))
        stick = Stick(
            stall.store, secret, lambda: 0.0, threading.Lock(), stall="A", office_box=stall.office.box_id
        )
        welcome = Welcome(stall.store, stall.clock, stall.till._box, lambda: ((), ()))
        return [
            care_api(cares[0]),
            stick_api(stick, stall.till.people),
            leaving_api(
                stall.till, Leaving(stall.store, stall.clock, stall.office, stall.till.people, stick)
            ),
            wifi_api(air),
            welcome_api(stall.till, welcome, folder / "first-boot.json", NoStick()),
        ]

    yield from made_bench(tmp_path, parts)
    cares[0].stop()


class NoStick:
    """No box is made again."""

    state = "none"

    def begin(self, code: str) -> None:
        """Nothing opens with any code."""
        self.state = "restore_nothing"


def fake_care() -> Care:
    """Every part of the page, on a machine of which one check is known; nothing is printed or measured."""
    door, ids = FakeDoor(), (f"id-{number}" for number in itertools.count())
    clock = Check(checks.clock.NAME, "fine", "clock.network")
    return Care(
        Health({disk.NAME: lambda: disk.check(DiskReading(14_000, 50, False))}),
        SelfTest(Tools(lambda: True, lambda: None, lambda _stop: Speed(1_000, 9_000, 100), lambda: clock)),
        Saving(lambda: [b"zip"], door, lambda: 0.0, lambda _kind: next(ids)),
        Technician(MemorySecrets(), PlainHash(), door, lambda: 0.0, lambda _kind: next(ids)),
        lambda: None,
        lambda: "none",
        lambda: Whereabouts("tillbox-3fa9", ("192.0.2.7",)),
    )


def operations(bench: Bench) -> list[Any]:  # Any: the generator's operations, it does not name their type
    """All operations of the document the till serves."""
    document = bench.client.get("/openapi.json").get_json()
    schema = schemathesis.openapi.from_dict(document)
    schema.app = paired(bench)
    schema.config.update(base_url=f"http://{HOST}")
    rejection = schema.config.checks.negative_data_rejection
    rejection.expected_statuses = [*rejection.expected_statuses, "413"]  # too many lines can be too large
    return [found.ok() for found in schema.get_all_operations()]


def paired(bench: Bench) -> Any:  # Any: a WSGI application
    """The till as a paired screen reaches it: whoever calls carries the session."""
    cookie = bench.client.get_cookie("tillbox", "127.0.0.1", "/")
    assert cookie is not None

    def application(environ: dict[str, Any], start_response: Any) -> Any:  # Any: WSGI
        environ["HTTP_COOKIE"] = f"tillbox={cookie.value}"
        return bench.app(environ, start_response)

    return application


def test_every_operation_is_in_the_document(bench: Bench) -> None:
    assert len(operations(bench)) == OPERATIONS


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_whatever_comes_in_the_answer_is_as_documented(bench: Bench, mode: GenerationMode) -> None:
    bench.stall.sell("before-all")
    bench.stall.till.stock.move("before-all-stock", "apple", "load", 4, None)
    bench.stall.till.people.add("before-all-staff", name="Olga", role="owner", pin="1111", approval=None)
    headers = {"Host": HOST, "Origin": f"http://{HOST}"}
    answers: dict[str, set[int]] = {}
    checks = [*HONEST, negative_data_rejection] if mode is GenerationMode.NEGATIVE else HONEST
    for operation in operations(bench):
        if mode is GenerationMode.NEGATIVE and not may_be_wrong(operation):
            continue

        @BOUNDED
        @seed(1)
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case: Any) -> None:  # Any: as above
            if mode is GenerationMode.POSITIVE:
                make_real(case, bench)
            bodiless = {"Content-Type": "application/json"} if case.method == "DELETE" else {}
            answer = case.call_and_validate(headers=headers | bodiless, checks=checks)
            answers.setdefault(case.operation.label, set()).add(answer.status_code)

        holds()
    # Else the guards would have answered for everything behind them, and nothing would be proved.
    assert not any(401 in codes for codes in answers.values()), answers
    if mode is GenerationMode.POSITIVE:
        never = {label: codes for label, codes in answers.items() if 200 not in codes}
        assert sorted(never) == NEVER_RIGHT, never
    assert bench.store.state().problem is None


def may_be_wrong(operation: Any) -> bool:  # Any: as above
    """Whether there is anything in the call that could be wrong."""
    return bool(operation.body) or bool(operation.query)


def make_real(case: Any, bench: Bench) -> None:  # Any: a generated case
    """Ids that exist, in every other case: an item, a line of the ticket, a sale."""
    make_real.count += 1  # type: ignore[attr-defined]  # a counter, for turns and keys
    if case.headers and "Idempotency-Key" in case.headers:  # the generator gives two intents the same one
        case.headers["Idempotency-Key"] = f"case-{make_real.count:08d}"  # type: ignore[attr-defined]  # as above
    is_only_one = case.path == "/api/v1/ticket/transfer"  # it takes nothing, so there is only one case of it
    if make_real.count % 2 and not is_only_one:  # type: ignore[attr-defined]  # as above
        return
    ticket = bench.stall.till.snapshot()["ticket"]
    people = bench.stall.till.people
    owner = people.view()["people"][0]["id"]
    if "/ticket/" in case.path and ticket["due_minor"] < 1:  # nothing on it, or more empties than goods
        key = f"again-{make_real.count:08d}"  # type: ignore[attr-defined]  # as above
        for one in bench.stall.till.promotions.view(bench.stall.clock.now())["promotions"]:  # all for nothing
            bench.stall.till.people.sign_in(f"{key}-in-{one['id']}", owner, "1111")
            bench.stall.till.promotions.remove(f"{key}-{one['id']}", one["id"])
        if ticket["lines"]:
            bench.stall.till.clear(f"{key}-clear")
        ticket = bench.stall.till.add_line(key, "apple", quantity=1, weight_g=None)["ticket"]
    key = f"staff-{make_real.count:08d}"  # type: ignore[attr-defined]  # as above
    if case.path.startswith("/api/v1/ticket/payments") and not ticket["payments"]:
        taken = bench.stall.till.paying.take(f"{key}-card", "card", Wish(1), ticket["due_minor"])
        ticket = taken["ticket"]
    elif "/payments" not in case.path:  # what is paid keeps its lines
        for payment in ticket["payments"]:
            ticket = bench.stall.till.paying.take_back(f"{key}-{payment['id']}", payment["id"])["ticket"]
    if case.path == "/api/v1/ticket/transfer":
        account = ("Olga", "BE72000000001616", "")
        bench.stall.till.pay_settings.change(f"{key}-set", kinds=[], cash_step_minor=0, account=account)
    if "/people/" in case.path:
        people.sign_in(f"{key}-in", owner, "1111")
        if len(people.view()["people"]) < 2:
            people.add(f"{key}-new", name=key, role="seller", pin="2222", approval=None)
    if case.path == "/api/v1/ticket/coupons":
        give_coupon(bench, owner, key)
        bench.stall.till.promotions.take_coupon_back(f"{key}-off", key.replace("-", "").upper())
    if case.path.startswith("/api/v1/inspector/"):
        people.sign_in(f"{key}-in", owner, "1111")
    if case.path.startswith("/api/v1/price-lists"):
        people.sign_in(f"{key}-gone", owner, "1111")
        for one in bench.stall.till.price_lists.view()["lists"]:
            bench.stall.till.price_lists.remove(f"{key}-{one['id']}", one["id"])
        if case.method in ("POST", "PATCH"):
            case.body = A_LIST
    if case.path.endswith("/place"):
        case.body = {"before": None}
    if case.path == "/api/v1/promotions":
        people.sign_in(f"{key}-in", owner, "1111")
    if "/shift" in case.path or case.path.endswith("/refunds"):
        people.sign_in(f"{key}-in", owner, "1111")
        make_day_real(case.path, bench, key)
    if case.path.startswith("/api/v1/ticket/discounts/"):
        given = bench.stall.till.discounts.give(f"{key}-off", line_id=None, kind="amount", value=1, label="")
        ticket = given["ticket"]
    if isinstance(case.path_parameters, dict):
        line = ticket["lines"][0]["id"] if ticket["lines"] else "none"
        by_hand = [one["id"] for one in ticket["discounts"] if one.get("promotion_id") is None]
        discount = by_hand[-1] if by_hand else "none"
        real = {
            "payment_id": ticket["payments"][0]["id"] if ticket["payments"] else "none",
            "line_id": line,
            "discount_id": discount,
            "number": "A-000001",
            "job_id": "none",
            "item_id": "apple",
            "n": 1,
            "key": "at-1",
            "staff_id": people.view()["people"][-1]["id"],
        }
        if case.path.startswith("/api/v1/parked/"):
            make_room(bench, key)
            real |= {"ticket_id": one_parked(bench, key)}
        if case.path.startswith("/api/v1/goods/"):  # what is changed or removed is nobody else's
            people.sign_in(f"{key}-in", owner, "1111")
            category = bench.stall.till.goods.make_category(f"{key}-category", {"name": "Neu"})
            wish = {"name": "Neu", "category_id": "fruit", "price_minor": 100, "tax_code": "reduced"}
            item = bench.stall.till.goods.make_item(f"{key}-item", wish)
            real |= {"item_id": item["id"], "category_id": category["id"]}
        if case.path.startswith("/api/v1/promotions/"):
            people.sign_in(f"{key}-in", owner, "1111")
            made = bench.stall.till.promotions.make(
                f"{key}-promo", {"name": "Neu", "kind": "percent", "value_bp": 1}
            )
            real |= {"promotion_id": made["id"]}
        if case.path.startswith("/api/v1/price-lists/"):
            people.sign_in(f"{key}-in", owner, "1111")
            made = bench.stall.till.price_lists.make(f"{key}-list", A_LIST)
            real |= {"list_id": made["id"]}
        if case.path.startswith("/api/v1/ticket/coupons/"):
            real |= {"code": give_coupon(bench, owner, key)}
        for name in case.path_parameters.keys() & real.keys():
            case.path_parameters[name] = real[name]
    if case.path == "/api/v1/ticket/split":
        make_room(bench, key)
        bench.stall.till.add_line(f"{key}-one", "apple", quantity=None, weight_g=None)
        two = bench.stall.till.add_line(f"{key}-two", "pear", quantity=None, weight_g=500)["ticket"]
        case.body = {"lines": [{"line_id": two["lines"][-1]["id"], "quantity": 1}], "to": "open"}
    if isinstance(case.body, dict):
        total = ticket["total_minor"]
        case.body.update(
            {
                "/api/v1/ticket/lines": ONE_APPLE,
                "/api/v1/stock/moves": {"item_id": "apple", "kind": "load", "amount": 4},
                "/api/v1/ticket/lines/{line_id}": {"quantity": 2, "weight_g": None, "tare_g": None},
                "/api/v1/sales/{number}/refunds": {"lines": None, "total_minor": 150},
                "/api/v1/shift/open": {"float_minor": 0, "pieces": None},
                "/api/v1/shift/moves": {"kind": "pay_in", "amount_minor": 5, "reason": ""},
                "/api/v1/shift/close": {"counted_minor": None, "pieces": None},
                "/api/v1/ticket/discounts": {"line_id": None, "kind": "percent", "value": 500},
                "/api/v1/stock/items/{item_id}": {"low": 3},
                "/api/v1/people": {"name": key, "role": "seller", "pin": "2222"},
                "/api/v1/people/{staff_id}": {"name": key, "role": "seller", "pin": None},
                "/api/v1/people/lock": {"lock_after_min": 5} if case.method == "PATCH" else {},
                "/api/v1/people/sign-in": {"staff_id": owner, "pin": "1111"},
                "/api/v1/people/approve": {"staff_id": owner, "pin": "1111", "right": "refund"},
                "/api/v1/goods/items": {
                    "category_id": "fruit",
                    "name": "Quitten",
                    "tax_code": "reduced",
                    "price_minor": 220,
                    "kind": "goods",
                    "gtin": None,
                    "deposit_id": None,
                    "is_free_price": False,
                    "tare_g": None,
                },
                "/api/v1/goods/items/{item_id}": {
                    "category_id": "fruit",
                    "name": "Quitten",
                    "tax_code": "reduced",
                    "price_minor": 220,
                    "kind": "goods",
                    "gtin": None,
                    "deposit_id": None,
                    "is_free_price": False,
                    "tare_g": None,
                },
                "/api/v1/goods/categories": {"name": "Obst"},
                "/api/v1/goods/categories/{category_id}": {"name": "Obst"},
                "/api/v1/devices/{key}": {"role": "scale", "baud": None},
                "/api/v1/wifi/country": {"country": "FI"},
                "/api/v1/office/enrol": {"url": "https://office.example"},
                "/api/v1/ticket/scan": {"gtin": "4006381333931"},
                "/api/v1/promotions": {"name": "Neu", "kind": "percent", **ALWAYS},
                "/api/v1/promotions/{promotion_id}": {"name": "Alt", **ALWAYS},
                "/api/v1/ticket/coupons": {"code": key.replace("-", "")},
                "/api/v1/payments": {"kinds": ["card"], "cash_step_minor": 0, "account": None},
                "/api/v1/ticket/payments": {
                    "kind": "card",
                    "amount_minor": 1,
                    "tip_minor": 0,
                    "due_minor": ticket["due_minor"],
                },
                "/api/v1/ticket/pay": {"given_minor": total, "total_minor": total},
            }.get(case.path, {})
        )


A_LIST = {
    "name": "Advent",
    "starts": "2030-12-01T06:00",
    "prices": [{"item_id": "apple", "price_minor": 160}],
}


def make_room(bench: Bench, key: str) -> None:
    """The till keeps a limit of parked tickets: most of what earlier cases left is taken up and voided."""
    till = bench.stall.till
    if till.snapshot()["ticket"]["lines"]:
        till.clear(f"{key}-clear-0")
    for one in till.parking.view()["parked"][1:]:
        if not one["paid_minor"]:
            till.parking.take(f"{key}-{one['id']}", one["id"])
            till.clear(f"{key}-clear-{one['id']}")


def one_parked(bench: Bench, key: str) -> str:
    """A ticket that is put aside."""
    bench.stall.till.add_line(f"{key}-parked", "apple", quantity=None, weight_g=None)
    bench.stall.till.parking.park(f"{key}-park", None)
    return str(bench.stall.till.parking.view()["parked"][-1]["id"])


def give_coupon(bench: Bench, owner: str, key: str) -> str:
    """A coupon on the open ticket."""
    code = key.replace("-", "").upper()
    bench.stall.till.people.sign_in(f"{key}-in", owner, "1111")
    wish = {"name": "Neu", "kind": "percent", "value_bp": 1, "code": code}
    bench.stall.till.promotions.make(f"{key}-promo", wish)
    bench.stall.till.promotions.give_coupon(f"{key}-coupon", code)
    return code


make_real.count = 0  # type: ignore[attr-defined]  # as above


def test_an_unpaired_caller_is_refused_everywhere(bench: Bench) -> None:
    for operation in operations(bench):
        if not operation.path.startswith("/api/"):
            continue
        path = operation.path.replace("{", "").replace("}", "")
        stranger = bench.app.test_client()
        answer = stranger.open(
            path, method=operation.method.upper(), json={}, headers={"Origin": f"http://{HOST}"}
        )
        assert answer.status_code == 401, (operation.path, answer.get_data(as_text=True))


def make_day_real(path: str, bench: Bench, key: str) -> None:
    """A shift that is open, or closed, as this call needs it."""
    day = bench.stall.till.day
    wants_closed = path == "/api/v1/shift/open" or not day.page(None)["shifts"]
    if wants_closed and day.view()["is_open"]:
        day.close(f"{key}-close", None, None)
    if path != "/api/v1/shift/open" and not day.view()["is_open"]:
        day.move(f"{key}-move", "no_sale", 0, "")
