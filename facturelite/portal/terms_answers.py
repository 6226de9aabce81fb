"""What a client answers about the terms of sale: a code asked for, an agreement, a refusal."""

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.access import limiter
from facturelite.db import transaction
from facturelite.portal import signing_answers
from facturelite.portal.door import (
    OwnerLooks,
    blueprint,
    here,
    limit_answers,
    owner_looks,
    words,
)
from facturelite.portal.signing_answers import CODES, Act
from facturelite.portal.terms_forms import RefusalForm, SigningForm
from facturelite.portal.terms_standing import Standing
from facturelite.portal.terms_views import KEPT, offer_of, proposed, signing_form, terms_page
from facturelite.terms import acceptance, asking
from facturelite.terms.acceptance_model import Acceptance, EmailCode, TermsRequest
from facturelite.terms.signing import AlreadyAccepted, NoLongerAsked, Visit
from facturelite.web import public

OVER = (AlreadyAccepted, NoLongerAsked)  # told by the page of the terms


@blueprint.post("/p/<token>/conditions/<int:version_id>/code")
@public
@limit_answers
@limiter.limit(CODES)
def ask_for_code(version_id: int) -> ResponseReturnValue:
    """Send the code that accepting needs, once all is ticked and typed."""
    standing = _awaited(version_id)

    def send(form: SigningForm) -> EmailCode:
        return acceptance.send_code(
            _request(standing),
            offer_of(standing),
            form.signing,
            email=form.chosen_email or abort(404),
            key=current_app.config["SECRET_KEY"],
            at=clock.now(),
        )

    to = f"{here()}#confirmation"
    return signing_answers.send_code(_act(version_id), signing_form(), send, to=to)


@blueprint.post("/p/<token>/conditions/<int:version_id>/acceptation")
@public
@limit_answers
def accept(version_id: int) -> ResponseReturnValue:
    """Keep the client's agreement, if the code is right."""
    standing = _awaited(version_id)

    def agree(form: SigningForm) -> Acceptance | None:
        return acceptance.accept_online(
            _request(standing),
            offer_of(standing),
            form.signing,
            typed_code=form.code.data or "",
            visit=_visit(),
            key=current_app.config["SECRET_KEY"],
            at=clock.now(),
            on=clock.today(),
        )

    return signing_answers.bind(_act(version_id), signing_form(), agree, said="terms_accepted_now")


@blueprint.post("/p/<token>/conditions/<int:version_id>/refus")
@public
@limit_answers
def refuse(version_id: int) -> ResponseReturnValue:
    """Note that the client refuses, and why."""
    standing, form = _awaited(version_id), RefusalForm(words())
    if not form.validate_on_submit():
        return terms_page(standing, refusal_form=form), 422
    visit = _visit()
    with transaction():
        asking.refuse(
            _request(standing),
            reason=form.reason.data or "",
            address=visit.address,
            browser=visit.browser,
            at=clock.now(),
        )
    return web.done(here(), words()("terms_refused_now"))


def _awaited(version_id: int) -> Standing:
    """Return a version of this client's, for them to answer; the owner may not in their place."""
    standing = proposed(version_id)
    if owner_looks():
        raise OwnerLooks
    if standing.acceptance:
        raise AlreadyAccepted(standing.acceptance)
    if standing.open_request is None:
        raise NoLongerAsked
    return standing


def _request(standing: Standing) -> TermsRequest:
    return standing.request or abort(404)


def _visit() -> Visit:
    return Visit(request.remote_addr or "", request.headers.get("User-Agent", ""))


def _act(version_id: int) -> Act:
    def again(form: SigningForm) -> ResponseReturnValue:
        return terms_page(proposed(version_id), form=form), 422

    return Act(KEPT, {"version": version_id}, again, OVER)
