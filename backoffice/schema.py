"""The tables, for SQLite and PostgreSQL alike.

Every primary key, unique constraint and foreign key starts with the merchant, so that merchants can be spread over
databases without changing a statement. The exceptions are `DIRECTORY`: tables that are asked before the merchant is
known. Money and numbers are BIGINT, times are ISO 8601 texts in UTC, which sort as they should.
Migrations (`backoffice/migrations`) make these tables; a test compares. Knows no rules.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

DIRECTORY: Final = frozenset({"enrolments", "sign_in_names"})


def _text(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Text, nullable=nullable)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _json(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, JSON(none_as_null=True), nullable=nullable)


def _of(parent: str, *columns: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(columns, [f"{parent}.{column}" for column in columns])


merchants = Table(
    "merchants",
    metadata,
    _text("merchant_id"),
    _text("name"),
    _text("country"),
    _text("currency"),
    Column("exponent", Integer, nullable=False),
    _text("language"),
    _text("zone"),
    _text("generation"),  # of the catalogue: names one life of it
    _number("version"),  # of the catalogue: raised in the transaction that changes it
    _text("created_utc"),
    PrimaryKeyConstraint("merchant_id"),
)

owners = Table(
    "owners",
    metadata,
    _text("merchant_id"),
    _text("owner_id"),
    _text("email"),
    _text("password_hash"),
    _text("created_utc"),
    PrimaryKeyConstraint("merchant_id", "owner_id"),
    UniqueConstraint("merchant_id", "email"),
    _of("merchants", "merchant_id"),
)

sessions = Table(
    "sessions",
    metadata,
    _text("merchant_id"),
    _text("token_hash"),
    _text("owner_id"),
    _text("csrf"),
    _text("created_utc"),
    _text("used_utc"),
    PrimaryKeyConstraint("merchant_id", "token_hash"),
    _of("owners", "merchant_id", "owner_id"),
)

boxes = Table(
    "boxes",
    metadata,
    _text("merchant_id"),
    _text("box_id"),
    _text("name"),
    _text("series"),
    _text("public_key"),  # base64 of the 32 raw bytes
    _text("state"),  # active | revoked
    _text("enrolled_utc"),
    _text("heard_utc", nullable=True),
    _number("report_n"),
    _json("report", nullable=True),
    _text("attention", nullable=True),
    PrimaryKeyConstraint("merchant_id", "box_id"),
    UniqueConstraint("merchant_id", "series"),
    UniqueConstraint("merchant_id", "public_key"),
    _of("merchants", "merchant_id"),
)

streams = Table(
    "streams",
    metadata,
    _text("merchant_id"),
    _text("box_id"),
    _number("epoch"),
    _number("mark"),
    _text("head"),
    PrimaryKeyConstraint("merchant_id", "box_id", "epoch"),
    _of("boxes", "merchant_id", "box_id"),
)

facts = Table(
    "facts",
    metadata,
    _text("merchant_id"),
    _text("box_id"),
    _number("epoch"),
    _number("f"),
    _text("hash"),  # the chain's head after this fact
    Column("bytes", LargeBinary, nullable=False),
    _text("received_utc"),
    PrimaryKeyConstraint("merchant_id", "box_id", "epoch", "f"),
    _of("streams", "merchant_id", "box_id", "epoch"),
)

quarantine = Table(
    "quarantine",
    metadata,
    _text("merchant_id"),
    _text("quarantine_id"),
    _text("box_id"),
    _number("epoch"),
    _number("f"),
    _text("hash"),
    _text("reason"),
    _json("params"),  # what the words of the reason need
    Column("bytes", LargeBinary, nullable=False),
    _text("received_utc"),
    _text("state"),  # open | applied | seen
    PrimaryKeyConstraint("merchant_id", "quarantine_id"),
    UniqueConstraint("merchant_id", "box_id", "epoch", "f", "hash"),
    _of("boxes", "merchant_id", "box_id"),
    Index(None, "merchant_id", "state"),
)

# `hash` tells which fact it was when two have the same number f (one of them came aside). A receipt number is unique
# within its box only: two boxes may both have sold as series A before they were enrolled.
sales = Table(
    "sales",
    metadata,
    _text("merchant_id"),
    _text("number"),
    _text("box_id"),
    _number("epoch"),
    _number("f"),
    _text("hash"),
    _text("at_utc"),
    Column("offset_min", Integer, nullable=False),
    _text("day"),
    Column("hour", Integer, nullable=False),  # local at the stall
    _number("total_minor"),
    Column("count", Integer, nullable=False),
    _text("received_utc"),
    Column("kind", Text, nullable=False, server_default="sale"),  # or refund
    Column("of_number", Text, nullable=True),  # of a refund: its sale
    _text("staff", nullable=True),  # who sold it: an id of this box
    PrimaryKeyConstraint("merchant_id", "box_id", "number"),
    _of("boxes", "merchant_id", "box_id"),
    Index(None, "merchant_id", "number"),
    Index(None, "merchant_id", "of_number"),
    Index(None, "merchant_id", "day", "at_utc"),
    Index(None, "merchant_id", "box_id", "day"),
    Index(None, "merchant_id", "received_utc"),
    Index(None, "merchant_id", "box_id", "staff"),
)

shifts = Table(
    "shifts",
    metadata,
    _text("merchant_id"),
    _text("box_id"),
    _number("n"),
    _number("epoch"),
    _number("f"),
    _text("hash"),
    _text("day"),
    _text("at_utc"),
    Column("offset_min", Integer, nullable=False),
    _number("sales"),
    _number("turnover_minor"),
    _number("expected_minor"),
    Column("counted_minor", BigInteger, nullable=True),
    Column("difference_minor", BigInteger, nullable=True),
    _text("received_utc"),
    PrimaryKeyConstraint("merchant_id", "box_id", "epoch", "f"),
    _of("boxes", "merchant_id", "box_id"),
    Index(None, "merchant_id", "at_utc"),
)

takings = Table(
    "takings",
    metadata,
    _text("merchant_id"),
    _text("day"),
    Column("hour", Integer, nullable=False),
    _text("box_id"),
    _number("sales"),
    _number("total_minor"),
    PrimaryKeyConstraint("merchant_id", "day", "hour", "box_id"),
    _of("boxes", "merchant_id", "box_id"),
)


# What is left of counted goods at a box: the sum of all deltas since the fact that first moved the item there.
stock = Table(
    "stock",
    metadata,
    _text("merchant_id"),
    _text("box_id"),
    _text("item_id"),
    _text("unit"),  # piece | kg: pieces or grams
    _text("name"),
    _number("level"),
    _number("since_epoch"),
    _number("since_f"),
    PrimaryKeyConstraint("merchant_id", "box_id", "item_id", "unit"),
    _of("boxes", "merchant_id", "box_id"),
)

stock_moves = Table(
    "stock_moves",
    metadata,
    _text("merchant_id"),
    _text("box_id"),
    _text("move_id"),  # the box's own: the same move twice is one
    _number("epoch"),
    _number("f"),
    _text("hash"),
    _text("item_id"),
    _text("unit"),
    _text("name"),
    _text("kind"),
    _number("delta"),
    Column("counted", BigInteger, nullable=True),
    _text("reason", nullable=True),
    _text("at_utc"),
    Column("offset_min", Integer, nullable=False),
    _text("day"),
    _text("staff_name", nullable=True),
    PrimaryKeyConstraint("merchant_id", "box_id", "move_id"),
    _of("boxes", "merchant_id", "box_id"),
    Index(None, "merchant_id", "day", "at_utc"),
)


# Who works at a box, as its latest fact says. Names are here alone, so that they can be forgotten.
staff = Table(
    "staff",
    metadata,
    _text("merchant_id"),
    _text("box_id"),
    _text("staff_id"),
    _number("epoch"),
    _number("f"),
    _text("name", nullable=True),
    _text("role"),
    Column("is_active", Boolean, nullable=False),
    Column("is_forgotten", Boolean, nullable=False),
    PrimaryKeyConstraint("merchant_id", "box_id", "staff_id"),
    _of("boxes", "merchant_id", "box_id"),
)

staff_presence = Table(
    "staff_presence",
    metadata,
    _text("merchant_id"),
    _text("box_id"),
    _number("epoch"),
    _number("f"),
    _text("staff_id"),
    _text("kind"),  # in | out
    _text("at_utc"),
    Column("offset_min", Integer, nullable=False),
    _text("day"),
    PrimaryKeyConstraint("merchant_id", "box_id", "epoch", "f"),
    _of("boxes", "merchant_id", "box_id"),
    Index(None, "merchant_id", "day"),
)


def _catalogue_table(name: str) -> Table:
    return Table(
        name,
        metadata,
        _text("merchant_id"),
        _text("id"),
        _number("ver"),  # the catalogue version that changed it last
        Column("is_removed", Boolean, nullable=False),
        _json("document"),
        PrimaryKeyConstraint("merchant_id", "id"),
        _of("merchants", "merchant_id"),
        Index(None, "merchant_id", "ver"),
    )


categories = _catalogue_table("categories")
items = _catalogue_table("items")

enrolments = Table(
    "enrolments",
    metadata,
    _text("enrolment_id"),
    _text("code"),
    _text("public_key"),
    _json("about"),
    _text("state"),  # pending | approved | denied | expired
    _text("address", nullable=True),  # of the caller, as long as it is pending
    _text("created_utc"),
    _text("expires_utc"),
    _text("merchant_id", nullable=True),
    _text("box_id", nullable=True),
    PrimaryKeyConstraint("enrolment_id"),
    UniqueConstraint("code"),
    Index(None, "public_key"),
)

sign_in_names = Table(
    "sign_in_names",
    metadata,
    _text("email"),
    _text("merchant_id"),
    _text("owner_id"),
    PrimaryKeyConstraint("email"),
)

# What a box and the back office changed alike, told to the owner; `kept` and `lost` are `{"value": ...}`.
catalogue_conflicts = Table(
    "catalogue_conflicts",
    metadata,
    _text("merchant_id"),
    _text("box_id"),
    _text("conflict_id"),  # the change's id
    _text("field"),
    _text("kind"),  # items | categories
    _text("doc_id"),
    _text("name"),
    _json("kept"),
    _json("lost"),
    _text("at_utc"),
    _text("received_utc"),
    Column("state", Text, nullable=False, server_default="open"),  # open | seen | other
    PrimaryKeyConstraint("merchant_id", "box_id", "conflict_id", "field"),
    _of("boxes", "merchant_id", "box_id"),
)
