"""The proof on paper: who, what, when, how, in words; then the hashes, the journal, the method."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from markupsafe import Markup

from facturelite import dates
from facturelite.business.letterhead import seller_of
from facturelite.business.model import Business
from facturelite.documents.texts import PrintedText, render_text
from facturelite.documents.typography import printable
from facturelite.journal.wording import sentence
from facturelite.outbox.mail import message_id
from facturelite.outbox.model import Message
from facturelite.terms.acceptance_model import AcceptanceMethod
from facturelite.terms.markdown import for_paper
from facturelite.terms.proof import page, words
from facturelite.terms.proof.gathering import Agreement, Dossier

_ACTORS = {"owner": "le vendeur", "client": "le client", "system": "le programme"}


def statement(dossier: Dossier, *, business: Business) -> bytes:
    """Return the PDF/A-3b of a proof. The same facts give the same bytes."""
    parts = [
        *_chapters(dossier),
        *_agreements(dossier, business),
        *_refusals(dossier),
        *_exhibits(dossier),
    ]
    parts += [*_journal(dossier), *_method(dossier), *_annexes(dossier)]
    return render_text(
        PrintedText(
            title=dossier.title,
            subtitle=dossier.about,
            seller=seller_of(business),
            body=Markup("").join(parts),
            dated_at=_last_instant(dossier),
            facts=(("Client", printable(dossier.client.name)),),
        ),
        logo=business.logo,
    )


def both_times(at: datetime) -> str:
    """Write an instant to the second, in Paris and in UTC."""
    here, there = at.astimezone(dates.PARIS), at.astimezone(UTC)
    return (
        f"{dates.in_words(here.date())} à {here:%H:%M:%S} à Paris ({there:%Y-%m-%d %H:%M:%S} UTC)"
    )


def _short_times(at: datetime) -> str:
    here, there = at.astimezone(dates.PARIS), at.astimezone(UTC)
    return f"{here:%d/%m/%Y %H:%M:%S}, soit {there:%Y-%m-%d %H:%M:%S} UTC"


def message_number(message: Message) -> str:
    """Return the Message-ID of a mail up to its @, by which mail servers and mailboxes know it."""
    return message_id(message.key, "@").strip("<>@")


def _last_instant(dossier: Dossier) -> datetime:
    return max((entry.at for entry in dossier.entries), default=dossier.client.created_at)


def _chapters(dossier: Dossier) -> Iterator[Markup]:
    for chapter in dossier.chapters:
        yield page.heading(chapter.title)
        yield page.paragraph(chapter.sentence)
        yield page.facts(chapter.facts)
        for heading, paragraphs in chapter.parts:
            yield page.heading(heading, 3)
            yield from map(page.paragraph, paragraphs)
        yield from _letters(chapter.letters)


def _agreements(dossier: Dossier, business: Business) -> Iterator[Markup]:
    for agreement in dossier.agreements:
        yield page.heading(f"Accord sur la version {agreement.version.number}")
        yield page.paragraph(_in_a_sentence(agreement, business))
        yield page.facts(_who_and_how(agreement))
        yield from _what(agreement)
        yield from _letters(agreement.letters)


def _in_a_sentence(agreement: Agreement, business: Business) -> str:
    given, version = agreement.given, agreement.version
    signer = ", ".join(part for part in (given.name, given.capacity) if part)
    how = "en ligne" if given.method is AcceptanceMethod.PORTAL else given.method.value
    when = (
        both_times(given.at)
        if given.method is AcceptanceMethod.PORTAL
        else dates.in_words(given.accepted_on)
    )
    return (
        f"Pour {given.client.name}, {signer} a accepté {how}, le {when}, la version "
        f"{version.number} des conditions générales de vente de {business.legal_name} "
        f"({version.text.audience_and_activity}), applicable à compter du "
        f"{dates.in_words(version.effective_on or given.accepted_on)}."
    )


def _who_and_how(agreement: Agreement) -> list[tuple[str, str]]:
    given, code = agreement.given, agreement.given.details.get("code")
    rows = [
        ("Signataire", given.name),
        ("Fonction", given.capacity),
        ("Moyen", given.method.value),
        ("Enregistré le", both_times(given.at)),
        ("Adresse réseau", given.address),
        ("Navigateur", given.browser),
        ("Langue de lecture", {"fr": "français", "en": "anglais"}[given.language]),
    ]
    if code:
        sent = both_times(datetime.fromisoformat(code["sent_at"]))
        rows += [
            ("Adresse e-mail vérifiée", code["to"]),
            ("Code envoyé le", sent),
            ("Essais", f"le bon code a été saisi au {code['tries']}e essai"),
        ]
    return rows


def _what(agreement: Agreement) -> Iterator[Markup]:
    told = agreement.given.details
    yield page.heading("Ce qui a été accepté", 3)
    yield page.facts(_prints(agreement))
    if told.get("effects"):
        yield page.heading("Ce que le client a coché, mot pour mot", 3)
        yield from (
            page.paragraph(f"{'✓ coché' if e['ticked'] else '□ non coché'} : « {e['wording']} »")
            for e in told["effects"]
        )
        yield page.paragraph(f"Bouton pressé : « {told['consent']} ».")
    yield page.heading("Le résumé affiché à côté du texte", 3)
    for section in told["summary"]:
        yield page.paragraph(f"{section['heading']} : {' '.join(section['sentences'])}")


def _prints(agreement: Agreement) -> list[tuple[str, str]]:
    rows = [("Texte (SHA-256)", agreement.given.text_sha256)]
    return rows + [
        (f"{label[:1].upper()}{label[1:]} (SHA-256)", paper.sha256)
        for label, paper in agreement.papers
    ]


def _letters(letters: Sequence[Message]) -> Iterator[Markup]:
    if not letters:
        return
    yield page.heading("Les e-mails", 3)
    yield page.table(
        (("Objet et destinataire", 62), ("Parti le, réponse du serveur", 54), ("Message-ID", 58)),
        (
            (
                f"{mail.title}, à {', '.join(mail.recipients)}",
                _departure(mail),
                message_number(mail),
            )
            for mail in letters
        ),
    )


def _departure(mail: Message) -> str:
    return f"{_short_times(mail.done_at)} : {mail.answer}" if mail.done_at else mail.state.value


def _refusals(dossier: Dossier) -> Iterator[Markup]:
    for asked in dossier.refusals:
        yield page.heading(f"Version {asked.version.number} : {asked.state.value}")
        when = f" le {both_times(asked.closed_at)}" if asked.closed_at else ""
        yield page.paragraph(f"Demande du {both_times(asked.asked_at)}, {asked.state.value}{when}.")
        yield page.paragraph(f"« {asked.reason} »")


def _exhibits(dossier: Dossier) -> Iterator[Markup]:
    if dossier.exhibits:
        yield page.heading("Les autres pièces")
        yield page.facts(
            (f"{exhibit.label}, {exhibit.name}", exhibit.sha256) for exhibit in dossier.exhibits
        )


def _journal(dossier: Dossier) -> Iterator[Markup]:
    yield page.heading("Les lignes du journal")
    yield page.paragraph(
        "Chaque ligne porte l’empreinte de la précédente. Leur contenu exact est dans l’archive."
    )
    yield page.table(
        (("N°", 12), ("Quand", 42), ("Ce qui s’est passé", 84), ("Empreinte (début)", 36)),
        (
            (
                str(entry.id),
                _short_times(entry.at),
                f"{sentence(entry)} ({_ACTORS.get(entry.actor, entry.actor)})",
                entry.hash[:16],
            )
            for entry in dossier.entries
        ),
    )


def _method(dossier: Dossier) -> Iterator[Markup]:
    online = [a.given.method is AcceptanceMethod.PORTAL for a in dossier.agreements]
    online += [not chapter.on_paper for chapter in dossier.chapters]
    is_online = any(online) or not online
    yield page.heading("La méthode")
    for title, said in words.METHOD if is_online else words.PAPER_METHOD:
        yield page.heading(title, 3)
        yield page.paragraph(said)
    yield page.heading("Vérifier soi-même")
    yield page.paragraph(words.VERIFY)


def _annexes(dossier: Dossier) -> Iterator[Markup]:
    versions = {a.version.id: a.version for a in dossier.agreements}
    for version in versions.values():
        yield page.heading(f"Annexe : le texte de la version {version.number}")
        yield for_paper(version.french_text, drawable=printable)
