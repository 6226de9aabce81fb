"""What quotes have to say on the pages of others."""

from flask import render_template

from facturelite import clock, web
from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.quotes import numbering, queries
from facturelite.quotes.queries import Filter, Wanted
from facturelite.quotes.status import status_of

MOST = 5


@web.panel("client", order=18)
def what_is_offered(client: Client) -> str:
    """Show the quotes of a client, drafts included, and offer another."""
    today = clock.today()
    found = queries.find(Wanted(Filter.ALL, client_id=client.id, shown=MOST), on=today)
    statuses = [(quote, status_of(quote, on=today)) for quote in found.quotes]
    return render_template(
        "quotes/_client.html", client=client, statuses=statuses, count=found.count
    )


@web.panel("numbering", order=20)
def what_comes_next(business: Business) -> str:
    """Say which number the next quote takes."""
    following = numbering.foretell(business, on=clock.today())
    return render_template("quotes/_series.html", following=following)
