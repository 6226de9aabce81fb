"""Repeat invoices period after period.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from facturelite.migrations.guards import differ, forbid

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "recurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("billed_at", sa.String(length=20), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("payment_term_code", sa.String(length=40), nullable=False),
        sa.Column("purchase_order", sa.String(length=100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("vat_treatment", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("every > 0", name=op.f("ck_recurrence_goes_forward")),
        sa.CheckConstraint("times IS NULL OR times > 0", name=op.f("ck_recurrence_some_times")),
        sa.CheckConstraint(
            "ends_on IS NULL OR state = 'ENDED' OR times IS NULL",
            name=op.f("ck_recurrence_one_end"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_recurrence_client_id_client")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurrence")),
    )
    op.create_index(op.f("ix_recurrence_client_id"), "recurrence", ["client_id"], unique=False)
    _create_tariffs()
    op.create_table(
        "recurrence_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recurrence_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recurrence_id"],
            ["recurrence.id"],
            name=op.f("fk_recurrence_pause_recurrence_id_recurrence"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurrence_pause")),
    )
    op.create_index(
        op.f("ix_recurrence_pause_recurrence_id"), "recurrence_pause", ["recurrence_id"]
    )
    op.create_table(
        "recurrence_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recurrence_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
            name=op.f("fk_recurrence_period_invoice_id_invoice"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["recurrence_id"],
            ["recurrence.id"],
            name=op.f("fk_recurrence_period_recurrence_id_recurrence"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurrence_period")),
        sa.UniqueConstraint("invoice_id", name=op.f("uq_recurrence_period_invoice_id")),
        sa.UniqueConstraint(
            "recurrence_id", "since", name=op.f("uq_recurrence_period_recurrence_id_since")
        ),
    )
    guard()


def _create_tariffs() -> None:
    op.create_table(
        "recurrence_tariff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recurrence_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recurrence_id"],
            ["recurrence.id"],
            name=op.f("fk_recurrence_tariff_recurrence_id_recurrence"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurrence_tariff")),
        sa.UniqueConstraint(
            "recurrence_id", "since", name=op.f("uq_recurrence_tariff_recurrence_id_since")
        ),
    )
    op.create_table(
        "recurrence_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tariff_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=3), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("discount_percent", sa.BigInteger(), nullable=False),
        sa.Column("vat_rate", sa.BigInteger(), nullable=False),
        sa.Column("goods", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "discount_percent BETWEEN 0 AND 1000000",
            name=op.f("ck_recurrence_line_discount_is_a_share"),
        ),
        sa.CheckConstraint("unit_price >= 0", name=op.f("ck_recurrence_line_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["tariff_id"],
            ["recurrence_tariff.id"],
            name=op.f("fk_recurrence_line_tariff_id_recurrence_tariff"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurrence_line")),
    )
    op.create_index(op.f("ix_recurrence_line_tariff_id"), "recurrence_line", ["tariff_id"])


def guard() -> None:
    """Have the database itself remember what was billed: forgetting would bill it again."""
    sentence = "a period that was billed stays billed"
    said = differ("id", "recurrence_id", "since", "until", "due_on", "made_on")
    forbid("recurrence_period", "UPDATE", when=f"({said})", sentence=sentence)
    forbid("recurrence_period", "DELETE", sentence=sentence)
    forbid("recurrence_period", "TRUNCATE", sentence=sentence)


def downgrade() -> None:
    raise NotImplementedError("restore the copy that was made before the upgrade")
