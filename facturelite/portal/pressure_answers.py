"""What a client asks from a document's page: more time, or a word more about a dispute."""

from flask.typing import ResponseReturnValue

from facturelite import clock
from facturelite.invoices import answers, answers_queries
from facturelite.invoices.model import Invoice
from facturelite.portal.client_answers import answer
from facturelite.portal.door import blueprint, limit_answers, words
from facturelite.portal.pressure_forms import DelayForm, MessageForm
from facturelite.reminders.delays import ask_delay
from facturelite.reminders.holding import is_heeded
from facturelite.web import public


@blueprint.post("/p/<token>/factures/<int:invoice_id>/delai")
@public
@limit_answers
def ask_for_delay(invoice_id: int) -> ResponseReturnValue:
    """Note until when the client would like to wait."""
    form = DelayForm(words())

    def verb(invoice: Invoice) -> str:
        asked = ask_delay(
            invoice,
            asked_until=form.day,
            words=form.why.data or "",
            at=clock.now(),
            on=clock.today(),
        )
        holds = is_heeded(invoice, asked.key, on=clock.today())
        return words()("delay_now" if holds else "delay_again_now")

    return answer(invoice_id, verb, delay_form=form)


@blueprint.post("/p/<token>/factures/<int:invoice_id>/contestation/message")
@public
@limit_answers
def write_about_dispute(invoice_id: int) -> ResponseReturnValue:
    """Add a message to the dispute that is open."""
    form = MessageForm(words())

    def verb(invoice: Invoice) -> str:
        opened = answers_queries.open_dispute(invoice)
        if opened is None:
            raise answers.AlreadyClosed
        answers.reply(opened, words=form.words.data or "", from_client=True, at=clock.now())
        return words()("message_now")

    return answer(invoice_id, verb, message_form=form)
