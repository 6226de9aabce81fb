"""Two clients, each behind their own link, and what was issued to them."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from billing import a_client, a_credit_note, a_draft, an_invoice
from facturelite.business.model import Business
from facturelite.clients import links
from facturelite.clients.model import Client
from facturelite.db import db, transaction
from facturelite.documents.actions import keep
from facturelite.invoices.model import Invoice

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"


@dataclass
class World:
    """The Martin bakery, which owes two invoices, and SAS Lenteur, whose are not theirs."""

    martin: Client
    lenteur: Client
    late: Invoice
    due: Invoice
    credit: Invoice
    draft: Invoice
    foreign: Invoice
    token: str
    foreign_token: str

    @property
    def home(self) -> str:
        return f"/p/{self.token}"

    def page(self, invoice: Invoice, part: str = "") -> str:
        return f"{self.home}/factures/{invoice.id}{part}"


@pytest.fixture
def key(app: Flask) -> str:
    return str(app.config["SECRET_KEY"])


@pytest.fixture
def world(app: Flask, nadia: Business, clock, key: str) -> World:
    at = clock()
    days_ago = [at - timedelta(days=days) for days in range(60)]
    with transaction():
        martin, lenteur = a_client(at=at), a_client("SAS Lenteur", at=at)
        cancelled = an_invoice(martin, "300", at=days_ago[50], on=days_ago[50].date())
        late = an_invoice(
            martin, "840", at=days_ago[42], on=days_ago[42].date(), title="Menu d’automne"
        )
        foreign = an_invoice(lenteur, "77.77", at=days_ago[10], on=days_ago[10].date())
        due = an_invoice(martin, "1250.50", at=days_ago[5], on=days_ago[5].date())
        credit = a_credit_note(cancelled, at=days_ago[4], on=days_ago[4].date())
        draft = a_draft(martin, "99", at=at, title="Encore un secret")
        tokens = [
            links.token(links.open_link(client, key=key, at=at), key=key)
            for client in (martin, lenteur)
        ]
        for invoice in (late, due, credit, foreign):
            _with_files(invoice, at=at)
    return World(martin, lenteur, late, due, credit, draft, foreign, *tokens)


def _with_files(invoice: Invoice, *, at) -> None:
    """Store bytes as rendering would, without its cost."""
    number = invoice.number or ""
    pdf = keep(
        b"%PDF " + number.encode(), media_type="application/pdf", filename=f"{number}.pdf", at=at
    )
    xml = keep(
        b"<x>" + number.encode(), media_type="application/xml", filename=f"{number}.xml", at=at
    )
    invoice.pdf_id, invoice.xml_id = pdf.id, xml.id
    db.session.flush()


@pytest.fixture
def phone(app: Flask, nadia: Business) -> FlaskClient:
    """The client's telephone."""
    browser = app.test_client()
    browser.environ_base["HTTP_USER_AGENT"] = PHONE
    browser.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    return browser
