"""Who may use the till: loopback is not authentication, any page on this machine can post to it.

Exact Host, exact Origin on every unsafe call, JSON bodies only, and a session that a screen gets once with the
token from a file only its user can read. Knows nothing of selling.
"""

from __future__ import annotations

import hmac
import logging
import os
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from flask import Request, session

from appliance.domain.errors import TillError
from appliance.whole_file import replace_file

log = logging.getLogger(__name__)

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
TOKEN_BYTES = 32
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # TOKEN_BYTES in URL-safe base 64


@dataclass(frozen=True, slots=True)
class Door:
    """The names this box answers to (`127.0.0.1:8080` …) and the token that pairs a screen."""

    hosts: frozenset[str]
    token: str

    def check_host(self, request: Request) -> None:
        """Refuse a name we do not have (DNS rebinding)."""
        if request.host not in self.hosts:
            raise TillError("wrong_host", field="Host", allowed=", ".join(sorted(self.hosts)))

    def check_origin(self, request: Request) -> None:
        """Refuse an unsafe call that does not come from a page of this very till."""
        if request.headers.get("Origin") != f"http://{request.host}":
            raise TillError("foreign_page", field="Origin", allowed=f"http://{request.host}")

    def check(self, request: Request) -> None:
        """Every guard for one HTTP request, in the order a stranger should meet them."""
        self.check_host(request)
        if request.method in UNSAFE:
            self.check_origin(request)
        if request.path.startswith("/api/"):
            check_paired()  # before a byte of the body is read: a stranger must not hold a thread with a slow one
        if request.method in UNSAFE:
            if request.mimetype != "application/json":
                raise TillError("not_json", field="Content-Type", allowed="application/json")
            if request.get_data(cache=True) and not isinstance(request.get_json(silent=True), dict):
                raise TillError("bad_request", allowed="a JSON object")

    def opens(self, token: str) -> bool:
        """Whether `token` is this box's, compared in constant time."""
        return hmac.compare_digest(token.encode(), self.token.encode())


def check_paired() -> None:
    """Refuse a browser that has no session of this box."""
    if session.get("screen") is not True:
        raise TillError("not_paired")


def intent_key(request: Request) -> str:
    """The Idempotency-Key of an intent; raise `bad_request` naming the header."""
    key = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(key):
        raise TillError("bad_request", field="Idempotency-Key", allowed="8 to 64 of A-Z a-z 0-9 _ -")
    return key


def approval_token(request: Request) -> str | None:
    """The token of whoever approved this intent, from the header `Approval`; None without one."""
    return request.headers.get("Approval") or None


def _kept_token(path: Path, reader_gid: int | None) -> str | None:
    """The token in a file of ours with exactly the mode we give it; None without a word when there is no file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as problem:
        log.warning("%s cannot be read (%s): a new token is made", path.name, problem.strerror)
        return None
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        token = file.read(TOKEN_BYTES * 2).decode("ascii", errors="replace").strip()
    mode = stat.S_IMODE(found.st_mode)
    is_ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
    if reader_gid is not None:
        is_ours = is_ours and found.st_gid == reader_gid
    if not is_ours or mode != (0o600 if reader_gid is None else 0o640):
        log.warning(
            "%s had mode %o or another owner: others may know it, a new token is made", path.name, mode
        )
        return None
    return token if TOKEN.fullmatch(token) else None


def keep_token(path: Path, reader_gid: int | None = None) -> str:
    """The pairing token of this box, made once, in a file only its user can read, and `reader_gid` if given.

    Anything else in the file is replaced: a power cut can leave zeros of the right length, which anybody guesses.
    So is a token that others could read or put there: it is no secret any more.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = _kept_token(path, reader_gid)
    if kept is not None:
        return kept
    token = secrets.token_urlsafe(TOKEN_BYTES)
    replace_file(path, token.encode("ascii"), 0o600 if reader_gid is None else 0o640, gid=reader_gid)
    return token
