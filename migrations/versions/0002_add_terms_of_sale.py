"""Add the terms of sale: texts, versions, conditions, requests, acceptances, codes.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from facturelite.migrations.guards import append_only, differ, forbid

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "house_rule",
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("quote_sent", sa.String(length=20), nullable=False),
        sa.Column("quote_signed", sa.String(length=20), nullable=False),
        sa.Column("invoice_on_credit", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("audience", name=op.f("pk_house_rule")),
    )
    op.create_table(
        "terms_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("activity", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_text")),
    )
    with op.batch_alter_table("terms_text", schema=None) as batch_op:
        batch_op.create_index(
            "ix_terms_text_one_in_use",
            ["audience", "activity"],
            unique=True,
            sqlite_where=sa.text("archived_at IS NULL"),
            postgresql_where=sa.text("archived_at IS NULL"),
        )

    op.create_table(
        "conditions_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("choices_text", sa.Text(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(audience IS NULL) <> (client_id IS NULL)", name=op.f("ck_conditions_choice_one_scope")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_conditions_choice_client_id_client")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conditions_choice")),
        sa.UniqueConstraint("audience", name=op.f("uq_conditions_choice_audience")),
        sa.UniqueConstraint("client_id", name=op.f("uq_conditions_choice_client_id")),
    )
    op.create_table(
        "email_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_email_code_client_id_client")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_code")),
    )
    with op.batch_alter_table("email_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_email_code_client_id"), ["client_id"], unique=False)
        batch_op.create_index("ix_email_code_purpose_subject", ["purpose", "subject"], unique=False)

    op.create_table(
        "terms_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("french", sa.Text(), nullable=False),
        sa.Column("english", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("french_text", sa.Text(), nullable=False),
        sa.Column("english_text", sa.Text(), nullable=False),
        sa.Column("conditions_text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_id", sa.Integer(), nullable=True),
        sa.Column("english_pdf_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'DRAFT') = (effective_on IS NULL)",
            name=op.f("ck_terms_version_day_at_publication"),
        ),
        sa.CheckConstraint(
            "(state = 'DRAFT') = (number IS NULL)",
            name=op.f("ck_terms_version_number_at_publication"),
        ),
        sa.CheckConstraint(
            "(state = 'DRAFT') = (pdf_id IS NULL)", name=op.f("ck_terms_version_pdf_at_publication")
        ),
        sa.CheckConstraint(
            "(state = 'DRAFT') = (published_at IS NULL)",
            name=op.f("ck_terms_version_dated_at_publication"),
        ),
        sa.CheckConstraint(
            "(state = 'DRAFT') = (text_sha256 = '')",
            name=op.f("ck_terms_version_hash_at_publication"),
        ),
        sa.ForeignKeyConstraint(
            ["english_pdf_id"],
            ["stored_document.id"],
            name=op.f("fk_terms_version_english_pdf_id_stored_document"),
        ),
        sa.ForeignKeyConstraint(
            ["pdf_id"], ["stored_document.id"], name=op.f("fk_terms_version_pdf_id_stored_document")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["terms_text.id"], name=op.f("fk_terms_version_text_id_terms_text")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_version")),
    )
    with op.batch_alter_table("terms_version", schema=None) as batch_op:
        batch_op.create_index("ix_terms_version_number", ["text_id", "number"], unique=True)
        batch_op.create_index(
            "ix_terms_version_one_draft",
            ["text_id"],
            unique=True,
            sqlite_where=sa.text("state = 'DRAFT'"),
            postgresql_where=sa.text("state = 'DRAFT'"),
        )

    op.create_table(
        "terms_acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=400), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("conditions_text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("mail_key", sa.String(length=200), nullable=False),
        sa.Column("pdf_id", sa.Integer(), nullable=False),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_terms_acceptance_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["pdf_id"],
            ["stored_document.id"],
            name=op.f("fk_terms_acceptance_pdf_id_stored_document"),
        ),
        sa.ForeignKeyConstraint(
            ["scan_id"],
            ["stored_document.id"],
            name=op.f("fk_terms_acceptance_scan_id_stored_document"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["terms_version.id"],
            name=op.f("fk_terms_acceptance_version_id_terms_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_acceptance")),
    )
    with op.batch_alter_table("terms_acceptance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_terms_acceptance_client_id"), ["client_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_terms_acceptance_version_id"), ["version_id"], unique=False
        )

    op.create_table(
        "terms_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'OPEN') = (closed_at IS NULL)",
            name=op.f("ck_terms_request_dated_when_closed"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_terms_request_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["terms_version.id"],
            name=op.f("fk_terms_request_version_id_terms_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_request")),
    )
    with op.batch_alter_table("terms_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_terms_request_client_id"), ["client_id"], unique=False)
        batch_op.create_index(
            "ix_terms_request_one_open",
            ["client_id", "version_id"],
            unique=True,
            sqlite_where=sa.text("state = 'OPEN'"),
            postgresql_where=sa.text("state = 'OPEN'"),
        )
        batch_op.create_index(batch_op.f("ix_terms_request_state"), ["state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_terms_request_version_id"), ["version_id"], unique=False
        )

    guard()


def guard() -> None:
    """Have the database itself refuse to alter what was published or accepted."""
    append_only("terms_acceptance", sentence="terms_acceptance rows are written for ever")
    sentence = "a published version never changes"
    forbid("terms_version", "UPDATE", when="OLD.state <> 'DRAFT'", sentence=sentence)
    forbid("terms_version", "DELETE", when="OLD.state <> 'DRAFT'", sentence=sentence)
    forbid("terms_version", "TRUNCATE", sentence=sentence)
    published = (
        "EXISTS (SELECT 1 FROM terms_version v WHERE v.text_id = OLD.id AND v.state <> 'DRAFT')"
    )
    renamed = differ("id", "audience", "activity")
    forbid("terms_text", "UPDATE", when=f"({renamed}) AND {published}", sentence=sentence)
    forbid("terms_text", "DELETE", when=published, sentence=sentence)
    forbid("terms_text", "TRUNCATE", sentence=sentence)
    unpublished = "(SELECT state FROM terms_version WHERE id = NEW.version_id) = 'DRAFT'"
    forbid("terms_acceptance", "INSERT", when=unpublished, sentence="a draft cannot be accepted")


def downgrade() -> None:
    raise NotImplementedError("restore the copy that was made before the upgrade")
