"""What a consumer reads before they withdraw from a quote that they signed."""

from typing import Any

from facturelite import clock, web
from facturelite.orders.queries import received_on
from facturelite.portal.door import blueprint, the_client, words
from facturelite.portal.quotes_forms import RenunciationForm
from facturelite.portal.quotes_views import requested_quote, until_when
from facturelite.portal.signing_forms import masked
from facturelite.quotes import renouncing
from facturelite.quotes.model import Quote
from facturelite.terms.asking_queries import addresses_of
from facturelite.web import public


@blueprint.get("/p/<token>/devis/<int:quote_id>/retractation")
@public
def ask_to_renounce(quote_id: int) -> str:
    """Show what withdrawing declares, and how to confirm it."""
    quote, today = requested_quote(quote_id), clock.today()
    renouncing.require_renounceable(quote, received_on=received_on(quote), on=today)
    return renunciation_page(quote)


def renunciation_page(quote: Quote, *, form: RenunciationForm | None = None) -> str:
    """Render the declaration of a withdrawal."""
    return web.page(
        "portal/quote_renounce.html",
        quote=quote,
        declaration=renouncing.declaration(quote, words().language),
        until=until_when(renouncing.period_of(quote, received_on=received_on(quote))),
        form=form or renunciation_form(formdata=None),
        masked=masked,
    )


def renunciation_form(**typed: Any) -> RenunciationForm:
    """Return the form to withdraw, with the addresses known for this client."""
    return RenunciationForm(words(), addresses_of(the_client()), **typed)
