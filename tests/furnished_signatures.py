"""Quotes signed online: in English, by a consumer, and withdrawn from."""

from datetime import datetime
from decimal import Decimal

from agreements import VISIT, a_mail_account
from facturelite.clients import links
from facturelite.clients.actions import register_client
from facturelite.clients.details import AddressUse, ClientDetails, ClientKind, PostalAddress
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.outbox.model import MailAccount
from facturelite.quotes.model import Quote
from facturelite.quotes.renouncing import renounce
from quoting import a_sent_quote, firm, option
from signing_quotes import signed, with_pdf

Names = dict[str, object]


def furnish_signatures(smith: Client, *, key: str, at: datetime, mark: str) -> Names:
    """Have a professional and a consumer sign what they are sent."""
    a_mail_account()  # only while codes are asked for
    iris = _consumer(at, mark)
    english = _offer(smith, at, mark)
    signed(english, frozenset({1}), key=key, at=at, language="en", name=f"John{mark}")
    order, over = _offer(iris, at, mark), _offer(iris, at, mark)
    for quote in (order, over):
        signed(quote, key=key, at=at, capacity="", name=f"Iris{mark}")
    told = {"name": f"Iris{mark}", "email": iris.email, "language": "fr", "received_on": None}
    renounce(over, **told, visit=VISIT, at=at, on=at.date())
    db.session.delete(db.session.get_one(MailAccount, 1))
    return {
        "english_signed": english.id,
        "consumer_order": order.id,
        "consumer_renounced": over.id,
        "consumer_token": links.token(links.open_link(iris, key=key, at=at), key=key),
    }


def _consumer(at: datetime, mark: str) -> Client:
    details = ClientDetails(
        ClientKind.CONSUMER,
        civility="Mme",
        first_name=f"Iris{mark}",
        last_name="Blanchet",
        email="iris@maison.example",
        addresses={AddressUse.MAIN: PostalAddress("3 rue du Puits", "", "69001", "Lyon")},
    )
    return register_client(details, at=at)


def _offer(client: Client, at: datetime, mark: str) -> Quote:
    offers = (firm("1000", f"Site{mark}", detail=f"x{mark}"), option("200", f"Photos{mark}"))
    deposit = {"title": f"Nouveau site{mark}", "deposit_percent": Decimal(30)}
    return with_pdf(a_sent_quote(client, *offers, at=at, on=at.date(), **deposit), at=at)
