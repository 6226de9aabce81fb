"""A payment plan on a phone: proposed by the owner, agreed by the client with a code, kept."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from agreements import a_mail_account
from billing import a_client, an_invoice
from browsing.chromium import PHONE, Site
from facturelite.clients import links
from facturelite.db import db, transaction
from facturelite.outbox.worker import empty_the_outbox
from facturelite.reminders.instalments import split
from facturelite.reminders.plans import Proposal, propose
from facturelite.reminders.plans_model import PaymentPlan
from smtp_server import SmtpServer

A_REAL_PHONE = PHONE | {
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/131.0 Mobile Safari/537.36"
}


@pytest.fixture
def plan(app: Flask, nadia, site: Site, smtp_server: SmtpServer, clock) -> str:
    """A plan in three times for the Martin bakery; where they read it."""
    then, key = clock() - timedelta(days=60), app.config["SECRET_KEY"]
    days = [clock.today + timedelta(days=n) for n in (10, 40, 70)]
    with transaction():
        a_mail_account(smtp_server.port)
        client = a_client(at=clock())
        late = an_invoice(client, "840", at=then, on=then.date(), title="Menu d’automne")
        proposal = Proposal(split(late.balance, days), "En trois fois ?")
        made = propose(client, [late], proposal, by_client=False, at=clock(), on=clock.today)
        token = links.token(links.open_link(client, key=key, at=clock()), key=key)
        address = f"{site.url}/p/{token}/versements/{made.id}"
    empty_the_outbox(now=clock)
    return address


@pytest.fixture
def code_sent(smtp_server: SmtpServer, clock) -> Callable[[], str]:
    """Have the worker come by, and return the mail that brings the last code."""

    def read() -> str:
        empty_the_outbox(now=clock)
        sent = reversed(smtp_server.letters)
        return next(one.text for one in sent if "ne sert qu’une fois" in one.text)

    return read


def ask_for_code(page: Page) -> None:
    """Tick, say who agrees, and wait until the page says that the code is on its way."""
    page.get_by_role("checkbox").check()
    page.get_by_label("Vos prénom et nom").fill("Hélène Martin")
    page.get_by_label("Votre fonction").fill("gérante")
    page.get_by_role("button", name="Recevoir mon code").click()
    expect(page.get_by_label("Code à six chiffres")).to_be_visible()


def test_a_plan_is_agreed_with_a_code_on_a_phone(
    open_context: Callable[..., BrowserContext], plan: str, code_sent, axe
):
    visitor = open_context(**A_REAL_PHONE).new_page()
    visitor.goto(plan)
    expect(visitor.get_by_text("280,00 €").first).to_be_visible()
    axe(visitor)
    ask_for_code(visitor)
    mail = code_sent()
    assert "840,00 € en 3 versements" in re.sub(r"\s", " ", mail)
    code = re.search(r"^(\d{6})\s*$", mail, re.MULTILINE)[1]

    visitor.get_by_label("Code à six chiffres").fill(f"{(int(code) + 1) % 10**6:06d}")
    visitor.get_by_role("button", name="J’accepte cet échéancier").click()
    expect(visitor.get_by_text("Ce code ne convient pas")).to_be_visible()
    visitor.get_by_label("Code à six chiffres").fill(code)
    visitor.get_by_role("button", name="J’accepte cet échéancier").click()
    expect(visitor.get_by_text("Accepté en ligne par Hélène Martin")).to_be_visible()
    axe(visitor)
    pdf = visitor.request.get(f"{plan}/pdf")
    assert pdf.body().startswith(b"%PDF-")
    db.session.rollback()
    assert db.session.query(PaymentPlan).one().is_agreed


def test_without_javascript_the_plan_is_agreed_all_the_same(
    open_context: Callable[..., BrowserContext], plan: str, code_sent
):
    visitor = open_context(**A_REAL_PHONE, java_script_enabled=False).new_page()
    visitor.goto(plan)
    ask_for_code(visitor)
    code = re.search(r"^(\d{6})\s*$", code_sent(), re.MULTILINE)[1]
    visitor.get_by_label("Code à six chiffres").fill(code)
    visitor.get_by_role("button", name="J’accepte cet échéancier").click()
    expect(visitor.get_by_text("Accepté en ligne par Hélène Martin")).to_be_visible()
