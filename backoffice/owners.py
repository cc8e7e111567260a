"""Owners and their passwords: setting up the first one, signing in, and a limit on guessing.

Hashing is bounded: a flood of sign-ins must not take the processor from the boxes that send sales.
Knows nothing of requests and cookies.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from backoffice import schema
from backoffice.errors import OfficeError

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
LONGEST_EMAIL = 254  # RFC 5321, a path without its brackets
EMAIL = re.compile(r"[^\s@\x00-\x1f\x7f]{1,64}@[^\s@\x00-\x1f\x7f]{1,189}")
MOST_HASHINGS = 2
HASHING_WAIT_S = 2.0
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True, slots=True)
class Country:
    """What a new merchant gets from its country, until the owner says otherwise."""

    currency: str
    exponent: int
    zone: str


COUNTRIES = {
    "generic": Country("EUR", 2, "Europe/Dublin"),
    "de": Country("EUR", 2, "Europe/Berlin"),
    "fi": Country("EUR", 2, "Europe/Helsinki"),
    "it": Country("EUR", 2, "Europe/Rome"),
    "vn": Country("VND", 0, "Asia/Ho_Chi_Minh"),
}


@dataclass(frozen=True, slots=True)
class Owner:
    """A person who may sign in for a merchant."""

    merchant_id: str
    owner_id: str
    email: str


class Hashing(Protocol):
    """What makes and checks password hashes: argon2, or a quick stand-in of the tests."""

    def hash(self, password: str) -> str: ...
    def verify(self, hash: str, password: str) -> bool: ...
    def check_needs_rehash(self, hash: str) -> bool: ...


def argon2id() -> PasswordHasher:
    """Argon2id with 32 MiB, three passes, one lane (above OWASP's floor of 19 MiB and two passes).

    One lane: with more, two sign-ins would already occupy every core of a small server.
    """
    return PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1, type=Type.ID)


class Passwords:
    """Hashes and checks passwords, at most two at once; others wait shortly, then hear `too_many`."""

    def __init__(self, hashing: Hashing | None = None, wait_s: float = HASHING_WAIT_S) -> None:
        self._hashing = hashing or argon2id()
        self._places = threading.BoundedSemaphore(MOST_HASHINGS)
        self._wait_s = wait_s
        # An unknown address costs a check against this one, so that the time does not tell who has an account.
        self._nobody = self._hashing.hash(secrets.token_urlsafe(24))

    def hash(self, password: str) -> str:
        """The hash to store. Raises `too_many`."""
        with self._place():
            return self._hashing.hash(password)

    def fits(self, password_hash: str | None, password: str) -> bool:
        """Whether `password` is the one that was hashed; None (nobody) takes as long. Raises `too_many`."""
        with self._place():
            try:
                fits = self._hashing.verify(password_hash or self._nobody, password)
            except (VerificationError, InvalidHashError):
                fits = False
        return fits and password_hash is not None

    def is_dated(self, password_hash: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hashing.check_needs_rehash(password_hash)

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=self._wait_s):
            raise OfficeError("too_many", retry_after_s=2)
        try:
            yield
        finally:
            self._places.release()


def canonical_email(email: str) -> str:
    """The address as it is looked up: trimmed, lower case. Raises `bad_request` naming the field."""
    canonical = email.strip().lower()
    if len(canonical) > LONGEST_EMAIL or EMAIL.fullmatch(canonical) is None:
        raise OfficeError("bad_request", field="email", allowed="an e-mail address such as ada@example.org")
    return canonical


def is_set_up(connection: Connection) -> bool:
    """Whether anybody can sign in."""
    return connection.execute(select(schema.sign_in_names.c.email).limit(1)).first() is not None


def create(
    connection: Connection,
    *,
    merchant_name: str,
    email: str,
    password_hash: str,
    country: str,
    language: str,
    now_utc: str,
    zone: str | None = None,
) -> Owner:
    """A new merchant with its first owner. Raises `email_taken`."""
    pack = COUNTRIES[country]
    owner = Owner("m" + _letters(8), "o" + _letters(8), canonical_email(email))
    taken = select(schema.sign_in_names.c.email).where(schema.sign_in_names.c.email == owner.email)
    if connection.execute(taken).first() is not None:
        raise OfficeError("email_taken", field="email")
    connection.execute(
        insert(schema.merchants).values(
            merchant_id=owner.merchant_id,
            name=merchant_name.strip(),
            country=country,
            currency=pack.currency,
            exponent=pack.exponent,
            language=language,
            zone=zone or pack.zone,
            generation=new_generation(),
            version=0,
            created_utc=now_utc,
        )
    )
    connection.execute(
        insert(schema.owners).values(
            merchant_id=owner.merchant_id,
            owner_id=owner.owner_id,
            email=owner.email,
            password_hash=password_hash,
            created_utc=now_utc,
        )
    )
    try:
        connection.execute(
            insert(schema.sign_in_names).values(
                email=owner.email, merchant_id=owner.merchant_id, owner_id=owner.owner_id
            )
        )
    except IntegrityError as problem:  # two at once; the database decided
        raise OfficeError("email_taken", field="email") from problem
    return owner


def new_generation() -> str:
    """A name for one life of a catalogue."""
    return "g" + _letters(12)


def find(connection: Connection, email: str) -> tuple[Owner, str] | None:
    """The owner who signs in with `email` (canonical) and the hash of the password."""
    names, owners = schema.sign_in_names, schema.owners
    row = connection.execute(
        select(owners.c.merchant_id, owners.c.owner_id, owners.c.email, owners.c.password_hash)
        .join(
            names,
            (names.c.merchant_id == owners.c.merchant_id) & (names.c.owner_id == owners.c.owner_id),
        )
        .where(names.c.email == email)
    ).first()
    return None if row is None else (Owner(row.merchant_id, row.owner_id, row.email), row.password_hash)


def set_password(connection: Connection, owner: Owner, password_hash: str) -> None:
    """Replace the stored hash of an owner's password."""
    connection.execute(
        update(schema.owners)
        .where(schema.owners.c.merchant_id == owner.merchant_id)
        .where(schema.owners.c.owner_id == owner.owner_id)
        .values(password_hash=password_hash)
    )


def _letters(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(count))
