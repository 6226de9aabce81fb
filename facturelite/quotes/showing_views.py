"""The page of a quote once sent: its paper, where it is, what to do next, what was said."""

from flask import url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.documents.quote_printed import printed
from facturelite.journal.queries import timeline
from facturelite.journal.wording import stories
from facturelite.quotes.answering_forms import ReplyForm, WithdrawalForm
from facturelite.quotes.attaching import files_of
from facturelite.quotes.conditions import without_last_day
from facturelite.quotes.mailing import sendings
from facturelite.quotes.model import Quote, QuoteState
from facturelite.quotes.queries import messages_of
from facturelite.quotes.revising import may_revise
from facturelite.quotes.status import status_of


def page_of(
    quote: Quote,
    code: int = 200,
    *,
    reply: ReplyForm | None = None,
    withdrawal: WithdrawalForm | None = None,
) -> ResponseReturnValue:
    """Show a quote that was sent; the forms are those that were just refused."""
    today = clock.today()
    signature = quote.signature
    snapshot = signature.taken if signature else quote.snapshot
    awaits = quote.state is QuoteState.SENT and not quote.has_expired(on=today)
    if snapshot and not awaits:
        snapshot = without_last_day(snapshot)
    messages = messages_of(quote)
    context = {
        "quote": quote,
        "paper": printed(snapshot) if snapshot else None,
        "status": status_of(quote, on=today),
        "has_expired": quote.has_expired(on=today),
        "awaits": awaits,
        "signature": signature,
        "attachments": files_of(quote),
        "messages": messages,
        "asks": bool(messages) and messages[-1].from_client,
        "mailed": sendings(quote),
        "may_revise": may_revise(quote),
        "revision": next((one for one in quote.revisions if one.is_draft), None),
        "replaced_by": next((one for one in quote.revisions if not one.is_draft), None),
        "reply": reply or ReplyForm(formdata=None),
        "withdrawal": withdrawal or WithdrawalForm(formdata=None),
        "entries": stories(timeline(quote.subject)),
    }
    return web.page("quotes/show.html", "quote", **context), code


def address_of(quote: Quote, anchor: str | None = None) -> str:
    """Return the address of a quote's page."""
    return url_for("quotes.show", quote_id=quote.id, _anchor=anchor)
