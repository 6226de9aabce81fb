"""Hold the pressure: pauses, disputes in detail, delays, payment plans; bill late interest.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op
from facturelite.migrations.guards import append_only, differ, forbid

revision = "0012"
down_revision = "0011"


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
            "reason NOT IN ('PAUSE', 'DELAY') OR until IS NOT NULL",
            name=op.f("ck_standing_hold_a_pause_ends"),
        ),
        sa.CheckConstraint(
            "until IS NULL OR until >= since", name=op.f("ck_standing_hold_in_order")
        ),
        sa.CheckConstraint(
            "invoice_id IS NULL OR reason IN ('PAUSE', 'DO_NOT_REMIND', 'DELAY')",
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
    _create_requests()
    _create_plans()
    _create_penalties()
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


def _create_requests() -> None:
    op.create_table(
        "delay_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked_until", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted_until", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'ASKED') = (closed_at IS NULL)",
            name=op.f("ck_delay_request_dated_when_answered"),
        ),
        sa.CheckConstraint(
            "(state = 'GRANTED') = (granted_until IS NOT NULL)",
            name=op.f("ck_delay_request_day_when_granted"),
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_delay_request_invoice_id_invoice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delay_request")),
    )
    for column in ("invoice_id", "state"):
        op.create_index(op.f(f"ix_delay_request_{column}"), "delay_request", [column], unique=False)


def _create_penalties() -> None:
    op.create_table(
        "penalty_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=35), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("recovery_fees", sa.BigInteger(), nullable=False),
        sa.Column("content_text", sa.Text(), nullable=False),
        sa.Column("pdf_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'ISSUED') = (closed_on IS NULL)",
            name=op.f("ck_penalty_note_dated_when_closed"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_penalty_note_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["pdf_id"], ["stored_document.id"], name=op.f("fk_penalty_note_pdf_id_stored_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penalty_note")),
        sa.UniqueConstraint("number", name=op.f("uq_penalty_note_number")),
    )
    op.create_index(op.f("ix_penalty_note_client_id"), "penalty_note", ["client_id"], unique=False)
    op.create_table(
        "penalty_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("recovery_fee", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("interest + recovery_fee > 0", name=op.f("ck_penalty_part_not_nothing")),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_penalty_part_invoice_id_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["penalty_note.id"], name=op.f("fk_penalty_part_note_id_penalty_note")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penalty_part")),
        sa.UniqueConstraint(
            "note_id", "invoice_id", name=op.f("uq_penalty_part_note_id_invoice_id")
        ),
    )
    for column in ("invoice_id", "note_id"):
        op.create_index(op.f(f"ix_penalty_part_{column}"), "penalty_part", [column], unique=False)
    op.create_table(
        "penalty_waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("recovery_fee", sa.BigInteger(), nullable=False),
        sa.Column("for_good", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_penalty_waiver_invoice_id_invoice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penalty_waiver")),
    )
    op.create_index(
        op.f("ix_penalty_waiver_invoice_id"), "penalty_waiver", ["invoice_id"], unique=False
    )


def guard() -> None:
    """Have the database itself refuse to alter what was said, agreed or billed."""
    for table in (
        "dispute_message",
        "penalty_part",
        "penalty_waiver",
        "plan_debt",
        "plan_instalment",
    ):
        append_only(table, sentence=f"{table} rows are written for ever")
    sentence = "a note of penalties never changes"
    said = differ(
        "id",
        "number",
        "client_id",
        "issued_on",
        "interest",
        "recovery_fees",
        "content_text",
        "pdf_id",
        "created_at",
    )
    forbid("penalty_note", "UPDATE", when=said, sentence=sentence)
    forbid("penalty_note", "DELETE", sentence=sentence)
    forbid("penalty_note", "TRUNCATE", sentence=sentence)
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
