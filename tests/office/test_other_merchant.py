"""Another merchant's data: every route of the map is tried with the other's ids, and none leaks or changes a thing.

A route that is added without a line here fails the test.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import insert, select, update

from backoffice import enrolments, schema
from backoffice.database import Database
from backoffice.live import Live
from tests.office.desk import Browser, Desk
from tests.office.stall import NOW, a_z, fact, fixture, sale
from tests.office.test_owner_api import ABOUT, CATEGORY, ITEM

SECRET = "Secret Stall"
ITEM_ELSEWHERE = ITEM | {"category_id": "theirs-category"}
# Route and method -> the body a thief would send. Paths are filled with the other merchant's ids.
TRIED: dict[tuple[str, str], Any] = {
    ("GET", "/api/v1/session"): None,
    ("GET", "/api/v1/today"): None,
    ("GET", "/api/v1/sales"): None,
    ("GET", "/api/v1/boxes/<box_id>/sales/<number>"): None,
    ("GET", "/api/v1/stock"): None,
    ("GET", "/api/v1/shifts"): None,
    ("GET", "/api/v1/boxes/<box_id>/shifts/<epoch>/<f>"): None,
    ("GET", "/api/v1/people"): None,
    ("GET", "/api/v1/hours"): None,
    ("POST", "/api/v1/boxes/<box_id>/people/<staff_id>/forget"): {},
    ("GET", "/api/v1/quarantine"): None,
    ("POST", "/api/v1/quarantine/<quarantine_id>/retry"): {},
    ("POST", "/api/v1/quarantine/<quarantine_id>/seen"): {},
    ("GET", "/api/v1/boxes"): None,
    ("PATCH", "/api/v1/boxes/<box_id>"): {"name": "Stolen"},
    ("POST", "/api/v1/boxes/<box_id>/revoke"): {},
    ("POST", "/api/v1/boxes/<box_id>/attention/seen"): {},
    ("GET", "/api/v1/enrolments"): None,
    ("GET", "/api/v1/enrolments/<code>"): None,
    ("POST", "/api/v1/enrolments/<code>/approve"): {"fingerprint": "0123 4567 89ab cdef"},
    ("POST", "/api/v1/enrolments/<code>/deny"): {},
    ("GET", "/api/v1/catalogue"): None,
    ("POST", "/api/v1/catalogue/conflicts"): {
        "box_id": "<box_id>",
        "conflict_id": "theirs-change",
        "field": "name",
        "use": "other",
    },
    ("PUT", "/api/v1/catalogue/items/<item_id>"): ITEM_ELSEWHERE,
    ("DELETE", "/api/v1/catalogue/items/<item_id>"): {},
    ("DELETE", "/api/v1/catalogue/categories/<category_id>"): {},
    ("PUT", "/api/v1/catalogue/categories/<category_id>"): CATEGORY,
    # boxes prove themselves by signatures: a session, anybody's, is nothing there
    ("POST", "/v1/enrolments"): {},
    ("GET", "/v1/enrolments/<enrolment_id>"): None,
    ("POST", "/v1/boxes/<box_id>/facts"): {},
    ("POST", "/v1/boxes/<box_id>/report"): {},
    ("GET", "/v1/boxes/<box_id>/changes"): None,
    ("POST", "/v1/boxes/<box_id>/catalogue"): {},
}
# Tried by tests of their own (live: below), or with nothing of any merchant in them.
ELSEWHERE = {
    ("POST", "/api/v1/session"),
    ("DELETE", "/api/v1/session"),
    ("POST", "/api/v1/setup"),
    ("GET", "/api/v1/live"),
    ("GET", "/"),
    ("GET", "/docs"),
    ("GET", "/assets/<name>"),
    ("GET", "/healthz"),
    ("GET", "/openapi.json"),
}
MINE_TO_MAKE = {
    "items",
    "categories",
}  # ids of goods are the merchant's own: the same id is another thing (tried last)


def about(type_: str, name: str) -> dict[str, Any]:
    """The body of a fact about people, of the fixtures, with this name."""
    body: dict[str, Any] = orjson.loads(fixture(type_))["body"]
    return body | {"name": name} if "name" in body else body


class Scene:
    """Two merchants; the second one's ids are what the first one tries."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.merchant("petra@example.org")
        theirs = desk.merchant("theirs@example.org", name="Secret Merchant")
        self.theirs = theirs.merchant_id
        box = desk.box(theirs, "bsecretsx")
        stream = [sale(1, 4711), fact(2, "of_tomorrow", {"secret": 1}), a_z(3)]
        stream += [fact(f, of, about(of, SECRET)) for f, of in ((4, "staff_changed"), (5, "staff_present"))]
        desk.push(box, stream)
        owner = desk.enter("theirs@example.org")
        owner.call("PATCH", f"/api/v1/boxes/{box}", {"name": SECRET})
        boxes = schema.boxes
        desk.database.write(
            lambda c: c.execute(update(boxes).where(boxes.c.box_id == box).values(attention="fork"))
        )
        owner.call("PUT", "/api/v1/catalogue/categories/theirs-category", CATEGORY | {"name": SECRET})
        owner.call("PUT", "/api/v1/catalogue/items/theirs-item", ITEM_ELSEWHERE | {"name": SECRET})
        self.ids = {
            "number": "A-000001",
            "epoch": "1",
            "staff_id": about("staff_changed", SECRET)["id"],
            "f": "3",
            "box_id": box,
            "quarantine_id": owner.get("/api/v1/quarantine")["entries"][0]["quarantine_id"],
            "code": self._approved(theirs.merchant_id),
            "enrolment_id": "e" + "a" * 24,
            "item_id": "theirs-item",
            "category_id": "theirs-category",
        }
        self.thief: Browser = desk.enter("petra@example.org")

    def _approved(self, merchant_id: str) -> str:
        key = base64.b64encode(bytes(range(32))).decode()
        wanted = self.desk.database.write(lambda c: enrolments.start(c, key, ABOUT | {"name": SECRET}, NOW))
        self.desk.database.write(
            lambda c: enrolments.approve(c, merchant_id, wanted.code, wanted.fingerprint, NOW)
        )
        return wanted.code

    def rows(self) -> list[str]:
        """Everything the database has of the other merchant."""
        tables = [table for table in schema.metadata.sorted_tables if "merchant_id" in table.c]
        return self.desk.database.read(
            lambda connection: [
                str(row)
                for table in tables
                for row in connection.execute(select(table).where(table.c.merchant_id == self.theirs))
            ]
        )


@pytest.fixture
def scene(database: Database, tmp_path: Path) -> Scene:
    return Scene(Desk(database, tmp_path))


def route_names(desk: Desk) -> set[tuple[str, str]]:
    """Method and path of every route, without the converters."""
    found = set()
    for rule in desk.app.url_map.iter_rules():
        path = "".join(
            f"<{part}>" if is_variable else part for is_variable, part in rule._trace if part != "|"
        )
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            found.add((method, path))
    return found


def test_every_route_is_tried(scene: Scene) -> None:
    assert route_names(scene.desk) == set(TRIED) | ELSEWHERE


def test_no_route_tells_or_changes_what_is_anothers(scene: Scene) -> None:
    before = scene.rows()
    secrets = [
        SECRET,
        "Secret Merchant",
        "theirs@example.org",
        "4711",
        scene.theirs,
        scene.ids["quarantine_id"],
    ]
    for (method, route), body in TRIED.items():
        path = route
        for name, value in scene.ids.items():
            path = path.replace(f"<{name}>", value)
        answer = scene.thief.call(method, path, body)
        text = answer.get_data(as_text=True)
        if path != route:  # it names something of the other merchant
            is_mine = method == "PUT" and path.split("/")[-2] in MINE_TO_MAKE
            allowed = {200, 422} if is_mine else {401, 404}
            assert answer.status_code in allowed, (method, route, text)
        for secret in secrets:
            assert secret not in text, (method, route, secret)
    assert scene.rows() == before


def test_the_same_calls_work_for_whom_it_belongs_to(scene: Scene) -> None:
    """Else the test above would prove nothing."""
    owner = scene.desk.enter("theirs@example.org")
    ids = scene.ids
    for path in (
        "/api/v1/today",
        "/api/v1/sales",
        "/api/v1/boxes",
        "/api/v1/catalogue",
        "/api/v1/people",
        "/api/v1/hours",
    ):
        assert SECRET in owner.call("GET", path).get_data(as_text=True)
    assert owner.get(f"/api/v1/boxes/{ids['box_id']}/sales/{ids['number']}")["total_minor"] == 4711
    for method, path, body in (
        ("POST", f"/api/v1/quarantine/{ids['quarantine_id']}/seen", {}),
        ("PATCH", f"/api/v1/boxes/{ids['box_id']}", {"name": "Renamed"}),
        ("POST", f"/api/v1/boxes/{ids['box_id']}/attention/seen", {}),
        ("POST", f"/api/v1/boxes/{ids['box_id']}/people/{ids['staff_id']}/forget", {}),
        ("POST", f"/api/v1/boxes/{ids['box_id']}/revoke", {}),
        ("DELETE", f"/api/v1/catalogue/items/{ids['item_id']}", {}),
    ):
        assert owner.call(method, path, body).status_code == 200, path


def test_filters_by_anothers_box_or_number_find_nothing(scene: Scene) -> None:
    assert scene.thief.get(f"/api/v1/sales?box={scene.ids['box_id']}") == {
        "sales": [],
        "more": False,
        "total_minor": 0,
        "count": 0,
    }
    before = f"before=A-000001&before_box={scene.ids['box_id']}"
    assert scene.thief.call("GET", f"/api/v1/sales?{before}").status_code == 422


def test_the_stream_of_one_merchant_is_not_woken_by_another(scene: Scene) -> None:
    live = Live(scene.desk.database, ping_s=0.3, rest_s=0.0)
    asked = iter((True, False))
    mine = scene.desk.enter("petra@example.org").get("/api/v1/session")["merchant"]["id"]
    stream = live.events(mine, lambda: next(asked))
    assert next(stream).startswith(b"event: changed")
    scene.desk.push(
        scene.ids["box_id"], [sale(1, 4711), fact(2, "of_tomorrow", {"secret": 1}), sale(3, 99)], 1
    )
    assert list(stream) == [b": ping\n\n"]


def test_two_merchants_may_have_the_same_numbers_and_ids(scene: Scene) -> None:
    mine = scene.thief.get("/api/v1/session")["merchant"]["id"]
    box = f"{mine}-bsecretsx"
    values = {"merchant_id": mine, "box_id": box, "name": "Mine", "series": "A", "state": "active"}
    more = {"public_key": base64.b64encode(bytes(32)).decode(), "enrolled_utc": NOW, "report_n": 0}
    scene.desk.database.write(lambda c: c.execute(insert(schema.boxes).values(**values, **more)))
    scene.desk.push(box, [sale(1, 50)])
    assert scene.thief.get(f"/api/v1/boxes/{box}/sales/A-000001")["total_minor"] == 50
