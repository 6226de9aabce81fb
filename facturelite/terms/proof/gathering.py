"""Gathering what proves agreements: what was accepted, how, the mails, the lines of the journal."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.documents.model import StoredDocument
from facturelite.documents.queries import get_document
from facturelite.journal.model import Entry
from facturelite.outbox.model import Message
from facturelite.outbox.queries import mails_about
from facturelite.terms import acceptance_queries, asking_queries
from facturelite.terms.acceptance_model import Acceptance, TermsRequest
from facturelite.terms.model import TermsVersion

PUBLISHED = "terms.published"  # what counts of a version's own story


@dataclass(frozen=True)
class Exhibit:
    """A file of the archive, besides those of agreements: an invoice's PDF. `label` says what."""

    name: str
    label: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Agreement:
    """An acceptance with all that stands behind it."""

    given: Acceptance
    request: TermsRequest | None
    papers: tuple[tuple[str, StoredDocument], ...]
    letters: tuple[Message, ...]

    @property
    def version(self) -> TermsVersion:
        """The version that was accepted."""
        return self.given.version


@dataclass(frozen=True)
class Chapter:
    """What else is proven: in a sentence, with its facts, then texts under headings, mails."""

    title: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    letters: tuple[Message, ...] = ()
    on_paper: bool = False


@dataclass(frozen=True)
class Dossier:
    """What one proof holds. `chain` gives the hash of each line of the journal, the first one
    being that before the first entry, so that entries can be seen in their places."""

    title: str
    about: str
    slug: str
    client: Client
    agreements: tuple[Agreement, ...]
    refusals: tuple[TermsRequest, ...]
    exhibits: tuple[Exhibit, ...]
    entries: tuple[Entry, ...]
    chain: tuple[tuple[int, str], ...]
    chapters: tuple[Chapter, ...] = ()


def proof_of_acceptance(given: Acceptance) -> Dossier:
    """Gather the proof of one agreement."""
    return dossier(
        given.client,
        [given],
        title="Preuve d’un accord",
        about=f"Conditions générales de vente, version {given.version.number}",
        slug=f"preuve-accord-{given.id}",
    )


def proof_of_client(client: Client) -> Dossier:
    """Gather all that a client was asked about terms, accepted and refused."""
    asked = asking_queries.requests_of(client)
    return dossier(
        client,
        reversed(acceptance_queries.acceptances_of(client)),
        title="Accords et refus",
        about=f"Conditions générales de vente proposées à {client.name}",
        slug=f"preuve-client-{client.id}",
        requests=asked,
    )


def dossier(
    client: Client,
    given: Iterable[Acceptance],
    *,
    title: str,
    about: str,
    slug: str,
    requests: Sequence[TermsRequest] = (),
    exhibits: Iterable[Exhibit] = (),
    subjects: Iterable[str] = (),
    chapters: Iterable[Chapter] = (),
) -> Dossier:
    """Gather agreements of a client, with requests, files and stories that belong with them.

    `subjects` are those of the journal whose whole story is told: « invoice/12 ».
    """
    agreements = tuple(map(_agreement, given))
    told = {*subjects, *(asked.subject for asked in requests)}
    told.update(subject for agreement in agreements for subject in _subjects(agreement))
    entries = tuple(_entries(told, agreements))
    return Dossier(
        title=title,
        about=about,
        slug=slug,
        client=client,
        agreements=agreements,
        refusals=tuple(asked for asked in reversed(requests) if asked.reason),
        exhibits=tuple(exhibits),
        entries=entries,
        chain=tuple(_chain(entries)),
        chapters=tuple(chapters),
    )


def _agreement(given: Acceptance) -> Agreement:
    number = given.details.get("request")
    request = asking_queries.get_request(number) if number else None
    subjects = [given.subject, *([request.subject] if request else [])]
    found = (mail for subject in subjects for mail in mails_about(subject))
    ours = [mail for mail in found if not mail.key.endswith("/owner")]
    return Agreement(given, request, tuple(_papers(given)), tuple(sorted(ours, key=lambda m: m.id)))


def _papers(given: Acceptance) -> Iterator[tuple[str, StoredDocument]]:
    yield "texte accepté, en français", get_document(given.pdf_id)
    if given.version.english_pdf_id:
        yield "traduction anglaise", get_document(given.version.english_pdf_id)
    if given.scan_id:
        yield "document signé", get_document(given.scan_id)


def _subjects(agreement: Agreement) -> Iterator[str]:
    yield agreement.given.subject
    if agreement.request:
        yield agreement.request.subject


def _entries(subjects: set[str], agreements: Iterable[Agreement]) -> Sequence[Entry]:
    versions = {agreement.version.subject for agreement in agreements}
    found = select(Entry).where(
        Entry.subject.in_(subjects) | (Entry.subject.in_(versions) & (Entry.event == PUBLISHED))
    )
    return db.session.scalars(found.order_by(Entry.id)).all()


def _chain(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    if not entries:
        return
    first, last = entries[0], entries[-1]
    yield first.id - 1, first.previous_hash
    between = select(Entry.id, Entry.hash).where(Entry.id >= first.id, Entry.id <= last.id)
    yield from db.session.execute(between.order_by(Entry.id))
