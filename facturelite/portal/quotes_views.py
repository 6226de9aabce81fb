"""What a client reads of a quote: choosing computes, looking changes nothing."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.db import transaction
from facturelite.documents.quote_snapshot import QuoteSnapshot
from facturelite.documents.wording import wording
from facturelite.orders.queries import get_order
from facturelite.orders.telling import of_sums
from facturelite.portal import actions
from facturelite.portal.door import blueprint, owner_looks, the_client, words
from facturelite.portal.quotes_forms import (
    CHOICE,
    CHOSEN_AT_ALL,
    DeclineForm,
    QuestionForm,
    QuoteSigningForm,
    chosen_in,
)
from facturelite.portal.quotes_standing import QuoteStanding, Shelf, dues
from facturelite.portal.signing_answers import kept_form
from facturelite.portal.signing_forms import masked
from facturelite.portal.visitors import is_a_person
from facturelite.quotes.answering import may_ask
from facturelite.quotes.model import Quote
from facturelite.quotes.proposing import Proposal, propose
from facturelite.quotes.queries import attachments_of, messages_of, quote_of, quotes_of
from facturelite.quotes.schedule import AsksTooMuch
from facturelite.quotes.signing import require_signable
from facturelite.quotes.totals import WrongChoice, proposed
from facturelite.terms.asking_queries import addresses_of
from facturelite.terms.markdown import for_page
from facturelite.terms.queries import get_version
from facturelite.terms.withdrawal import Period, days_to_withdraw
from facturelite.web import public

KEPT_QUOTE = "quote_signing"  # what was typed, while the code is on its way


@web.panel("portal", order=5)
def quotes_to_answer(client: Client) -> str:
    """Ask on the first page for the answers that are awaited."""
    waiting = [one for one in _standings(client) if one.is_awaiting]
    return render_template("portal/_quote_call.html", w=words(), waiting=waiting) if waiting else ""


@web.panel("portal_quotes", order=10)
def other_quotes(client: Client) -> str:
    """List on the first page the quotes that await nothing."""
    others = [one for one in _standings(client) if not one.is_awaiting]
    return render_template("portal/_quote_list.html", w=words(), others=others) if others else ""


@blueprint.get("/p/<token>/devis/<int:quote_id>")
@public
def show_quote(quote_id: int) -> ResponseReturnValue:
    """Show a quote with what is chosen; with htmx, only what follows from the choice."""
    return quote_page(requested_quote(quote_id))


@blueprint.get("/p/<token>/devis/<int:quote_id>/signature")
@public
def ask_to_sign(quote_id: int) -> ResponseReturnValue:
    """Show what would be signed, and how to sign it."""
    quote = requested_quote(quote_id)
    require_signable(quote, on=clock.today())
    chosen = chosen_in(request.args, quote)
    try:
        return signing_page(quote, chosen)
    except (WrongChoice, AsksTooMuch):
        return quote_page(quote)


@blueprint.post("/p/<token>/devis/<int:quote_id>/ouverture")
@public
def note_quote(quote_id: int) -> ResponseReturnValue:
    """Hear from a quote's page that a person has opened it."""
    quote = requested_quote(quote_id)
    if is_a_person(dict(request.headers)) and not owner_looks():
        with transaction():
            actions.note_opening(
                the_client(),
                quote,
                address=request.remote_addr or "",
                at=clock.now(),
                on=clock.today(),
            )
    return "", 204


def requested_quote(quote_id: int) -> Quote:
    """Return a quote sent to this client; anything else does not exist."""
    return quote_of(the_client(), quote_id) or abort(404)


def proposal_of(quote: Quote, chosen: frozenset[int]) -> Proposal:
    """Return a quote as this client would sign it now; raise WrongChoice or AsksTooMuch."""
    return propose(
        quote, chosen, business=the_business(), language=words().language, on=clock.today()
    )


def quote_page(
    quote: Quote, *, question: QuestionForm | None = None, refusal: DeclineForm | None = None
) -> ResponseReturnValue:
    """Render the page of a quote, with the forms as they were sent if they were."""
    standing, wrong = QuoteStanding(quote, clock.today()), ""
    shown, chosen = standing.shown, frozenset[int]()
    if standing.is_awaiting:
        chosen = chosen_in(request.values, quote)
        try:
            shown = proposal_of(quote, chosen).taken
        except (WrongChoice, AsksTooMuch) as refused:
            wrong, chosen = words().refusal(refused), proposed(quote)
            shown = proposal_of(quote, chosen).taken
    page = web.page(
        "portal/quote.html",
        block="offer",
        quote=quote,
        standing=standing,
        shown=shown,
        shelf=shelf_of(quote, shown),
        chosen=chosen,
        swapped=web.is_htmx(),
        wrong_choice=wrong,
        messages=messages_of(quote),
        may_ask=may_ask(quote),
        question_form=question or QuestionForm.blank(words()),
        decline_form=refusal or DeclineForm.blank(words()),
        until=until_when(standing.right_to_withdraw),
        ended=ended_in_words(quote),
        today=clock.today(),
        without_htmx=not standing.is_awaiting,
        masked=masked,
        **_papers(quote),
    )
    failed = wrong or (question and question.errors) or (refusal and refusal.errors)
    return page, 422 if failed else 200


def signing_form(**typed: Any) -> QuoteSigningForm:
    """Return the form to sign, with the addresses known for this client."""
    return QuoteSigningForm(words(), addresses_of(the_client()), **typed)


def signing_page(
    quote: Quote, chosen: frozenset[int], *, form: QuoteSigningForm | None = None
) -> str:
    """Render what is about to be signed; raise WrongChoice or AsksTooMuch."""
    proposal, form = proposal_of(quote, chosen), form or _kept_form(quote, chosen)
    form.propose(proposal)
    return web.page(
        "portal/quote_sign.html",
        quote=quote,
        proposal=proposal,
        shown=proposal.taken,
        shelf=shelf_of(quote, proposal.taken),
        chosen=chosen,
        form=form,
        masked=masked,
        back={CHOICE: sorted(chosen), CHOSEN_AT_ALL: 1},
        **_papers(quote),
    )


def shelf_of(quote: Quote, said: QuoteSnapshot) -> Shelf:
    """Return what a quote offers and asks, in the language of the page."""
    return Shelf(said, dues(quote, said, words().language))


def ended_in_words(quote: Quote) -> str:
    """Say when an order was cancelled, and what becomes of what was paid."""
    order = get_order(quote.id)
    if order is None or order.cancellation is None:
        return ""
    said = words()("quote_cancelled_on", day=order.cancellation.cancelled_on)
    return f"{said} {of_sums(order, order.cancellation, words().language)}"


def until_when(period: Period | None) -> str:
    """Say how long a client may withdraw; nothing where they may not."""
    if period is None:
        return ""
    if period.last is None:
        return words()("quote_renounce_note_goods", count=days_to_withdraw(on=clock.today()))
    return words()("quote_renounce_note", last=period.last)


def quote_address(
    quote: Quote, chosen: frozenset[int], anchor: str = "", page: str = ".ask_to_sign"
) -> str:
    """Return the address of the page where a choice is signed, or of another page of it."""
    choice: dict[str, Any] = {CHOICE: sorted(chosen), CHOSEN_AT_ALL: 1}
    return url_for(page, quote_id=quote.id, _anchor=anchor or None, **choice)


def whose_choice(quote_id: int, chosen: frozenset[int]) -> dict[str, Any]:
    """Return what a browser's signing is about: another choice is another act."""
    return {"quote": quote_id, "chosen": [str(number) for number in sorted(chosen)]}


def _standings(client: Client) -> list[QuoteStanding]:
    return [QuoteStanding(quote, clock.today()) for quote in quotes_of(client)]


def _papers(quote: Quote) -> dict[str, Any]:
    """Return the files and the text that go with a quote."""
    version, language = get_version(quote.terms_version_id or 0), words().language
    both = language == "en" and version is not None and bool(version.english_text)
    return {
        "figures": wording(language),
        "files": attachments_of(quote),
        "terms": version,
        "terms_language": "en" if both else "fr",
        "terms_text": version
        and for_page(version.words(language), language="en" if both else "fr", top=3),
    }


def _kept_form(quote: Quote, chosen: frozenset[int]) -> QuoteSigningForm:
    """Return the form as it was sent to ask for a code, if the same is chosen."""
    form = kept_form(KEPT_QUOTE, whose_choice(quote.id, chosen), signing_form)
    form.chosen.data = [str(number) for number in sorted(chosen)]
    return form
