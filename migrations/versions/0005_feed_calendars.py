"""Give calendars their private feeds.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(client_id IS NULL) = (link_id IS NULL)", name=op.f("ck_calendar_feed_behind_a_link")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_calendar_feed_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["portal_link.id"], name=op.f("fk_calendar_feed_link_id_portal_link")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_calendar_feed_fingerprint")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feed_client_id"), ["client_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore the copy that was made before the upgrade")
