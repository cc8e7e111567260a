"""The welcome over HTTP: where it stands, what the card was refused, and the way on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from appliance.store import open_store
from appliance.till.box import Box
from appliance.till.welcome import Welcome
from appliance.web.app import create_app
from appliance.web.guards import Door
from appliance.web.welcome_api import WelcomeView, read_report, refused_keys, welcome_api
from tests.unit.till.stall import NOON, stall_on

HOST = "127.0.0.1:8080"
TOKEN = "t" * 43
REPORT = {
    "version": 1,
    "hostname": "tillbox-3fa9",
    "taken": ["stall"],
    "refusals": [{"key": "light_red_pin", "code": "one_of", "allowed": "0–27"}],
    "is_grown": True,
}


class NoStick:
    """Nothing opens."""

    state = "none"

    def begin(self, code: str) -> None:
        self.state = "restore_nothing"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    (tmp_path / "first-boot.json").write_text(json.dumps(REPORT))
    stall = stall_on(open_store(tmp_path / "store", series="A"))
    box = Box(stall.till._box.country, "de", "Stand", "Obst", "0.1.0", NOON.utc, simulated=False, greets=True)
    welcome = Welcome(stall.store, stall.clock, box, lambda: ((), ()))
    api = welcome_api(stall.till, welcome, tmp_path / "first-boot.json", NoStick())
    app, screens = create_app(
        stall.till, stall.office, Door(frozenset({HOST}), TOKEN), tmp_path, b"s" * 32, (api,)
    )
    client = app.test_client()
    assert client.get(f"/enter?token={TOKEN}", headers={"Host": HOST}).status_code == 303
    yield client
    screens.stop()
    stall.store.close()


def wish(client: FlaskClient, path: str, body: dict[str, Any], key: str) -> int:
    headers = {"Host": HOST, "Origin": f"http://{HOST}", "Idempotency-Key": key}
    return client.post(f"/api/v1/welcome/{path}", json=body, headers=headers).status_code


def view(client: FlaskClient) -> dict[str, Any]:
    answer = client.get("/api/v1/welcome", headers={"Host": HOST})
    assert answer.status_code == 200
    return WelcomeView.model_validate(answer.get_json(), strict=True).model_dump()


def test_the_screen_learns_step_and_refusals(client: FlaskClient) -> None:
    assert view(client) == {
        "step": "language",
        "hostname": "tillbox-3fa9",
        "refusals": REPORT["refusals"],
        "is_grown": True,
        "restoring": "none",
        "restored": None,
    }


def test_steps_are_taken_and_others_refused(client: FlaskClient) -> None:
    assert wish(client, "step", {"step": "office"}, "key-00001") == 200
    assert view(client)["step"] == "office"
    assert wish(client, "step", {"step": "party"}, "key-00002") == 400
    assert wish(client, "sample-goods", {}, "key-00003") == 200
    assert wish(client, "step", {"step": "done"}, "key-00004") == 200
    assert view(client)["step"] is None


@pytest.mark.parametrize("content", [None, b"", b"[]", b'{"refusals": [{"key": 1}]}', b"\xff"])
def test_a_report_that_is_missing_or_broken_is_no_report(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "first-boot.json"
    if content is not None:
        path.write_bytes(content)
    assert read_report(path) == {"hostname": "", "refusals": [], "is_grown": None}
    assert refused_keys(path) == ""


def test_a_sentence_names_only_so_many_keys(tmp_path: Path) -> None:
    refusals = [{"key": f"key{n}", "code": "unknown", "allowed": ""} for n in range(5)]
    (tmp_path / "r.json").write_text(json.dumps({**REPORT, "refusals": refusals}))
    assert refused_keys(tmp_path / "r.json") == "key0, key1, key2, key3 …"


def test_a_new_box_takes_over_with_a_code_and_one_that_sells_does_not(client: FlaskClient) -> None:
    assert wish(client, "restore", {"code": "ABCD"}, "restore-1") == 200
    assert view(client)["restoring"] == "restore_nothing"
    assert wish(client, "step", {"step": "done"}, "step-0009") == 200
    assert wish(client, "restore", {"code": "ABCD"}, "restore-2") == 409
