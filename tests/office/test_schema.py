"""The tables: keys begin with the merchant, and the migrations make exactly them."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import (
    BigInteger,
    Float,
    ForeignKeyConstraint,
    Numeric,
    PrimaryKeyConstraint,
    UniqueConstraint,
)

from backoffice import schema
from backoffice.database import Database


@pytest.mark.parametrize("table", schema.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_key_begins_with_the_merchant(table: schema.Table) -> None:
    if table.name in schema.DIRECTORY:
        assert not table.foreign_keys
        return
    keys = [
        found
        for found in table.constraints
        if isinstance(found, PrimaryKeyConstraint | UniqueConstraint | ForeignKeyConstraint)
    ]
    assert keys and all(next(iter(key.columns)).name == "merchant_id" for key in keys)
    for key in table.foreign_key_constraints:
        assert key.elements[0].column.name == "merchant_id"
    for index in table.indexes:
        assert index.columns[0].name == "merchant_id"


def test_money_is_a_whole_number_of_64_bits() -> None:
    for table in schema.metadata.sorted_tables:
        for column in table.columns:
            assert not isinstance(column.type, Float | Numeric)
            if column.name.endswith("_minor"):
                assert isinstance(column.type, BigInteger)


def test_the_migrations_make_exactly_these_tables(database: Database) -> None:
    def differences(connection: schema.Any) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, schema.metadata))

    assert database.read(differences) == []


def test_opening_twice_changes_nothing(database: Database, database_url: str) -> None:
    again = Database.open(database_url)
    assert again.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM alembic_version").scalar_one()) == 1
    again.close()
