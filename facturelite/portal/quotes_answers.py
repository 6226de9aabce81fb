"""What a client answers to a quote: a code asked for, a signature, a question, a refusal."""

from functools import partial

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.access import limiter
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.orders.queries import received_on
from facturelite.portal import signing_answers
from facturelite.portal.door import (
    OwnerLooks,
    blueprint,
    here,
    limit_answers,
    owner_looks,
    words,
)
from facturelite.portal.quotes_forms import (
    CHOSEN_AT_ALL,
    DeclineForm,
    QuestionForm,
    QuoteSigningForm,
    chosen_in,
)
from facturelite.portal.quotes_views import (
    KEPT_QUOTE,
    quote_address,
    quote_page,
    requested_quote,
    signing_form,
    signing_page,
    whose_choice,
)
from facturelite.portal.renouncing_views import renunciation_form, renunciation_page
from facturelite.portal.signing_answers import CODES, Act
from facturelite.quotes import answering, renouncing, signing
from facturelite.quotes.answers_model import QuoteSignature
from facturelite.quotes.model import Quote
from facturelite.quotes.schedule import AsksTooMuch
from facturelite.quotes.signing_refusals import AlreadySigned, NoLongerOffered, NotReady
from facturelite.quotes.totals import WrongChoice
from facturelite.refusals import Refusal
from facturelite.terms.acceptance_model import EmailCode
from facturelite.terms.signing import Visit
from facturelite.web import public

OVER = (AlreadySigned, NoLongerOffered, NotReady, WrongChoice, AsksTooMuch)  # told by the quote


@blueprint.post("/p/<token>/devis/<int:quote_id>/code")
@public
@limit_answers
@limiter.limit(CODES)
def ask_for_quote_code(quote_id: int) -> ResponseReturnValue:
    """Send the code that signing needs, once all is chosen, ticked and typed."""
    quote, form = _answered(quote_id), signing_form()

    def send(form: QuoteSigningForm) -> EmailCode:
        return signing.send_code(
            quote,
            form.signing(words().language),
            business=the_business(),
            email=form.chosen_email or abort(404),
            key=current_app.config["SECRET_KEY"],
            at=clock.now(),
            on=clock.today(),
        )

    to = quote_address(quote, form.positions, "confirmation")
    act = _act(quote_id, form)
    return signing_answers.send_code(act, form, send, to=to, said="quote_code_sent_now")


@blueprint.post("/p/<token>/devis/<int:quote_id>/signature")
@public
@limit_answers
def sign_quote(quote_id: int) -> ResponseReturnValue:
    """Have the client sign, if the code is right."""
    quote, form = _answered(quote_id), signing_form()

    def agree(form: QuoteSigningForm) -> QuoteSignature | None:
        return signing.sign_online(
            quote,
            form.signing(words().language),
            typed_code=form.code.data or "",
            visit=_visit(),
            business=the_business(),
            key=current_app.config["SECRET_KEY"],
            at=clock.now(),
            on=clock.today(),
        )

    return signing_answers.bind(_act(quote_id, form), form, agree, said="quote_signed_now")


@blueprint.post("/p/<token>/devis/<int:quote_id>/question")
@public
@limit_answers
def ask_about_quote(quote_id: int) -> ResponseReturnValue:
    """Pass on a question to the owner."""
    quote, form = _answered(quote_id), QuestionForm(words())
    if not form.validate_on_submit():
        return quote_page(quote, question=form)
    with transaction():
        answering.ask_question(quote, text=form.text.data or "", at=clock.now())
    address = f"{here()}#questions"
    if CHOSEN_AT_ALL in request.form:  # what is chosen stays so
        chosen = chosen_in(request.form, quote)
        address = quote_address(quote, chosen, "questions", ".show_quote")
    return web.done(address, words()("quote_asked_now"))


@blueprint.post("/p/<token>/devis/<int:quote_id>/refus")
@public
@limit_answers
def decline_quote(quote_id: int) -> ResponseReturnValue:
    """Note that the client says no, even late, and why if they say."""
    quote, form = _answered(quote_id), DeclineForm(words())
    signing.require_offered(quote)
    if not form.validate_on_submit():
        return quote_page(quote, refusal=form)
    visit = _visit()
    with transaction():
        answering.decline(
            quote,
            reason=form.reason.data or "",
            address=visit.address,
            browser=visit.browser,
            at=clock.now(),
            on=clock.today(),
        )
    return web.done(here(), words()("quote_declined_now"))


@blueprint.post("/p/<token>/devis/<int:quote_id>/retractation")
@public
@limit_answers
def renounce_quote(quote_id: int) -> ResponseReturnValue:
    """Keep a consumer's withdrawal, and acknowledge it."""
    quote, form = _answered(quote_id), renunciation_form()
    received, today = received_on(quote), clock.today()
    renouncing.require_renounceable(quote, received_on=received, on=today)
    if not form.validate_on_submit():
        return renunciation_page(quote, form=form), 422
    try:
        with transaction():
            renouncing.renounce(
                quote,
                received_on=received,
                name=form.name.data or "",
                email=form.chosen_email or "",
                language=words().language,
                visit=_visit(),
                at=clock.now(),
                on=today,
            )
    except Refusal as refusal:
        if not refusal.field:
            raise
        form[refusal.field].errors = [words().refusal(refusal)]
        return renunciation_page(quote, form=form), 422
    return web.done(here(), words()("quote_renounced_now"))


def _answered(quote_id: int) -> Quote:
    """Return a quote of this client's, for them to answer; the owner may not in their place."""
    quote = requested_quote(quote_id)
    if owner_looks():
        raise OwnerLooks
    return quote


def _visit() -> Visit:
    return Visit(request.remote_addr or "", request.headers.get("User-Agent", ""))


def _act(quote_id: int, form: QuoteSigningForm) -> Act:
    return Act(KEPT_QUOTE, whose_choice(quote_id, form.positions), partial(_again, quote_id), OVER)


def _again(quote_id: int, form: QuoteSigningForm) -> ResponseReturnValue:
    quote = requested_quote(quote_id)
    signing.require_signable(quote, on=clock.today())
    return signing_page(quote, form.positions, form=form), 422
