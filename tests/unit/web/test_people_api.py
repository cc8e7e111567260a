"""People at the till over HTTP: set up, sign in, approve; what is refused says which field."""

from __future__ import annotations

import itertools
from typing import Any

from appliance.web import people_shapes as shapes
from tests.unit.web.client import HOST, Bench, bench

__all__ = ["bench"]

_keys = itertools.count(1)
OLGA = {"name": "Olga", "role": "owner", "pin": "1111"}


def intent(
    bench: Bench, method: str, path: str, body: dict[str, Any] | None = None, **headers: str
) -> Any:  # Any: an answer
    own = {"Origin": f"http://{HOST}", "Idempotency-Key": f"key-{next(_keys):08d}", **headers}
    return getattr(bench.client, method)(f"/api/v1{path}", json=body or {}, headers=own)


def ids(bench: Bench) -> dict[str, str]:
    told = shapes.People.model_validate(bench.client.get("/api/v1/people").get_json())
    return {person.name: person.id for person in told.people}


def test_seller_does_with_approval_what_only_an_owner_may(bench: Bench) -> None:
    assert intent(bench, "post", "/people", OLGA).status_code == 200
    assert (
        intent(bench, "post", "/people", {"name": "Sam", "role": "seller", "pin": "2222"}).status_code == 200
    )
    found = ids(bench)
    signed = intent(bench, "post", "/people/sign-in", {"staff_id": found["Sam"], "pin": "2222"})
    assert signed.get_json()["here"]["name"] == "Sam"
    new = {"name": "Max", "role": "manager", "pin": "3333"}
    refused = intent(bench, "post", "/people", new, **{"Idempotency-Key": "key-max-00"})
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (403, "needs_approval")
    asked = {"staff_id": found["Olga"], "pin": "1111", "right": "edit_staff"}
    approval = shapes.Approval.model_validate(intent(bench, "post", "/people/approve", asked).get_json())
    again = {"Idempotency-Key": "key-max-00", "Approval": approval.approval}
    assert intent(bench, "post", "/people", new, **again).status_code == 200
    assert "Max" in ids(bench)
    assert intent(bench, "post", "/people/sign-out").get_json()["here"] is None
    snapshot = bench.client.get("/api/v1/snapshot").get_json()
    assert shapes.PeopleLatest.model_validate(snapshot["people"]).set_up


def test_wrong_pin_is_told(bench: Bench) -> None:
    intent(bench, "post", "/people", OLGA)
    staff = ids(bench)["Olga"]
    codes = []
    for _ in range(4):
        answer = intent(bench, "post", "/people/sign-in", {"staff_id": staff, "pin": "9999"})
        codes.append((answer.status_code, answer.get_json()["error"]["code"]))
    assert codes == [(403, "pin_wrong")] * 3 + [(403, "pin_wait")]


def test_change_and_delete(bench: Bench) -> None:
    intent(bench, "post", "/people", OLGA)
    intent(bench, "post", "/people", {"name": "Sam", "role": "seller", "pin": "2222"})
    sam = ids(bench)["Sam"]
    assert intent(bench, "patch", f"/people/{sam}", {"name": "Samira", "role": "manager"}).status_code == 200
    assert intent(bench, "delete", f"/people/{sam}").status_code == 200
    assert list(ids(bench)) == ["Olga"]


def test_bad_pin_and_empty_name_name_their_field(bench: Bench) -> None:
    short = intent(bench, "post", "/people", {**OLGA, "pin": "12"})
    assert (short.status_code, short.get_json()["error"]["field"]) == (400, "pin")
    blank = intent(bench, "post", "/people", {**OLGA, "name": "  "})
    assert (blank.status_code, blank.get_json()["error"]["code"]) == (422, "staff_name")


def test_lock_is_chosen_from_a_few_and_told_in_the_snapshot(bench: Bench) -> None:
    intent(bench, "post", "/people", OLGA)
    odd = intent(bench, "patch", "/people/lock", {"lock_after_min": 7})
    assert (odd.status_code, odd.get_json()["error"]["field"]) == (400, "lock_after_min")
    assert intent(bench, "patch", "/people/lock", {"lock_after_min": 5}).status_code == 200
    assert intent(bench, "post", "/people/lock").get_json()["is_locked"] is True
    latest = shapes.PeopleLatest.model_validate(bench.client.get("/api/v1/snapshot").get_json()["people"])
    assert (latest.is_locked, latest.lock_after_min) == (True, 5)
    refused = intent(bench, "patch", "/people/lock", {"lock_after_min": 0})
    assert refused.get_json()["error"]["code"] == "needs_approval"
