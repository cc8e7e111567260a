"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "enrolments",
        sa.Column("enrolment_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("about", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("created_utc", sa.Text(), nullable=False),
        sa.Column("expires_utc", sa.Text(), nullable=False),
        sa.Column("merchant_id", sa.Text(), nullable=True),
        sa.Column("box_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint("code", name=op.f("uq_enrolments_code")),
    )
    op.create_index(op.f("ix_enrolments_public_key"), "enrolments", ["public_key"], unique=False)
    op.create_table(
        "merchants",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("exponent", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("generation", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_utc", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("merchant_id", name=op.f("pk_merchants")),
    )
    op.create_table(
        "sign_in_names",
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_sign_in_names")),
    )
    op.create_table(
        "boxes",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("box_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("enrolled_utc", sa.Text(), nullable=False),
        sa.Column("heard_utc", sa.Text(), nullable=True),
        sa.Column("report_n", sa.BigInteger(), nullable=False),
        sa.Column("report", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("attention", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.merchant_id"], name=op.f("fk_boxes_merchants")),
        sa.PrimaryKeyConstraint("merchant_id", "box_id", name=op.f("pk_boxes")),
        sa.UniqueConstraint("merchant_id", "public_key", name=op.f("uq_boxes_merchant_id_public_key")),
        sa.UniqueConstraint("merchant_id", "series", name=op.f("uq_boxes_merchant_id_series")),
    )
    op.create_table(
        "categories",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ver", sa.BigInteger(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("document", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchants.merchant_id"], name=op.f("fk_categories_merchants")
        ),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_categories")),
    )
    op.create_index(op.f("ix_categories_merchant_id_ver"), "categories", ["merchant_id", "ver"], unique=False)
    op.create_table(
        "items",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ver", sa.BigInteger(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("document", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.merchant_id"], name=op.f("fk_items_merchants")),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_items")),
    )
    op.create_index(op.f("ix_items_merchant_id_ver"), "items", ["merchant_id", "ver"], unique=False)
    op.create_table(
        "owners",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_utc", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.merchant_id"], name=op.f("fk_owners_merchants")),
        sa.PrimaryKeyConstraint("merchant_id", "owner_id", name=op.f("pk_owners")),
        sa.UniqueConstraint("merchant_id", "email", name=op.f("uq_owners_merchant_id_email")),
    )
    op.create_table(
        "quarantine",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("quarantine_id", sa.Text(), nullable=False),
        sa.Column("box_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("f", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("params", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("received_utc", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "box_id"], ["boxes.merchant_id", "boxes.box_id"], name=op.f("fk_quarantine_boxes")
        ),
        sa.PrimaryKeyConstraint("merchant_id", "quarantine_id", name=op.f("pk_quarantine")),
        sa.UniqueConstraint(
            "merchant_id",
            "box_id",
            "epoch",
            "f",
            "hash",
            name=op.f("uq_quarantine_merchant_id_box_id_epoch_f_hash"),
        ),
    )
    op.create_index(
        op.f("ix_quarantine_merchant_id_state"), "quarantine", ["merchant_id", "state"], unique=False
    )
    op.create_table(
        "sales",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("box_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("f", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at_utc", sa.Text(), nullable=False),
        sa.Column("offset_min", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("received_utc", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "box_id"], ["boxes.merchant_id", "boxes.box_id"], name=op.f("fk_sales_boxes")
        ),
        sa.PrimaryKeyConstraint("merchant_id", "box_id", "number", name=op.f("pk_sales")),
    )
    op.create_index(op.f("ix_sales_merchant_id_number"), "sales", ["merchant_id", "number"], unique=False)
    op.create_index(
        op.f("ix_sales_merchant_id_box_id_day"), "sales", ["merchant_id", "box_id", "day"], unique=False
    )
    op.create_index(
        op.f("ix_sales_merchant_id_day_at_utc"), "sales", ["merchant_id", "day", "at_utc"], unique=False
    )
    op.create_index(
        op.f("ix_sales_merchant_id_received_utc"), "sales", ["merchant_id", "received_utc"], unique=False
    )
    op.create_table(
        "sessions",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("csrf", sa.Text(), nullable=False),
        sa.Column("created_utc", sa.Text(), nullable=False),
        sa.Column("used_utc", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "owner_id"],
            ["owners.merchant_id", "owners.owner_id"],
            name=op.f("fk_sessions_owners"),
        ),
        sa.PrimaryKeyConstraint("merchant_id", "token_hash", name=op.f("pk_sessions")),
    )
    op.create_table(
        "streams",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("box_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "box_id"], ["boxes.merchant_id", "boxes.box_id"], name=op.f("fk_streams_boxes")
        ),
        sa.PrimaryKeyConstraint("merchant_id", "box_id", "epoch", name=op.f("pk_streams")),
    )
    op.create_table(
        "takings",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("box_id", sa.Text(), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "box_id"], ["boxes.merchant_id", "boxes.box_id"], name=op.f("fk_takings_boxes")
        ),
        sa.PrimaryKeyConstraint("merchant_id", "day", "hour", "box_id", name=op.f("pk_takings")),
    )
    op.create_table(
        "facts",
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("box_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("f", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("received_utc", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "box_id", "epoch"],
            ["streams.merchant_id", "streams.box_id", "streams.epoch"],
            name=op.f("fk_facts_streams"),
        ),
        sa.PrimaryKeyConstraint("merchant_id", "box_id", "epoch", "f", name=op.f("pk_facts")),
    )
