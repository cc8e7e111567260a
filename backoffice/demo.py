"""The demo: a merchant with an owner whose password is made here, and boxes of this machine that need no approval.

Knows no HTTP; refused by the configuration for a back office that others can reach.
"""

from __future__ import annotations

import ipaddress
import secrets
from pathlib import Path

from sqlalchemy import Connection, select

from backoffice import owners, schema
from backoffice.database import Database
from backoffice.guards import write_secret
from backoffice.owners import Passwords

EMAIL = "demo@tillbox.example"


def fill(
    database: Database,
    passwords: Passwords,
    password_file: Path,
    *,
    merchant_name: str,
    country: str,
    language: str,
    now_utc: str,
) -> str:
    """Make merchant and owner unless they are there; return the merchant's id. The password is in the file alone."""
    found = database.read(_merchant)
    if found is not None and password_file.exists():
        return found
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    password_hash = passwords.hash(password)

    def work(connection: Connection) -> str:
        known = owners.find(connection, EMAIL)
        if known is not None:  # the file was lost: a new password
            owners.set_password(connection, known[0], password_hash)
            return known[0].merchant_id
        return owners.create(
            connection,
            merchant_name=merchant_name,
            email=EMAIL,
            password_hash=password_hash,
            country=country,
            language=language,
            now_utc=now_utc,
        ).merchant_id

    merchant_id = database.write(work)
    password_file.parent.mkdir(parents=True, exist_ok=True)
    write_secret(password_file, password)
    return merchant_id


def _merchant(connection: Connection) -> str | None:
    names = schema.sign_in_names
    return connection.execute(select(names.c.merchant_id).where(names.c.email == EMAIL)).scalar_one_or_none()


def is_this_machine(address: str | None) -> bool:
    """Whether a caller's address is a loopback one."""
    try:
        return address is not None and ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
