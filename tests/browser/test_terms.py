"""The first of the rules: written, published, asked for, accepted on a phone, and proven."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from agreements import a_mail_account, a_version
from billing import a_client
from browsing.chromium import PHONE, Site
from facturelite.clients.model import Client
from facturelite.db import db, transaction
from facturelite.journal.model import Entry
from facturelite.outbox.worker import empty_the_outbox
from facturelite.terms.acceptance_model import Acceptance, RequestState, TermsRequest
from facturelite.terms.asking import ask
from smtp_server import SmtpServer

A_REAL_PHONE = PHONE | {
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/131.0 Mobile Safari/537.36"
}


@pytest.fixture
def letters(smtp_server: SmtpServer, nadia, clock) -> Callable[[str], str]:
    """Have the worker come by, and return the text of the last mail to an address."""
    with transaction():
        a_mail_account(smtp_server.port)

    def last(to: str) -> str:
        empty_the_outbox(now=clock)
        return next(one.text for one in reversed(smtp_server.letters) if one.recipients == [to])

    return last


@pytest.fixture
def martin(nadia, clock) -> Client:
    with transaction():
        return a_client(at=clock())


@pytest.fixture
def visitor(open_context: Callable[..., BrowserContext]) -> Page:
    return open_context(**A_REAL_PHONE).new_page()


def link_in(text: str) -> str:
    return next(line for line in text.splitlines() if "/p/" in line)


def code_in(text: str) -> str:
    return re.search(r"^(\d{6})\s*$", text, re.MULTILINE)[1]


def sign(page: Page) -> None:
    """Tick everything and say who signs."""
    for box in (
        page.get_by_role("group", name="1. Cochez chaque point").get_by_role("checkbox").all()
    ):
        box.check()
    page.get_by_label("Vos prénom et nom").fill("Hélène Martin")
    page.get_by_label("Votre fonction").fill("gérante")


def accept(page: Page, letters: Callable[[str], str]) -> None:
    sign(page)
    page.get_by_role("button", name="Recevoir mon code").click()
    page.get_by_label("Code à six chiffres").fill(code_in(letters("compta@martin.example")))
    page.get_by_role("button", name="J’accepte ces conditions de vente").click()


def publish_and_ask(desktop: Page, site: Site, axe: Callable[[Page], None]) -> None:
    """Take the text that is proposed, publish it, ask the Martin bakery."""
    desktop.goto(site.at("/conditions"))
    desktop.get_by_role("link", name="Pour les professionnels").click()
    desktop.get_by_role("button", name="Commencer le texte").click()
    desktop.get_by_role("button", name="Publier…").click()
    desktop.get_by_role("button", name="Publier la version 1").click()
    desktop.get_by_role("link", name="Demander leur accord").click()
    axe(desktop)
    desktop.get_by_label("Cocher Boulangerie Martin").check()
    desktop.get_by_role("button", name="Demander leur accord").click()
    expect(desktop.get_by_text("1 demande envoyée.")).to_be_visible()


def test_from_no_terms_to_an_agreement(
    desktop: Page, visitor: Page, site: Site, martin, letters, axe
):
    publish_and_ask(desktop, site, axe)
    visitor.goto(link_in(letters("compta@martin.example")))
    expect(visitor.get_by_text("à lire et accepter")).to_be_visible()
    axe(visitor)
    visitor.get_by_role("link", name="Donner mon accord").click()
    sign(visitor)
    visitor.get_by_role("button", name="Recevoir mon code").click()
    axe(visitor)
    visitor.get_by_label("Code à six chiffres").fill("12")
    visitor.get_by_role("button", name="J’accepte ces conditions de vente").click()
    expect(visitor.get_by_text("Ce code ne convient pas")).to_be_visible()
    visitor.get_by_label("Code à six chiffres").fill(code_in(letters("compta@martin.example")))
    visitor.get_by_role("button", name="J’accepte ces conditions de vente").click()
    expect(visitor.get_by_text("votre accord est enregistré")).to_be_visible()
    axe(visitor)

    site.look_again()
    assert db.session.query(Acceptance).one().details["code"]["tries"] == 2
    assert "Hélène Martin, gérante" in letters("compta@martin.example")


def test_from_an_agreement_to_its_proof(
    desktop: Page, visitor: Page, site: Site, martin, letters, axe, clock, tmp_path: Path
):
    with transaction():
        ask(martin, a_version(at=clock()), at=clock())
    visitor.goto(link_in(letters("compta@martin.example")))
    accept(visitor, letters)
    expect(visitor.get_by_text("votre accord est enregistré")).to_be_visible()

    desktop.goto(site.at(f"/clients/{martin.id}"))
    desktop.get_by_role("link", name="Preuve de l’accord, version 1").click()
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
    visitor.goto(link_in(letters("compta@martin.example")))
    accept(visitor, letters)
    expect(visitor.get_by_text("votre accord est enregistré")).to_be_visible()
    with transaction():
        ask(db.session.get_one(Client, martin.id), a_version(at=clock(), english=""), at=clock())

    mail = letters("compta@martin.example")
    assert "leur version 2" in mail
    visitor.goto(link_in(mail))
    visitor.get_by_text("Ces conditions ne me conviennent pas").click()
    visitor.get_by_label("Ce qui ne vous convient pas").fill("Le délai est trop court")
    visitor.get_by_role("button", name="Envoyer mon refus").click()

    expect(visitor.get_by_text("Votre refus est transmis")).to_be_visible()
    assert "Le délai est trop court" in letters("nadia@atelier.example")
    site.look_again()
    states = [asked.state for asked in db.session.query(TermsRequest).order_by(TermsRequest.id)]
    assert states == [RequestState.ACCEPTED, RequestState.REFUSED]


def test_accepting_without_javascript(
    open_context: Callable[..., BrowserContext], site: Site, martin, letters, clock
):
    with transaction():
        ask(martin, a_version(at=clock()), at=clock())
    page = open_context(**A_REAL_PHONE, java_script_enabled=False).new_page()
    page.goto(link_in(letters("compta@martin.example")))
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
    link = link_in(letters("compta@martin.example"))
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
        visitor.goto(link_in(letters("compta@martin.example")))

    site.look_again()
    assert db.session.query(Entry).filter_by(event="terms.opened").count() == 1
