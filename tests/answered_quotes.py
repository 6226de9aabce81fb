"""Quotes as clients see them: to answer, signed, declined, replaced, expired, withdrawn from."""

from datetime import datetime, timedelta
from decimal import Decimal

from agreements import VISIT, a_mail_account
from facturelite.business.queries import the_business
from facturelite.clients import links
from facturelite.clients.actions import register_client
from facturelite.clients.details import AddressUse, ClientDetails, ClientKind, PostalAddress
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.documents.actions import keep
from facturelite.outbox.model import MailAccount
from facturelite.quotes.answering import answer_question, ask_question, decline
from facturelite.quotes.model import Quote, QuoteAttachment
from facturelite.quotes.renouncing import renounce
from facturelite.quotes.revising import revise
from facturelite.quotes.sending import send_quote
from quoting import a_quote, firm, milestone, option, variant
from signing_quotes import signed, with_pdf

Names = dict[str, object]


def furnish_quotes(martin: Client, smith: Client, *, key: str, at: datetime, mark: str) -> Names:
    """Send quotes to two professionals and a consumer, and have them answer."""
    a_mail_account()  # only while codes are asked for
    iris = _consumer(at, mark)
    token = links.token(links.open_link(iris, key=key, at=at), key=key)
    offer = _offer(martin, at, mark)
    _talk(offer, at, mark)
    taken = _offer(martin, at, mark)
    signed(taken, frozenset({1, 3}), key=key, at=at, name=f"Paule{mark}", capacity=f"Gérante{mark}")
    declined, replaced = _offer(martin, at, mark), _offer(martin, at, mark)
    decline(declined, reason=f"Cher{mark}", address="", browser="", at=at, on=at.date())
    newer = revise(replaced, business=the_business(), at=at)
    send_quote(newer, business=the_business(), at=at, on=at.date())
    expired = _offer(martin, at - timedelta(days=60), mark)
    english, ordered = _offer(smith, at, mark), _offer(smith, at, mark)
    signed(ordered, key=key, at=at, language="en", name=f"John{mark}")
    order, over = _offer(iris, at, mark), _offer(iris, at, mark)
    for quote in (order, over):
        signed(quote, key=key, at=at, capacity="", name=f"Iris{mark}")
    renounce(
        over, name=f"Iris{mark}", email=iris.email, language="fr", visit=VISIT, at=at, on=at.date()
    )
    db.session.delete(db.session.get_one(MailAccount, 1))
    made = {
        "client_offer": offer,
        "client_signed": taken,
        "client_declined": declined,
        "client_replaced": replaced,
        "client_expired": expired,
        "english_offer": english,
        "english_signed": ordered,
        "consumer_order": order,
        "consumer_renounced": over,
    }
    return {name: quote.id for name, quote in made.items()} | {"consumer_token": token}


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
    quote = a_quote(
        client,
        firm("1000", f"Site{mark}", detail=f"Trois pages{mark}"),
        option("200", f"Photos{mark}"),
        variant("50", f"Papier{mark}", chosen=True),
        variant("80", f"Papier{mark}"),
        at=at,
        title=f"Nouveau site{mark}",
        stages=(milestone("20", f"Maquette{mark}"),),
        deposit_percent=Decimal(30),
        duration=f"Trois semaines{mark}",
        travel=f"Compris{mark}",
    )
    plan = keep(b"%PDF plan", media_type="application/pdf", filename=f"plan{mark}.pdf", at=at)
    db.session.add(QuoteAttachment(quote_id=quote.id, document_id=plan.id, label=f"Plan{mark}"))
    db.session.flush()
    send_quote(quote, business=the_business(), at=at, on=at.date())
    return with_pdf(quote, at=at)


def _talk(quote: Quote, at: datetime, mark: str) -> None:
    ask_question(quote, text=f"Combien de temps ?{mark}", at=at)
    answer_question(quote, text=f"Trois semaines{mark}", business=the_business(), at=at)
