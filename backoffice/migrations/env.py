"""Alembic's entry: runs the migrations on the connection that `backoffice.migrations` hands over."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

connection = context.config.attributes["connection"]
if not isinstance(connection, Connection):
    raise TypeError("migrations are run by backoffice.migrations")
context.configure(connection=connection)
context.run_migrations()
