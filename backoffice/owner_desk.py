"""What every route of the owner's API works with, and how it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import orjson
from flask import Response

from backoffice.database import Database
from backoffice.guards import Door, SetupToken
from backoffice.live import Live
from backoffice.owners import Passwords
from backoffice.sessions import write_utc
from backoffice.tries import CodeTries, Tries

REFUSALS = {
    401: "Nobody is signed in, or email and password do not fit.",
    403: "Another host name, another page, or a page that is out of date.",
    404: "There is no such thing of this merchant.",
    409: "It does not fit what is so now; nothing changed.",
    413: "Too large.",
    415: "Not JSON.",
    422: "A value is wrong; the field and what is allowed are named.",
    429: "Too many tries; Retry-After says when to come again.",
    503: "Busy; Retry-After says when to come again.",
}
SAFE_REFUSALS = {status: REFUSALS[status] for status in (401, 403, 404, 422, 429, 503)}


@dataclass(frozen=True, slots=True)
class OwnerDesk:
    """What the routes work with."""

    database: Database
    door: Door
    live: Live
    passwords: Passwords
    names: Tries  # by e-mail and address
    addresses: Tries  # by address alone: many names from one place
    codes: CodeTries
    setup_token: SetupToken
    clock: Callable[[], datetime]
    report_interval_s: int
    is_demo: bool

    def now_utc(self) -> str:
        return write_utc(self.clock())


def json_response(body: object, status: int = 200) -> Response:
    """`body` as a JSON answer that no cache may keep."""
    answer = Response(orjson.dumps(body), status=status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def done() -> Response:
    """It is so now."""
    return json_response({"ok": True})
