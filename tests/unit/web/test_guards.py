"""Loopback is not authentication: who may use the till, and how everyone else is told no."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from appliance.web.guards import keep_token
from tests.unit.web.client import HOST, KEY, Bench, bench

__all__ = ["bench"]
GOOD = {"Origin": f"http://{HOST}", "Idempotency-Key": "k-00000001"}


def code_of(answer: object) -> str:
    return str(answer.get_json()["error"]["code"])  # type: ignore[attr-defined]


def test_a_paired_screen_may_sell(bench: Bench) -> None:
    answer = bench.client.post("/api/v1/ticket/lines", json={"item_id": "apple"}, headers=GOOD)
    assert answer.status_code == 200
    assert answer.get_json()["ticket"]["total_minor"] == 150


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Idempotency-Key": "k-00000001"}, "foreign_page"),
        ({**GOOD, "Origin": "http://evil.example"}, "foreign_page"),
        ({**GOOD, "Origin": "null"}, "foreign_page"),
        ({**GOOD, "Origin": f"https://{HOST}"}, "foreign_page"),
        ({**GOOD, "Origin": "http://127.0.0.1:9999"}, "foreign_page"),
        ({**GOOD, "Host": "evil.example"}, "wrong_host"),
        ({"Origin": f"http://{HOST}"}, "bad_request"),
        ({**GOOD, "Idempotency-Key": "short"}, "bad_request"),
        ({**GOOD, "Idempotency-Key": "has spaces in it"}, "bad_request"),
    ],
)
def test_a_foreign_or_unclear_call_changes_nothing(bench: Bench, headers: dict[str, str], code: str) -> None:
    before = bench.store.state()
    answer = bench.client.post("/api/v1/ticket/lines", json={"item_id": "apple"}, headers=headers)
    assert 400 <= answer.status_code < 500
    assert code_of(answer) == code
    assert bench.store.state().head == before.head


def test_a_form_post_is_refused(bench: Bench) -> None:
    answer = bench.client.post("/api/v1/ticket/lines", data={"item_id": "apple"}, headers=GOOD)
    assert (answer.status_code, code_of(answer)) == (415, "not_json")


def test_text_that_looks_like_json_is_refused(bench: Bench) -> None:
    answer = bench.client.post(
        "/api/v1/ticket/lines", data='{"item_id":"apple"}', content_type="text/plain", headers=GOOD
    )
    assert (answer.status_code, code_of(answer)) == (415, "not_json")


def test_an_oversized_body_is_refused(bench: Bench) -> None:
    body = '{"item_id":"' + "x" * 70_000 + '"}'
    answer = bench.client.post(
        "/api/v1/ticket/lines", data=body, content_type="application/json", headers=GOOD
    )
    assert (answer.status_code, code_of(answer)) == (413, "too_large")


def test_without_pairing_nothing_is_told(bench: Bench) -> None:
    stranger: FlaskClient = bench.app.test_client()
    for path in ("/api/v1/snapshot", "/api/v1/catalogue", "/api/v1/sales", "/api/v1/about"):
        answer = stranger.get(path, headers={"Host": HOST})
        assert (answer.status_code, code_of(answer)) == (401, "not_paired")


def test_a_wrong_token_does_not_pair(bench: Bench) -> None:
    stranger: FlaskClient = bench.app.test_client()
    answer = stranger.get("/enter?token=guess", headers={"Host": HOST})
    assert answer.status_code == 401
    assert stranger.get("/api/v1/snapshot", headers={"Host": HOST}).status_code == 401


def test_the_session_cookie_is_out_of_reach(bench: Bench) -> None:
    answer = bench.app.test_client().get(f"/enter?token={KEY}", headers={"Host": HOST})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_the_token_file_is_for_its_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "run" / "kiosk-token"
    token = keep_token(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keep_token(path) == token


def test_the_token_file_is_given_to_the_group_of_the_kiosk(tmp_path: Path) -> None:
    path = tmp_path / "kiosk-token"
    keep_token(path, reader_gid=os.getegid())
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.stat().st_gid == os.getegid()


@pytest.mark.parametrize(
    "left", [b"", b"\0" * 43, b"\xff" * 43, b"short", b"not a token, though long enough for one"]
)
def test_what_a_power_cut_left_of_the_token_opens_nothing(tmp_path: Path, left: bytes) -> None:
    path = tmp_path / "kiosk-token"
    path.write_bytes(left)
    path.chmod(0o644)
    token = keep_token(path)
    assert len(token) == 43 and token.encode() != left
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keep_token(path) == token
    assert [left.name for left in tmp_path.iterdir()] == ["kiosk-token"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "item_id"),
        ({"item_id": 7}, "item_id"),
        ({"item_id": "apple", "quantity": "2"}, "quantity"),
        ({"item_id": "apple", "quantity": 0}, "quantity"),
        ({"item_id": "apple", "quantity": 10_000}, "quantity"),
        ({"item_id": "apple", "quantity": True}, "quantity"),
        ({"item_id": "apple", "weight_g": 1.5}, "weight_g"),
        ({"item_id": "apple", "name": "Pear"}, "name"),
        ([], None),
        (7, None),
    ],
)
def test_a_malformed_intent_names_the_field(bench: Bench, body: object, field: str | None) -> None:
    before = bench.store.state().head
    answer = bench.client.post("/api/v1/ticket/lines", json=body, headers=GOOD)
    assert answer.status_code in (400, 422)
    assert answer.get_json()["error"]["field"] == field
    assert answer.get_json()["error"]["code"] == "bad_request"
    assert bench.store.state().head == before


def test_broken_json_is_refused_in_the_same_form(bench: Bench) -> None:
    answer = bench.client.post(
        "/api/v1/ticket/lines", data="{", content_type="application/json", headers=GOOD
    )
    assert answer.status_code == 400
    assert code_of(answer) == "bad_request"


def test_an_unknown_address_and_a_wrong_method_answer_in_the_same_form(bench: Bench) -> None:
    assert code_of(bench.client.get("/api/v1/nothing", headers=GOOD)) == "not_found"
    answer = bench.client.post("/api/v1/snapshot", json={}, headers=GOOD)
    assert (answer.status_code, code_of(answer)) == (405, "method_not_allowed")


UPGRADE = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Origin": f"http://{HOST}"}, "not_paired"),
        ({}, "foreign_page"),
        ({"Origin": "http://evil.example"}, "foreign_page"),
        ({"Origin": f"http://{HOST}", "Host": "evil.example"}, "wrong_host"),
    ],
)
def test_a_strangers_socket_is_refused_before_it_opens(
    bench: Bench, headers: dict[str, str], code: str
) -> None:
    stranger: FlaskClient = bench.app.test_client()
    answer = stranger.get("/socket.io/?EIO=4&transport=websocket", headers={**UPGRADE, **headers})
    assert code_of(answer) == code


def test_a_stranger_is_refused_before_a_body_is_read(bench: Bench) -> None:
    stranger: FlaskClient = bench.app.test_client()
    answer = stranger.post(
        "/api/v1/ticket/pay", data="{", content_type="application/json", headers={"Origin": f"http://{HOST}"}
    )
    assert (answer.status_code, code_of(answer)) == (401, "not_paired")


@pytest.mark.parametrize("body", ["[" * 20_000, '{"a":' * 10_000])
def test_json_that_nests_without_end_is_refused(bench: Bench, body: str) -> None:
    answer = bench.client.post(
        "/api/v1/ticket/lines", data=body, content_type="application/json", headers=GOOD
    )
    assert (answer.status_code, code_of(answer)) == (400, "bad_request")


@pytest.mark.parametrize("mode", [0o644, 0o666, 0o640, 0o400])
def test_a_token_others_could_read_is_replaced_and_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: int
) -> None:
    path = tmp_path / "kiosk-token"
    known = keep_token(path)
    path.chmod(mode)
    fresh = keep_token(path)
    assert fresh != known and path.read_text() == fresh
    assert path.stat().st_mode & 0o777 == 0o600
    assert "kiosk-token" in caplog.text and fresh not in caplog.text and known not in caplog.text
    assert keep_token(path) == fresh


def test_a_token_that_is_somewhere_else_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    known = keep_token(elsewhere)
    path = tmp_path / "kiosk-token"
    path.symlink_to(elsewhere)
    assert keep_token(path) != known
    assert not path.is_symlink() and elsewhere.read_text() == known
