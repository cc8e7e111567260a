"""The whole API against its own document, signed in and not: whatever comes in, no 5xx, and answers as documented.

Cases are made from the document itself, right ones and wrong ones, with a fixed seed; half of the right ones get
ids that exist, so that they reach what lies behind "there is no such thing".
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from backoffice.database import Database
from backoffice.guards import SetupToken
from tests.office.desk import HOST, ORIGIN, Browser, Desk
from tests.office.stall import fact, fixture, sale
from tests.office.test_owner_api import CATEGORY, ITEM, asking

CASES_EACH = 30
OPERATIONS = 37  # of the document; a new one joins by itself, a lost one is noticed
# Right once at most: the second time the owner is there, the code is used up.
HARDLY_RIGHT = {
    "GET /api/v1/boxes/{box_id}/shifts/{epoch}/{f}",
    "POST /api/v1/setup",
    "POST /api/v1/session",
    "POST /api/v1/enrolments/{code}/approve",
    "POST /api/v1/enrolments/{code}/deny",
    "GET /api/v1/enrolments/{code}",
    "POST /api/v1/quarantine/{quarantine_id}/retry",
    "POST /api/v1/catalogue/conflicts",
}
PUT_ITEM = "PUT /api/v1/catalogue/items/{item_id}"
# Values that depend on each other, or on a check digit: the document cannot say so.
GOOD_TOGETHER = {
    "category_id": "honey",
    "gtin": None,
    "deposit_id": None,
    "is_free_price": False,
    "tare_g": None,
    "variant_of": None,
    "price_list": None,
    "price_minor": 5,
    "name": "Acacia",
    "tax_code": "reduced",
    "emoji": "",
}
HONEST = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BOUNDED = settings(
    max_examples=CASES_EACH,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Scene:
    """A back office with one of everything, so that each route has something to find."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.desk = Desk(database, folder)
        SetupToken(folder / "setup-token").keep()
        owner = self.desk.merchant("petra@example.org")
        self.box = self.desk.box(owner)
        somebody = orjson.loads(fixture("staff_changed"))["body"]
        stream = [sale(1, 100), fact(2, "of_tomorrow", {}), fact(3, "staff_changed", somebody)]
        self.desk.push(self.box, stream)
        self.browser: Browser = self.desk.enter("petra@example.org")
        self.browser.call("PUT", "/api/v1/catalogue/categories/honey", CATEGORY)
        self.browser.call("PUT", "/api/v1/catalogue/items/acacia", ITEM)
        entry = self.browser.get("/api/v1/quarantine")["entries"][0]["quarantine_id"]
        self.ids = {
            "number": "A-000001",
            "box_id": self.box,
            "staff_id": somebody["id"],
            "quarantine_id": entry,
            "code": asking(self.desk).code,
            "item_id": "acacia",
            "category_id": "honey",
        }

    def application(self, is_signed_in: bool) -> Any:  # Any: a WSGI application
        """The back office as this browser, or a stranger, reaches it."""
        cookie = self.browser.client.get_cookie("tillbox-office", "127.0.0.1")
        assert cookie is not None

        def application(environ: dict[str, Any], start_response: Any) -> Any:  # Any: WSGI
            environ["HTTP_COOKIE"] = f"tillbox-office={cookie.value}" if is_signed_in else ""
            return self.desk.app(environ, start_response)

        return application

    def operations(self, is_signed_in: bool) -> list[Any]:  # Any: the generator names no type
        """All operations of the document; signing out is left to its own test, it would end the others."""
        schema = schemathesis.openapi.from_dict(self.desk.browser().get("/openapi.json"))
        schema.app = self.application(is_signed_in)
        schema.config.update(base_url=ORIGIN)
        found: list[Any] = list(schema.get_all_operations())  # Any: as above
        return [one.ok() for one in found]


@pytest.fixture
def scene(database: Database, tmp_path: Path) -> Scene:
    return Scene(database, tmp_path)


def test_every_operation_is_in_the_document(scene: Scene) -> None:
    assert len(scene.operations(True)) == OPERATIONS


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("is_signed_in", [True, False], ids=["signed in", "stranger"])
def test_whatever_comes_in_the_answer_is_as_documented(
    scene: Scene, mode: GenerationMode, is_signed_in: bool
) -> None:
    headers = {"Host": HOST, "Origin": ORIGIN, "X-CSRF-Token": scene.browser.csrf or ""}
    answers: dict[str, set[int]] = {}
    turn = 0
    for operation in scene.operations(is_signed_in):
        label = operation.label
        if is_signed_in and label == "DELETE /api/v1/session":
            continue
        if mode is GenerationMode.NEGATIVE and not (operation.body or operation.query):
            continue

        @BOUNDED
        @seed(1)
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case: Any) -> None:  # Any: a generated case
            nonlocal turn
            turn += 1
            scene.desk.clock.monotonic_s += 1000  # nobody is slowed down: what lies behind is to be reached
            if mode is GenerationMode.POSITIVE and turn % 2 and isinstance(case.path_parameters, dict):
                for name in case.path_parameters.keys() & scene.ids.keys():
                    case.path_parameters[name] = scene.ids[name]
                if case.operation.label == PUT_ITEM and isinstance(case.body, dict):
                    case.body.update(GOOD_TOGETHER)
            if mode is GenerationMode.POSITIVE and isinstance(case.query, dict):
                case.query.pop("before", None)
            bodiless = {"Content-Type": "application/json"} if case.method == "DELETE" else {}
            answer = case.call_and_validate(headers=headers | bodiless, checks=HONEST)
            answers.setdefault(case.operation.label, set()).add(answer.status_code)

        holds()
    owners = {label: codes for label, codes in answers.items() if "/api/" in label}
    if not is_signed_in:
        assert all(
            not codes & {200, 201} for label, codes in owners.items() if label != "GET /api/v1/session"
        )
    elif mode is GenerationMode.POSITIVE:
        # Else the guards would have answered for everything behind them, and nothing would be proved.
        never_right = {label for label, codes in owners.items() if 200 not in codes}
        assert never_right <= HARDLY_RIGHT
