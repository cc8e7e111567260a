"""Sessions of signed-in owners: an opaque token in a cookie, only its hash in the database.

A copy of the database lets nobody in. The cookie begins with the merchant, like every key of the database.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from backoffice import schema
from backoffice.owners import Owner

IDLE = timedelta(days=30)
LONGEST = timedelta(days=180)
NOTED_EVERY = timedelta(hours=1)  # a use is written down this often: reading must not write
COOKIE = re.compile(r"(m[a-z2-7]{8})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in; `csrf` must come back in the header of every unsafe call."""

    merchant_id: str
    owner_id: str
    email: str
    csrf: str
    token_hash: str
    is_to_be_noted: bool

    @property
    def owner(self) -> Owner:
        return Owner(self.merchant_id, self.owner_id, self.email)


def begin(connection: Connection, owner: Owner, now_utc: str) -> tuple[str, Session]:
    """A new session: what the cookie holds, and the session. Sessions that are over are removed."""
    token = secrets.token_urlsafe(32)
    session = Session(
        owner.merchant_id, owner.owner_id, owner.email, secrets.token_urlsafe(24), _hashed(token), False
    )
    sessions = schema.sessions
    now = read_utc(now_utc)
    connection.execute(
        delete(sessions)
        .where(sessions.c.merchant_id == owner.merchant_id)
        .where(
            (sessions.c.used_utc < write_utc(now - IDLE))
            | (sessions.c.created_utc < write_utc(now - LONGEST))
        )
    )
    connection.execute(
        insert(sessions).values(
            merchant_id=owner.merchant_id,
            token_hash=session.token_hash,
            owner_id=owner.owner_id,
            csrf=session.csrf,
            created_utc=now_utc,
            used_utc=now_utc,
        )
    )
    return f"{owner.merchant_id}.{token}", session


def find(connection: Connection, cookie: str | None, now_utc: str) -> Session | None:
    """The session a cookie stands for, or None if there is none or it is over."""
    parts = COOKIE.fullmatch(cookie or "")
    if parts is None:
        return None
    sessions, owners = schema.sessions, schema.owners
    row = connection.execute(
        select(sessions, owners.c.email)
        .join(
            owners,
            (owners.c.merchant_id == sessions.c.merchant_id) & (owners.c.owner_id == sessions.c.owner_id),
        )
        .where(sessions.c.merchant_id == parts[1])
        .where(sessions.c.token_hash == _hashed(parts[2]))
    ).first()
    if row is None:
        return None
    now, used = read_utc(now_utc), read_utc(row.used_utc)
    if now - used > IDLE or now - read_utc(row.created_utc) > LONGEST:
        return None
    return Session(
        row.merchant_id, row.owner_id, row.email, row.csrf, row.token_hash, now - used > NOTED_EVERY
    )


def note_use(connection: Connection, session: Session, now_utc: str) -> None:
    """Write down that a session is in use, so that it does not end."""
    connection.execute(update(schema.sessions).where(*_is(session)).values(used_utc=now_utc))


def end(connection: Connection, session: Session) -> None:
    """Sign out: the cookie opens nothing any more."""
    connection.execute(delete(schema.sessions).where(*_is(session)))


def _is(session: Session) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    sessions = schema.sessions
    return sessions.c.merchant_id == session.merchant_id, sessions.c.token_hash == session.token_hash


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def read_utc(text: str) -> datetime:
    """ISO 8601 with `Z`, as the database keeps it."""
    return datetime.fromisoformat(text)


def write_utc(moment: datetime) -> str:
    """Milliseconds and `Z`: texts of this form order as the moments they name."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
