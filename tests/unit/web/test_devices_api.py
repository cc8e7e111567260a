"""The Devices page over HTTP: what is asked, what is refused, and the same door as everything else."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from appliance.web.devices_api import AttachedDevices
from tests.unit.web.client import HOST, Bench, bench

__all__ = ["bench"]

_keys = itertools.count(1)


def intent(bench: Bench, method: str, path: str, body: dict[str, Any] | None = None) -> Any:  # Any: an answer
    headers = {"Origin": f"http://{HOST}", "Idempotency-Key": f"key-{next(_keys):08d}"}
    return getattr(bench.client, method)(f"/api/v1{path}", json=body or {}, headers=headers)


def states(bench: Bench) -> dict[str, str]:
    body = bench.client.get("/api/v1/devices").get_json()
    AttachedDevices.model_validate(body)
    return {one["key"]: one["state"] for one in body["devices"]}


def test_the_page_lists_what_is_plugged_in(bench: Bench) -> None:
    assert states(bench) == {"usb-1": "ready", "at-1": "asks"}


def test_a_person_says_what_it_is_and_it_is_forgotten_again(bench: Bench) -> None:
    said = intent(bench, "patch", "/devices/at-1", {"role": "scale", "baud": 9600})
    assert said.status_code == 200
    AttachedDevices.model_validate(said.get_json())
    assert intent(bench, "delete", "/devices/at-1").status_code == 200
    assert states(bench)["at-1"] == "asks"


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/devices/nowhere", {"role": "scale"}, 404, "unknown_device"),
        ("/devices/usb-1", {"role": "scale"}, 422, "device_role"),
        ("/devices/at-1", {"role": "toaster"}, 422, "bad_request"),
        ("/devices/at-1", {"role": "scale", "baud": 9601}, 422, "bad_request"),
        ("/devices/at-1", {"role": "scale", "driver": "evil"}, 422, "bad_request"),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    bench: Bench, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    answer = intent(bench, "patch", path, body)
    assert answer.get_json()["error"]["code"] == code
    assert answer.status_code in (status, 400)
    assert states(bench)["at-1"] == "asks"


def test_a_test_print_without_a_printer_is_refused(bench: Bench) -> None:
    bench.stall.devices.printer = "none"
    answer = intent(bench, "post", "/test-print")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "no_printer")


def test_pairing_shows_a_code_until_it_is_taken_away(bench: Bench) -> None:
    shown = intent(bench, "post", "/scanner-pairing").get_json()
    AttachedDevices.model_validate(shown)
    assert (shown["pairing"]["state"], len(shown["pairing"]["bars"])) == ("waiting", 95)
    assert intent(bench, "delete", "/scanner-pairing").get_json()["pairing"] is None


def test_a_foreign_page_wires_nothing(bench: Bench) -> None:
    headers = {"Origin": "http://evil.example", "Idempotency-Key": "key-99999999"}
    answer = bench.client.patch("/api/v1/devices/at-1", json={"role": "printer"}, headers=headers)
    assert (answer.status_code, states(bench)["at-1"]) == (403, "asks")
