"""The way through the owner's pages, grouped as the trade goes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for

from facturelite.outbox.queries import count_waiting
from facturelite.reminders.round_queries import waiting_for_the_owner


def nothing() -> int:
    """Count nothing: most pages have nothing that waits."""
    return 0


@dataclass(frozen=True)
class Place:
    """One entry of the navigation. `new` is the endpoint and label of its « Nouveau »."""

    label: str
    endpoint: str
    icon: str
    count: Callable[[], int] = nothing
    new: tuple[str, str] | None = None


PLACES = (
    Place("Aujourd’hui", "today.show", "home"),
    Place("Clients", "clients.index", "users", new=("clients.new", "Nouveau client")),
    Place("Devis", "quotes.index", "file-description", new=("quotes.new", "Nouveau devis")),
    Place("Factures", "invoices.index", "file-invoice", new=("invoices.new", "Nouvelle facture")),
    Place("Encaissements", "payments.index", "cash", new=("payments.new", "Nouvel encaissement")),
    Place("À facturer", "orders.index", "file-check"),
    Place("Relances", "reminders.index", "bell", count=waiting_for_the_owner),
    Place("Abonnements", "recurring.index", "refresh", new=("recurring.new", "Nouvel abonnement")),
    Place("Échéancier", "deadlines.index", "calendar-due"),
    Place("Catalogue", "catalogue.index", "tag"),
    Place("Conditions", "terms.index", "scale"),
    Place("Livre des recettes", "books.receipts", "books"),
    Place("Boîte d’envoi", "outbox.index", "send", count=count_waiting),
    Place("Réglages", "business.show", "settings"),
)


def items() -> list[dict[str, Any]]:
    """Return the entries as the layout shows them, the current one marked."""
    return [_item(place) for place in PLACES if place.endpoint in current_app.view_functions]


def register(app: Flask) -> None:
    """Give the navigation to the templates."""
    app.jinja_env.globals["navigation"] = items


def _item(place: Place) -> dict[str, Any]:
    item: dict[str, Any] = {
        "label": place.label,
        "url": url_for(place.endpoint),
        "icon": place.icon,
        "active": request.blueprint == place.endpoint.partition(".")[0],
        "count": place.count(),
    }
    if place.new:
        endpoint, label = place.new
        item |= {"new_url": url_for(endpoint), "new_label": label}
    return item
