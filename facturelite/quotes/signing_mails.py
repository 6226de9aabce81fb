"""What follows a signature: its copy to the client on a durable medium, a word to the owner."""

from collections.abc import Iterator
from datetime import datetime

from facturelite import dates, money
from facturelite.business.model import Business
from facturelite.business.queries import the_business
from facturelite.documents.queries import get_document
from facturelite.journal.model import Entry
from facturelite.outbox.actions import post
from facturelite.outbox.words import no_blanks, quoted
from facturelite.quotes.answering_mails import tell_the_owner
from facturelite.quotes.answers_model import QuoteRenunciation, QuoteSignature, SignedBy
from facturelite.quotes.commitments import right_to_withdraw
from facturelite.quotes.model import Quote
from facturelite.terms.asking_queries import addresses_of
from facturelite.terms.queries import get_version
from facturelite.terms.withdrawal import days_to_withdraw, withdrawal

_WORDS = {
    "fr": {
        "title": "Votre devis signé {number} – {sender}",
        "hello": "Bonjour,",
        "signed_PORTAL": "Vous avez signé le devis {number} le {at} (heure de Paris).",
        "signed_PAPER": (
            "Nous avons enregistré le devis {number} que vous avez signé sur papier le {day}. Si "
            "ce n’est pas le cas, répondez à cet e-mail."
        ),
        "by": "Signataire : {name}",
        "total": "Total : {total}",
        "ticked": "Ce que vous avez coché :",
        "kept": (
            "Le devis signé est joint{terms}. Gardez ce message : il vous sert de preuve, comme à "
            "nous."
        ),
        "with_terms": ", avec les conditions générales de vente",
        "prints": (
            "Empreinte du PDF signé (SHA-256) : {pdf}\nLigne {line} de notre journal : {hash}"
        ),
        "withdraw": "Vous pouvez vous rétracter jusqu’au {day}, depuis votre espace privé aussi.",
        "withdraw_goods": (
            "Vous pouvez vous rétracter dès maintenant, et jusqu’à {days} jours après avoir reçu "
            "les biens commandés, depuis votre espace privé aussi."
        ),
        "button": "Voir la suite",
        "renounced_title": "Votre rétractation du devis {number} – {sender}",
        "renounced": (
            "Nous avons bien reçu votre rétractation du devis {number}, le {at} (heure de Paris). "
            "En voici le contenu :"
        ),
        "renounced_kept": "Gardez ce message : il vous sert de preuve.",
    },
    "en": {
        "title": "Your signed quote {number} – {sender}",
        "hello": "Hello,",
        "signed_PORTAL": "You signed quote {number} on {at} (Paris time).",
        "signed_PAPER": (
            "We have recorded quote {number}, which you signed on paper on {day}. If this is not "
            "so, please reply to this email."
        ),
        "by": "Signed by: {name}",
        "total": "Total: {total}",
        "ticked": "What you ticked:",
        "kept": (
            "The signed quote is attached{terms}. Keep this message: it is your proof, as it is "
            "ours."
        ),
        "with_terms": ", with the terms of sale",
        "prints": (
            "Fingerprint of the signed PDF (SHA-256): {pdf}\nLine {line} of our journal: {hash}"
        ),
        "withdraw": "You may withdraw until {day}, from your private page too.",
        "withdraw_goods": (
            "You may withdraw from now on, and until {days} days after you receive the goods, "
            "from your private page too."
        ),
        "button": "See what comes next",
        "renounced_title": "Your withdrawal from quote {number} – {sender}",
        "renounced": (
            "We received your withdrawal from quote {number} on {at} (Paris time). It reads:"
        ),
        "renounced_kept": "Keep this message: it is your proof.",
    },
}


def confirmation_key(quote: Quote) -> str:
    """Return the outbox key of the mail that confirms a signature."""
    return f"{quote.subject}/signed"


def confirm(signature: QuoteSignature, entry: Entry, *, business: Business, at: datetime) -> None:
    """Send the client what was signed, with its terms; nothing without an address."""
    quote, language = signature.quote, signature.details["language"]
    words, to = _WORDS[language], _recipients(signature)
    if not to:
        return
    paragraphs = [
        words["hello"],
        *_facts(signature, language),
        words["prints"].format(
            pdf=get_document(signature.pdf_id).sha256, line=entry.id, hash=entry.hash
        ),
        "{lien}",
        *_of_consumers(signature, business, language),
        no_blanks(business.display_name),
    ]
    post(
        "mail",
        key=confirmation_key(quote),
        at=at,
        subject=quote.subject,
        client_id=quote.client_id,
        to=to,
        title=words["title"].format(number=quote.number, sender=business.display_name),
        text="\n\n".join(paragraphs),
        language=language,
        button=words["button"],
        automatic=True,
        attachments=[signature.pdf_id, *_terms_files(quote, language)],
    )


def tell_signed(signature: QuoteSignature, *, at: datetime) -> None:
    """Tell the owner at once that a client signs."""
    quote, total = signature.quote, money.in_french(signature.total_gross)
    name = no_blanks(quote.client.name)
    told = (
        f"{no_blanks(signature.signer)} a signé le devis {quote.number} pour {name}, le "
        f"{dates.moment_in_words(at)} : {total}.",
        "Le PDF signé et la preuve sont sur la page du devis.",
    )
    tell_the_owner(
        quote,
        key=f"{quote.subject}/signed/owner",
        at=at,
        title=f"Signé ! {quote.client.name}, {quote.number}, {total}",
        paragraphs=told,
    )


def acknowledge(renounced: QuoteRenunciation, language: str, *, at: datetime) -> None:
    """Acknowledge a withdrawal with its content, its day and its hour (C. conso, L221-21)."""
    quote, words, business = renounced.quote, _WORDS[language], the_business()
    received = words["renounced"].format(
        number=quote.number, at=dates.moment_in_words(renounced.at, language)
    )
    paragraphs = [
        words["hello"],
        received,
        quoted(renounced.text),
        words["renounced_kept"],
        no_blanks(business.display_name),
    ]
    post(
        "mail",
        key=f"{quote.subject}/renounced",
        at=at,
        subject=quote.subject,
        client_id=quote.client_id,
        to=[renounced.email],
        title=words["renounced_title"].format(number=quote.number, sender=business.display_name),
        text="\n\n".join(paragraphs),
        language=language,
        automatic=True,
    )


def tell_renounced(renounced: QuoteRenunciation, *, at: datetime) -> None:
    """Tell the owner that a consumer withdraws."""
    quote, name = renounced.quote, no_blanks(renounced.quote.client.name)
    told = (
        f"{name} se rétracte du devis {quote.number}, le {dates.moment_in_words(at)}.",
        quoted(renounced.text),
        "Ce qui a été payé se rend en principe dans les quatorze jours, moins la part déjà faite "
        "si le client avait demandé que le travail commence. Décidez de la suite depuis la page "
        "du devis.",
    )
    tell_the_owner(
        quote,
        key=f"{quote.subject}/renounced/owner",
        at=at,
        title=f"{quote.client.name} se rétracte du devis {quote.number}",
        paragraphs=told,
    )


def _facts(signature: QuoteSignature, language: str) -> Iterator[str]:
    words, number = _WORDS[language], signature.quote.number
    yield words[f"signed_{signature.method.name}"].format(
        number=number,
        at=dates.moment_in_words(signature.at, language),
        day=dates.in_words(signature.signed_on, language),
    )
    written = money.in_english if language == "en" else money.in_french
    yield "\n".join(
        (
            words["by"].format(name=no_blanks(signature.signer)),
            words["total"].format(total=written(signature.total_gross)),
        )
    )
    ticked = [f"– {e['wording']}" for e in signature.details.get("effects", []) if e["ticked"]]
    if ticked:
        yield no_blanks("\n".join([words["ticked"], *ticked]))
    terms = words["with_terms"] if signature.quote.terms_version_id else ""
    yield words["kept"].format(terms=terms)


def _of_consumers(signature: QuoteSignature, business: Business, language: str) -> Iterator[str]:
    words, signed_on = _WORDS[language], signature.signed_on
    period = right_to_withdraw(signature.taken, signed_on=signed_on)
    if period is None:
        return
    if period.last:
        yield words["withdraw"].format(day=dates.in_words(period.last, language))
    else:
        yield words["withdraw_goods"].format(days=days_to_withdraw(on=signed_on))
    yield no_blanks(withdrawal(business, language=language, on=signed_on).text)


def _recipients(signature: QuoteSignature) -> list[str]:
    if signature.method is SignedBy.PORTAL:
        return [signature.email]
    return addresses_of(signature.quote.client)[:1]


def _terms_files(quote: Quote, language: str) -> list[int]:
    version = get_version(quote.terms_version_id) if quote.terms_version_id else None
    if version is None:
        return []
    english = version.english_pdf_id if language == "en" else None
    return [number for number in (version.pdf_id, english) if number]
