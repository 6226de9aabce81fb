"""The first of the rules: written, published, asked for, accepted on a phone, and proven."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from agreements import a_version
from billing import a_client
from browsing.chromium import PHONE, Site
from browsing.mailbox import Mailbox
from facturelite.clients.model import Client
from facturelite.db import db, transaction
from facturelite.journal.model import Entry
from facturelite.terms.acceptance_model import Acceptance, RequestState, TermsRequest
from facturelite.terms.asking import ask

A_REAL_PHONE = PHONE | {
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/131.0 Mobile Safari/537.36"
}


@pytest.fixture
def martin(nadia, clock) -> Client:
    with transaction():
        return a_client(at=clock())


@pytest.fixture
def visitor(open_context: Callable[..., BrowserContext]) -> Page:
    return open_context(**A_REAL_PHONE).new_page()


def sign(page: Page) -> None:
    """Tick everything and say who signs."""
    ticks = page.get_by_role("group", name="1. Cochez chaque point")
    expect(ticks).to_be_visible()
    for box in ticks.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Vos prénom et nom").fill("Hélène Martin")
    page.get_by_label("Votre fonction").fill("gérante")


def accept(page: Page, letters: Mailbox) -> None:
    sign(page)
    page.get_by_role("button", name="Recevoir mon code").click()
    page.get_by_label("Code à six chiffres").fill(letters.code(page))
    page.get_by_role("button", name="J’accepte ces conditions de vente").click()


def publish_and_ask(desktop: Page, site: Site, axe: Callable[[Page], None]) -> None:
    """Take the text that is proposed, publish it, ask the Martin bakery."""
    desktop.goto(site.at("/conditions"))
    desktop.get_by_role("link", name="Pour les professionnels").click()
    desktop.get_by_role("button", name="Commencer le texte").click()
    desktop.get_by_role("button", name="Publier…").click()
    desktop.get_by_role("button", name="Publier la version 1").click()
    desktop.get_by_role("link", name="Demander leur accord").click()
    expect(desktop.get_by_label("Cocher Boulangerie Martin")).to_be_visible()
    axe(desktop)
    desktop.get_by_label("Cocher Boulangerie Martin").check()
    desktop.get_by_role("button", name="Demander leur accord").click()
    expect(desktop.get_by_text("1 demande envoyée.")).to_be_visible()


def test_from_no_terms_to_an_agreement(
    desktop: Page, visitor: Page, site: Site, martin, letters, axe
):
    publish_and_ask(desktop, site, axe)
    visitor.goto(letters.link())
    expect(visitor.get_by_text("à lire et accepter")).to_be_visible()
    axe(visitor)
    visitor.get_by_role("link", name="Donner mon accord").click()
    sign(visitor)
    visitor.get_by_role("button", name="Recevoir mon code").click()
    code = letters.code(visitor)
    axe(visitor)
    visitor.get_by_label("Code à six chiffres").fill("12")
    visitor.get_by_role("button", name="J’accepte ces conditions de vente").click()
    expect(visitor.get_by_text("Ce code ne convient pas")).to_be_visible()
    visitor.get_by_label("Code à six chiffres").fill(code)
    visitor.get_by_role("button", name="J’accepte ces conditions de vente").click()
    expect(visitor.get_by_text("votre accord est enregistré")).to_be_visible()
    axe(visitor)

    site.look_again()
    assert db.session.query(Acceptance).one().details["code"]["tries"] == 2
    assert letters.last(holding="Hélène Martin, gérante")


def test_from_an_agreement_to_its_proof(
    desktop: Page, visitor: Page, site: Site, martin, letters, axe, clock, tmp_path: Path
):
    with transaction():
        ask(martin, a_version(at=clock()), at=clock())
    visitor.goto(letters.link())
    accept(visitor, letters)
    expect(visitor.get_by_text("votre accord est enregistré")).to_be_visible()

    desktop.goto(site.at(f"/clients/{martin.id}"))
    desktop.get_by_role("link", name="Preuve de l’accord, version 1").click()
    expect(desktop.get_by_role("link", name="Archive vérifiable")).to_be_visible()
    axe(desktop)
    with desktop.expect_download() as downloaded:
        desktop.get_by_role("link", name="Archive vérifiable").click()
    zipfile.ZipFile(downloaded.value.path()).extractall(tmp_path / "proof")
    (verifier,) = (tmp_path / "proof").rglob("verifier.py")
    verdict = subprocess.run([sys.executable, "-I", verifier], capture_output=True, check=False)
    assert verdict.stdout.decode().startswith("Tout est intact.")


def test_a_new_version_is_proposed_and_refused(visitor: Page, site: Site, martin, letters, clock):
    with transaction():
        ask(martin, a_version(at=clock()), at=clock())
    visitor.goto(letters.link())
    accept(visitor, letters)
    expect(visitor.get_by_text("votre accord est enregistré")).to_be_visible()
    with transaction():
        ask(db.session.get_one(Client, martin.id), a_version(at=clock(), english=""), at=clock())

    assert letters.last(holding="leur version 2")
    visitor.goto(letters.link())
    visitor.get_by_text("Ces conditions ne me conviennent pas").click()
    visitor.get_by_label("Ce qui ne vous convient pas").fill("Le délai est trop court")
    visitor.get_by_role("button", name="Envoyer mon refus").click()

    expect(visitor.get_by_text("Votre refus est transmis")).to_be_visible()
    assert letters.last("nadia@atelier.example", holding="Le délai est trop court")
    site.look_again()
    states = [asked.state for asked in db.session.query(TermsRequest).order_by(TermsRequest.id)]
    assert states == [RequestState.ACCEPTED, RequestState.REFUSED]


def test_accepting_without_javascript(
    open_context: Callable[..., BrowserContext], site: Site, martin, letters, clock
):
    with transaction():
        ask(martin, a_version(at=clock()), at=clock())
    page = open_context(**A_REAL_PHONE, java_script_enabled=False).new_page()
    page.goto(letters.link())
    accept(page, letters)

    expect(page.get_by_text("votre accord est enregistré")).to_be_visible()
    site.look_again()
    assert db.session.query(Acceptance).one().name == "Hélène Martin"
    assert db.session.query(Entry).filter_by(event="terms.opened").count() == 0


def test_two_tabs_and_the_back_button_come_to_one_agreement(
    visitor: Page, site: Site, martin, letters, clock
):
    with transaction():
        ask(martin, a_version(at=clock()), at=clock())
    link = letters.link()
    other = visitor.context.new_page()
    visitor.goto(link)
    other.goto(link)
    sign(other)
    accept(visitor, letters)
    expect(visitor.get_by_text("votre accord est enregistré")).to_be_visible()

    other.get_by_role("button", name="Recevoir mon code").click()
    expect(other.get_by_text("ont déjà été acceptées par Hélène Martin")).to_be_visible()
    visitor.go_back()
    visitor.goto(link)
    expect(visitor.get_by_role("button", name="J’accepte ces conditions de vente")).to_have_count(0)
    site.look_again()
    assert db.session.query(Acceptance).count() == 1


def test_looking_at_the_page_is_noted_when_a_person_does(
    visitor: Page, site: Site, martin, letters, clock
):
    with transaction():
        ask(martin, a_version(at=clock()), at=clock())
    with visitor.expect_response(lambda answer: answer.url.endswith("/ouverture")):
        visitor.goto(letters.link())

    site.look_again()
    assert db.session.query(Entry).filter_by(event="terms.opened").count() == 1
