"""The doors of the owner's half: host, origin, token, body, and what every answer carries."""

from __future__ import annotations

from pathlib import Path

import pytest

from backoffice.database import Database
from tests.office.desk import HOST, ORIGIN, Desk, code_of


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Desk:
    made = Desk(Database.open(sqlite_url), tmp_path)
    made.merchant("petra@example.org")
    return made


def test_another_host_name_is_refused(desk: Desk) -> None:
    answer = desk.app.test_client().get("/api/v1/session", base_url="http://evil.example:8090")
    assert (answer.status_code, code_of(answer), answer.get_json()["error"]["field"]) == (
        403,
        "wrong_origin",
        "Host",
    )


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "https://127.0.0.1:8090", "http://127.0.0.1"]
)
def test_a_foreign_page_changes_nothing(desk: Desk, origin: str | None) -> None:
    browser = desk.enter("petra@example.org")
    headers = {"X-CSRF-Token": browser.csrf or ""} | ({} if origin is None else {"Origin": origin})
    answer = browser.client.delete("/api/v1/session", base_url=ORIGIN, json={}, headers=headers)
    assert (answer.status_code, code_of(answer)) == (403, "wrong_origin")
    assert browser.get("/api/v1/session")["signed_in"] is True


@pytest.mark.parametrize("token", [None, "", "wrong", "é"])
def test_a_page_without_the_token_of_its_session_changes_nothing(desk: Desk, token: str | None) -> None:
    browser = desk.enter("petra@example.org")
    browser.csrf = token
    assert code_of(browser.call("DELETE", "/api/v1/session")) == "wrong_csrf"


def test_the_token_of_one_session_opens_no_other(desk: Desk) -> None:
    desk.merchant("other@example.org")
    browser, other = desk.enter("petra@example.org"), desk.enter("other@example.org")
    browser.csrf = other.csrf
    assert code_of(browser.call("DELETE", "/api/v1/session")) == "wrong_csrf"


def test_only_json_objects_are_read(desk: Desk) -> None:
    browser = desk.enter("petra@example.org")
    headers = {"Origin": ORIGIN, "X-CSRF-Token": browser.csrf or ""}
    form = browser.client.post("/api/v1/session", base_url=ORIGIN, data={"email": "x"}, headers=headers)
    assert (form.status_code, code_of(form)) == (415, "not_json")
    array = browser.client.post("/api/v1/session", base_url=ORIGIN, json=[1], headers=headers)
    assert (array.status_code, code_of(array)) == (422, "bad_request")


def test_a_large_body_is_refused_before_it_is_read(desk: Desk) -> None:
    answer = desk.browser().call(
        "POST", "/api/v1/session", {"email": "petra@example.org", "password": "x" * 70_000}
    )
    assert (answer.status_code, code_of(answer)) == (413, "too_large")


def test_strangers_learn_nothing_but_how_to_sign_in(desk: Desk) -> None:
    for rule in desk.app.url_map.iter_rules():
        if not rule.rule.startswith("/api/"):
            continue
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if (method, rule.rule) in {
                ("GET", "/api/v1/session"),
                ("POST", "/api/v1/session"),
                ("POST", "/api/v1/setup"),
            }:
                continue
            path = rule.rule.replace("<", "").replace(">", "")
            answer = desk.browser().call(method, path.replace("string(maxlength=", "").replace(")", ""))
            assert (answer.status_code, code_of(answer)) == (401, "signed_out"), (method, rule.rule)


def test_both_names_of_loopback_are_good(desk: Desk) -> None:
    for host in (HOST, "localhost:8090"):
        assert desk.app.test_client().get("/api/v1/session", base_url=f"http://{host}").status_code == 200


def test_the_page_is_not_there_before_it_is_built(desk: Desk) -> None:
    assert code_of(desk.browser().call("GET", "/")) == "not_found"


def test_the_built_page_is_served_with_its_policy(desk: Desk) -> None:
    (desk.folder / "dist" / "assets").mkdir(parents=True)
    (desk.folder / "dist" / "office.html").write_text("<!doctype html>")
    (desk.folder / "dist" / "assets" / "a.js").write_text("1")
    page = desk.browser().call("GET", "/")
    assert page.get_data(as_text=True) == "<!doctype html>"
    page.close()
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    asset = desk.browser().call("GET", "/assets/a.js")
    assert asset.headers["Cache-Control"].endswith("max-age=31536000")
    asset.close()
    assert desk.browser().call("GET", "/assets/../office.html").status_code == 404


def test_without_a_proxy_nobody_chooses_his_own_address(desk: Desk) -> None:
    wrong = {"email": "petra@example.org", "password": "a wrong one"}
    statuses = [
        desk.browser()
        .call("POST", "/api/v1/session", wrong, headers={"X-Forwarded-For": f"10.0.0.{n}"})
        .status_code
        for n in range(6)
    ]
    assert statuses == [401] * 5 + [429]


def test_behind_a_proxy_each_caller_has_his_own_address(desk: Desk, tmp_path: Path) -> None:
    behind = Desk(desk.database, tmp_path, url="https://office.example.org", proxy_hops=1)
    wrong = {"email": "petra@example.org", "password": "a wrong one"}
    for n in range(6):
        answer = behind.browser().call(
            "POST", "/api/v1/session", wrong, headers={"X-Forwarded-For": f"10.0.0.{n}"}
        )
        assert answer.status_code == 401


def test_a_fault_inside_is_told_without_its_text(desk: Desk) -> None:
    def broken() -> None:
        raise RuntimeError("a secret")

    desk.app.view_functions["owner.pending"] = broken
    answer = desk.enter("petra@example.org").call("GET", "/api/v1/enrolments")
    assert (answer.status_code, code_of(answer)) == (500, "internal")
    assert "secret" not in answer.get_data(as_text=True)
