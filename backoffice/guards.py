"""Who may use the owner's half: exact Host, exact Origin on every unsafe call, JSON bodies, session, CSRF.

Boxes (`/v1/`) prove themselves by signatures and pass these guards by. Knows nothing of takings.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import Request, Response, g, request

from backoffice import sessions
from backoffice.database import Database
from backoffice.errors import OfficeError
from backoffice.sessions import Session

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# Answers a stranger may have: whether to sign in or to set up, and the two ways to become somebody.
OPEN = frozenset(
    {
        ("GET", "/api/v1/session"),
        ("HEAD", "/api/v1/session"),
        ("POST", "/api/v1/session"),
        ("POST", "/api/v1/setup"),
    }
)
MAX_BODY_BYTES = 64 * 1024
CSRF_HEADER = "X-CSRF-Token"


@dataclass(frozen=True, slots=True)
class Address:
    """The names the back office answers to, and what follows from them."""

    hosts: frozenset[str]
    is_https: bool

    @property
    def cookie(self) -> str:
        """`__Host-` makes the browser insist on https, on this very host and on the whole path."""
        return "__Host-tillbox-office" if self.is_https else "tillbox-office"

    def origin(self, host: str) -> str:
        return f"{'https' if self.is_https else 'http'}://{host}"


def address_of(url: str) -> Address:
    """From the address people type; on loopback its two names are both good."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    names = {parts.hostname or ""}
    if parts.hostname in ("127.0.0.1", "localhost"):
        names = {"127.0.0.1", "localhost"}
    return Address(frozenset(name + port for name in names), parts.scheme == "https")


class Door:
    """Every guard for one request, in the order a stranger should meet them."""

    def __init__(self, address: Address, database: Database, now: Callable[[], str]) -> None:
        self.address = address
        self._database = database
        self._now = now

    def check(self) -> None:
        """Refuse the current request, or leave its session in `g`."""
        if request.path.startswith("/v1/") or request.path == "/healthz":
            return
        self._check_host(request)
        if request.method in UNSAFE:
            self._check_origin(request)
        if request.path.startswith("/api/"):
            request.max_content_length = MAX_BODY_BYTES
            self._check_session(request)
        if request.method in UNSAFE:
            _check_body(request)

    def session(self, cookie: str | None) -> Session | None:
        """The session behind a cookie; its use is noted now and then."""
        now = self._now()
        found = self._database.read(lambda connection: sessions.find(connection, cookie, now))
        if found is not None and found.is_to_be_noted:
            self._database.write(lambda connection: sessions.note_use(connection, found, now))
        return found

    def let_in(self, answer: Response, cookie: str) -> Response:
        """Hand the session's cookie to the browser."""
        answer.set_cookie(
            self.address.cookie,
            cookie,
            max_age=int(sessions.LONGEST.total_seconds()),
            path="/",
            secure=self.address.is_https,
            httponly=True,
            samesite="Strict",
        )
        return answer

    def let_out(self, answer: Response) -> Response:
        """Take the cookie back."""
        answer.delete_cookie(
            self.address.cookie, path="/", secure=self.address.is_https, httponly=True, samesite="Strict"
        )
        return answer

    def _check_host(self, request: Request) -> None:
        if request.host not in self.address.hosts:  # DNS rebinding: a name we do not have
            raise OfficeError("wrong_origin", field="Host", allowed=", ".join(sorted(self.address.hosts)))

    def _check_origin(self, request: Request) -> None:
        ours = self.address.origin(request.host)
        if request.headers.get("Origin") != ours:
            raise OfficeError("wrong_origin", field="Origin", allowed=ours)

    def _check_session(self, request: Request) -> None:
        # Before a byte of the body is read: a stranger must not hold a thread with a slow one.
        g.session = self.session(request.cookies.get(self.address.cookie))
        if (request.method, request.path) in OPEN:
            return
        if g.session is None:
            raise OfficeError("signed_out")
        if request.method in UNSAFE:
            sent = request.headers.get(CSRF_HEADER, "")
            if not hmac.compare_digest(sent.encode(), g.session.csrf.encode()):
                raise OfficeError("wrong_csrf", field=CSRF_HEADER, allowed="the csrf of GET /api/v1/session")


def _check_body(request: Request) -> None:
    if request.mimetype != "application/json":
        raise OfficeError("not_json", field="Content-Type", allowed="application/json")
    if request.get_data(cache=True) and not isinstance(request.get_json(silent=True), dict):
        raise OfficeError("bad_request", allowed="a JSON object")


def signed_in() -> Session:
    """The session of the current request. Raises `signed_out`."""
    session: Session | None = g.get("session")
    if session is None:
        raise OfficeError("signed_out")
    return session


class SetupToken:
    """The word that makes the first owner: in a file only its user can read, good once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self) -> str:
        """The token, made if there is none."""
        found = self._read()
        if found is not None:
            return found
        token = secrets.token_urlsafe(32)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_secret(self._path, token)
        return token

    def fits(self, token: str) -> bool:
        """Whether `token` is the one in the file, compared in constant time."""
        kept = self._read()
        return kept is not None and hmac.compare_digest(token.encode(), kept.encode())

    def spend(self) -> None:
        """It was used, or nobody needs it."""
        with suppress(FileNotFoundError):
            self._path.unlink()

    def _read(self) -> str | None:
        try:
            token = self._path.read_text(encoding="ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        return token if len(token) >= 32 else None


def write_secret(path: Path, text: str) -> None:
    """Write a file that its user alone can read, from its first byte."""
    with suppress(FileNotFoundError):
        path.unlink()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
