"""The application as an owner's browser meets it, with a clock that is told and passwords that cost nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import Connection, update
from werkzeug.test import TestResponse

from backoffice import owners, schema
from backoffice.app import Settings, create_app
from backoffice.batch import parse_batch
from backoffice.database import Database
from backoffice.ingest import ingest
from backoffice.owners import Owner, Passwords
from backoffice.sessions import write_utc
from tests.office.stall import open_box, push_body

HOST = "127.0.0.1:8090"
ORIGIN = f"http://{HOST}"
PASSWORD = "honey and bread"
SETUP_WORD = "a-setup-token-of-enough-letters-to-count"


class PlainHashing:
    """Stands in for argon2: counts what it is asked."""

    def __init__(self) -> None:
        self.verified = 0

    def hash(self, password: str) -> str:
        return f"plain:{password}"

    def verify(self, hash: str, password: str) -> bool:
        self.verified += 1
        return hash == f"plain:{password}"

    def check_needs_rehash(self, hash: str) -> bool:
        return False


@dataclass
class Clock:
    """Stands still until it is told."""

    at: datetime = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    monotonic_s: float = 1000.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.monotonic_s


@dataclass
class Desk:
    """A back office with its database; `enter` gives a browser that is signed in."""

    database: Database
    folder: Path
    url: str = ORIGIN
    proxy_hops: int = 0
    clock: Clock = field(default_factory=Clock)
    hashing: PlainHashing = field(default_factory=PlainHashing)

    def __post_init__(self) -> None:
        self.app: APIFlask = create_app(
            self.database,
            Settings(
                dist=self.folder / "dist",
                setup_token=self.folder / "setup-token",
                url=self.url,
                proxy_hops=self.proxy_hops,
                passwords=Passwords(self.hashing, wait_s=0.05),
                clock=self.clock.now,
                monotonic=self.clock.monotonic,
            ),
        )

    def merchant(self, email: str, name: str = "Petra's Honey", country: str = "de") -> Owner:
        """A merchant with an owner whose password is PASSWORD."""

        def work(connection: Connection) -> Owner:
            return owners.create(
                connection,
                merchant_name=name,
                email=email,
                password_hash=self.hashing.hash(PASSWORD),
                country=country,
                language="de",
                now_utc=write_utc(self.clock.at),
            )

        return self.database.write(work)

    def box(self, owner: Owner, letters: str = "bqrstuvwx", series: str = "A") -> str:
        """A box of this merchant."""
        box_id = f"{owner.merchant_id}-{letters}"
        key = base64.b64encode(hashlib.sha256(box_id.encode()).digest()).decode()

        def work(connection: Connection) -> None:
            open_box(connection, box_id, series=series)
            boxes = schema.boxes
            connection.execute(update(boxes).where(boxes.c.box_id == box_id).values(public_key=key))

        self.database.write(work)
        return box_id

    def push(self, box_id: str, stream: Sequence[bytes], first: int = 1) -> None:
        """Facts of a box, as they would come in."""
        batch = parse_batch(push_body(stream, first))
        merchant_id, now_utc = box_id.split("-")[0], write_utc(self.clock.at)
        self.database.write(lambda connection: ingest(connection, merchant_id, box_id, batch, now_utc))

    def browser(self) -> Browser:
        """A browser nobody signed in with."""
        return Browser(self.app.test_client(), self.url)

    def enter(self, email: str) -> Browser:
        """A browser with a session."""
        browser = self.browser()
        answer = browser.call("POST", "/api/v1/session", {"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        browser.csrf = answer.get_json()["csrf"]
        return browser


@dataclass
class Browser:
    """Sends what a page of the back office would send."""

    client: FlaskClient
    url: str
    csrf: str | None = None

    def call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> TestResponse:
        """Any call; unsafe ones carry Origin, JSON and the token."""
        sent = {"Origin": self.url, "Content-Type": "application/json"} if method != "GET" else {}
        if method != "GET" and self.csrf is not None:
            sent["X-CSRF-Token"] = self.csrf
        data = orjson.dumps({} if body is None else body) if method != "GET" else None
        return self.client.open(
            path, method=method, base_url=self.url, headers=sent | (headers or {}), data=data
        )

    def get(self, path: str) -> Any:
        """The JSON of a question that is answered."""
        answer = self.call("GET", path)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()


def code_of(answer: TestResponse) -> str:
    """The code of a refusal."""
    code: str = answer.get_json()["error"]["code"]
    return code
