"""A quote on a phone: read, chosen, signed with a drawn signature and a code, and proven."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from agreements import a_version
from billing import a_client
from browsing.chromium import PHONE, Site
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.db import db, transaction
from facturelite.outbox.worker import empty_the_outbox
from facturelite.quotes.answers_model import QuoteSignature
from facturelite.quotes.mailing import mail_quote, usual_mail
from facturelite.quotes.model import Quote
from quoting import a_sent_quote, firm, option, variant

A_REAL_PHONE = PHONE | {
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/131.0 Mobile Safari/537.36"
}
SIGN = "Bon pour accord, je signe"


@pytest.fixture
def martin(nadia, clock) -> Client:
    with transaction():
        return a_client(at=clock())


@pytest.fixture
def quote(martin, clock, letters) -> Quote:
    """A site with an option and two papers, sent by e-mail with terms to accept."""
    with transaction():
        a_version(at=clock())
        sent = a_sent_quote(
            martin,
            firm("1000"),
            option("200", "Photographies"),
            variant("50", chosen=True),
            variant("80"),
            at=clock(),
            on=clock.today,
            deposit_percent=Decimal(30),
        )
        business = the_business()
        mail_quote(sent, usual_mail(sent, business=business), business=business, at=clock())
    empty_the_outbox(now=clock)
    return sent


@pytest.fixture
def visitor(open_context: Callable[..., BrowserContext]) -> Page:
    return open_context(**A_REAL_PHONE).new_page()


def fill(page: Page) -> None:
    """Tick everything and say who signs."""
    ticks = page.get_by_role("group", name="1. Cochez chaque point")
    expect(ticks).to_be_visible()
    for box in ticks.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Vos prénom et nom").fill("Hélène Martin")
    page.get_by_label("Votre fonction").fill("gérante")
    page.get_by_role("button", name="Recevoir mon code").click()


def draw(page: Page) -> None:
    canvas = page.locator("[data-signature] canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 60)
    page.mouse.down()
    for x, y in ((80, 20), (140, 70), (220, 30)):
        page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.up()


def choose(page: Page) -> None:
    """Take the photographs and the other paper; the total follows, and the focus stays."""
    amount = page.locator(".due-amount")
    expect(amount).to_have_text("1 050,00 €")
    page.get_by_label("Photographies").check()
    expect(amount).to_have_text("1 250,00 €")
    expect(page.get_by_text("375,00 € d’acompte à la signature")).to_be_visible()
    page.get_by_label("Papier à 80").check()
    expect(amount).to_have_text("1 280,00 €")
    expect(page.get_by_label("Papier à 80")).to_be_focused()


def confirm(page: Page, code: str) -> None:
    page.get_by_label("Code à six chiffres").fill(code)
    page.get_by_role("button", name=SIGN).click()


def go_to_sign(page: Page) -> None:
    """Choose, then find the total again where one signs."""
    choose(page)
    page.get_by_role("button", name="Signer ce devis").click()
    expect(page.get_by_role("button", name="Recevoir mon code")).to_be_visible()
    expect(page.locator(".due-amount")).to_have_text("1 280,00 €")


def test_from_the_mail_to_the_signed_quote(visitor: Page, site: Site, quote, letters, axe):
    visitor.goto(letters.link())
    axe(visitor)
    go_to_sign(visitor)
    axe(visitor)
    fill(visitor)
    code = letters.code(visitor)
    draw(visitor)
    axe(visitor)
    confirm(visitor, "12")
    expect(visitor.get_by_text("Ce code ne convient pas")).to_be_visible()
    confirm(visitor, code)
    expect(visitor.get_by_text("le devis est signé")).to_be_visible()
    axe(visitor)

    site.look_again()
    given = db.session.query(QuoteSignature).one()
    assert given.total_gross == Decimal("1280.00")
    assert given.drawn_id
    assert given.acceptance_id
    assert letters.last("nadia@atelier.example", holding="Hélène Martin, gérante a signé")


def test_from_the_signature_to_its_proof(visitor: Page, quote, letters, tmp_path: Path):
    visitor.goto(letters.link())
    visitor.get_by_role("button", name="Signer ce devis").click()
    fill(visitor)
    confirm(visitor, letters.code(visitor))
    with visitor.expect_download() as downloaded:
        visitor.get_by_role("link", name="Archive vérifiable").click()
    zipfile.ZipFile(downloaded.value.path()).extractall(tmp_path / "proof")
    (verifier,) = (tmp_path / "proof").rglob("verifier.py")
    verdict = subprocess.run([sys.executable, "-I", verifier], capture_output=True, check=False)
    assert verdict.stdout.decode().startswith("Tout est intact.")


def test_signing_without_javascript(
    open_context: Callable[..., BrowserContext], site: Site, quote, letters
):
    page = open_context(**A_REAL_PHONE, java_script_enabled=False).new_page()
    page.goto(letters.link())
    page.get_by_label("Photographies").check()
    expect(page.locator(".due-amount")).to_have_text("1 050,00 €")
    page.get_by_role("button", name="Recalculer").click()
    expect(page.locator(".due-amount")).to_have_text("1 250,00 €")
    page.get_by_label("Papier à 80").check()
    page.get_by_role("button", name="Signer ce devis").click()
    expect(page.get_by_role("button", name="Recevoir mon code")).to_be_visible()
    expect(page.locator(".due-amount")).to_have_text("1 280,00 €")
    fill(page)
    expect(page.locator("[data-signature]")).to_be_hidden()
    confirm(page, letters.code(page))

    expect(page.get_by_text("le devis est signé")).to_be_visible()
    site.look_again()
    given = db.session.query(QuoteSignature).one()
    assert (given.total_gross, given.drawn_id) == (Decimal("1280.00"), None)


def test_two_tabs_and_the_back_button_come_to_one_signature(
    visitor: Page, site: Site, quote, letters
):
    link = letters.link()
    other = visitor.context.new_page()
    for page in (visitor, other):
        page.goto(link)
        page.get_by_role("button", name="Signer ce devis").click()
        expect(page.get_by_role("button", name="Recevoir mon code")).to_be_visible()
    fill(visitor)
    confirm(visitor, letters.code(visitor))
    expect(visitor.get_by_text("le devis est signé")).to_be_visible()

    fill(other)
    expect(other.get_by_text("Ce devis a déjà été signé par Hélène Martin")).to_be_visible()
    visitor.go_back()
    visitor.goto(link)
    expect(visitor.get_by_text("Hélène Martin").first).to_be_visible()
    expect(visitor.get_by_role("button", name="Signer ce devis")).to_have_count(0)
    site.look_again()
    assert db.session.query(QuoteSignature).count() == 1
