"""Take a reminder in hand: what the owner prepared or changed never leaves by itself.

Revision ID: 0014
Revises: 0013
"""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    # Not by a batch: SQLite would rebuild the table, and lose its guards.
    op.execute("ALTER TABLE reminder ADD COLUMN by_hand BOOLEAN NOT NULL DEFAULT FALSE")
    op.execute(
        "UPDATE reminder SET by_hand = TRUE WHERE edited_at <> created_at "
        "AND state IN ('PROPOSED', 'POSTPONED', 'APPROVED', 'FAILED')"
    )


def downgrade() -> None:
    raise NotImplementedError("restore the copy that was made before the upgrade")
