"""Refunds stand among the sales."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("sales", sa.Column("kind", sa.Text(), nullable=False, server_default="sale"))
    op.add_column("sales", sa.Column("of_number", sa.Text(), nullable=True))
    op.create_index(
        op.f("ix_sales_merchant_id_of_number"), "sales", ["merchant_id", "of_number"], unique=False
    )
