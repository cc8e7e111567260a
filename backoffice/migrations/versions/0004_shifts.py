"""Closed shifts: one row a Z."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "shifts",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("box_id", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("f", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("at_utc", sa.Text(), nullable=False),
        sa.Column("offset_min", sa.Integer(), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=False),
        sa.Column("turnover_minor", sa.BigInteger(), nullable=False),
        sa.Column("expected_minor", sa.BigInteger(), nullable=False),
        sa.Column("counted_minor", sa.BigInteger(), nullable=True),
        sa.Column("difference_minor", sa.BigInteger(), nullable=True),
        sa.Column("received_utc", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "box_id"], ["boxes.merchant_id", "boxes.box_id"], name=op.f("fk_shifts_boxes")
        ),
        sa.PrimaryKeyConstraint("merchant_id", "box_id", "epoch", "f", name=op.f("pk_shifts")),
    )
    op.create_index(op.f("ix_shifts_merchant_id_at_utc"), "shifts", ["merchant_id", "at_utc"], unique=False)
