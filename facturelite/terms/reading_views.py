"""Reading versions: on a page, as the stored PDF, as the text that was hashed, side by side."""

from io import BytesIO

from flask import Response, abort, request, send_file
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.documents.queries import get_document
from facturelite.journal.queries import timeline
from facturelite.journal.wording import stories
from facturelite.numbers import read_whole
from facturelite.terms import publishing, queries
from facturelite.terms.blueprint import blueprint
from facturelite.terms.comparing import compared, gathered
from facturelite.terms.markdown import for_page
from facturelite.terms.model import TermsText, TermsVersion
from facturelite.terms.summary import summary
from facturelite.terms.writing_views import editor, known_text, known_version, language_asked


@blueprint.get("/conditions/versions/<int:version_id>")
def show_version(version_id: int) -> ResponseReturnValue:
    """Show a version: the editor of a draft, the text and the hashes of a published one."""
    version = known_version(version_id)
    if not version.is_published:
        return editor(version)
    today, language = clock.today(), language_asked()
    return web.page(
        "terms/show.html",
        version=version,
        language=language,
        words=for_page(version.words(language), language=language, top=2),
        paper=get_document(version.pdf_id) if version.pdf_id else None,
        english_paper=get_document(version.english_pdf_id) if version.english_pdf_id else None,
        clients=queries.bound_clients(version, on=today),
        told=summary(version.conditions, seller=the_business().display_name, language=language),
        stories=stories(timeline(version.subject)),
        today=today,
    )


@blueprint.get("/conditions/versions/<int:version_id>/pdf")
def pdf(version_id: int) -> ResponseReturnValue:
    """Send the PDF that was frozen at publication."""
    version = known_version(version_id)
    number = version.english_pdf_id if language_asked() == "en" else version.pdf_id
    if number is None:
        abort(404)
    stored = get_document(number)
    return send_file(BytesIO(stored.content), stored.media_type, download_name=stored.filename)


@blueprint.get("/conditions/versions/<int:version_id>/texte")
def canonical(version_id: int) -> ResponseReturnValue:
    """Send the plain text whose SHA-256 was written in the journal, byte for byte."""
    version = known_version(version_id)
    if not version.is_published:
        abort(404)
    name = f"cgv-{version.text.audience.value}-v{version.number}.txt"
    answer = Response(version.canonical_text.encode(), content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/conditions/<int:text_id>/comparaison")
def compare(text_id: int) -> ResponseReturnValue:
    """Show two versions of a text as one, their differences marked."""
    text = known_text(text_id)
    before, after = _two(text)
    language = language_asked()
    passages = compared(_words(before, language), _words(after, language))
    return web.page(
        "terms/compare.html",
        text=text,
        before=before,
        after=after,
        language=language,
        runs=gathered(passages),
        changes=sum(not passage.is_same for passage in passages),
    )


def _two(text: TermsText) -> tuple[TermsVersion, TermsVersion]:
    """Return the two versions that the address names, the last two unless it does."""
    if len(text.versions) <= 1:
        abort(404)
    known = {version.id: version for version in text.versions}
    older, newer = text.versions[-2:]
    before = known.get(request.args.get("de", 0, read_whole), older)
    after = known.get(request.args.get("a", 0, read_whole), newer)
    return before, after


def _words(version: TermsVersion, language: str) -> str:
    """Return what a version says in one language; a draft, as it would be published today."""
    if version.is_published:
        return version.english_text if language == "en" else version.french_text
    filling = publishing.filling_of(version, business=the_business(), on=clock.today())
    return filling.english if language == "en" else filling.french
