"""What was changed at both ends can be put away: seen, or the other value taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("catalogue_conflicts", sa.Column("state", sa.Text(), nullable=False, server_default="open"))
