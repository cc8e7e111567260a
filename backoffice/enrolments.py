"""How a new box becomes a box of a merchant: it shows a code, an owner types it and compares fingerprints.

A code is read aloud and typed at a market stall, so its letters cannot be mistaken for digits. It works once, for
a quarter of an hour, and guessing is counted. Knows tables and rules; no HTTP, no signature.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from backoffice.errors import OfficeError
from backoffice.schema import boxes, enrolments, merchants
from backoffice.writer import touched

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O, 1 I L, nor U that is heard as V
CODE_CHARS = 8
LIFE_S = 900
MAX_OPEN = 1000  # unapproved ones at a time: strangers may ask too
MAX_OPEN_OF_ADDRESS = 20  # more boxes than anyone unpacks in a quarter of an hour
KEPT_DAYS = 1  # of one that came to nothing, so that the box can still be told
SERIES_LETTERS = 6
_CODE = re.compile(f"[{ALPHABET}]{{{CODE_CHARS}}}")
_ID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A box's wish to belong to somebody. `about` is what it said of itself."""

    enrolment_id: str
    code: str
    public_key: str
    about: Mapping[str, Any]  # Any: JSON as checked by shapes_box.EnrolmentBody
    state: str
    created_utc: str
    expires_utc: str
    merchant_id: str | None
    box_id: str | None

    @property
    def fingerprint(self) -> str:
        """Of its key, as the box shows it."""
        return fingerprint(self.public_key)


def fingerprint(public_key: str) -> str:
    """What owner and box both show: 16 hex digits of SHA-256 over the raw key, in groups of four."""
    digits = hashlib.sha256(b64decode(public_key)).hexdigest()[:16]
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def shown(code: str) -> str:
    """`K7QX-M2PD`."""
    return f"{code[:4]}-{code[4:]}"


def typed(text: str) -> str:
    """A code as a person types it, in the form it is kept."""
    return re.sub(r"[\s-]", "", text).upper()


def start(
    connection: Connection,
    public_key: str,
    about: Mapping[str, Any],
    now_utc: str,
    address: str | None = None,
) -> Enrolment:
    """The open or approved enrolment of this key (`denied` once its box was revoked), or a new one.

    Raises `too_many` when strangers ask faster than owners answer, or one `address` has too many open.
    """
    _sweep(connection, now_utc)
    known = connection.execute(
        select(enrolments)
        .where(
            enrolments.c.public_key == public_key,
            or_(
                enrolments.c.state == "approved",
                (enrolments.c.state == "pending") & (enrolments.c.expires_utc > now_utc),
            ),
        )
        .order_by(enrolments.c.state, enrolments.c.created_utc.desc())  # approved before pending
    ).first()
    if known is not None:
        return _told(connection, _read(known), now_utc)
    _check_room(connection, address)
    fresh: dict[str, Any] = {  # Any: column values
        "enrolment_id": f"e{_letters(24)}",
        "code": _free_code(connection),
        "public_key": public_key,
        "about": dict(about),
        "state": "pending",
        "created_utc": now_utc,
        "expires_utc": _later(now_utc, timedelta(seconds=LIFE_S)),
        "merchant_id": None,
        "box_id": None,
    }
    connection.execute(insert(enrolments).values(fresh | {"address": address}))
    return Enrolment(**fresh)


def _check_room(connection: Connection, address: str | None) -> None:
    is_pending = enrolments.c.state == "pending"
    pending = select(func.count()).select_from(enrolments).where(is_pending)
    of_address = pending.where(enrolments.c.address == address)
    if connection.execute(pending).scalar_one() >= MAX_OPEN or (
        address is not None and connection.execute(of_address).scalar_one() >= MAX_OPEN_OF_ADDRESS
    ):
        raise OfficeError("too_many", retry_after_s=60)


def find(connection: Connection, enrolment_id: str, now_utc: str) -> Enrolment | None:
    """The enrolment a box asks about, `expired` if its time is over."""
    row = connection.execute(select(enrolments).where(enrolments.c.enrolment_id == enrolment_id)).first()
    return None if row is None else _told(connection, _read(row), now_utc)


def look(connection: Connection, code: str, now_utc: str) -> Enrolment:
    """What an owner sees who typed this code; raises `unknown_code` alike for wrong, used and expired ones."""
    found = None
    if _CODE.fullmatch(typed(code)):
        row = connection.execute(select(enrolments).where(enrolments.c.code == typed(code))).first()
        found = None if row is None else _as_of(_read(row), now_utc)
    if found is None or found.state != "pending":
        raise OfficeError("unknown_code", field="code")
    return found


def approve(
    connection: Connection, merchant_id: str, code: str, fingerprint_seen: str, now_utc: str
) -> Enrolment:
    """Make the box one of this merchant's, with letters for its receipts that no other box has.

    Raises `unknown_code`, `fingerprint_differs`, or `wrong_currency` (all its sales would be set aside).
    """
    merchant = connection.execute(
        select(merchants.c.currency, merchants.c.exponent)
        .where(merchants.c.merchant_id == merchant_id)
        .with_for_update()  # two boxes approved at once must not be given the same letters
    ).one()
    wanted = look(connection, code, now_utc)
    if typed(fingerprint_seen).lower() != typed(wanted.fingerprint).lower():
        raise OfficeError("fingerprint_differs", field="fingerprint")
    if (wanted.about.get("currency"), wanted.about.get("exponent")) != tuple(merchant):
        raise OfficeError("wrong_currency", field="currency", allowed=str(merchant.currency))
    twin = select(boxes.c.box_id).where(
        boxes.c.merchant_id == merchant_id, boxes.c.public_key == wanted.public_key
    )
    if connection.execute(twin).first() is not None:  # it asked twice at once, and the other one was approved
        raise OfficeError("enrolment_closed", field="code")
    box_id = f"{merchant_id}-b{_letters(8)}"
    _close(connection, wanted, "approved", merchant_id=merchant_id, box_id=box_id)
    connection.execute(
        insert(boxes).values(
            merchant_id=merchant_id,
            box_id=box_id,
            name=wanted.about["name"],
            series=_free_series(connection, merchant_id, str(wanted.about["series"])),
            public_key=wanted.public_key,
            state="active",
            enrolled_utc=now_utc,
            heard_utc=None,
            report_n=0,
            report=None,
            attention=None,
        )
    )
    touched(connection, merchant_id)
    approved = find(connection, wanted.enrolment_id, now_utc)
    if approved is None:
        raise OfficeError("unknown_code", field="code")
    return approved


def belonging(connection: Connection, approved: Enrolment) -> dict[str, object]:
    """What an approved box learns: its name, its merchant and the letters of its receipts."""
    row = connection.execute(
        select(boxes.c.series, merchants.c.merchant_id, merchants.c.name)
        .join(merchants, merchants.c.merchant_id == boxes.c.merchant_id)
        .where(boxes.c.merchant_id == approved.merchant_id, boxes.c.box_id == approved.box_id)
    ).one()
    return {
        "box_id": approved.box_id,
        "merchant": {"id": row.merchant_id, "name": row.name},
        "series": row.series,
    }


def deny(connection: Connection, code: str, now_utc: str) -> Enrolment:
    """Refuse the box; it must ask again, with another code. Raises `unknown_code`."""
    wanted = look(connection, code, now_utc)
    _close(connection, wanted, "denied")
    return wanted


def _close(connection: Connection, wanted: Enrolment, state: str, **values: str) -> None:
    closed = connection.execute(
        update(enrolments)
        .where(enrolments.c.enrolment_id == wanted.enrolment_id, enrolments.c.state == "pending")
        .values(state=state, address=None, **values)
    )
    if closed.rowcount != 1:  # somebody else was faster
        raise OfficeError("unknown_code", field="code")


def _sweep(connection: Connection, now_utc: str) -> None:
    connection.execute(
        delete(enrolments).where(
            enrolments.c.state != "approved",
            enrolments.c.expires_utc < _later(now_utc, -timedelta(days=KEPT_DAYS)),
        )
    )
    connection.execute(
        update(enrolments)
        .where(enrolments.c.state == "pending", enrolments.c.expires_utc <= now_utc)
        .values(state="expired", address=None)
    )


def _free_series(connection: Connection, merchant_id: str, wanted: str) -> str:
    """The letters asked for, or the next free ones: revoked boxes keep theirs, their receipts are out there."""
    query = select(boxes.c.series).where(boxes.c.merchant_id == merchant_id)
    taken = set(connection.execute(query).scalars())
    candidate = wanted
    while candidate in taken:
        candidate = _next_letters(candidate)
        if len(candidate) > SERIES_LETTERS:
            candidate = "A"
    return candidate


def _next_letters(series: str) -> str:
    """A, B … Z, AA, AB …: counting with letters."""
    head, last = series[:-1], series[-1]
    if last != "Z":
        return head + chr(ord(last) + 1)
    return (_next_letters(head) if head else "A") + "A"


def _free_code(connection: Connection) -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARS))
        taken = select(enrolments.c.enrolment_id).where(enrolments.c.code == code)
        if connection.execute(taken).first() is None:
            return code


def _letters(count: int) -> str:
    return "".join(secrets.choice(_ID_LETTERS) for _ in range(count))


def _later(moment_utc: str, by: timedelta) -> str:
    later = datetime.fromisoformat(moment_utc) + by
    return later.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _told(connection: Connection, enrolment: Enrolment, now_utc: str) -> Enrolment:
    """As the box may hear of it: one whose box was revoked is `denied`, for its key is trusted no more."""
    if enrolment.state != "approved":
        return _as_of(enrolment, now_utc)
    box = select(boxes.c.state).where(
        boxes.c.merchant_id == enrolment.merchant_id, boxes.c.box_id == enrolment.box_id
    )
    is_trusted = connection.execute(box).scalar_one_or_none() == "active"
    return enrolment if is_trusted else replace(enrolment, state="denied")


def _as_of(enrolment: Enrolment, now_utc: str) -> Enrolment:
    if enrolment.state != "pending" or enrolment.expires_utc > now_utc:
        return enrolment
    return replace(enrolment, state="expired")


def _read(row: Row[Any]) -> Enrolment:  # Any: the columns of the table, in no static type
    return Enrolment(**{name: row._mapping[name] for name in Enrolment.__slots__})
