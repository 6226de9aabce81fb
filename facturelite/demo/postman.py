"""Mail in the demonstration: nothing ever leaves, and every answer says so."""

from collections.abc import Iterator
from contextlib import contextmanager

from facturelite.outbox.actions import (
    Attempt,
    PermanentFailure,
    filled,
    handler_of,
    handles,
)

UNKNOWN = "garage-perrin.example"  # whose letter box is gone
ACCEPTED = "250 2.0.0 OK (démonstration : rien n’est parti)"
REFUSED = "550 5.1.1 <{to}> : adresse inconnue (démonstration : rien n’est parti)"


@contextmanager
def pretending() -> Iterator[None]:
    """Answer for the mail server, inside the block."""
    real = handler_of("mail")
    handles("mail")(_pretend)
    try:
        yield
    finally:
        handles("mail")(real)


def _pretend(attempt: Attempt) -> str:
    filled(attempt.payload["text"], attempt)  # the private links are made, as in a true mail
    refused = [to for to in attempt.payload["to"] if to.endswith(f"@{UNKNOWN}")]
    if refused:
        raise PermanentFailure(REFUSED.format(to=refused[0]))
    return ACCEPTED
