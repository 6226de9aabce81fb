"""Let the owner write the usual mail of quotes.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column(
        "business", sa.Column("quote_mail_text", sa.Text(), nullable=False, server_default="")
    )
