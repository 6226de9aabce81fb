"""What a quote says in each state: until when to sign only while it may be, what is paid once."""

from decimal import Decimal

import pytest

from agreements import a_mail_account
from browsing.markup import flat
from facturelite.business.queries import the_business
from facturelite.clients.details import ClientKind
from facturelite.db import db, transaction
from facturelite.documents.quote_printed import printed
from facturelite.invoices.issuing import issue_invoice
from facturelite.orders.billing import bill_deposit
from facturelite.orders.cancelling import cancel_order
from facturelite.orders.model import CancelledBy
from facturelite.payments.actions import record_payment
from facturelite.payments.model import Method
from facturelite.quotes.answering import decline, withdraw
from facturelite.quotes.revising import revise
from facturelite.quotes.sending import send_quote
from facturelite.terms.conditions import DepositNature
from ordering import a_stage
from page import Page
from quoting import a_sent_quote, firm
from signing_quotes import signed, signed_on_paper, with_pdf

UNTIL = {"fr": "Vous pouvez le signer jusqu’au", "en": "You may sign it until"}


@pytest.fixture
def offered(world, smtp_server, clock):
    with transaction():
        a_mail_account(smtp_server.port)

    def offer(language="fr", **draft):
        with transaction():
            world.martin.language = language
            terms = {"deposit_percent": Decimal(30)} | draft
            quote = a_sent_quote(world.martin, firm("1000"), at=clock(), on=clock.today, **terms)
            return with_pdf(quote, at=clock())

    return offer


def _replaced(quote, clock, key):
    draft = revise(quote, business=the_business(), at=clock())
    send_quote(draft, business=the_business(), at=clock(), on=clock.today)
    return draft


def _cancelled(quote, clock, key):
    signed(quote, key=key, at=clock())
    by = CancelledBy.CLIENT
    return cancel_order(quote, by=by, reason="", day=clock.today, at=clock(), on=clock.today)


MOVES = {
    "awaiting": lambda quote, clock, key: None,
    "expired": lambda quote, clock, key: clock.travel(days=60),
    "declined": lambda quote, clock, key: decline(
        quote, reason="", address="", browser="", at=clock(), on=clock.today
    ),
    "withdrawn": lambda quote, clock, key: withdraw(quote, reason="", at=clock()),
    "replaced": _replaced,
    "signed": lambda quote, clock, key: signed(quote, key=key, at=clock()),
    "signed on paper": lambda quote, clock, key: signed_on_paper(quote, at=clock()),
    "cancelled": _cancelled,
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("state", MOVES)
def test_until_when_to_sign_is_said_only_while_it_may_be_signed(
    state, language, phone, owner, world, offered, clock, key
):
    quote = offered(language)
    with transaction():
        MOVES[state](quote, clock, key)
    db.session.expire_all()
    pages = {
        "client": flat(phone.get(f"{world.home}/devis/{quote.id}").text),
        "owner": flat(owner.get(f"/devis/{quote.id}").text),
    }
    for who, page in pages.items():
        assert (UNTIL[language] in page) is (state == "awaiting"), who


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_signed_pdf_says_no_more_until_when_to_sign(offered, clock, key, language):
    quote = offered(language)
    assert UNTIL[language] in flat(str(printed(quote.snapshot)["conditions"]))
    with transaction():
        signature = signed(quote, key=key, at=clock())

    assert UNTIL[language] not in flat(str(printed(signature.taken)["conditions"]))


def pay_deposit(quote, clock, *, issued=True, paid=True):
    with transaction():
        business, day = the_business(), clock.today
        deposit = bill_deposit(quote, business=business, at=clock(), on=day)
        if issued:
            issue_invoice(deposit, business=business, at=clock(), on=day)
        if paid:
            record_payment(
                quote.client,
                amount=deposit.total_gross,
                method=Method.TRANSFER,
                received_on=day,
                allocations={deposit.id: deposit.total_gross},
                at=clock(),
                on=day,
            )
    db.session.expire_all()


@pytest.mark.parametrize(
    ("nature", "language", "issued", "paid", "told"),
    [
        (DepositNature.ACOMPTE, "fr", False, False, "300,00 €, à la signature."),
        (DepositNature.ACOMPTE, "fr", True, False, "300,00 €, à payer par la facture F2026-"),
        (DepositNature.ACOMPTE, "fr", True, True, "Acompte de 30 % : 300,00 €, payé le 20 nov"),
        (DepositNature.ARRHES, "fr", True, True, "Arrhes de 30 % : 300,00 €, payées le 20 nov"),
        (DepositNature.ACOMPTE, "en", False, False, "€300.00, on signature."),
        (DepositNature.ACOMPTE, "en", True, False, "to be paid with invoice F2026-"),
        (DepositNature.ARRHES, "en", True, True, "€300.00, paid on 20 November 2026."),
    ],
)
def test_a_deposit_is_told_as_it_stands(
    nature, language, issued, paid, told, phone, world, offered, clock, key
):
    quote = offered(language, deposit_nature=nature)
    with transaction():
        signed(quote, key=key, at=clock(), language=language)
    pay_deposit(quote, clock, issued=issued, paid=paid)

    page = flat(phone.get(f"{world.home}/devis/{quote.id}").text)
    assert told in page
    assert ("La demande de paiement" in page) is (language == "fr" and not issued)


@pytest.mark.parametrize(
    ("written", "read", "told"),
    [
        ("fr", "en", ["on signature", "once the work is done", "Balance"]),
        ("en", "fr", ["à la signature", "une fois le travail terminé", "Solde"]),
    ],
)
def test_when_to_pay_is_said_in_the_language_of_the_reader(
    written, read, told, phone, world, offered, clock, key
):
    quote = offered(written)
    page = Page(phone, f"{world.home}/devis/{quote.id}")
    assert not any(words in page.text for words in told[:1])
    page.submit("English" if read == "en" else "Français")

    for part in ("", "/signature"):
        text = Page(phone, f"{world.home}/devis/{quote.id}{part}").text
        assert all(words in text for words in told), part


def test_what_the_owner_wrote_stays_as_they_wrote_it(phone, world, clock, offered):
    with transaction():
        world.martin.kind = ClientKind.PROFESSIONAL
    quote = offered("fr", stages=[a_stage("20", label="Maquettes validées")])
    page = Page(phone, f"{world.home}/devis/{quote.id}")
    page.submit("English")

    assert "Maquettes validées" in page.text
    assert "once the stage is reached" in page.text
