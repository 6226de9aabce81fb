"""Whether signatures still are what the journal told when they were given."""

from collections.abc import Iterator

from sqlalchemy import select

from facturelite.db import db
from facturelite.documents.queries import get_document
from facturelite.journal.model import Entry
from facturelite.journal.queries import told
from facturelite.quotes.answers_model import QuoteRenunciation, QuoteSignature
from facturelite.quotes.model import Quote, QuoteState

SIGNED = (QuoteState.SIGNED, QuoteState.CANCELLED)


def signature_problems() -> Iterator[str]:
    """Yield one sentence in French per signature or withdrawal that is not what was told."""
    signed = {entry.subject: entry for entry in told("quote.signed")}
    for given in db.session.scalars(select(QuoteSignature).order_by(QuoteSignature.id)):
        entry = signed.pop(given.quote.subject, None)
        if entry is None:
            yield f"Signature du {_name(given.quote)} : le journal ne dit pas qu’elle a été donnée."
            continue
        yield from (f"Signature du {_name(given.quote)} : {w}" for w in _wrongs(given, entry))
    for entry in signed.values():
        yield (
            f"Signature du devis {entry.details.get('number')} : le journal (ligne {entry.id}) la "
            "dit, elle n’est plus là."
        )
    yield from _state_problems()
    yield from _renunciation_problems()


def _wrongs(given: QuoteSignature, entry: Entry) -> Iterator[str]:
    facts = entry.details
    if given.sha256 != facts.get("signature_sha256"):
        yield f"ce qui a été choisi, coché ou écrit n’est plus ce que dit la ligne {entry.id}."
    if get_document(given.pdf_id).sha256 != facts.get("pdf_sha256"):
        yield "le PDF signé n’est plus celui qui a été scellé."
    read = get_document(given.quote.pdf_id).sha256 if given.quote.pdf_id else None
    if read != facts.get("quote_pdf_sha256"):
        yield "le PDF du devis n’est plus celui qui a été lu."
    scan = get_document(given.scan_id).sha256 if given.scan_id else None
    if scan != facts.get("scan_sha256"):
        yield "le papier signé n’est plus celui qui a été déposé."


def _state_problems() -> Iterator[str]:
    """Compare the states of quotes with the signatures that there are."""
    found = select(Quote).where(Quote.state.in_(SIGNED) | Quote.signature.has())
    for quote in db.session.scalars(found.order_by(Quote.id)):
        if (quote.state in SIGNED) != (quote.signature is not None):
            yield f"{quote.name} : son état ne s’accorde pas avec sa signature."


def _renunciation_problems() -> Iterator[str]:
    last = {entry.subject: entry for entry in told("quote.renounced")}
    for given in db.session.scalars(select(QuoteRenunciation).order_by(QuoteRenunciation.id)):
        entry = last.pop(given.quote.subject, None)
        known = (entry.details["name"], entry.details["text"]) if entry else None
        if known != (given.name, given.text):
            yield f"Rétractation du {_name(given.quote)} : elle n’est pas celle du journal."
    for entry in last.values():
        yield f"Journal, ligne {entry.id} : la rétractation dont il parle n’est plus là."


def _name(quote: Quote) -> str:
    return f"devis {quote.number}"
