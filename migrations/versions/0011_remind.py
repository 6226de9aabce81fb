"""Remind those who do not pay, step by step.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from facturelite.migrations.guards import differ, forbid

revision = "0011"
down_revision = "0010"

_OPEN = sa.text("state IN ('PROPOSED', 'POSTPONED', 'APPROVED', 'LEAVING', 'FAILED')")


def upgrade() -> None:
    _create_ladders()
    _create_reminders()
    guard()


def _create_ladders() -> None:
    op.create_table(
        "reminder_ladder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "NOT is_default OR archived_at IS NULL",
            name=op.f("ck_reminder_ladder_default_in_use"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_ladder")),
    )
    op.create_index(
        "uq_reminder_ladder_default",
        "reminder_ladder",
        ["audience"],
        unique=True,
        sqlite_where=sa.text("is_default"),
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        "reminder_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ladder_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("tone", sa.String(length=20), nullable=False),
        sa.Column("claim", sa.String(length=20), nullable=False),
        sa.Column("deadline_days", sa.Integer(), nullable=True),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("attach_letter", sa.Boolean(), nullable=False),
        sa.Column("title_fr", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "deadline_days IS NULL OR deadline_days > 0", name=op.f("ck_reminder_step_some_days")
        ),
        sa.CheckConstraint(
            "NOT automatic OR channel = 'EMAIL'", name=op.f("ck_reminder_step_automatic_by_mail")
        ),
        sa.ForeignKeyConstraint(
            ["ladder_id"],
            ["reminder_ladder.id"],
            name=op.f("fk_reminder_step_ladder_id_reminder_ladder"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_step")),
    )
    op.create_index(op.f("ix_reminder_step_ladder_id"), "reminder_step", ["ladder_id"])
    op.create_table(
        "client_ladder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("ladder_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_client_ladder_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["ladder_id"],
            ["reminder_ladder.id"],
            name=op.f("fk_client_ladder_ladder_id_reminder_ladder"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_ladder")),
        sa.UniqueConstraint("client_id", name=op.f("uq_client_ladder_client_id")),
    )
    op.create_index(op.f("ix_client_ladder_ladder_id"), "client_ladder", ["ladder_id"])
    op.create_table(
        "reminder_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minimum_days", sa.Integer(), nullable=False),
        sa.Column("on_sundays", sa.Boolean(), nullable=False),
        sa.Column("on_holidays", sa.Boolean(), nullable=False),
        sa.Column("from_hour", sa.Integer(), nullable=False),
        sa.Column("to_hour", sa.Integer(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("bank_days", sa.Integer(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_reminder_settings_only_one")),
        sa.CheckConstraint("minimum_days > 0", name=op.f("ck_reminder_settings_some_rest")),
        sa.CheckConstraint(
            "0 <= from_hour AND from_hour < to_hour AND to_hour <= 24",
            name=op.f("ck_reminder_settings_hours"),
        ),
        sa.CheckConstraint(
            "bank_days IS NULL OR bank_days > 0", name=op.f("ck_reminder_settings_recent")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_settings")),
    )


def _create_reminders() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("tone", sa.String(length=20), nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("own_title", sa.String(length=200), nullable=False),
        sa.Column("own_text", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("credit", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("fees", sa.BigInteger(), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("outbox_key", sa.String(length=200), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("tracking_number", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'POSTPONED') = (until IS NOT NULL)", name=op.f("ck_reminder_day_of_postponed")
        ),
        sa.CheckConstraint(
            "(state IN ('SENT', 'DONE')) = (sent_on IS NOT NULL)",
            name=op.f("ck_reminder_day_when_sent"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_reminder_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["reminder_step.id"], name=op.f("fk_reminder_step_id_reminder_step")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["stored_document.id"],
            name=op.f("fk_reminder_document_id_stored_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    op.create_index(op.f("ix_reminder_client_id"), "reminder", ["client_id"])
    op.create_index(op.f("ix_reminder_step_id"), "reminder", ["step_id"])
    op.create_index("ix_reminder_state", "reminder", ["state"])
    op.create_index(
        "uq_reminder_open",
        "reminder",
        ["client_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_table(
        "reminder_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reminder_id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("dropped", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "dropped = '' OR step_id IS NULL", name=op.f("ck_reminder_item_free_once_dropped")
        ),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminder.id"], name=op.f("fk_reminder_item_reminder_id_reminder")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_reminder_item_invoice_id_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["reminder_step.id"], name=op.f("fk_reminder_item_step_id_reminder_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_item")),
        sa.UniqueConstraint(
            "invoice_id", "step_id", name=op.f("uq_reminder_item_invoice_id_step_id")
        ),
        sa.UniqueConstraint(
            "reminder_id", "invoice_id", name=op.f("uq_reminder_item_reminder_id_invoice_id")
        ),
    )
    op.create_index(op.f("ix_reminder_item_invoice_id"), "reminder_item", ["invoice_id"])
    op.create_index(op.f("ix_reminder_item_step_id"), "reminder_item", ["step_id"])


def guard() -> None:
    """Have the database itself refuse to alter what was told to a client."""
    sentence = "a reminder that was sent never changes"
    told = differ(
        "id",
        "client_id",
        "step_id",
        "state",
        "channel",
        "tone",
        "title",
        "text",
        "principal",
        "credit",
        "interest",
        "fees",
        "deadline_on",
        "document_id",
        "sent_on",
        "outcome",
    )
    gone = "OLD.state IN ('SENT', 'DONE')"
    forbid("reminder", "UPDATE", when=f"{gone} AND ({told})", sentence=sentence)
    forbid("reminder", "DELETE", when=gone, sentence=sentence)
    forbid("reminder", "TRUNCATE", sentence=sentence)
    gone = "(SELECT state FROM reminder WHERE id = OLD.reminder_id) IN ('SENT', 'DONE')"
    for event in ("UPDATE", "DELETE"):
        forbid("reminder_item", event, when=gone, sentence=sentence)
    forbid("reminder_item", "TRUNCATE", sentence=sentence)


def downgrade() -> None:
    raise NotImplementedError("restore the copy that was made before the upgrade")
