"""What a client reads of the terms of sale: looking changes nothing."""

import io
from typing import Any

from flask import abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.db import transaction
from facturelite.documents.queries import get_document
from facturelite.portal.door import blueprint, owner_looks, the_client, words
from facturelite.portal.signing_answers import kept_form
from facturelite.portal.signing_forms import masked
from facturelite.portal.terms_forms import RefusalForm, SigningForm
from facturelite.portal.terms_standing import Standing, foremost_version, standing_of
from facturelite.portal.visitors import is_a_person
from facturelite.terms import asking, asking_queries
from facturelite.terms.markdown import for_page
from facturelite.terms.offering import Offer, offer_to
from facturelite.terms.withdrawal import withdrawal
from facturelite.web import public

KEPT = "terms_signing"  # what was typed, while the code is on its way


@web.panel("portal", order=10)
def call(client: Client) -> str:
    """Ask on the first page for the answer that is awaited."""
    waiting = asking_queries.open_requests(client)
    if not waiting:
        return ""
    return render_template(
        "portal/_terms_call.html",
        w=words(),
        requests=waiting,
        is_bound=asking_queries.is_bound(client),
    )


@blueprint.get("/p/<token>/conditions")
@public
def terms() -> str:
    """Show the version that matters most to this client."""
    return terms_page(proposed(foremost_version(the_client()) or abort(404)))


@blueprint.get("/p/<token>/conditions/<int:version_id>")
@public
def show_terms(version_id: int) -> str:
    """Show a version that was proposed to this client, and how to answer."""
    return terms_page(proposed(version_id))


@blueprint.get("/p/<token>/conditions/<int:version_id>/<any(fr, en):language>.pdf")
@public
def terms_pdf(version_id: int, language: str) -> ResponseReturnValue:
    """Give the PDF of a version, byte for byte."""
    version = proposed(version_id).version
    number = version.english_pdf_id if language == "en" else version.pdf_id
    stored = get_document(number or abort(404))
    return send_file(
        io.BytesIO(stored.content), mimetype=stored.media_type, download_name=stored.filename
    )


@blueprint.post("/p/<token>/conditions/<int:version_id>/ouverture")
@public
def note_terms(version_id: int) -> ResponseReturnValue:
    """Hear from the page that a person has opened it."""
    asked = proposed(version_id).open_request
    if asked and is_a_person(dict(request.headers)) and not owner_looks():
        with transaction():
            asking.note_opening(asked, address=request.remote_addr or "", at=clock.now())
    return "", 204


def proposed(version_id: int) -> Standing:
    """Return where this client stands with a version; anything else does not exist."""
    return standing_of(the_client(), version_id) or abort(404)


def offer_of(standing: Standing) -> Offer:
    """Return a version as it is proposed to this client, in the language they read now."""
    return offer_to(
        the_client(),
        standing.version,
        business=the_business(),
        language=words().language,
        on=clock.today(),
    )


def signing_form(**typed: Any) -> SigningForm:
    """Return the form to sign, with the addresses known for this client."""
    return SigningForm(words(), asking_queries.addresses_of(the_client()), **typed)


def terms_page(
    standing: Standing, *, form: SigningForm | None = None, refusal_form: RefusalForm | None = None
) -> str:
    """Render the page, with the forms as they were sent if they were."""
    offer = offer_of(standing)
    form = form or kept_form(KEPT, {"version": standing.version.id}, signing_form)
    form.propose(offer)
    return web.page(
        "portal/terms.html",
        standing=standing,
        version=standing.version,
        offer=offer,
        form=form,
        refusal_form=refusal_form or RefusalForm.blank(words()),
        masked=masked,
        sections=_sections(standing, offer),
        **_texts(offer),
    )


def _sections(standing: Standing, offer: Offer) -> Any:
    """Return the summary: as it was accepted, once it was."""
    given = standing.acceptance
    return given.details["summary"] if given else offer.summary.sections


def _texts(offer: Offer) -> dict[str, Any]:
    """Return the text for its reader, and what the law adds to it."""
    version, language, is_both = offer.version, offer.language, offer.is_translated
    right = None
    if the_client().is_consumer:
        right = withdrawal(the_business(), language=language, on=clock.today())
    return {
        "text": for_page(version.words(language), language=language if is_both else "fr", top=3),
        "french_text": for_page(version.french_text, top=3) if is_both else "",
        "withdrawal": right,
    }
