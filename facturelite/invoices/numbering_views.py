"""Continuing, in the settings, a series of numbers begun elsewhere."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.model import Business
from facturelite.db import transaction
from facturelite.invoices import numbering
from facturelite.invoices.blueprint import blueprint
from facturelite.invoices.forms import SeriesForm
from facturelite.invoices.model import InvoiceKind


@web.panel("numbering", order=10)
def continue_series(business: Business) -> str:
    """Show the next number, and let a series begun elsewhere go on."""
    return _rendered(business, SeriesForm(formdata=None))


@blueprint.post("/factures/numerotation")
def set_series() -> ResponseReturnValue:
    """Start the year's invoices after a number used in another program."""
    form, today = SeriesForm(), clock.today()
    if not form.validate_on_submit() or not form.sure.data or form.last.data is None:
        message = "Indiquez le dernier numéro et cochez la case : rien n’a été changé."
        return web.done(_settings(), message, category="warning")
    last = int(form.last.data)
    with transaction():
        numbering.start_after(numbering.INVOICES, year=today.year, last=last, at=clock.now())
    return web.done(_settings(), f"La prochaine facture portera le n° {last + 1}.")


def _settings() -> str:
    return url_for("business.show_topic", slug="numerotation")


def _rendered(business: Business, form: SeriesForm) -> str:
    today = clock.today()
    begun = numbering.has_begun(numbering.INVOICES, year=today.year)
    following = numbering.foretell(InvoiceKind.INVOICE, business, on=today)
    return render_template("invoices/_series.html", form=form, following=following, begun=begun)
