"""Goods that were changed at a box and in the back office alike."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "catalogue_conflicts",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("box_id", sa.Text(), nullable=False),
        sa.Column("conflict_id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kept", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("lost", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("at_utc", sa.Text(), nullable=False),
        sa.Column("received_utc", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "box_id"],
            ["boxes.merchant_id", "boxes.box_id"],
            name=op.f("fk_catalogue_conflicts_boxes"),
        ),
        sa.PrimaryKeyConstraint(
            "merchant_id", "box_id", "conflict_id", "field", name=op.f("pk_catalogue_conflicts")
        ),
    )
