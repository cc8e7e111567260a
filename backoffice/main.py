"""The composition root: configuration → database → application → server. The only module that knows them all.

Each command has one function here; imports are inside them, so that a small command loads only what it needs.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.config import Config, ConfigError
from backoffice.copies import CopyError, choose, hold, make, restore

if TYPE_CHECKING:
    from flask import Flask

    from backoffice.database import Database

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "webui" / "dist"
DEMO_NICENESS = 19  # it shares the processor with a box, whose till goes first
PREDECESSOR_S = 6.0  # a worker whose parent was killed notices within a second and ends its requests in three
SETUP_TOKEN = "setup-token"  # noqa: S105 - the name of a file


def now() -> datetime:
    return datetime.now(UTC)


def serve(settings: Config) -> int:
    """Serve until a signal ends it."""
    from backoffice.serve import OfficeServer

    with hold(settings.run_dir, PREDECESSOR_S):
        OfficeServer(settings.host, settings.port, lambda: build(settings)).run()
    return 0


def _step_aside() -> None:
    """Let the box have the processor first, also where a kernel weighs sessions and not programs (autogroups)."""
    os.nice(DEMO_NICENESS)
    with suppress(OSError):  # this kernel has none
        Path("/proc/self/autogroup").write_text(str(DEMO_NICENESS), encoding="ascii")


def build(settings: Config) -> tuple[Flask, Callable[[], None], Callable[[], None]]:
    """The application, how to end its waits, and how to close what is behind it. Runs in the worker process."""
    from backoffice import demo
    from backoffice.app import Settings, create_app, end_streams
    from backoffice.copies import Copier
    from backoffice.owners import Passwords
    from backoffice.sessions import write_utc

    database = _open(settings)
    passwords = Passwords()
    merchant: str | None = None
    if settings.demo:
        _step_aside()
        merchant = demo.fill(
            database,
            passwords,
            settings.data_dir / "password",
            merchant_name=settings.demo_merchant,
            country=settings.demo_country,
            language=settings.demo_language,
            now_utc=write_utc(now()),
        )
    _try_quarantine_again(database)
    app = create_app(
        database,
        Settings(
            dist=DIST,
            setup_token=settings.run_dir / SETUP_TOKEN,
            url=settings.url,
            proxy_hops=settings.proxy_hops,
            report_interval_s=settings.report_interval_s,
            is_demo=settings.demo,
            approve_for=lambda address: merchant if demo.is_this_machine(address) else None,
            passwords=passwords,
            clock=now,
        ),
    )
    copier = None
    if settings.is_sqlite:
        copier = Copier(settings.database_file, settings.copies_dir, settings.copy_every_s, now)
        copier.start()
    _say_where(settings, database)

    def close() -> None:
        end_streams(app)
        if copier is not None:
            copier.stop()
        database.close()

    return app, lambda: end_streams(app), close


def _open(settings: Config) -> Database:
    from sqlalchemy.exc import SQLAlchemyError

    from backoffice.database import Database

    try:
        return Database.open(settings.database)
    except SQLAlchemyError as problem:
        raise ConfigError(
            f"database_url: the database cannot be opened ({type(problem).__name__})"
        ) from problem


def _try_quarantine_again(database: Database) -> None:
    """A newer version may understand what an older one set aside."""
    from sqlalchemy import select

    from backoffice import quarantine, schema
    from backoffice.sessions import write_utc

    moment = write_utc(now())
    merchants = database.read(lambda c: c.execute(select(schema.merchants.c.merchant_id)).scalars().all())
    for merchant_id in merchants:
        database.write(partial(quarantine.retry_all, merchant_id=merchant_id, now_utc=moment))


def _say_where(settings: Config, database: Database) -> None:
    from backoffice import demo, owners
    from backoffice.guards import SetupToken

    token = SetupToken(settings.run_dir / SETUP_TOKEN)
    if settings.demo:
        print(f"Back office: {settings.url} ({demo.EMAIL}, password in {settings.data_dir / 'password'})")
    elif database.read(owners.is_set_up):
        token.spend()
        print(f"Back office: {settings.url}")
    else:
        print(f"Back office, first visit (good once): {settings.url}/#/setup/{token.keep()}")
    sys.stdout.flush()


def add_merchant(
    settings: Config, name: str, email: str, country: str, language: str, zone: str | None
) -> int:
    """Make a merchant with an owner; the password is asked for, or read from standard input."""
    from zoneinfo import ZoneInfo

    from backoffice import owners
    from backoffice.errors import OfficeError
    from backoffice.sessions import write_utc

    if zone is not None:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as problem:
            raise ConfigError(
                f"zone: {zone!r}; allowed is an IANA time zone such as Europe/Berlin"
            ) from problem
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
    else:
        password = sys.stdin.readline().rstrip("\n")
    if not owners.SHORTEST_PASSWORD <= len(password) <= owners.LONGEST_PASSWORD:
        raise ConfigError(
            f"password: allowed are {owners.SHORTEST_PASSWORD} to {owners.LONGEST_PASSWORD} characters"
        )
    password_hash = owners.Passwords().hash(password)
    database = _open(settings)
    try:
        owner = database.write(
            lambda connection: owners.create(
                connection,
                merchant_name=name,
                email=email,
                password_hash=password_hash,
                country=country,
                language=language,
                zone=zone,
                now_utc=write_utc(now()),
            )
        )
    except OfficeError as refusal:
        raise ConfigError(f"{refusal.field}: {refusal.message}") from refusal
    finally:
        database.close()
    print(f"Merchant {owner.merchant_id} with owner {owner.email}")
    return 0


def copy(settings: Config) -> int:
    """Make a copy now; the back office may run."""
    _only_sqlite(settings)
    print(make(settings.database_file, settings.copies_dir, now()).path)
    return 0


def put_back(settings: Config, chosen: Path | None) -> int:
    """Put a copy in place: the one named, or the newest that is at least an hour old."""
    _only_sqlite(settings)
    with hold(settings.run_dir):
        path = chosen or choose(settings.copies_dir, now()).path
        before = restore(path, settings.database_file, now())
    print(f"Restored {path}" + (f"; what was there is kept as {before}" if before else ""))
    return 0


def renew(settings: Config) -> int:
    """After PostgreSQL was restored by its own tools: boxes must not trust versions they saw before."""
    from sqlalchemy import Connection, select

    from backoffice import catalogue, schema

    def work(connection: Connection) -> int:
        merchants = connection.execute(select(schema.merchants.c.merchant_id)).scalars().all()
        for merchant_id in merchants:
            catalogue.new_generation(connection, merchant_id)
        return len(merchants)

    database = _open(settings)
    try:
        print(f"New catalogue generation for {database.write(work)} merchants")
    finally:
        database.close()
    return 0


def take_in_stick(settings: Config, folder: Path, box_id: str | None) -> int:
    """Import a backup stick and say what came of each file; 1 when one was refused. Raises StickError."""
    from backoffice.sessions import write_utc
    from backoffice.sticks import import_stick

    if sys.stdin.isatty():
        code = getpass.getpass("Recovery code of the box: ")
    else:
        code = sys.stdin.readline()
    database = _open(settings)
    try:
        done = import_stick(database, folder, code, write_utc(now()), box_id=box_id)
    finally:
        database.close()
    for one in done:
        print(
            f"{one.box_id}, epoch {one.epoch}: {one.facts} facts read, {one.new} of them new, {one.outcome}"
        )
        if one.is_cut:
            print(f"{one.box_id}, epoch {one.epoch}: the file's end was not read")
    return 0 if all(one.outcome == "kept" for one in done) else 1


def _only_sqlite(settings: Config) -> None:
    if not settings.is_sqlite:
        raise CopyError(
            "database_url: copies are of the SQLite file; use pg_basebackup or pg_dump, then `renew`"
        )
