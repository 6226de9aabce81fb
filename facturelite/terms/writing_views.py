"""Writing a version: saved as one goes, its checklist and its preview beside it; publishing."""

from io import BytesIO
from typing import Any

from flask import Response, abort, request, send_file, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, dates, web
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.refusals import Refusal
from facturelite.terms import actions, house, publishing, queries, variables
from facturelite.terms.blueprint import blueprint
from facturelite.terms.checks import findings
from facturelite.terms.forms import DraftForm, PublicationForm, put
from facturelite.terms.markdown import NotReadable, for_page
from facturelite.terms.model import TermsText, TermsVersion
from facturelite.terms.printing import Paper, printed
from facturelite.terms.publishing import Filling


def known_text(text_id: int) -> TermsText:
    """Return a text, or answer 404."""
    return queries.get_text(text_id) or abort(404)


def known_version(version_id: int) -> TermsVersion:
    """Return a version, or answer 404."""
    return queries.get_version(version_id) or abort(404)


def draft_of(version_id: int) -> TermsVersion:
    """Return a version that is being written, or answer 404."""
    version = known_version(version_id)
    return abort(404) if version.is_published else version


def language_asked() -> str:
    """Return the language of the address, French unless English is asked."""
    return "en" if request.args.get("langue") == "en" else "fr"


def editor(
    version: TermsVersion, form: DraftForm | None = None, code: int = 200
) -> ResponseReturnValue:
    """Show the editor; htmx asks only for what stands beside it."""
    shown = form or DraftForm(
        formdata=None,
        data={
            "version": version.revision,
            "french": version.french,
            "english": version.english,
        },
    )
    return web.page("terms/edit.html", "side", form=shown, **_shown(version)), code


@blueprint.post("/conditions/versions/<int:version_id>/brouillon")
def save(version_id: int) -> ResponseReturnValue:
    """Save what is written."""
    version, form = known_version(version_id), DraftForm()
    if not form.validate_on_submit():
        return _not_saved(version, form, "Pas encore enregistré : un champ est à corriger.")
    try:
        with transaction():
            actions.write_draft(
                version,
                form.french.data or "",
                form.english.data or "",
                at=clock.now(),
                revision=form.revision,
            )
    except Refusal as refusal:
        put(refusal, form)
        return _not_saved(version, form, str(refusal))
    if request.headers.get("X-Autosave"):
        return _saved(version)
    if request.form.get("then") == "publish":
        return web.done(url_for(".ask_publication", version_id=version.id))
    return web.done(url_for(".show_version", version_id=version.id), "Brouillon enregistré.")


@blueprint.get("/conditions/versions/<int:version_id>/apercu.pdf")
def preview_pdf(version_id: int) -> ResponseReturnValue:
    """Show the draft as the PDF that it would be."""
    version, language = draft_of(version_id), language_asked()
    business = the_business()
    filling = publishing.filling_of(version, business=business, on=clock.today())
    words = filling.english if language == "en" else filling.french
    if not words.strip():
        abort(404)
    content = printed(Paper(version.text, words, clock.now()), business=business, language=language)
    name = f"projet-cgv-{version.text.audience.value}-{language}.pdf"
    return send_file(BytesIO(content), "application/pdf", download_name=name)


@blueprint.route("/conditions/versions/<int:version_id>/publication", methods=["GET", "POST"])
def ask_publication(version_id: int) -> ResponseReturnValue:
    """Say what publishing does, then do it."""
    version, today = draft_of(version_id), clock.today()
    earliest = publishing.earliest_day(version, on=today)
    form = PublicationForm(data={"effective_on": earliest})
    if not form.validate_on_submit():
        return _publication(version, form), 422 if form.is_submitted() else 200
    try:
        with transaction():
            publishing.publish(
                version,
                effective_on=form.effective_on.data or earliest,
                business=the_business(),
                at=clock.now(),
                on=clock.today(),
            )
    except Refusal as refusal:
        put(refusal, form)
        return _publication(version, form), 422
    return web.done(
        url_for(".show_version", version_id=version.id),
        f"{version.label} publiée. Il reste à la faire accepter.",
    )


@blueprint.post("/conditions/versions/<int:version_id>/suppression")
def delete(version_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    version = known_version(version_id)
    with transaction():
        actions.delete_draft(version, at=clock.now())
    return web.done(url_for(".index"), "Brouillon supprimé.")


def _publication(version: TermsVersion, form: PublicationForm) -> str:
    last = next(iter(version.text.published), None)
    return web.page(
        "terms/publish.html",
        form=form,
        last=last,
        bound=sum(queries.bound_counts(version.text, on=clock.today()).values()),
        **_shown(version),
        number=1 + len(version.text.published),
    )


def _shown(version: TermsVersion) -> dict[str, Any]:
    """Return a draft as it would be read, its words between braces, and what is noticed in it."""
    business, today = the_business(), clock.today()
    conditions = house.house_conditions(version.text.audience, business=business, on=today)
    known = variables.variables(business, conditions, on=today)
    missing = {
        variable.name: variable
        for text, language in ((version.french, "fr"), (version.english, "en"))
        for variable in variables.without_value(text, known, language)
    }
    return {
        "version": version,
        "known": known,
        "unknown": variables.unknown(f"{version.french}\n{version.english}", known),
        "missing": list(missing.values()),
        **_read(version, publishing.filling_of(version, business=business, on=today)),
    }


def _read(version: TermsVersion, filling: Filling) -> dict[str, Any]:
    """Return a draft filled in, and what is noticed in it.

    Settings may make it longer than what was checked when it was saved: then that is told.
    """
    business, today = the_business(), clock.today()
    audience = version.text.audience
    try:
        return {
            "findings": findings(filling.french, audience, business=business, on=today),
            "preview": for_page(filling.french),
            "english_preview": for_page(filling.english, language="en"),
        }
    except NotReadable as refusal:
        return {"findings": [], "preview": str(refusal), "english_preview": ""}


def _saved(version: TermsVersion) -> Response:
    now = clock.now().astimezone(dates.PARIS)
    answer = _told(f"Enregistré à {now:%H:%M}", 200)
    answer.headers["X-Version"] = str(version.revision)
    return answer


def _not_saved(version: TermsVersion, form: DraftForm, sentence: str) -> ResponseReturnValue:
    if request.headers.get("X-Autosave"):
        return _told(sentence, 409)
    if version.is_published:
        shown = url_for(".show_version", version_id=version.id)
        return web.done(shown, "Cette version est déjà publiée.", category="warning")
    return editor(version, form, 422)


def _told(sentence: str, code: int) -> Response:
    return Response(sentence, code, content_type="text/plain; charset=utf-8")
