"""Whether the published versions still say what the journal saw published."""

from collections.abc import Iterator

from facturelite.documents.queries import get_document
from facturelite.journal.model import Entry
from facturelite.journal.queries import told
from facturelite.terms import queries
from facturelite.terms.model import TermsVersion


def terms_problems() -> Iterator[str]:
    """Yield one sentence in French per published version whose text or PDF was altered."""
    published = {entry.subject: entry for entry in told("terms.published")}
    for version in queries.published_versions():
        name = f"Conditions ({version.text.audience_and_activity}), version {version.number}"
        entry = published.pop(version.subject, None)
        if entry is None:
            yield f"{name} : le journal ne dit pas qu’elle a été publiée."
            continue
        yield from (f"{name} : {wrong}" for wrong in _wrongs(version, entry))
    for entry in published.values():
        yield (
            f"Conditions, version {entry.details.get('number')} : le journal (ligne {entry.id}) "
            "la dit publiée, elle n’est plus là."
        )


def _wrongs(version: TermsVersion, entry: Entry) -> Iterator[str]:
    facts = entry.details
    if version.expected_hash() != version.text_sha256:
        yield "son texte a été modifié."
    if version.text_sha256 != facts.get("text_sha256"):
        yield f"l’empreinte de son texte n’est pas celle du journal (ligne {entry.id})."
    papers = (
        ("français", version.pdf_id, facts.get("pdf_sha256")),
        ("anglais", version.english_pdf_id, facts.get("english_pdf_sha256") or None),
    )
    for language, number, expected in papers:
        kept = get_document(number).sha256 if number else None
        if kept != expected:
            yield f"son PDF {language} n’est pas celui du journal (ligne {entry.id})."
