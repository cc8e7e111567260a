"""The owner's wishes: quarantine, stalls, enrolments and goods."""

from __future__ import annotations

import base64
from pathlib import Path

import orjson
import pytest

from backoffice import enrolments
from backoffice.database import Database
from backoffice.enrolments import Enrolment
from backoffice.goods import NEW_KEYS
from tests.office.desk import Browser, Desk, code_of
from tests.office.stall import NOW, fact, fixture, sale

CATEGORY = {"name": "Honey", "emoji": "🍯", "colour": "#aa8800", "position": 1}
ITEM = {
    "name": "Acacia",
    "category_id": "honey",
    "price_minor": 650,
    "unit": "piece",
    "tax_code": "reduced",
    "emoji": "🍯",
    "colour": "#aa8800",
    "position": 1,
    "gtin": None,
    "deposit_id": None,
    "kind": "goods",
}
ABOUT = {
    "name": "Stall 7",
    "series": "A",
    "country": "de",
    "currency": "EUR",
    "exponent": 2,
    "language": "de",
    "zone": "Europe/Berlin",
    "version": "0.2.0",
}


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    made = Desk(database, tmp_path)
    made.merchant("petra@example.org")
    return made


@pytest.fixture
def browser(desk: Desk) -> Browser:
    return desk.enter("petra@example.org")


def asking(desk: Desk, key: bytes = bytes(32)) -> Enrolment:
    text = base64.b64encode(key).decode()
    return desk.database.write(lambda connection: enrolments.start(connection, text, ABOUT, NOW))


def test_a_box_is_looked_at_compared_and_approved(desk: Desk, browser: Browser) -> None:
    wanted = asking(desk)
    code = enrolments.shown(wanted.code)
    seen = browser.get(f"/api/v1/enrolments/{code.lower()}")
    assert (seen["name"], seen["state"], seen["fingerprint"]) == ("Stall 7", "pending", wanted.fingerprint)

    other = browser.call("POST", f"/api/v1/enrolments/{code}/approve", {"fingerprint": "0000 0000 0000 0000"})
    assert code_of(other) == "fingerprint_differs"
    good = browser.call("POST", f"/api/v1/enrolments/{code}/approve", {"fingerprint": wanted.fingerprint})

    assert good.status_code == 200
    boxes = browser.get("/api/v1/boxes")["boxes"]
    assert [(box["name"], box["state"], box["fingerprint"]) for box in boxes] == [
        ("Stall 7", "never", wanted.fingerprint)
    ]
    assert code_of(browser.call("GET", f"/api/v1/enrolments/{code}")) == "unknown_code"


def test_a_denied_box_is_no_box(desk: Desk, browser: Browser) -> None:
    wanted = asking(desk)
    assert browser.call("POST", f"/api/v1/enrolments/{wanted.code}/deny").status_code == 200
    assert browser.get("/api/v1/boxes")["boxes"] == []
    assert browser.get("/api/v1/enrolments") == {"pending": []}


def test_guessing_codes_is_stopped(desk: Desk, browser: Browser) -> None:
    wanted = asking(desk)
    statuses = [browser.call("GET", "/api/v1/enrolments/AAAA2222").status_code for _ in range(11)]
    assert statuses == [404] * 10 + [429]
    assert browser.call("GET", f"/api/v1/enrolments/{wanted.code}").status_code == 429


def test_a_stall_is_renamed_and_a_box_revoked(desk: Desk, browser: Browser) -> None:
    box = desk.box(desk.merchant("second@example.org"))
    mine = asking(desk)
    browser.call("POST", f"/api/v1/enrolments/{mine.code}/approve", {"fingerprint": mine.fingerprint})
    box_id = browser.get("/api/v1/boxes")["boxes"][0]["box_id"]

    assert browser.call("PATCH", f"/api/v1/boxes/{box_id}", {"name": "Pier 3"}).status_code == 200
    assert browser.call("POST", f"/api/v1/boxes/{box_id}/revoke").status_code == 200

    shown = browser.get("/api/v1/boxes")["boxes"][0]
    assert (shown["name"], shown["is_revoked"]) == ("Pier 3", True)
    assert code_of(browser.call("PATCH", f"/api/v1/boxes/{box}", {"name": "Mine"})) == "not_found"


def test_what_was_set_aside_is_shown_tried_again_and_left(desk: Desk) -> None:
    box = desk.box(desk.merchant("second@example.org"))
    desk.push(box, [sale(1, 100), fact(2, "of_tomorrow", {"x": 1})])
    browser = desk.enter("second@example.org")
    entry = browser.get("/api/v1/quarantine")["entries"][0]
    assert (entry["stall"], entry["f"], entry["state"]) == ("Market hall", 2, "open")
    assert '"of_tomorrow"' in entry["bytes"]
    path = f"/api/v1/quarantine/{entry['quarantine_id']}"

    tried = browser.call("POST", f"{path}/retry").get_json()
    assert tried == {"state": "open", "reason": entry["reason"]}
    assert browser.call("POST", f"{path}/seen").status_code == 200

    assert browser.get("/api/v1/quarantine")["entries"][0]["state"] == "seen"
    assert browser.get("/api/v1/today")["needs"] == []


def test_a_free_price_and_a_tare_are_kept_and_checked(browser: Browser) -> None:
    browser.call("PUT", "/api/v1/catalogue/categories/honey", CATEGORY)
    path = "/api/v1/catalogue/items/acacia"
    assert browser.call("PUT", path, ITEM | {"is_free_price": True}).status_code == 200
    assert browser.get("/api/v1/catalogue")["items"][0]["is_free_price"] is True
    assert browser.call("PUT", path, ITEM | {"unit": "kg", "tare_g": 20}).status_code == 200
    for wrong in ({"unit": "kg", "is_free_price": True}, {"tare_g": 20}):
        answer = browser.call("PUT", path, ITEM | wrong)
        assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, [*wrong][-1])


def test_an_item_may_be_a_kind_of_one_that_is_none_itself(browser: Browser) -> None:
    browser.call("PUT", "/api/v1/catalogue/categories/honey", CATEGORY)
    path = "/api/v1/catalogue/items/{}".format
    for name, of, status in (
        ("acacia", None, 200),
        ("small", "acacia", 200),
        ("lime", "nothing", 422),
        ("lime", "small", 422),
        ("acacia", "acacia", 422),
    ):
        answer = browser.call("PUT", path(name), ITEM | {"variant_of": of})
        assert answer.status_code == status, (name, of)
        assert status == 200 or answer.get_json()["error"]["field"] == "variant_of"
    assert code_of(browser.call("DELETE", path("acacia"))) == "in_use"
    assert browser.call("DELETE", path("small")).status_code == 200
    assert browser.call("DELETE", path("acacia")).status_code == 200


def test_goods_are_made_changed_and_removed_and_each_raises_the_version(browser: Browser) -> None:
    made = [
        browser.call("PUT", "/api/v1/catalogue/categories/honey", CATEGORY),
        browser.call("PUT", "/api/v1/catalogue/items/acacia", ITEM),
        browser.call("PUT", "/api/v1/catalogue/items/acacia", ITEM | {"price_minor": 700}),
    ]
    assert [answer.get_json().get("version") for answer in made] == [1, 2, 3]
    goods = browser.get("/api/v1/catalogue")
    assert goods["items"] == [{"id": "acacia", **ITEM, "price_minor": 700, **NEW_KEYS}]
    assert goods["categories"] == [{"id": "honey", **CATEGORY}]

    in_use = browser.call("DELETE", "/api/v1/catalogue/categories/honey")
    assert (in_use.status_code, code_of(in_use)) == (409, "in_use")
    assert browser.call("DELETE", "/api/v1/catalogue/items/acacia").status_code == 200
    assert browser.call("DELETE", "/api/v1/catalogue/categories/honey").status_code == 200
    assert browser.get("/api/v1/catalogue")["version"] == 5
    assert code_of(browser.call("DELETE", "/api/v1/catalogue/items/acacia")) == "not_found"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price_minor", 6.5),
        ("price_minor", -1),
        ("unit", "litre"),
        ("category_id", "nothing"),
        ("gtin", "4006381333932"),
        ("name", "with \x00"),
        ("colour", "red"),
    ],
)
def test_a_wrong_value_is_named(browser: Browser, field: str, value: object) -> None:
    browser.call("PUT", "/api/v1/catalogue/categories/honey", CATEGORY)
    answer = browser.call("PUT", "/api/v1/catalogue/items/acacia", ITEM | {field: value})
    assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, field)


def test_an_alarm_is_cleared_when_the_owner_has_seen_it_and_rises_again_with_the_next_fork(
    desk: Desk,
) -> None:
    box = desk.box(desk.merchant("anna@example.org"))
    browser = desk.enter("anna@example.org")
    desk.push(box, [sale(1, 100), sale(2, 200)])

    for total_minor in (900, 901):
        desk.push(box, [sale(1, 100), sale(2, total_minor)])
        assert [need["kind"] for need in browser.get("/api/v1/today")["needs"]] == ["fork"]
        assert browser.call("POST", f"/api/v1/boxes/{box}/attention/seen").status_code == 200
        assert browser.get("/api/v1/today")["needs"] == []
    assert code_of(browser.call("POST", "/api/v1/boxes/nobody/attention/seen")) == "not_found"


def test_what_is_left_is_shown_by_stall_with_the_moves_of_the_day(desk: Desk) -> None:
    owner = desk.merchant("anna@example.org")
    hall = desk.box(owner)
    van = desk.box(owner, letters="cqrstuvwx", series="B")
    browser = desk.enter("anna@example.org")
    assert browser.get("/api/v1/stock")["items"] == []

    body = orjson.loads(fixture("stock_moved"))["body"]
    desk.push(hall, [fact(1, "stock_moved", body)])
    desk.push(van, [fact(1, "stock_moved", body | {"id": "stock-of-the-van", "delta": 2})])
    told = browser.get("/api/v1/stock?day=2026-11-22")
    assert [(item["item_id"], item["left"]) for item in told["items"]] == [("apple", 42)]
    assert {one["box_id"]: one["left"] for one in told["items"][0]["stalls"]} == {hall: 40, van: 2}
    assert sorted(move["delta"] for move in told["moves"]) == [2, 40]
    assert browser.get("/api/v1/stock?day=2026-11-21")["moves"] == []
