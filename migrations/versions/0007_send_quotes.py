"""Have the database hold quotes to their life once they are sent.

Revision ID: 0007
Revises: 0006
"""

from facturelite.migrations.guards import differ, forbid

revision = "0007"
down_revision = "0006"

# From where to where a quote goes.
MOVES = (
    ("DRAFT", "SENT"),
    ("SENT", "SIGNED"),
    ("SENT", "DECLINED"),
    ("SENT", "WITHDRAWN"),
    ("SIGNED", "CANCELLED"),
)
# What 0006 leaves free of what was sent; its PDF comes once, its answer with its state.
SAID = (
    "valid_days",
    "starts_on",
    "duration",
    "travel",
    "note",
    "vat_treatment",
    "discount_percent",
    "discount_amount",
    "concluded",
    "deposit_nature",
    "deposit_due_on",
    "deposit_by_itself",
    "waits_for_deposit",
    "created_at",
)


def upgrade() -> None:
    never = "a quote that was sent never changes"
    forbid(
        "quote",
        "UPDATE",
        name="said",
        when=f"OLD.state <> 'DRAFT' AND ({differ(*SAID)})",
        sentence=never,
    )
    forbid(
        "quote",
        "UPDATE",
        name="answered",
        when=f"OLD.state <> 'DRAFT' AND OLD.state = NEW.state AND ({differ('answer')})",
        sentence=never,
    )
    forbid(
        "quote",
        "UPDATE",
        name="rendered",
        when=f"OLD.pdf_id IS NOT NULL AND ({differ('pdf_id')})",
        sentence="the PDF of a quote is made once",
    )
    moves = " OR ".join(f"OLD.state = '{one}' AND NEW.state = '{two}'" for one, two in MOVES)
    forbid(
        "quote",
        "UPDATE",
        name="moved",
        when=f"OLD.state <> NEW.state AND NOT ({moves})",
        sentence="a quote moves only forward: sent, then signed, declined or withdrawn",
    )
    for table in ("quote_line", "quote_stage", "quote_attachment"):
        sent = "(SELECT state FROM quote WHERE id = NEW.quote_id) <> 'DRAFT'"
        forbid(table, "INSERT", when=sent, sentence=never)
        forbid(table, "UPDATE", name="moved", when=sent, sentence=never)


def downgrade() -> None:
    raise NotImplementedError("restore the copy that was made before the upgrade")
