"""What terms have to say on the page of a client."""

from flask import render_template

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.terms import house, queries
from facturelite.terms.model import Audience


@web.panel("client", order=15)
def what_binds_the_client(client: Client) -> str:
    """Show which version binds a client, since when and how, and what was agreed with them."""
    today = clock.today()
    bound = queries.binding_acceptances(client.id, on=today)
    current = queries.current_version(Audience.of(client.kind), on=today)
    return render_template(
        "terms/_client.html",
        client=client,
        bound=bound,
        current=current,
        is_outdated=bool(bound and current and current.id not in {a.version_id for a in bound}),
        conditions=house.conditions_for(client, business=the_business(), on=today),
        is_particular=house.agreed_choices(client.id) is not None,
    )
