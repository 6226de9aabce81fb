"""Reminders in a real browser: a step is edited and read on a real invoice, rehearsed, approved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from agreements import a_mail_account
from billing import a_client, an_invoice
from browsing.chromium import Site
from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.db import transaction
from facturelite.outbox.worker import empty_the_outbox
from facturelite.reminders.gathering import the_rules
from facturelite.reminders.ladders import change_settings, install_ready
from facturelite.reminders.preparing import prepare_reminders
from smtp_server import SmtpServer


@pytest.fixture
def late_clients(
    app: Flask, nadia: Business, site: Site, clock, smtp_server: SmtpServer
) -> list[Client]:
    """Two bakeries that are four days late, and a mail server."""
    with transaction():
        install_ready(at=clock())
        change_settings(replace(the_rules(), minimum_days=5), at=clock())
        a_mail_account(smtp_server.port)
        clients = [a_client(name, at=clock()) for name in ("Boulangerie Martin", "Le Fournil")]
        for client in clients:
            an_invoice(client, "840", at=clock(), on=date(2026, 10, 17), title="Menu")
    return clients


@pytest.fixture
def the_day_comes(clock) -> Callable[[], None]:
    """Do the day's round, as the worker does."""

    def come() -> None:
        assert list(prepare_reminders(at=clock(), on=clock.today)) == []

    return come


def edit_the_friendly_step(page: Page, site: Site, axe: Callable[[Page], None]) -> None:
    page.goto(site.at("/relances/parcours"))
    page.get_by_role("link", name="Professionnels").click()
    page.get_by_role("link", name="Un oubli ? {numeros}, {montant}").click()
    expect(page.get_by_label("Texte", exact=True)).to_be_visible()
    axe(page)
    text = page.get_by_label("Texte", exact=True)
    text.fill("Bonjour,\n\nIl reste {montant} : un oubli, sans doute.\n\n{lien}\n\n{sommes}")
    expect(page.locator("#points")).to_contain_text("{sommes} n’est pas une variable connue")
    expect(page.locator("#apercu")).to_contain_text("Il reste 840,00")
    expect(text).to_be_focused()
    text.fill("Bonjour,\n\nIl reste {montant} : un oubli, sans doute.\n\n{lien}")
    expect(page.locator("#points")).to_contain_text("Rien à signaler")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".messages")).to_contain_text("Étape enregistrée.")


def rehearse(page: Page, site: Site, client: Client, axe: Callable[[Page], None]) -> None:
    page.goto(site.at("/relances/repetition"))
    axe(page)
    turn = page.locator(f"#client-{client.id}")
    turn.get_by_text("Lire le message").first.click()
    expect(turn).to_contain_text("un oubli, sans doute.")


def test_a_step_is_edited_rehearsed_and_its_round_approved(
    desktop: Page, site: Site, late_clients, the_day_comes, smtp_server, clock, axe
):
    edit_the_friendly_step(desktop, site, axe)
    rehearse(desktop, site, late_clients[0], axe)
    the_day_comes()

    desktop.goto(site.at("/"))
    desktop.get_by_role("link", name="2 relances à valider").click()
    expect(desktop.get_by_label("Valider avec les autres").first).to_be_visible()
    axe(desktop)
    desktop.get_by_label("Valider avec les autres").first.uncheck()
    desktop.get_by_role("button", name="Valider les relances cochées").click()
    expect(desktop.locator(".messages")).to_contain_text("1 relance validée")
    expect(desktop.locator("#depart")).to_contain_text("0 partie aujourd’hui sur 1")
    empty_the_outbox(now=clock)

    assert "un oubli, sans doute." in smtp_server.letters[0].text
    desktop.goto(site.at("/envois"))
    expect(desktop.locator("main")).to_contain_text("Un oubli ? facture")


def test_from_the_phone_one_is_approved_and_the_other_postponed(
    pocket: Page, site: Site, late_clients, the_day_comes, smtp_server, clock, axe
):
    the_day_comes()
    pocket.goto(site.at("/relances"))
    axe(pocket)
    first, second = pocket.locator("article.reminder").all()
    second.get_by_role("button", name="Reporter").click()
    box = pocket.get_by_role("dialog", name="Reporter la relance de Boulangerie Martin")
    box.get_by_label("Reporter au").fill("2026-12-01")
    box.get_by_role("button", name="Reporter").click()
    expect(pocket.locator("#reportees")).to_contain_text("Boulangerie Martin")
    first.get_by_role("button", name="Valider").click()
    expect(pocket.locator("#depart")).to_be_visible()
    empty_the_outbox(now=clock)

    assert [letter.recipients for letter in smtp_server.letters] == [["compta@martin.example"]]
    assert "Bonjour" in smtp_server.letters[0].text
