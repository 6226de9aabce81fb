"""Deduct deposits from balance invoices.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from facturelite.migrations.guards import differ, forbid

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # Not by a batch: SQLite would rebuild the table, and lose its guards.
    op.execute("ALTER TABLE invoice_line ADD COLUMN exact_vat BIGINT")
    op.execute(
        "ALTER TABLE invoice_line ADD COLUMN deducts_id INTEGER "
        "CONSTRAINT fk_invoice_line_deducts_id_invoice REFERENCES invoice (id)"
    )
    op.create_index("ix_invoice_line_deducts_id", "invoice_line", ["deducts_id"])
    op.create_table(
        "deposit_deduction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("deposit_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["deposit_id"], ["invoice.id"], name=op.f("fk_deposit_deduction_deposit_id_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_deposit_deduction_invoice_id_invoice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit_deduction")),
    )
    with op.batch_alter_table("deposit_deduction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deposit_deduction_deposit_id"), ["deposit_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_deposit_deduction_invoice_id"), ["invoice_id"], unique=False
        )
        batch_op.create_index(
            "ix_deposit_deduction_one_at_a_time",
            ["deposit_id"],
            unique=True,
            sqlite_where=sa.text("released_at IS NULL"),
            postgresql_where=sa.text("released_at IS NULL"),
        )
    guard()


def guard() -> None:
    """Have the database itself refuse to deduct what may not be, or to undo what was issued."""
    name, sentence = "deposit_deduction", "an issued deduction is only ever released"
    moved = differ("id", "invoice_id", "deposit_id", "created_at")
    forbid(name, "UPDATE", when=f"({moved}) OR OLD.released_at IS NOT NULL", sentence=sentence)
    issued = "(SELECT state FROM invoice WHERE id = OLD.invoice_id) <> 'DRAFT'"
    forbid(name, "DELETE", when=issued, sentence=sentence)
    forbid(name, "TRUNCATE", sentence=sentence)
    theirs = (
        "SELECT 1 FROM invoice d JOIN invoice i ON i.client_id = d.client_id "
        "WHERE d.id = NEW.deposit_id AND i.id = NEW.invoice_id "
        "AND d.kind = 'DEPOSIT' AND d.state = 'ISSUED'"
    )
    sentence = "only an issued deposit invoice of the same client is deducted"
    forbid(name, "INSERT", when=f"NOT EXISTS ({theirs})", sentence=sentence)


def downgrade() -> None:
    raise NotImplementedError("restore the copy that was made before the upgrade")
