"""Heed an answer after an earlier one failed; keep what is contested, asked and chosen.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op
from facturelite.migrations.guards import append_only, differ, forbid

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "heeded_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_heeded_answer_invoice_id_invoice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heeded_answer")),
        sa.UniqueConstraint(
            "invoice_id", "answer", name=op.f("uq_heeded_answer_invoice_id_answer")
        ),
    )
    op.create_index(
        op.f("ix_heeded_answer_invoice_id"), "heeded_answer", ["invoice_id"], unique=False
    )
    # Not by a batch: SQLite would rebuild the table.
    op.add_column("reminder", sa.Column("chosen_on", sa.Date(), nullable=True))
    guard()


def guard() -> None:
    """Have the database itself refuse to alter what a client said, or what was answered."""
    append_only("heeded_answer", sentence="heeded_answer rows are written for ever")
    sentence = "a dispute is only ever closed"
    said = differ("id", "invoice_id", "category", "contested", "words", "opened_at")
    closed = f"OLD.closed_at IS NOT NULL AND ({differ('closed_at', 'outcome', 'answer')})"
    forbid("dispute", "UPDATE", when=f"({said}) OR ({closed})", sentence=sentence)
    forbid("dispute", "DELETE", sentence=sentence)
    forbid("dispute", "TRUNCATE", sentence=sentence)
    sentence = "a request for time is only ever answered"
    said = differ("id", "invoice_id", "asked_until", "words", "asked_at")
    answer = differ("state", "closed_at", "granted_until", "answer")
    answered = f"OLD.state <> 'ASKED' AND ({answer})"
    forbid("delay_request", "UPDATE", when=f"({said}) OR ({answered})", sentence=sentence)
    forbid("delay_request", "DELETE", sentence=sentence)
    forbid("delay_request", "TRUNCATE", sentence=sentence)


def downgrade() -> None:
    raise NotImplementedError("restore the copy that was made before the upgrade")
