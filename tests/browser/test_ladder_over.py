"""Once all was told, and a promise made again in vain: what the owner reads, desk and phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from billing import a_client, an_invoice
from browsing.chromium import DESKTOP, PHONE, Site
from facturelite.clients.details import ClientKind
from facturelite.db import db, transaction
from facturelite.invoices import answers
from facturelite.invoices.model import Invoice
from facturelite.outbox.worker import empty_the_outbox
from facturelite.reminders import deciding, ladders
from facturelite.reminders.contents import LadderContent, StepContent
from facturelite.reminders.model import Channel, Claim, Tone
from facturelite.reminders.preparing import prepare_reminders
from facturelite.reminders.rounds_model import CallOutcome
from rounds import house, the_reminder

__all__ = ("house",)


@pytest.fixture
def told(site: Site, house, clock) -> Invoice:
    """A late invoice whose only step was told, and of which a promise was broken, then remade."""
    step = StepContent(3, Channel.CALL, Tone.FIRM, Claim.AMOUNT, "Objet", "{montant}")
    content = LadderContent(ClientKind.PROFESSIONAL, "Le mien", (step,))
    with transaction():
        ladders.make_default(ladders.start_ladder(content, at=clock()), at=clock())
        then = clock.today - timedelta(days=40)
        number = an_invoice(a_client(at=clock()), "100", at=clock(), on=then).id
    empty_the_outbox(now=clock)
    assert list(prepare_reminders(at=clock(), on=clock.today)) == []
    with transaction():
        deciding.mark_call(the_reminder(), CallOutcome.NO_ANSWER, at=clock(), on=clock.today)
    for days in (0, 4):
        clock.travel(days=days)
        with transaction():
            late, day = db.session.get_one(Invoice, number), clock.today + timedelta(days=2)
            answers.promise(late, promised_on=day, words="", at=clock(), on=clock.today)
    return late


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_what_may_follow_is_read_and_a_promise_is_let_hold(
    open_context: Callable[..., BrowserContext],
    site: Site,
    told: Invoice,
    axe: Callable[[Page], None],
    screen: dict[str, object],
):
    page = open_context(as_owner=True, **screen).new_page()
    page.goto(f"{site.url}/clients/{told.client_id}")
    expect(page.locator("#et-maintenant")).to_contain_text("L’injonction de payer")
    axe(page)
    page.goto(f"{site.url}/factures/{told.id}")
    expect(page.locator("#et-maintenant")).to_contain_text("irrécouvrable")
    expect(page.locator("#retenues")).to_contain_text("promesse précédente non tenue")
    axe(page)
    page.get_by_role("button", name="Retenir quand même").click()
    expect(page.locator("#retenues")).to_contain_text("Paiement annoncé, jusqu’au")
    expect(page.locator("#et-maintenant")).to_have_count(0)
