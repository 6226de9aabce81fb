"""What the owner sees of a client's withdrawal, and that they read it."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.db import transaction
from facturelite.quotes import renouncing
from facturelite.quotes.blueprint import blueprint, sent
from facturelite.quotes.model import Quote


@web.panel("quote", order=5)
def renunciation_panel(quote: Quote) -> str:
    """Show that the client withdrew, and what follows."""
    if quote.renunciation is None:
        return ""
    return render_template(
        "quotes/_renunciation.html",
        quote=quote,
        renunciation=quote.renunciation,
        early=renouncing.asked_to_begin(quote),
        waits=quote in renouncing.to_decide(),
    )


@blueprint.post("/devis/<int:quote_id>/retractation/lue")
def note_renunciation(quote_id: int) -> ResponseReturnValue:
    """Write that the owner read a withdrawal and sees to it."""
    quote = sent(quote_id)
    with transaction():
        renouncing.note_renunciation(quote, at=clock.now())
    here = url_for("quotes.show", quote_id=quote.id)
    return web.done(here, "C’est noté : la rétractation reste à l’historique.")
