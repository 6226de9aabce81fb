"""Where a quote is on a day: one word and one tone, everywhere the same."""

from dataclasses import dataclass
from datetime import date

from facturelite.quotes.model import Quote, QuoteState

SOON = 7  # days before the end of its validity from which it is near


@dataclass(frozen=True)
class QuoteStatus:
    """What a page shows. `tone` is one of the layout's: draft, waiting, soon, settled…"""

    word: str
    tone: str
    icon: str | None = None


_STATUSES = {
    QuoteState.DRAFT: QuoteStatus("brouillon", "draft"),
    QuoteState.SIGNED: QuoteStatus("signé", "settled", "signature"),
    QuoteState.DECLINED: QuoteStatus("refusé", "late", "x"),
    QuoteState.WITHDRAWN: QuoteStatus("retiré", "draft", "archive"),
    QuoteState.CANCELLED: QuoteStatus("commande annulée", "draft", "x"),
}


def status_of(quote: Quote, *, on: date) -> QuoteStatus:
    """Say where a quote is on a day."""
    if quote.state is not QuoteState.SENT:
        return _STATUSES[quote.state]
    if quote.has_expired(on=on):
        return QuoteStatus("expiré", "draft", "clock")
    left = (quote.valid_until - on).days if quote.valid_until else SOON + 1
    if left > SOON:
        return QuoteStatus("en attente", "waiting")
    near = {0: "expire aujourd’hui", 1: "expire demain"}
    return QuoteStatus(near.get(left, f"expire dans {left} jours"), "soon")
