"""Bill orders, which are signed quotes, part by part.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op
from facturelite.migrations.guards import differ, forbid

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column(
        "quote",
        sa.Column(
            "stages_by_themselves", sa.Boolean(), nullable=False, server_default=sa.text("false")
        ),
    )
    op.create_table(
        "order_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
            name=op.f("fk_order_part_invoice_id_invoice"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quote.id"], name=op.f("fk_order_part_quote_id_quote")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_part")),
        sa.UniqueConstraint("invoice_id", name=op.f("uq_order_part_invoice_id")),
    )
    op.create_index(op.f("ix_order_part_quote_id"), "order_part", ["quote_id"])
    op.create_index(
        "ix_order_part_billed_once",
        "order_part",
        ["quote_id", "part", "stage", "month"],
        unique=True,
        sqlite_where=sa.text("released_at IS NULL"),
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.create_table(
        "order_reached",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quote.id"], name=op.f("fk_order_reached_quote_id_quote")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_reached")),
        sa.UniqueConstraint(
            "quote_id",
            "part",
            "stage",
            "month",
            name=op.f("uq_order_reached_quote_id_part_stage_month"),
        ),
    )
    op.create_table(
        "order_cancellation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("ended_by", sa.String(length=20), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quote.id"], name=op.f("fk_order_cancellation_quote_id_quote")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_cancellation")),
        sa.UniqueConstraint("quote_id", name=op.f("uq_order_cancellation_quote_id")),
    )
    guard()


def guard() -> None:
    """Have the database itself remember what was billed: forgetting would bill it again."""
    table, sentence = "order_part", "a part that was billed stays billed until it is released"
    said = differ("id", "quote_id", "part", "stage", "month", "amount", "made_on", "created_at")
    freed = differ("released_at")
    over = f"OLD.released_at IS NOT NULL AND ({freed})"
    kept = "(SELECT state FROM invoice WHERE id = OLD.invoice_id) NOT IN ('CANCELLED', 'REPLACED')"
    standing = f"({freed}) AND OLD.invoice_id IS NOT NULL AND {kept}"
    refused = f"({said}) OR ({over}) OR ({standing})"
    forbid(table, "UPDATE", when=f"({refused})", sentence=sentence)
    forbid(table, "DELETE", sentence=sentence)
    forbid(table, "TRUNCATE", sentence=sentence)
    theirs = (
        "SELECT 1 FROM invoice i JOIN quote q ON q.client_id = i.client_id "
        "WHERE i.id = NEW.invoice_id AND q.id = NEW.quote_id AND q.state = 'SIGNED'"
    )
    sentence = "only a signed quote is billed, to its own client"
    forbid(table, "INSERT", when=f"NOT EXISTS ({theirs})", sentence=sentence)
    table, sentence = "order_cancellation", "an order stays cancelled, as it was said"
    said = differ("id", "quote_id", "ended_by", "cancelled_on", "reason", "at")
    forbid(table, "UPDATE", when=f"({said})", sentence=sentence)
    forbid(table, "DELETE", sentence=sentence)
    forbid(table, "TRUNCATE", sentence=sentence)


def downgrade() -> None:
    raise NotImplementedError("restore the copy that was made before the upgrade")
