"""INSERT ... ON CONFLICT in both dialects, which spell it alike but share no parent that has it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_in(dialect: str, table: Table) -> Any:  # one of two types without a common parent
    """An INSERT that knows ON CONFLICT."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


def upsert(connection: Connection, table: Table) -> Any:  # see insert_in
    """The same for the dialect of a connection."""
    return insert_in(connection.dialect.name, table)
