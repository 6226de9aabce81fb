"""Whether agreements still are what the journal told when they were given."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select

from facturelite.db import db
from facturelite.documents.queries import get_document
from facturelite.journal.model import Entry
from facturelite.journal.queries import told
from facturelite.terms.acceptance_model import Acceptance, RequestState, TermsRequest

_ANSWERS = {  # what the journal says of a request that is closed so
    RequestState.REFUSED: "terms.refused",
    RequestState.WITHDRAWN: "terms.request_withdrawn",
}


def agreement_problems() -> Iterator[str]:
    """Yield one sentence in French per agreement or refusal that is not what the journal told."""
    accepted = {entry.subject: entry for entry in told("terms.accepted")}
    for given in db.session.scalars(select(Acceptance).order_by(Acceptance.id)):
        entry = accepted.pop(given.subject, None)
        if entry is None:
            yield f"{_name(given)} : le journal ne dit pas qu’il a été donné."
            continue
        yield from (f"{_name(given)} : {wrong}" for wrong in _wrongs(given, entry))
    for entry in accepted.values():
        yield (
            f"Accord de {entry.details.get('name')} : le journal (ligne {entry.id}) le dit, il "
            "n’est plus là."
        )
    yield from _request_problems()


def _wrongs(given: Acceptance, entry: Entry) -> Iterator[str]:
    facts = entry.details
    digest = hashlib.sha256(given.canonical_text.encode()).hexdigest()
    if digest != facts.get("acceptance_sha256"):
        yield f"ce qui a été coché, écrit ou montré n’est plus ce que dit la ligne {entry.id}."
    if given.text_sha256 != given.version.text_sha256:
        yield "le texte accepté n’est pas celui de sa version."
    kept = {get_document(given.pdf_id).sha256}
    if given.version.english_pdf_id:
        kept.add(get_document(given.version.english_pdf_id).sha256)
    if not set(given.details["pdf_sha256"]) <= kept:
        yield "le PDF accepté n’est plus celui de sa version."
    scan = get_document(given.scan_id).sha256 if given.scan_id else None
    if scan != given.details.get("scan_sha256"):
        yield "le document signé n’est plus celui qui a été déposé."


def _request_problems() -> Iterator[str]:
    """Compare refusals and withdrawals with the last word of the journal on each."""
    last = {entry.subject: entry for entry in told(*_ANSWERS.values())}
    closed = select(TermsRequest).where(TermsRequest.state.in_(_ANSWERS))
    for asked in db.session.scalars(closed.order_by(TermsRequest.id)):
        entry = last.pop(asked.subject, None)
        known = (entry.event, entry.details["reason"]) if entry else None
        if known != (_ANSWERS[asked.state], asked.reason):
            yield (
                f"Demande à {asked.client.name}, version {asked.version.number} : la réponse "
                "n’est pas celle du journal."
            )
    for entry in last.values():
        yield f"Journal, ligne {entry.id} : la demande close dont il parle ne l’est plus."


def _name(given: Acceptance) -> str:
    return f"Accord de {given.client.name}, version {given.version.number}"
