"""What the owner does with a quote that was sent: answer, withdraw, revise."""

from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.quotes.answering import answer_question, withdraw
from facturelite.quotes.answering_forms import ReplyForm, WithdrawalForm
from facturelite.quotes.blueprint import blueprint, sent
from facturelite.quotes.revising import AlreadyRevised, revise
from facturelite.quotes.showing_views import address_of, page_of


@blueprint.post("/devis/<int:quote_id>/reponse")
def reply(quote_id: int) -> ResponseReturnValue:
    """Answer what the client asked."""
    quote, form = sent(quote_id), ReplyForm()
    if not form.validate_on_submit():
        return page_of(quote, 422, reply=form)
    with transaction():
        answer_question(quote, text=form.text.data or "", business=the_business(), at=clock.now())
    told = (
        "Votre réponse part par e-mail."
        if quote.client.mail_recipients
        else "Ce client n’a pas d’adresse e-mail : il lira votre réponse sur son espace privé."
    )
    return web.done(address_of(quote, "echanges"), told)


@blueprint.post("/devis/<int:quote_id>/retrait")
def take_back(quote_id: int) -> ResponseReturnValue:
    """Withdraw a quote: it can no longer be signed."""
    quote, form = sent(quote_id), WithdrawalForm()
    if not form.validate_on_submit():
        return page_of(quote, 422, withdrawal=form)
    with transaction():
        withdraw(quote, reason=form.reason.data or "", at=clock.now())
    return web.done(address_of(quote), f"{quote.name} retiré : il ne peut plus être signé.")


@blueprint.post("/devis/<int:quote_id>/revision")
def replace(quote_id: int) -> ResponseReturnValue:
    """Open the draft that will replace a quote, or the one that was begun."""
    quote = sent(quote_id)
    try:
        with transaction():
            draft = revise(quote, business=the_business(), at=clock.now())
            address = address_of(draft)
    except AlreadyRevised as begun:
        return web.done(address_of(begun.draft), "Cette révision était déjà commencée.")
    told = f"Révision ouverte : {quote.number} reste valable jusqu’à ce que vous l’envoyiez."
    return web.done(address, told)
