"""The recovery code over HTTP: only for a paired screen's intent, and nothing of it in the journal."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIBlueprint

from appliance.domain.recovery_code import code_of
from appliance.stick_key import StoredSecret
from appliance.store.people import SmallStore
from appliance.till.stick import Stick
from appliance.web.stick_api import RecoveryCode, stick_api
from tests.unit.till.stall import Stall
from tests.unit.web.client import HOST, Bench, made_bench


def secret_in(folder: Path) -> StoredSecret:
    return StoredSecret(SmallStore(folder / "people.json"))


def parts(stall: Stall, folder: Path) -> list[APIBlueprint]:
    lock = threading.Lock()
    stick = Stick(
        stall.store, secret_in(folder), lambda: 0.0, lock, stall="Stall", office_box=stall.office.box_id
    )
    return [stick_api(stick, stall.till.people)]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    yield from made_bench(tmp_path, parts)


def test_code_is_shown_to_who_asks_and_kept_nowhere_but_in_the_secrets(bench: Bench, tmp_path: Path) -> None:
    headers = {"Origin": f"http://{HOST}", "Idempotency-Key": "key-00000001"}
    answer = bench.client.post("/api/v1/stick/code", json={}, headers=headers)
    assert answer.status_code == 200
    code = RecoveryCode.model_validate(answer.get_json()).code
    assert code == code_of(secret_in(tmp_path).secret())
    journal = b"".join(path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file())
    assert code.encode() not in journal


def test_code_is_no_question(bench: Bench) -> None:
    assert bench.client.get("/api/v1/stick/code").status_code == 405
    assert (
        bench.client.post("/api/v1/stick/code", json={}, headers={"Origin": f"http://{HOST}"}).status_code
        >= 400
    )


def test_code_is_for_who_may_export_once_people_are_set_up(bench: Bench) -> None:
    def intent(path: str, body: dict[str, str], key: str) -> Any:  # Any: an answer
        headers = {"Origin": f"http://{HOST}", "Idempotency-Key": key}
        return bench.client.post(f"/api/v1{path}", json=body, headers=headers)

    assert (
        intent("/people", {"name": "Olga", "role": "owner", "pin": "1111"}, "key-olga-1").status_code == 200
    )
    assert intent("/stick/code", {}, "key-code-1").status_code == 200
    assert (
        intent("/people", {"name": "Sam", "role": "seller", "pin": "2222"}, "key-sam-01").status_code == 200
    )
    people = {one["name"]: one["id"] for one in bench.client.get("/api/v1/people").get_json()["people"]}
    intent("/people/sign-in", {"staff_id": people["Sam"], "pin": "2222"}, "key-sign-1")
    refused = intent("/stick/code", {}, "key-code-2")
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (403, "needs_approval")
