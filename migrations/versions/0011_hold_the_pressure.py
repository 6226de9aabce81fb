"""Hold the pressure: pauses, disputes in detail, payment plans.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from facturelite.migrations.guards import append_only, differ, forbid

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    # Not by a batch: SQLite would rebuild the table.
    op.execute("ALTER TABLE dispute ADD COLUMN category VARCHAR(20) NOT NULL DEFAULT 'OTHER'")
    op.execute("ALTER TABLE dispute ADD COLUMN contested BIGINT")
    op.create_table(
        "dispute_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("from_client", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_message_dispute_id_dispute")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_message")),
    )
    op.create_index(
        op.f("ix_dispute_message_dispute_id"), "dispute_message", ["dispute_id"], unique=False
    )
    op.create_table(
        "standing_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "reason <> 'PAUSE' OR until IS NOT NULL", name=op.f("ck_standing_hold_a_pause_ends")
        ),
        sa.CheckConstraint(
            "until IS NULL OR until >= since", name=op.f("ck_standing_hold_in_order")
        ),
        sa.CheckConstraint(
            "invoice_id IS NULL OR reason IN ('PAUSE', 'DO_NOT_REMIND')",
            name=op.f("ck_standing_hold_of_the_client"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_standing_hold_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_standing_hold_invoice_id_invoice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_hold")),
    )
    op.create_index(
        op.f("ix_standing_hold_client_id"), "standing_hold", ["client_id"], unique=False
    )
    op.create_index(
        op.f("ix_standing_hold_invoice_id"), "standing_hold", ["invoice_id"], unique=False
    )
    _create_plans()
    guard()


def _create_plans() -> None:
    op.create_table(
        "payment_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("by_client", sa.Boolean(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("whole_due_on_default", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("pdf_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'PROPOSED') = (closed_at IS NULL)",
            name=op.f("ck_payment_plan_dated_when_answered"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_payment_plan_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["pdf_id"], ["stored_document.id"], name=op.f("fk_payment_plan_pdf_id_stored_document")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["payment_plan.id"],
            name=op.f("fk_payment_plan_replaces_id_payment_plan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_plan")),
    )
    for column in ("client_id", "replaces_id", "state"):
        op.create_index(op.f(f"ix_payment_plan_{column}"), "payment_plan", [column], unique=False)
    op.create_table(
        "plan_debt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_plan_debt_something_owed")),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_plan_debt_invoice_id_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["payment_plan.id"], name=op.f("fk_plan_debt_plan_id_payment_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_debt")),
        sa.UniqueConstraint("plan_id", "invoice_id", name=op.f("uq_plan_debt_plan_id_invoice_id")),
    )
    for column in ("invoice_id", "plan_id"):
        op.create_index(op.f(f"ix_plan_debt_{column}"), "plan_debt", [column], unique=False)
    op.create_table(
        "plan_instalment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_plan_instalment_not_nothing")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["payment_plan.id"], name=op.f("fk_plan_instalment_plan_id_payment_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_instalment")),
        sa.UniqueConstraint(
            "plan_id", "position", name=op.f("uq_plan_instalment_plan_id_position")
        ),
    )
    for column in ("due_on", "plan_id"):
        op.create_index(
            op.f(f"ix_plan_instalment_{column}"), "plan_instalment", [column], unique=False
        )


def guard() -> None:
    """Have the database itself refuse to alter what was said or agreed."""
    for table in ("dispute_message", "plan_debt", "plan_instalment"):
        append_only(table, sentence=f"{table} rows are written for ever")
    sentence = "a payment plan is only ever answered"
    said = differ(
        "id",
        "client_id",
        "by_client",
        "replaces_id",
        "whole_due_on_default",
        "words",
        "proposed_at",
    )
    agreed = "OLD.state = 'AGREED' AND NEW.state NOT IN ('AGREED', 'ENDED')"
    over = f"OLD.state NOT IN ('PROPOSED', 'AGREED') AND ({differ('state', 'closed_at')})"
    forbid("payment_plan", "UPDATE", when=f"({said}) OR ({agreed}) OR ({over})", sentence=sentence)
    forbid("payment_plan", "DELETE", sentence=sentence)
    forbid("payment_plan", "TRUNCATE", sentence=sentence)


def downgrade() -> None:
    raise NotImplementedError("restore the copy that was made before the upgrade")
