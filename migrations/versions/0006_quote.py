"""Quote, and sign what was quoted.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from facturelite.migrations.guards import append_only, differ, forbid

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "business",
        sa.Column(
            "quote_format", sa.String(length=30), nullable=False, server_default="D{AAAA}-{0000}"
        ),
    )
    op.create_table(
        "quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=35), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("valid_days", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("revises_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("payment_term_code", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("duration", sa.String(length=120), nullable=False),
        sa.Column("travel", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("vat_treatment", sa.String(length=20), nullable=False),
        sa.Column("discount_percent", sa.BigInteger(), nullable=True),
        sa.Column("discount_amount", sa.BigInteger(), nullable=True),
        sa.Column("concluded", sa.String(length=20), nullable=False),
        sa.Column("terms_version_id", sa.Integer(), nullable=True),
        sa.Column("deposit_nature", sa.String(length=20), nullable=False),
        sa.Column("deposit_percent", sa.BigInteger(), nullable=True),
        sa.Column("deposit_amount", sa.BigInteger(), nullable=True),
        sa.Column("deposit_due_on", sa.Date(), nullable=True),
        sa.Column("deposit_by_itself", sa.Boolean(), nullable=False),
        sa.Column("waits_for_deposit", sa.Boolean(), nullable=False),
        sa.Column("total_net", sa.BigInteger(), nullable=False),
        sa.Column("total_vat", sa.BigInteger(), nullable=False),
        sa.Column("total_gross", sa.BigInteger(), nullable=False),
        sa.Column("snapshot_text", sa.Text(), nullable=True),
        sa.Column("pdf_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'DRAFT') = (number IS NULL)", name=op.f("ck_quote_number_when_sent")
        ),
        sa.CheckConstraint(
            "(state = 'DRAFT') = (sent_on IS NULL)", name=op.f("ck_quote_day_when_sent")
        ),
        sa.CheckConstraint(
            "(state = 'DRAFT') = (snapshot_text IS NULL)", name=op.f("ck_quote_snapshot_when_sent")
        ),
        sa.CheckConstraint(
            "deposit_percent IS NULL OR deposit_amount IS NULL",
            name=op.f("ck_quote_one_kind_of_deposit"),
        ),
        sa.CheckConstraint(
            "discount_percent IS NULL OR discount_amount IS NULL",
            name=op.f("ck_quote_one_kind_of_discount"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_quote_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["pdf_id"], ["stored_document.id"], name=op.f("fk_quote_pdf_id_stored_document")
        ),
        sa.ForeignKeyConstraint(
            ["revises_id"], ["quote.id"], name=op.f("fk_quote_revises_id_quote")
        ),
        sa.ForeignKeyConstraint(
            ["terms_version_id"],
            ["terms_version.id"],
            name=op.f("fk_quote_terms_version_id_terms_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sa.UniqueConstraint("number", name=op.f("uq_quote_number")),
    )
    op.create_index(op.f("ix_quote_client_id"), "quote", ["client_id"], unique=False)
    op.create_index(op.f("ix_quote_revises_id"), "quote", ["revises_id"], unique=False)
    op.create_index(op.f("ix_quote_sent_on"), "quote", ["sent_on"], unique=False)
    op.create_index(op.f("ix_quote_state"), "quote", ["state"], unique=False)
    op.create_index(op.f("ix_quote_valid_until"), "quote", ["valid_until"], unique=False)
    op.create_table(
        "quote_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=20), nullable=False),
        sa.Column("variant_group", sa.String(length=60), nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
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
            "discount_percent BETWEEN 0 AND 1000000", name=op.f("ck_quote_line_discount_is_a_share")
        ),
        sa.CheckConstraint("unit_price >= 0", name=op.f("ck_quote_line_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quote.id"], name=op.f("fk_quote_line_quote_id_quote")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_line")),
    )
    op.create_index(op.f("ix_quote_line_quote_id"), "quote_line", ["quote_id"], unique=False)
    op.create_table(
        "quote_stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(percent IS NULL) <> (amount IS NULL)", name=op.f("ck_quote_stage_one_kind_of_share")
        ),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quote.id"], name=op.f("fk_quote_stage_quote_id_quote")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_stage")),
    )
    op.create_index(op.f("ix_quote_stage_quote_id"), "quote_stage", ["quote_id"], unique=False)
    op.create_table(
        "quote_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["stored_document.id"],
            name=op.f("fk_quote_attachment_document_id_stored_document"),
        ),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quote.id"], name=op.f("fk_quote_attachment_quote_id_quote")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_attachment")),
    )
    op.create_index(
        op.f("ix_quote_attachment_quote_id"), "quote_attachment", ["quote_id"], unique=False
    )
    op.create_table(
        "quote_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("from_client", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quote.id"], name=op.f("fk_quote_message_quote_id_quote")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_message")),
    )
    op.create_index(op.f("ix_quote_message_quote_id"), "quote_message", ["quote_id"], unique=False)
    op.create_table(
        "quote_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=400), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("total_net", sa.BigInteger(), nullable=False),
        sa.Column("total_vat", sa.BigInteger(), nullable=False),
        sa.Column("total_gross", sa.BigInteger(), nullable=False),
        sa.Column("snapshot_text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("acceptance_id", sa.Integer(), nullable=True),
        sa.Column("pdf_id", sa.Integer(), nullable=False),
        sa.Column("drawn_id", sa.Integer(), nullable=True),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["acceptance_id"],
            ["terms_acceptance.id"],
            name=op.f("fk_quote_signature_acceptance_id_terms_acceptance"),
        ),
        sa.ForeignKeyConstraint(
            ["drawn_id"],
            ["stored_document.id"],
            name=op.f("fk_quote_signature_drawn_id_stored_document"),
        ),
        sa.ForeignKeyConstraint(
            ["pdf_id"],
            ["stored_document.id"],
            name=op.f("fk_quote_signature_pdf_id_stored_document"),
        ),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quote.id"], name=op.f("fk_quote_signature_quote_id_quote")
        ),
        sa.ForeignKeyConstraint(
            ["scan_id"],
            ["stored_document.id"],
            name=op.f("fk_quote_signature_scan_id_stored_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_signature")),
        sa.UniqueConstraint("quote_id", name=op.f("uq_quote_signature_quote_id")),
    )
    guard()


def guard() -> None:
    """Have the database itself refuse to alter what was sent, said or signed."""
    for table in ("quote_message", "quote_signature"):
        append_only(table, sentence=f"{table} rows are written for ever")
    sentence = "a quote that was sent never changes"
    said = differ(
        "id",
        "client_id",
        "number",
        "sent_on",
        "valid_until",
        "revises_id",
        "title",
        "payment_term_code",
        "deposit_percent",
        "deposit_amount",
        "terms_version_id",
        "total_net",
        "total_vat",
        "total_gross",
        "snapshot_text",
    )
    forbid("quote", "UPDATE", when=f"OLD.state <> 'DRAFT' AND ({said})", sentence=sentence)
    forbid("quote", "DELETE", when="OLD.state <> 'DRAFT'", sentence=sentence)
    forbid("quote", "TRUNCATE", sentence=sentence)
    for table in ("quote_line", "quote_stage", "quote_attachment"):
        sent = "(SELECT state FROM quote WHERE id = OLD.quote_id) <> 'DRAFT'"
        for event in ("UPDATE", "DELETE"):
            forbid(table, event, when=sent, sentence=sentence)
        forbid(table, "TRUNCATE", sentence=sentence)


def downgrade() -> None:
    raise NotImplementedError("restore the copy that was made before the upgrade")
