"""A client, on a phone, in a queue: what is it, how much, by when, what do I press."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from billing import a_client, an_invoice
from browsing.chromium import PHONE, Site
from facturelite.business.model import Business
from facturelite.clients import links
from facturelite.db import db, transaction
from facturelite.invoices.answers_model import Acknowledgement, Dispute, Promise
from facturelite.invoices.model import Invoice
from facturelite.journal.model import Entry
from facturelite.outbox.worker import empty_the_outbox
from smtp_server import wait_until

IBAN = "FR7630006000011234567890189"
A_REAL_PHONE = PHONE | {
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/131.0 Mobile Safari/537.36"
}


@pytest.fixture
def story(app: Flask, nadia: Business, site: Site, clock) -> tuple[str, Invoice]:
    """Two invoices for the Martin bakery, one of them late; the link, and the one to come."""
    then, key = clock() - timedelta(days=42), app.config["SECRET_KEY"]
    with transaction():
        client = a_client(at=clock())
        an_invoice(client, "840", at=then, on=then.date(), title="Menu d’automne")
        invoice = an_invoice(client, "1250.50", at=clock(), on=clock.today)
        token = links.token(links.open_link(client, key=key, at=clock()), key=key)
    empty_the_outbox(now=clock)
    return f"{site.url}/p/{token}", db.session.get_one(Invoice, invoice.id)


@pytest.fixture
def visitor(open_context: Callable[..., BrowserContext]) -> Page:
    context = open_context(**A_REAL_PHONE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    return context.new_page()


def _openings() -> int:
    db.session.rollback()
    return db.session.query(Entry).filter_by(event="portal.opened").count()


def test_a_client_sees_what_is_due_and_pays(visitor: Page, story, axe):
    address, invoice = story
    visitor.goto(address)
    expect(visitor.locator(".due")).to_contain_text("en retard de 12 jours")
    axe(visitor)
    visitor.get_by_role("link", name=f"Facture {invoice.number}").first.click()
    expect(visitor.get_by_role("link", name="Payer par virement")).to_be_visible()
    axe(visitor)
    visitor.get_by_role("link", name="Payer par virement").click()
    visitor.get_by_role("button", name="Copier").nth(1).click()
    wait_until(lambda: visitor.evaluate("navigator.clipboard.readText()") == IBAN)
    pdf = visitor.request.get(f"{address}/factures/{invoice.id}/pdf")
    assert pdf.body().startswith(b"%PDF-")


def test_a_client_confirms_receipt_then_promises(visitor: Page, story, axe):
    address, invoice = story
    visitor.goto(f"{address}/factures/{invoice.id}")
    visitor.get_by_label("Votre nom").fill("Paul Martin")
    visitor.get_by_role("button", name="J’ai bien reçu cette facture").click()
    expect(visitor.locator("#reception")).to_contain_text("confirmée par Paul Martin")
    visitor.get_by_text("Je paierai plus tard").click()
    visitor.get_by_label("Je paierai le").fill("2026-12-10")
    axe(visitor)
    visitor.get_by_role("button", name="Annoncer mon paiement").click()
    expect(visitor.locator("#reponse")).to_contain_text("le 10 décembre 2026")
    axe(visitor)
    db.session.rollback()
    assert db.session.query(Acknowledgement).one().name == "Paul Martin"
    assert db.session.query(Promise).count() == 1


def test_opening_is_told_by_the_page_once(visitor: Page, story):
    address, invoice = story
    for _ in range(2):
        with visitor.expect_response("**/ouverture") as told:
            visitor.goto(f"{address}/factures/{invoice.id}")
        assert told.value.status == 204
    assert _openings() == 1


def test_all_of_it_works_without_javascript(open_context, story, nadia):
    address, invoice = story
    page = open_context(**A_REAL_PHONE, java_script_enabled=False).new_page()
    page.goto(address)
    page.get_by_role("link", name=f"Facture {invoice.number}").first.click()
    expect(page.get_by_role("button", name="Copier")).to_have_count(0)
    page.get_by_text("Je conteste cette facture").click()
    page.get_by_label("Le montant n’est pas le bon").check()
    page.get_by_label("Expliquez ce qui ne va pas").fill("Nous étions convenus de 1 000 €")
    page.get_by_role("button", name="Envoyer ma contestation").click()
    expect(page.get_by_text("Votre contestation est transmise")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    db.session.rollback()
    assert db.session.query(Dispute).one().words.endswith("Nous étions convenus de 1 000 €")
    assert _openings() == 0


def test_a_wrong_link_is_explained(visitor: Page, site: Site, nadia, axe):
    visitor.goto(f"{site.url}/p/nothing")
    expect(visitor.get_by_role("heading", name="This link is no longer valid")).to_be_visible()
    axe(visitor)


def test_the_owner_answers_a_dispute(desktop: Page, visitor: Page, site: Site, story, axe):
    address, invoice = story
    visitor.goto(f"{address}/factures/{invoice.id}")
    visitor.get_by_text("Je conteste cette facture").click()
    visitor.get_by_label("Expliquez ce qui ne va pas").fill("Il manque une page")
    visitor.get_by_role("button", name="Envoyer ma contestation").click()
    expect(visitor.get_by_text("Votre contestation est transmise")).to_be_visible()
    desktop.goto(f"{site.url}/factures/{invoice.id}")
    desktop.get_by_role("link", name="Répondre et clore").click()
    desktop.get_by_role("button", name="Envoyer la réponse et clore").click()
    desktop.get_by_text("Un accord a été trouvé").click()
    desktop.get_by_label("Votre réponse au client").fill("La page arrive demain.")
    axe(desktop)
    desktop.get_by_role("button", name="Envoyer la réponse et clore").click()
    expect(desktop.locator("#reponses")).to_contain_text("un accord a été trouvé")
    visitor.reload()
    expect(visitor.get_by_text("La page arrive demain.")).to_be_visible()
