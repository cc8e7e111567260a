"""The page "Box check" over HTTP: its shapes, its door, and that a PIN is nowhere in an answer or a log."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

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
from appliance.domain.errors import TillError
from appliance.store import open_store
from appliance.web.app import create_app
from appliance.web.care_api import CareView, care_api
from appliance.web.guards import Door
from tests.unit.care.fakes import FakeDoor, MemorySecrets, PlainHash
from tests.unit.till.stall import stall_on
from tests.unit.web.client import HOST, KEY

keys = (f"key-{number:08d}" for number in itertools.count())


def no_printer() -> None:
    raise TillError("no_printer")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    stall = stall_on(open_store(tmp_path / "store", series="A"))
    door = FakeDoor()
    clock = Check("clock", "fine", "clock.network")
    test = SelfTest(Tools(lambda: True, no_printer, lambda _stop: Speed(1_000, 9_000, 100), lambda: clock))
    care = Care(
        Health({"disk": lambda: disk.check(DiskReading(14_000, 50, False)), "clock": lambda: clock}),
        test,
        Saving(lambda: [b"zip"], door, lambda: 0.0, lambda _kind: "save-0001"),
        Technician(MemorySecrets(), PlainHash(), door, lambda: 0.0, lambda _kind: "tech-0001"),
        no_printer,
        lambda: "none",
        lambda: Whereabouts("tillbox-3fa9", ("192.0.2.7",)),
    )
    office_door = Door(frozenset({HOST}), KEY)
    app, screens = create_app(stall.till, stall.office, office_door, tmp_path, b"s" * 32, [care_api(care)])
    client = app.test_client()
    assert client.get(f"/enter?token={KEY}", headers={"Host": HOST}).status_code == 303
    yield client
    care.stop()
    screens.stop()
    stall.store.close()


def intent(client: FlaskClient, method: str, path: str, body: dict[str, Any]) -> Any:  # Any: an answer
    headers = {"Host": HOST, "Origin": f"http://{HOST}", "Idempotency-Key": next(keys)}
    return getattr(client, method)(f"/api/v1/care{path}", json=body, headers=headers)


def test_the_page_has_its_shape_and_says_what_is_unknown(client: FlaskClient) -> None:
    body = client.get("/api/v1/care", headers={"Host": HOST}).get_json()
    CareView.model_validate(body)
    levels = {one["name"]: one["level"] for one in body["checks"]}
    assert (levels["disk"], levels["clock"], levels["power"]) == ("danger", "fine", "unknown")


def test_a_technician_sees_by_which_name_and_address_to_come_in(client: FlaskClient) -> None:
    body = client.get("/api/v1/care/whereabouts", headers={"Host": HOST}).get_json()
    assert body == {"host": "tillbox-3fa9", "addresses": ["192.0.2.7"]}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "/self-test", {"part": "lamp"}),
        ("post", "/self-test", {"part": "storage"}),
        ("post", "/self-test/verdict", {"part": "lamp", "is_good": True}),
        ("post", "/support-bundle", {}),
        ("post", "/technician-pin", {"pin": "271828"}),
        ("post", "/technician", {"pin": "271828"}),
        ("delete", "/technician", {}),
    ],
)
def test_every_deed_answers_with_the_whole_page(
    client: FlaskClient, method: str, path: str, body: dict[str, Any]
) -> None:
    answer = intent(client, method, path, body)
    assert answer.status_code == 200
    CareView.model_validate(answer.get_json())


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/self-test", {"part": "engine"}),
        ("/self-test/verdict", {"part": "storage", "is_good": True}),
        ("/technician-pin", {"pin": "12345"}),
        ("/technician-pin", {"pin": "1234567890123"}),
        ("/technician", {"pin": "27182x"}),
        ("/technician", {"pin": 271828}),
        ("/technician", {"pin": "271828", "key": "ssh-ed25519 AAAA"}),
    ],
)
def test_what_cannot_be_is_refused_and_not_repeated(
    client: FlaskClient, path: str, body: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = intent(client, "post", path, body)
    assert answer.status_code in (400, 422)
    said = answer.get_data(as_text=True) + caplog.text
    assert not any(str(value) in said for value in body.values() if str(value)[:2] in ("12", "27"))


@pytest.mark.parametrize("path", ["/self-test", "/result-sheet"])
def test_without_a_printer_nothing_is_printed(client: FlaskClient, path: str) -> None:
    answer = intent(client, "post", path, {"part": "printer"} if path == "/self-test" else {})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "no_printer")


def test_a_foreign_page_opens_no_door(client: FlaskClient) -> None:
    headers = {"Host": HOST, "Origin": "http://evil.example", "Idempotency-Key": "key-99999999"}
    answer = client.post("/api/v1/care/technician", json={"pin": "271828"}, headers=headers)
    assert answer.status_code == 403
