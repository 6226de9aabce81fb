"""The proof of a signature: the quote as read and as signed, its terms, how it was signed."""

from collections.abc import Iterator
from datetime import datetime

from facturelite import dates, money
from facturelite.documents.model import StoredDocument
from facturelite.documents.queries import get_document
from facturelite.outbox.model import Message
from facturelite.outbox.queries import mails_about
from facturelite.quotes.answers_model import QuoteSignature, SignedBy
from facturelite.quotes.model import Quote
from facturelite.quotes.proposing import acceptance_behind
from facturelite.quotes.queries import attachments_of
from facturelite.refusals import Refusal
from facturelite.terms.acceptance_model import Acceptance
from facturelite.terms.proof.gathering import Chapter, Dossier, Exhibit, dossier
from facturelite.terms.proof.statement import both_times


class NotSignedYet(Refusal):
    """Only a signature can be proven."""

    def __init__(self) -> None:
        super().__init__("La preuve se télécharge une fois le devis signé.")


def proof_of_signature(quote: Quote) -> Dossier:
    """Gather what proves that a quote was signed, and what was; raise NotSignedYet."""
    signature = quote.signature
    if signature is None:
        raise NotSignedYet
    return dossier(
        quote.client,
        _agreements(signature),
        title="Preuve d’une signature",
        about=quote.name,
        slug=f"preuve-{(quote.number or '').replace('/', '-')}",
        exhibits=_exhibits(signature),
        subjects=[quote.subject],
        chapters=[_chapter(signature)],
    )


def _agreements(signature: QuoteSignature) -> list[Acceptance]:
    """Return the acceptance of the terms: in the same act, or the one that bound before."""
    given = acceptance_behind(signature.quote, on=signature.signed_on)
    return [given] if given else []


def _exhibits(signature: QuoteSignature) -> Iterator[Exhibit]:
    quote = signature.quote
    yield Exhibit("devis.json", "Tout ce que dit le devis", (quote.snapshot_text or "").encode())
    yield Exhibit("signature.json", "La signature", signature.canonical_text.encode())
    files = (
        ("Le devis, tel que lu", quote.pdf_id),
        ("Le devis signé", signature.pdf_id),
        ("La signature dessinée", signature.drawn_id),
        ("Le papier signé", signature.scan_id),
    )
    for label, number in files:
        if number:
            stored = get_document(number)
            yield Exhibit(stored.filename, label, stored.content)
    for rank, (label, stored) in enumerate(attachments_of(quote), start=1):
        yield Exhibit(_name(rank, stored), f"Annexe {rank} : {label}", stored.content)


def _name(rank: int, stored: StoredDocument) -> str:
    """Return a name that no other piece has, and that every system can write."""
    extension = stored.filename.rpartition(".")[2]
    return f"annexe-{rank}.{extension if extension.isalnum() else 'pdf'}"


def _chapter(signature: QuoteSignature) -> Chapter:
    taken, told = signature.taken, signature.details
    ticked = tuple(
        f"{'✓ coché' if e['ticked'] else '□ non coché'} : « {e['wording']} »"
        for e in told.get("effects", ())
    )
    pressed = (f"Bouton pressé : « {told['consent']} ».",) if "consent" in told else ()
    lines = tuple(
        f"{line.item.label} : {money.in_french(line.item.net)} hors taxes"
        for line in taken.lines
        if line.is_chosen
    )
    conditions = tuple((part.heading, part.sentences) for part in taken.conditions)
    acts = (("Ce que le client a coché, mot pour mot", ticked + pressed),) if ticked else ()
    return Chapter(
        title="La signature du devis",
        sentence=_in_a_sentence(signature),
        facts=tuple(_facts(signature)),
        parts=(("Ce qui a été commandé", lines), *acts, *conditions),
        letters=tuple(_letters(signature)),
        on_paper=signature.method is SignedBy.PAPER,
    )


def _in_a_sentence(signature: QuoteSignature) -> str:
    quote = signature.quote
    online = signature.method is SignedBy.PORTAL
    when = both_times(signature.at) if online else dates.in_words(signature.signed_on)
    how = "en ligne" if online else signature.method.value
    return (
        f"Pour {quote.client.name}, {signature.signer} a signé {how}, le {when}, le devis "
        f"{quote.number} : {money.in_french(signature.total_gross)}."
    )


def _facts(signature: QuoteSignature) -> Iterator[tuple[str, str]]:
    yield "Signataire", signature.name
    yield "Fonction", signature.capacity
    yield "Moyen", signature.method.value
    yield "Formule", signature.details["formula"]
    yield "Enregistrée le", both_times(signature.at)
    yield "Adresse réseau", signature.address
    yield "Navigateur", signature.browser
    code = signature.details.get("code")
    if code:
        yield "Adresse e-mail vérifiée", code["to"]
        yield "Code envoyé le", both_times(datetime.fromisoformat(code["sent_at"]))
        yield "Essais", f"le bon code a été saisi au {code['tries']}e essai"
    yield "PDF lu (SHA-256)", signature.details["quote_pdf_sha256"]
    yield "PDF signé (SHA-256)", get_document(signature.pdf_id).sha256


def _letters(signature: QuoteSignature) -> Iterator[Message]:
    """Yield the mails that the client was sent about the quote; not those of the owner."""
    for mail in mails_about(signature.quote.subject):
        if "{page}" not in mail.payload.get("text", ""):  # what leads to the owner's page
            yield mail
