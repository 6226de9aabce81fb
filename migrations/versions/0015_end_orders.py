"""Order references on quotes, arrhes by their name, what is owed beside the arrhes given back.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op
from facturelite.migrations.guards import differ, forbid, lift

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    # Not by a batch: SQLite would rebuild the tables.
    op.execute("ALTER TABLE quote ADD COLUMN purchase_order VARCHAR(100) NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE order_cancellation ADD COLUMN indemnity BIGINT NOT NULL DEFAULT 0")
    op.execute("ALTER TABLE order_cancellation ADD COLUMN indemnity_paid_on DATE")
    op.add_column(
        "invoice",
        sa.Column("is_arrhes", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
    name_arrhes()
    guard()


def name_arrhes() -> None:
    """Tell the deposit invoices of orders, and their credit notes, that are arrhes."""
    op.execute(
        "UPDATE invoice SET is_arrhes = true WHERE id IN (SELECT p.invoice_id FROM order_part p "
        "JOIN quote q ON q.id = p.quote_id WHERE p.part = 'DEPOSIT' "
        "AND q.deposit_nature = 'ARRHES' AND p.invoice_id IS NOT NULL)"
    )
    op.execute(
        "UPDATE invoice SET is_arrhes = true WHERE kind = 'DEPOSIT_CREDIT' AND corrects_id IN "
        "(SELECT id FROM invoice WHERE is_arrhes)"
    )


def guard() -> None:
    """Keep what an issued invoice is, and what was decided of an order."""
    forbid(
        "invoice",
        "UPDATE",
        when=f"OLD.state <> 'DRAFT' AND ({differ('is_arrhes')})",
        sentence="an issued document never changes",
        name="nature",
    )
    decided = (
        f"OLD.outcome IS NOT NULL AND ({differ('outcome', 'words', 'decided_at', 'indemnity')})"
    )
    paid = f"OLD.indemnity_paid_on IS NOT NULL AND ({differ('indemnity_paid_on')})"
    forbid(
        "order_cancellation",
        "UPDATE",
        when=f"({decided}) OR ({paid})",
        sentence="what was decided of an order stays as it was said",
        name="decision",
    )
    deduct_what_was_given_up()


def deduct_what_was_given_up() -> None:
    """Let a deposit be deducted though it was written off: it stays billed."""
    lift("deposit_deduction", "insert")
    theirs = (
        "SELECT 1 FROM invoice d JOIN invoice i ON i.client_id = d.client_id "
        "WHERE d.id = NEW.deposit_id AND i.id = NEW.invoice_id "
        "AND d.kind = 'DEPOSIT' AND d.state IN ('ISSUED', 'WRITTEN_OFF')"
    )
    sentence = "only an issued deposit invoice of the same client is deducted"
    forbid("deposit_deduction", "INSERT", when=f"NOT EXISTS ({theirs})", sentence=sentence)


def downgrade() -> None:
    raise NotImplementedError("restore the copy that was made before the upgrade")
