"""What recurrences have to say on the pages of others."""

from flask import render_template

from facturelite import clock, web
from facturelite.clients.model import Client
from facturelite.recurring import queries


@web.panel("client", order=30)
def what_is_repeated(client: Client) -> str:
    """Show what is billed to a client period after period."""
    today = clock.today()
    found = queries.list_recurrences(client.id)
    standings = [(recurrence, recurrence.standing(on=today)) for recurrence in found]
    return render_template("recurring/_client.html", client=client, standings=standings)
