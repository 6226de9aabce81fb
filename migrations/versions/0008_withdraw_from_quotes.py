"""Let consumers withdraw from what they signed.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from facturelite.migrations.guards import append_only

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "quote_renunciation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quote.id"], name=op.f("fk_quote_renunciation_quote_id_quote")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_renunciation")),
        sa.UniqueConstraint("quote_id", name=op.f("uq_quote_renunciation_quote_id")),
    )
    append_only("quote_renunciation", sentence="quote_renunciation rows are written for ever")


def downgrade() -> None:
    raise NotImplementedError("restore the copy that was made before the upgrade")
