"""What is left at each stall, and the moves of goods."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "stock",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("box_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.BigInteger(), nullable=False),
        sa.Column("since_epoch", sa.BigInteger(), nullable=False),
        sa.Column("since_f", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "box_id"], ["boxes.merchant_id", "boxes.box_id"], name=op.f("fk_stock_boxes")
        ),
        sa.PrimaryKeyConstraint("merchant_id", "box_id", "item_id", "unit", name=op.f("pk_stock")),
    )
    op.create_table(
        "stock_moves",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("box_id", sa.Text(), nullable=False),
        sa.Column("move_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("f", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("delta", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at_utc", sa.Text(), nullable=False),
        sa.Column("offset_min", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("staff_name", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merchant_id", "box_id"],
            ["boxes.merchant_id", "boxes.box_id"],
            name=op.f("fk_stock_moves_boxes"),
        ),
        sa.PrimaryKeyConstraint("merchant_id", "box_id", "move_id", name=op.f("pk_stock_moves")),
    )
    op.create_index(
        op.f("ix_stock_moves_merchant_id_day_at_utc"),
        "stock_moves",
        ["merchant_id", "day", "at_utc"],
        unique=False,
    )
