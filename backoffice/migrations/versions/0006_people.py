"""People: who works at which box, when they were there, and who sold what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("sales", sa.Column("staff", sa.Text(), nullable=True))
    op.create_index(
        op.f("ix_sales_merchant_id_box_id_staff"), "sales", ["merchant_id", "box_id", "staff"], unique=False
    )
    op.create_table(
        "staff",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("box_id", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("f", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_forgotten", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "box_id"], ["boxes.merchant_id", "boxes.box_id"], name=op.f("fk_staff_boxes")
        ),
        sa.PrimaryKeyConstraint("merchant_id", "box_id", "staff_id", name=op.f("pk_staff")),
    )
    op.create_table(
        "staff_presence",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("box_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("f", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at_utc", sa.Text(), nullable=False),
        sa.Column("offset_min", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "box_id"],
            ["boxes.merchant_id", "boxes.box_id"],
            name=op.f("fk_staff_presence_boxes"),
        ),
        sa.PrimaryKeyConstraint("merchant_id", "box_id", "epoch", "f", name=op.f("pk_staff_presence")),
    )
    op.create_index(
        op.f("ix_staff_presence_merchant_id_day"), "staff_presence", ["merchant_id", "day"], unique=False
    )
