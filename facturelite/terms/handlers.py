"""The blanks of the mails about terms that are worked out when they leave."""

from flask import current_app

from facturelite.outbox.actions import Attempt, fills
from facturelite.terms import codes


@fills("code")
def email_code(attempt: Attempt) -> str:
    """Return the six digits of a code; dots to the owner, who must not read it."""
    return codes.code_to_write(attempt, key=current_app.config["SECRET_KEY"])
