"""What quotes have to say on the first page."""

from collections.abc import Iterator
from datetime import date

from facturelite.dates import PARIS, in_words, relative
from facturelite.orders.queries import withdrawals_to_decide
from facturelite.quotes import renouncing
from facturelite.quotes.model import Quote
from facturelite.quotes.queries import Filter
from facturelite.today import quotes_queries
from facturelite.today.things import LONGEST_QUOTE, Thing

MOST = 6  # drafts, so that they hide nothing else


def to_answer() -> Iterator[Thing]:
    """Clients who ask something before they sign."""
    for quote, asked in quotes_queries.questions():
        title = f"{quote.client.name} demande, sur {quote.number}"
        text = f"« {asked.text[:LONGEST_QUOTE]} »"
        yield _thing(quote, ("soon", "message-question"), title, text, "Répondre", at="echanges")


def renounced() -> Iterator[Thing]:
    """Consumers who withdrew from what they had signed, be the order ended before or since."""
    ended = (order.quote for order in withdrawals_to_decide())
    for quote in (*renouncing.to_decide(), *ended):
        told = quote.renunciation
        title = f"{quote.client.name} se rétracte de {quote.number}"
        text = f"Le {in_words(told.at.astimezone(PARIS).date())}, dans le délai." if told else ""
        yield _thing(quote, ("late", "receipt-refund"), title, text, "Décider", at="retractation")


def signed(*, on: date) -> Iterator[Thing]:
    """Quotes that have become orders."""
    for quote in quotes_queries.just_signed(on=on):
        told = quote.signature
        title = f"{quote.client.name} a signé {quote.number}"
        text = f"Par {told.name}, le {in_words(told.signed_on)}." if told else ""
        yield _thing(quote, ("settled", "signature"), title, text)


def expiring(*, on: date) -> Iterator[tuple[date, Thing]]:
    """Yield the offers that end soon, and their last day."""
    for quote in quotes_queries.expiring(on=on):
        last = quote.valid_until or on
        title = f"{quote.number} : expire {relative(last, on=on)}"
        yield last, _thing(quote, ("soon", "hourglass"), title, quote.client.name)


def drafts() -> Iterator[Thing]:
    """Quotes to finish; past MOST, where the others are."""
    found = quotes_queries.unfinished()
    shown = found if len(found) <= MOST + 1 else found[:MOST]
    for quote in shown:
        title = f"Devis en brouillon pour {quote.client.name}"
        yield _thing(quote, ("draft", "pencil"), title, quote.title, "Terminer")
    if left := len(found) - len(shown):
        title, where = f"{left} autres devis en brouillon", {"etat": Filter.DRAFTS.value}
        yield Thing("draft", "dots", title, "", "Voir", "quotes.index", where)


def _thing(
    quote: Quote,
    look: tuple[str, str],
    title: str,
    text: str,
    act: str = "Voir",
    *,
    at: str | None = None,
) -> Thing:
    """Return a thing about a quote; `look` is its tone and icon, `at` the part of its page."""
    where = {"quote_id": quote.id, "_anchor": at}
    return Thing(*look, title, text, act, "quotes.show", where, quote.worth)
