"""What a client answers about the terms of sale: a code asked for, an agreement, a refusal."""

from flask import abort, current_app, request, session
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.access import limiter
from facturelite.db import transaction
from facturelite.portal.door import (
    OwnerLooks,
    blueprint,
    here,
    limit_answers,
    owner_looks,
    the_client,
    words,
)
from facturelite.portal.terms_forms import RefusalForm, SigningForm, masked
from facturelite.portal.terms_standing import Standing
from facturelite.portal.terms_views import KEPT, offer_of, proposed, signing_form, terms_page
from facturelite.refusals import Refusal
from facturelite.terms import acceptance, asking, codes
from facturelite.terms.acceptance_model import TermsRequest
from facturelite.terms.signing import AlreadyAccepted, NoLongerAsked, Visit
from facturelite.web import public

CODES = "20 per hour"  # asked for from one place, whoever is behind


@blueprint.post("/p/<token>/conditions/<int:version_id>/code")
@public
@limit_answers
@limiter.limit(CODES)
def ask_for_code(version_id: int) -> ResponseReturnValue:
    """Send the code that accepting needs, once all is ticked and typed."""
    standing = _awaited(version_id)
    offer, form = offer_of(standing), signing_form()
    if not form.validate_on_submit():
        return terms_page(standing, form=form), 422
    try:
        with transaction():
            sent = acceptance.send_code(
                _request(standing),
                offer,
                form.signing,
                email=form.chosen_email or abort(404),
                key=current_app.config["SECRET_KEY"],
                at=clock.now(),
            )
            to = masked(sent.email)
    except Refusal as refusal:
        return _refused(standing, form, refusal)
    until = (clock.now() + codes.LIFETIME).timestamp()
    whose = {"client": the_client().id, "version": version_id}
    session[KEPT] = {**whose, "until": until, **form.kept}
    return web.done(f"{here()}#confirmation", words()("terms_code_sent_now", to=to))


@blueprint.post("/p/<token>/conditions/<int:version_id>/acceptation")
@public
@limit_answers
def accept(version_id: int) -> ResponseReturnValue:
    """Keep the client's agreement, if the code is right."""
    standing = _awaited(version_id)
    offer, form = offer_of(standing), signing_form()
    form.awaits_code = True
    if not form.validate_on_submit():
        return terms_page(standing, form=form), 422
    try:
        with transaction():
            given = acceptance.accept_online(
                _request(standing),
                offer,
                form.signing,
                typed_code=form.code.data or "",
                visit=_visit(),
                key=current_app.config["SECRET_KEY"],
                at=clock.now(),
                on=clock.today(),
            )
        if given is None:  # the try that was spent is kept
            raise codes.WrongCode
    except Refusal as refusal:
        return _refused(standing, form, refusal)
    session.pop(KEPT, None)
    return web.done(here(), words()("terms_accepted_now"))


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


def _refused(standing: Standing, form: SigningForm, refusal: Refusal) -> ResponseReturnValue:
    """Show the form again with why not, as typed; what is over is told by the page itself."""
    if isinstance(refusal, AlreadyAccepted | NoLongerAsked):
        raise refusal
    said = words().refusal(refusal)
    if refusal.field:
        form[refusal.field].errors = [said]
    else:
        form.form_errors.append(said)
    return terms_page(proposed(standing.version.id), form=form), 422
