"""Sessions: only hashes are stored, they end, and the cookie says no more than it must."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from backoffice import schema
from backoffice.database import Database
from tests.office.desk import Desk, code_of


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    made = Desk(database, tmp_path)
    made.merchant("petra@example.org")
    return made


def test_a_copy_of_the_database_lets_nobody_in(desk: Desk) -> None:
    browser = desk.enter("petra@example.org")
    cookie = browser.client.get_cookie("tillbox-office", "127.0.0.1")
    assert cookie is not None
    row = desk.database.read(lambda connection: connection.execute(select(schema.sessions)).one())
    token = cookie.value.partition(".")[2]
    assert token not in str(row)
    stolen = desk.browser()
    stolen.client.set_cookie("tillbox-office", f"{row.merchant_id}.{row.token_hash}", domain="127.0.0.1")
    assert stolen.get("/api/v1/session")["signed_in"] is False


def test_signing_out_ends_the_session_and_not_only_the_cookie(desk: Desk) -> None:
    browser = desk.enter("petra@example.org")
    cookie = browser.client.get_cookie("tillbox-office", "127.0.0.1")
    assert cookie is not None
    assert browser.call("DELETE", "/api/v1/session").status_code == 200
    again = desk.browser()
    again.client.set_cookie("tillbox-office", cookie.value, domain="127.0.0.1")
    assert code_of(again.call("GET", "/api/v1/today")) == "signed_out"


def test_a_session_in_use_goes_on_and_an_idle_one_ends(desk: Desk) -> None:
    browser = desk.enter("petra@example.org")
    for _ in range(4):
        desk.clock.at += timedelta(days=20)
        browser.get("/api/v1/today")
    desk.clock.at += timedelta(days=31)
    assert code_of(browser.call("GET", "/api/v1/today")) == "signed_out"


def test_no_session_lasts_for_ever(desk: Desk) -> None:
    browser = desk.enter("petra@example.org")
    for _ in range(9):
        desk.clock.at += timedelta(days=20)
        browser.get("/api/v1/today")
    desk.clock.at += timedelta(days=1)
    assert code_of(browser.call("GET", "/api/v1/today")) == "signed_out"


def test_sessions_that_are_over_are_removed_at_the_next_sign_in(desk: Desk) -> None:
    desk.enter("petra@example.org")
    desk.clock.at += timedelta(days=31)
    desk.enter("petra@example.org")
    count = desk.database.read(lambda connection: len(connection.execute(select(schema.sessions)).all()))
    assert count == 1


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(desk: Desk) -> None:
    answer = desk.browser().call(
        "POST", "/api/v1/session", {"email": "petra@example.org", "password": "honey and bread"}
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("tillbox-office=") and "Secure" not in cookie
    for part in ("HttpOnly", "SameSite=Strict", "Path=/"):
        assert part in cookie


def test_under_https_the_cookie_belongs_to_this_host_alone(desk: Desk, tmp_path: Path) -> None:
    behind = Desk(desk.database, tmp_path, url="https://office.example.org", proxy_hops=1)
    answer = behind.browser().call(
        "POST", "/api/v1/session", {"email": "petra@example.org", "password": "honey and bread"}
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-tillbox-office=") and "Secure" in cookie and "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


@pytest.mark.parametrize("cookie", ["", "x", "mabcdefgh.", "mabcdefgh." + "x" * 43, "../." + "x" * 43])
def test_a_cookie_that_is_none_of_ours_is_nobody(desk: Desk, cookie: str) -> None:
    browser = desk.browser()
    browser.client.set_cookie("tillbox-office", cookie, domain="127.0.0.1")
    assert browser.get("/api/v1/session")["signed_in"] is False
