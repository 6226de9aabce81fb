"""Keep what was agreed apart from what ended it, and guard notes, plans and reminders further.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op
from facturelite.migrations.guards import append_only, differ, forbid

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    # Not by a batch: SQLite would rebuild the table.
    for column in (
        sa.Column("agreed_by_client", sa.Boolean(), nullable=True),
        sa.Column("evidence_text", sa.Text(), nullable=False, server_default=""),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column("payment_plan", column)
    op.add_column(
        "reminder_settings",
        sa.Column("public_interest", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    # Until now the words of the end were written over those of the agreement.
    op.execute(
        "UPDATE payment_plan SET ended_at = closed_at, ended_reason = answer WHERE state = 'ENDED'"
    )
    op.create_table(
        "other_settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_other_settlement_not_nothing")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_other_settlement_payment_id_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_settlement")),
    )
    for column in ("payment_id", "subject"):
        op.create_index(op.f(f"ix_other_settlement_{column}"), "other_settlement", [column])
    guard()


def guard() -> None:
    """Have the database itself refuse to alter what was agreed, closed or sent."""
    append_only("other_settlement", sentence="a settlement is written for ever")
    sentence = "what was agreed on never changes"
    agreed = differ("closed_at", "answer", "pdf_id", "agreed_by_client", "evidence_text")
    ended = differ("ended_at", "ended_reason")
    forbid(
        "payment_plan",
        "UPDATE",
        when=f"(OLD.state <> 'PROPOSED' AND ({agreed})) OR (OLD.state = 'ENDED' AND ({ended}))",
        sentence=sentence,
        name="agreed",
    )
    for table in ("plan_debt", "plan_instalment"):
        forbid(
            table,
            "INSERT",
            when="(SELECT state FROM payment_plan WHERE id = NEW.plan_id) <> 'PROPOSED'",
            sentence=sentence,
        )
    cancelled = f"OLD.state = 'CANCELLED' AND ({differ('state', 'closed_on', 'reason')})"
    paid = "OLD.state = 'PAID' AND NEW.state = 'CANCELLED'"
    same = f"OLD.state = NEW.state AND ({differ('closed_on', 'reason')})"
    forbid(
        "penalty_note",
        "UPDATE",
        when=f"({cancelled}) OR ({paid}) OR ({same})",
        sentence="a note of penalties that was paid or cancelled never changes",
        name="closed",
    )
    parts = "(SELECT COALESCE(SUM(interest + recovery_fee), 0) FROM penalty_part"
    said = "(SELECT interest + recovery_fees FROM penalty_note WHERE id = NEW.note_id)"
    forbid(
        "penalty_part",
        "INSERT",
        when=f"{parts} WHERE note_id = NEW.note_id) + NEW.interest + NEW.recovery_fee > {said}",
        sentence="a note of penalties never changes",
    )
    forbid(
        "reminder_item",
        "INSERT",
        when="(SELECT state FROM reminder WHERE id = NEW.reminder_id) IN ('SENT', 'DONE')",
        sentence="a reminder that was sent never changes",
    )


def downgrade() -> None:
    raise NotImplementedError("restore the copy that was made before the upgrade")
