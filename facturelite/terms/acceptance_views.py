"""Agreements as the owner sees them: recording a paper, reading one, what stands on a client."""

from collections.abc import Sequence
from io import BytesIO

from flask import abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.clients.model import Client
from facturelite.db import transaction
from facturelite.documents.queries import get_document
from facturelite.documents.scans import HEAVIEST, clean_scan
from facturelite.journal.queries import timeline
from facturelite.journal.wording import stories
from facturelite.numbers import read_whole
from facturelite.refusals import Refusal
from facturelite.terms import acceptance_queries, asking, asking_queries, queries
from facturelite.terms.acceptance_model import Acceptance, RequestState, TermsRequest
from facturelite.terms.asking_views import known_client, published
from facturelite.terms.blueprint import blueprint
from facturelite.terms.model import Audience, TermsText, TermsVersion
from facturelite.terms.paper import record_paper
from facturelite.terms.paper_forms import PaperForm
from facturelite.terms.roster import counts, roster


@web.panel("client_terms", order=10)
def asking_panel(client: Client) -> str:
    """Show on a client's page what they were asked, and what can be asked now."""
    current = queries.current_version(Audience.of(client.kind), on=clock.today())
    refused = _still_refused(asking_queries.requests_of(client))
    return render_template(
        "terms/_asking.html",
        client=client,
        current=current,
        waiting=asking_queries.open_requests(client),
        refused=refused,
        is_heard=refused is None or asking_queries.is_heard(refused),
        accepted=acceptance_queries.acceptances_of(client),
        may_ask=_may_be_asked(client, current),
        has_address=bool(asking_queries.addresses_of(client)),
        may_sign=current and not asking_queries.has_accepted(client, current),
    )


@web.panel("terms", order=10)
def progress_panel(texts: list[TermsText]) -> str:
    """Show on the list of texts how many clients are left to ask, wait, or refused."""
    today = clock.today()
    current = [
        v for v in (text.current(on=today) for text in texts) if v and not v.text.archived_at
    ]
    return render_template(
        "terms/_progress.html", progress=[(version, counts(roster(version))) for version in current]
    )


@web.panel("terms_version", order=10)
def version_panel(version: TermsVersion) -> str:
    """Show on a version's page how many clients are left to ask."""
    found = counts(roster(version))
    return render_template("terms/_progress.html", progress=[(version, found)])


@blueprint.get("/conditions/accords/<int:acceptance_id>")
def show_acceptance(acceptance_id: int) -> ResponseReturnValue:
    """Show one agreement: who, what, when, how, and its proof."""
    given = known_acceptance(acceptance_id)
    asked = given.details.get("request")
    entries = [*timeline(given.subject)]
    if asked:
        entries += timeline(f"{TermsRequest.__tablename__}/{asked}")
    entries.sort(key=lambda entry: -entry.id)
    return web.page(
        "terms/acceptance.html",
        given=given,
        details=given.details,
        pdf=get_document(given.pdf_id),
        scan=get_document(given.scan_id) if given.scan_id else None,
        stories=stories(entries),
    )


@blueprint.get("/conditions/accords/<int:acceptance_id>/document-signe")
def show_scan(acceptance_id: int) -> ResponseReturnValue:
    """Send the signed paper as it was kept."""
    given = known_acceptance(acceptance_id)
    stored = get_document(given.scan_id or abort(404))
    return send_file(
        BytesIO(stored.content),
        stored.media_type,
        download_name=stored.filename,
        as_attachment=True,
    )


@blueprint.route("/clients/<int:client_id>/conditions/papier", methods=["GET", "POST"])
def record_signed_paper(client_id: int) -> ResponseReturnValue:
    """Record an agreement given on paper or by e-mail."""
    client, form = known_client(client_id), PaperForm()
    version = _version_to_sign(client)
    page = {"client": client, "version": version, "form": form, "heaviest": HEAVIEST}
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return web.page("terms/paper.html", "main", **page), status
    try:
        scan = clean_scan(form.scan.data.read(HEAVIEST + 1))
        with transaction():
            record_paper(client, version, form.paper, scan, at=clock.now(), on=clock.today())
    except Refusal as refusal:
        if not refusal.field:
            raise
        form[refusal.field].errors = [str(refusal)]
        return web.page("terms/paper.html", "main", **page), 422
    return web.done(
        url_for("clients.show", client_id=client.id),
        f"Accord de {client.name} enregistré : la version {version.number} le lie.",
    )


def known_acceptance(acceptance_id: int) -> Acceptance:
    """Return an agreement, or 404."""
    return acceptance_queries.get_acceptance(acceptance_id) or abort(404)


def _version_to_sign(client: Client) -> TermsVersion:
    number = request.values.get("version", 0, read_whole)
    if number:
        return published(number)
    current = queries.current_version(Audience.of(client.kind), on=clock.today())
    return current or abort(404)


def _may_be_asked(client: Client, current: TermsVersion | None) -> bool:
    if current is None:
        return False
    try:
        asking.require_askable(client, current)
    except Refusal:
        return False
    return True


def _still_refused(requests: Sequence[TermsRequest]) -> TermsRequest | None:
    """Return the last request when it was refused: nothing was asked since."""
    last = next(iter(requests), None)
    return last if last and last.state is RequestState.REFUSED else None
