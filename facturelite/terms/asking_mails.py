"""The mails of an asking: to the client, in their language; to the owner, when they answer."""

from datetime import datetime

from facturelite import dates
from facturelite.accounts.telling import tell_the_owner
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.outbox.actions import post
from facturelite.outbox.words import no_blanks, quoted
from facturelite.terms import asking_queries
from facturelite.terms.acceptance_model import TermsRequest
from facturelite.terms.model import TermsVersion

_TITLE = {
    "fr": "Nos conditions de vente : à lire et accepter – {sender}",
    "en": "Our terms of sale, for you to read and accept – {sender}",
}
_REMINDER_TITLE = {
    "fr": "Rappel : nos conditions de vente attendent votre réponse – {sender}",
    "en": "Reminder: our terms of sale await your answer – {sender}",
}
TO_THE_CLIENT = "Ouvrir la fiche du client"  # the button of what the owner is told
_BUTTON = {"fr": "Lire les conditions", "en": "Read the terms"}
_FIRST = {
    "fr": (
        "Bonjour,",
        "Avant de travailler ensemble, voici nos conditions de vente : le texte complet, et un "
        "résumé en quelques phrases de ce que vous payez, quand, et de ce qui se passe en cas de "
        "retard ou de désaccord.",
        "Lisez-les et donnez votre accord depuis votre espace privé. Cela prend deux minutes, et "
        "un code vous sera envoyé à cette adresse pour confirmer que c’est bien vous.",
        "{lien}",
        "Quelque chose ne vous convient pas ? Dites-le au même endroit, ou répondez à cet e-mail.",
    ),
    "en": (
        "Hello,",
        "Before we work together, here are our terms of sale: the whole text, and a summary in a "
        "few sentences of what you pay, when, and what happens if a payment is late or if we "
        "disagree.",
        "Please read them and give your agreement from your private page. It takes two minutes; "
        "a code will be sent to this address to make sure that it is you.",
        "{lien}",
        "Something does not suit you? Say so in the same place, or reply to this email.",
    ),
}
_NEWER = {
    "fr": (
        "Bonjour,",
        "Nos conditions de vente évoluent : nous vous proposons leur version {number}, applicable "
        "à partir du {day}.",
        "Lisez-la et donnez votre accord depuis votre espace privé. Tant que vous ne l’avez pas "
        "acceptée, celle que vous aviez acceptée continue de s’appliquer entre nous.",
        "{lien}",
        "Quelque chose ne vous convient pas ? Dites-le au même endroit, ou répondez à cet e-mail.",
    ),
    "en": (
        "Hello,",
        "Our terms of sale are changing: we propose version {number}, applicable from {day}.",
        "Please read it and give your agreement from your private page. Until you accept it, the "
        "version that you accepted before still applies between us.",
        "{lien}",
        "Something does not suit you? Say so in the same place, or reply to this email.",
    ),
}
_AGAIN = {
    "fr": (
        "Bonjour,",
        "Le {day}, nous vous avons proposé nos conditions de vente. Nous n’avons pas encore votre "
        "réponse : un accord, une question ou un désaccord nous seraient tous utiles.",
        "{lien}",
        "Si vous avez déjà répondu autrement, ne tenez pas compte de ce message.",
    ),
    "en": (
        "Hello,",
        "On {day} we sent you our terms of sale. We do not have your answer yet: an agreement, a "
        "question or an objection would all help.",
        "{lien}",
        "If you have answered in another way, please ignore this message.",
    ),
}


def ask(request: TermsRequest, *, is_new: bool, at: datetime) -> None:
    """Send the link to a client; `is_new` when they have accepted nothing before."""
    client, version = _client(request), _version(request)
    language = client.language
    _write_to_client(
        request,
        key=f"{request.subject}/ask",
        title=_TITLE[language],
        paragraphs=(_FIRST if is_new else _NEWER)[language],
        at=at,
        number=str(version.number),
        day=dates.in_words(version.effective_on, language) if version.effective_on else "",
    )


def remind(request: TermsRequest, *, at: datetime) -> None:
    """Send a gentle reminder, once per turn."""
    language = _client(request).language
    _write_to_client(
        request,
        key=f"{request.subject}/reminder/{request.reminders}",
        title=_REMINDER_TITLE[language],
        paragraphs=_AGAIN[language],
        at=at,
        automatic=True,
        day=dates.in_words(request.asked_on, language),
    )


def tell_refused(request: TermsRequest, *, at: datetime) -> None:
    """Tell the owner that a client refuses, and why, in their words."""
    client, version = _client(request), _version(request)
    tell_the_owner(
        key=f"{request.subject}/refused",
        subject=request.subject,
        client_id=client.id,
        button=TO_THE_CLIENT,
        title=f"{client.name} refuse vos conditions de vente",
        paragraphs=(
            f"{no_blanks(client.name)} n’accepte pas la {version.label.lower()} de vos conditions "
            f"({version.text.audience_and_activity}).",
            quoted(request.reason),
            "Aucun rappel ne partira. Ce qui avait été accepté auparavant continue de "
            "s’appliquer ; vous pouvez en parler, puis proposer de nouveau un texte.",
        ),
        at=at,
    )


def _write_to_client(
    request: TermsRequest,
    *,
    key: str,
    title: str,
    paragraphs: tuple[str, ...],
    at: datetime,
    automatic: bool = False,
    **values: str,
) -> None:
    client, sender = _client(request), the_business().display_name
    text = "\n\n".join((*paragraphs, no_blanks(sender)))
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    post(
        "mail",
        key=key,
        at=at,
        subject=request.subject,
        client_id=client.id,
        to=asking_queries.addresses_of(client)[:1],
        title=title.format(sender=sender),
        text=text,
        language=client.language,
        button=_BUTTON[client.language],
        automatic=automatic,
    )


def _client(request: TermsRequest) -> Client:
    return db.session.get_one(Client, request.client_id)


def _version(request: TermsRequest) -> TermsVersion:
    return db.session.get_one(TermsVersion, request.version_id)
