"""Writing to the owner, at the address of the business or else of their login."""

from datetime import datetime

from facturelite.accounts.queries import owner
from facturelite.business.queries import the_business
from facturelite.outbox.actions import post
from facturelite.outbox.words import joined


def tell_the_owner(
    *,
    key: str,
    title: str,
    paragraphs: tuple[str, ...],
    at: datetime,
    subject: str = "",
    client_id: int | None = None,
    button: str = "Ouvrir facturelite",
) -> None:
    """Post a mail in French to the owner, with a button to the page of its subject.

    Words of others in `paragraphs` must have been through `outbox.words`. Does nothing while no
    address is known.
    """
    account = owner()
    recipient = the_business().email or (account.email if account else "")
    if not recipient:
        return
    post(
        "mail",
        key=key,
        at=at,
        subject=subject,
        client_id=client_id,
        to=[recipient],
        title=title,
        text=joined(*paragraphs, "{page}"),
        language="fr",
        button=button,
        automatic=True,
    )
