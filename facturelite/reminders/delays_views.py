"""Answering a client who asks for more time."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.db import transaction
from facturelite.refusals import Refusal
from facturelite.reminders import delays
from facturelite.reminders.blueprint import blueprint
from facturelite.reminders.holds_forms import DelayAnswer, DelayAnswerForm
from facturelite.reminders.requests_model import DelayRequest


@blueprint.get("/delais/<int:request_id>")
def show_delay(request_id: int) -> ResponseReturnValue:
    """Show a request for time, and how to answer it."""
    return _page(_known(request_id), DelayAnswerForm(formdata=None))


@blueprint.post("/delais/<int:request_id>/accord")
def grant_delay(request_id: int) -> ResponseReturnValue:
    """Grant what is asked, in one click."""
    asked = _known(request_id)
    with transaction():
        delays.grant_delay(
            asked, until=asked.asked_until, answer="", at=clock.now(), on=clock.today()
        )
        url = _page_of(asked)
    return web.done(url, "Délai accordé : le client en est prévenu.")


@blueprint.post("/delais/<int:request_id>")
def answer_delay(request_id: int) -> ResponseReturnValue:
    """Grant the day, another day, or refuse."""
    asked, form = _known(request_id), DelayAnswerForm()
    if not form.validate_on_submit():
        return _page(asked, form), 422
    try:
        with transaction():
            _answer(asked, form)
            url = _page_of(asked)
    except Refusal as refusal:
        if not refusal.field:
            raise
        form.until.errors = [*form.until.errors, str(refusal)]
        return _page(asked, form), 422
    return web.done(url, "Votre réponse part au client.")


def _answer(asked: DelayRequest, form: DelayAnswerForm) -> None:
    words = form.answer.data or ""
    if form.outcome.data is DelayAnswer.REFUSE:
        delays.refuse_delay(asked, answer=words, at=clock.now())
        return
    until = form.day_for(asked)
    delays.grant_delay(asked, until=until, answer=words, at=clock.now(), on=clock.today())


def _known(request_id: int) -> DelayRequest:
    return delays.get_request(request_id) or abort(404)


def _page(asked: DelayRequest, form: DelayAnswerForm) -> str:
    return web.page("reminders/delay.html", asked=asked, invoice=asked.invoice, form=form)


def _page_of(asked: DelayRequest) -> str:
    return url_for("invoices.show", invoice_id=asked.invoice_id, _anchor="retenues")
