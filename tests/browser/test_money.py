"""Money in a real browser: the spread follows the fingers, and nothing takes the focus away."""

from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from billing import a_client, an_invoice
from browsing.chromium import Site
from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.db import db, transaction
from facturelite.invoices.model import Invoice
from facturelite.payments.model import Payment
from facturelite.payments.queries import credit_of


@pytest.fixture
def martin(app: Flask, nadia: Business, site: Site, clock) -> Client:
    """The bakery, which owes 70 € since September and 120 € by December."""
    with transaction():
        client = a_client(at=clock())
        an_invoice(client, "70", at=clock(), on=date(2026, 9, 1), days=0, title="Menu")
        an_invoice(client, "120", at=clock(), on=date(2026, 11, 12), title="Affiche")
    return client


def _owed() -> list[int]:
    db.session.rollback()
    return [int(invoice.balance) for invoice in db.session.query(Invoice).order_by(Invoice.id)]


def test_the_spread_follows_what_is_typed(desktop: Page, site: Site, martin, axe):
    desktop.goto(f"{site.url}/encaissements/nouveau?client={martin.id}")
    old, new = desktop.get_by_label("Pour F2026-0001"), desktop.get_by_label("Pour F2026-0002")
    rest, amount = desktop.locator("#rest"), desktop.get_by_label("Montant")
    expect(amount).to_have_value("190,00")
    axe(desktop)

    amount.fill("100")
    expect(old).to_have_value("70,00")
    expect(new).to_have_value("30,00")
    expect(rest).to_have_text("Tout est affecté.")
    expect(amount).to_be_focused()

    new.fill("10")
    expect(rest).to_contain_text("Reste à affecter : 20,00")
    expect(new).to_be_focused()
    new.fill("50")
    expect(rest).to_contain_text("de plus que le montant reçu")

    new.fill("10")
    desktop.get_by_role("button", name="Enregistrer l’encaissement").click()
    expect(desktop.locator(".messages")).to_contain_text("20,00")
    assert _owed() == [0, 110]
    assert credit_of(martin.id) == 20


def test_a_slip_is_undone_in_words(desktop: Page, site: Site, martin, axe):
    desktop.goto(f"{site.url}/encaissements/nouveau?facture=1")
    desktop.get_by_role("button", name="Enregistrer l’encaissement").click()
    expect(desktop.locator(".messages")).to_contain_text("Encaissement enregistré")
    axe(desktop)

    desktop.get_by_role("button", name="Annuler cette écriture").first.click()
    box = desktop.locator("#reversal")
    expect(box).to_contain_text("Rien ne s’efface")
    axe(desktop)
    box.get_by_label("Paiement rejeté par la banque").check()
    box.get_by_label("Explication").fill("chèque sans provision")
    box.get_by_role("button", name="Annuler cette écriture").click()

    expect(desktop.locator("#payment")).to_contain_text("chèque sans provision")
    assert _owed() == [70, 120]


def test_the_same_without_javascript(plain: Page, site: Site, martin):
    plain.goto(f"{site.url}/")
    plain.get_by_role("link", name="Encaissements").first.click()
    plain.get_by_role("link", name="Noter un encaissement").click()
    plain.get_by_role("link", name="Boulangerie Martin").click()
    plain.get_by_label("Montant").fill("100")
    plain.get_by_role("button", name="Répartir à partir de la plus ancienne").click()
    expect(plain.get_by_label("Pour F2026-0002")).to_have_value("30,00")
    plain.get_by_role("button", name="Enregistrer l’encaissement").click()

    expect(plain.locator(".messages")).to_contain_text("Encaissement enregistré")
    assert _owed() == [0, 90]
    assert db.session.query(Payment).count() == 1


def test_the_first_page_and_the_search_on_a_phone(pocket: Page, site: Site, martin, axe):
    pocket.goto(f"{site.url}/")
    expect(pocket.locator("#to-do")).to_contain_text("F2026-0001, en retard de 80 jours")
    assert pocket.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(pocket)

    pocket.goto(f"{site.url}/recherche")
    pocket.get_by_role("searchbox").last.press_sequentially("affiche", delay=30)
    expect(pocket.locator("#results")).to_contain_text("F2026-0002")
    expect(pocket.get_by_role("searchbox").last).to_be_focused()
    pocket.wait_for_url("**/recherche?q=affiche")
    axe(pocket)


def test_the_register_is_searched_as_one_types(desktop: Page, site: Site, martin, axe):
    desktop.goto(f"{site.url}/encaissements/nouveau?facture=1")
    desktop.get_by_label("Référence").fill("VIR 42")
    desktop.get_by_role("button", name="Enregistrer l’encaissement").click()
    expect(desktop.locator(".messages")).to_contain_text("Encaissement enregistré")
    desktop.goto(f"{site.url}/livre-des-recettes")
    expect(desktop.locator("#receipts")).to_contain_text("est intacte")
    axe(desktop)

    search = desktop.locator("#main").get_by_role("searchbox")
    search.press_sequentially("rien")
    expect(desktop.locator("#receipts")).to_contain_text("Aucune recette")
    search.fill("vir 42")
    expect(desktop.locator("#receipts")).to_contain_text("VIR 42")

    with desktop.expect_download() as download:
        desktop.get_by_role("link", name="Télécharger en CSV").click()
    assert download.value.suggested_filename == "livre-des-recettes-2026.csv"
