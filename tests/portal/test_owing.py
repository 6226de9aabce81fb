"""What a client reads of what they owe: by when, what may be asked, what lateness may add."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billing import a_client, an_invoice
from facturelite.clients import links
from facturelite.db import transaction
from facturelite.invoices import answers
from facturelite.invoices.answers_model import DisputeOutcome
from facturelite.portal.pressing import late_costs
from facturelite.reminders import plans
from facturelite.reminders.delays import ask_delay, grant_delay
from facturelite.reminders.instalments import split
from page import Page

UNTIL = "15 décembre 2026"


def days(count: int) -> timedelta:
    return timedelta(days=count)


def promised(invoice, clock, after=3):
    with transaction():
        day = clock.today + days(after)
        answers.promise(invoice, promised_on=day, words="", at=clock(), on=clock.today)


def contested(invoice, clock, amount=None):
    with transaction():
        return answers.dispute(invoice, words="Photos floues", contested=amount, at=clock())


def asked(invoice, clock, after=25):
    with transaction():
        until = clock.today + days(after)
        return ask_delay(invoice, asked_until=until, words="", at=clock(), on=clock.today)


def granted(invoice, clock, after=25):
    request = asked(invoice, clock, after)
    with transaction():
        until = request.asked_until
        grant_delay(request, until=until, answer="", at=clock(), on=clock.today)


def agreed(client, invoice, clock, *, whole=False):
    schedule = split(invoice.balance, [clock.today + days(n) for n in (10, 40)])
    proposal = plans.Proposal(schedule, whole_due_on_default=whole)
    with transaction():
        now = {"at": clock(), "on": clock.today}
        plan = plans.propose(client, [invoice], proposal, by_client=not whole, **now)
        plans.agree(plan, by_client=whole, **now)
    return plan


@pytest.fixture
def alone(nadia, key, clock):
    """A client who owes one late invoice: their first page and its document's."""
    with transaction():
        client = a_client("Fleurs Lila", at=clock())
        day = clock.today - days(42)
        invoice = an_invoice(client, "500", at=clock() - days(42), on=day)
        token = links.token(links.open_link(client, key=key, at=clock()), key=key)
    return client, invoice, f"/p/{token}"


# What may be asked


def test_the_schedule_tells_what_is_contested_from_what_may_be_asked(phone, world, clock):
    contested(world.late, clock, Decimal(200))
    for page in (f"{world.home}/echeancier", world.home):
        told = Page(phone, page).within("echeancier")
        assert "640,00 €" in told
        assert "200,00 € que vous contestez" in told
        assert "840,00 €" not in told
    text = Page(phone, f"{world.home}/echeancier").text
    assert "1 890,50 € à payer en tout" in text
    assert "640,00 €, 200,00 € que vous contestez" in Page(phone, world.home).within("documents")


def test_nothing_is_owed_for_now_when_all_is_contested(phone, alone, clock):
    _, invoice, home = alone
    contested(invoice, clock)
    text = Page(phone, home).text
    assert "Rien à payer pour l’instant" in text
    assert "500,00 € que vous contestez" in text
    assert " 0,00 €" not in text


# The last word


def test_a_delay_granted_is_not_late_until_its_day(phone, alone, clock):
    _, invoice, home = alone
    granted(invoice, clock)
    for page in (home, f"{home}/factures/{invoice.id}"):
        text = Page(phone, page).text
        assert f"délai accordé jusqu’au {UNTIL}" in text
        assert "en retard" not in text
        assert "pénalités" not in text
    clock.travel(days=26)
    text = Page(phone, f"{home}/factures/{invoice.id}").text
    assert "en retard de 38 jours" in text
    assert f"Le délai qui vous était accordé allait jusqu’au {UNTIL}" in text


def test_a_delay_granted_replaces_the_promise_made_before(phone, alone, clock):
    _, invoice, home = alone
    promised(invoice, clock)
    granted(invoice, clock)
    for page in (home, f"{home}/factures/{invoice.id}", f"{home}/echeancier"):
        text = Page(phone, page).text
        assert "annoncé le paiement" not in text
        assert "annoncée pour" not in text


def test_a_promise_made_after_a_delay_is_said_with_it(phone, alone, clock):
    _, invoice, home = alone
    granted(invoice, clock)
    clock.travel(days=1)
    promised(invoice, clock)
    text = Page(phone, home).text
    assert f"délai accordé jusqu’au {UNTIL}" in text
    assert "Vous avez annoncé le paiement pour le 24 novembre 2026." in text


def test_an_agreed_plan_is_the_last_word(phone, alone, clock):
    client, invoice, home = alone
    promised(invoice, clock)
    granted(invoice, clock)
    agreed(client, invoice, clock)
    page = Page(phone, f"{home}/factures/{invoice.id}")
    for gone in ("annoncé le paiement", "accordé", "Annoncer mon paiement", "Demander ce délai"):
        assert gone not in page.text
    assert "Envoyer ma contestation" in page.buttons()
    assert "Votre échéancier de paiement du 20 novembre 2026" in page.text
    assert "annoncé" not in Page(phone, home).text


@pytest.mark.parametrize(
    ("whole", "asked_now", "others", "why"),
    [
        (True, "500,00 €", None, "comme convenu, tout ce qui reste est dû maintenant"),
        (False, "250,00 €", "250,00 € en plusieurs versements", "ce versement est en retard"),
    ],
)
def test_every_page_asks_what_a_broken_plan_makes_due(
    phone, alone, clock, whole, asked_now, others, why
):
    client, invoice, home = alone
    plan = agreed(client, invoice, clock, whole=whole)
    clock.travel(days=13)
    for page in (home, f"{home}/factures/{invoice.id}", f"{home}/versements/{plan.id}"):
        shown = Page(phone, page)
        assert f"{asked_now} " in shown.text
        assert f"Le versement du 30 novembre 2026 de votre échéancier manque : {why}" in shown.text
        if others and page != f"{home}/versements/{plan.id}":
            assert others in shown.text
        if page != home:
            assert f"Montant {asked_now}" in shown.within("payer")
    late = Page(phone, f"{home}/factures/{invoice.id}").text
    assert "en retard de 3 jours" in late
    assert "À payer depuis le 30 novembre 2026" in late
    assert Page(phone, f"{home}/echeancier").text.count("en retard") >= (2 if whole else 1)


def test_the_page_of_a_plan_never_asks_what_is_contested(phone, alone, clock):
    client, invoice, home = alone
    plan = agreed(client, invoice, clock, whole=True)
    contested(invoice, clock, Decimal(400))
    page = f"{home}/versements/{plan.id}"
    assert "Montant 100,00 €" in Page(phone, page).within("payer")
    clock.travel(days=13)
    assert "Montant 100,00 €" in Page(phone, page).within("payer")


@pytest.mark.parametrize(
    ("say", "said"),
    [
        (promised, "Vous avez annoncé le paiement pour le 23 novembre 2026."),
        (asked, f"Vous avez demandé un délai jusqu’au {UNTIL} : Atelier Belkacem doit vous"),
    ],
)
def test_the_first_page_says_it_for_a_single_invoice(phone, alone, clock, say, said):
    _, invoice, home = alone
    say(invoice, clock)
    assert said in Page(phone, home).text


def test_the_list_of_documents_says_what_was_asked_and_promised(phone, world, clock):
    promised(world.late, clock)
    asked(world.due, clock, 40)
    told = Page(phone, world.home).within("documents")
    assert "annoncée pour le 23 novembre 2026" in told
    assert "délai demandé jusqu’au 30 décembre 2026" in told


# What lateness adds


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_late_professional_reads_what_may_be_added(phone, alone, language):
    client, invoice, home = alone
    with transaction():
        client.language = language
    text = Page(phone, f"{home}/factures/{invoice.id}").text
    costs = late_costs(invoice, notice_on=None, on=invoice.due_on + days(12))
    assert costs.interest > 0
    assert costs.fee == 40
    cents = f"{costs.interest:.2f}"
    if language == "en":
        assert f"Late payment interest (€{cents} so far) and €40.00 for recovery costs" in text
        assert "may send you reminders, then a formal notice to pay" in text
    else:
        interest = cents.replace(".", ",")
        assert f"pénalités de retard ({interest} € à ce jour) et 40,00 € de frais" in text
        assert "peut vous relancer, puis vous mettre en demeure" in text


def test_nothing_is_added_before_it_is_late(phone, world):
    text = Page(phone, world.page(world.due)).text
    assert "peuvent s’ajouter" not in text
    assert "mettre en demeure" not in text


@pytest.mark.parametrize("hold", [promised, asked, contested])
def test_nothing_presses_what_is_held(phone, world, clock, hold):
    hold(world.late, clock)
    text = Page(phone, world.page(world.late)).text
    assert "peuvent s’ajouter" not in text
    assert "mettre en demeure" not in text


def test_a_consumer_reads_of_interest_after_a_formal_notice_and_never_of_a_fee(nadia, clock):
    with transaction():
        consumer = a_client("Éva", at=clock(), consumer=True)
        day = clock.today - days(60)
        invoice = an_invoice(consumer, "500", at=clock() - days(60), on=day)
    before = late_costs(invoice, notice_on=None, on=clock.today)
    after = late_costs(invoice, notice_on=clock.today - days(10), on=clock.today)
    assert (before.key, before.next_key) == ("", "late_next")
    assert (after.key, after.next_key) == ("late_costs_interest", "late_next_noticed")


# Talking about a dispute


def test_a_dispute_says_whose_turn_it_is(phone, world, clock):
    dispute = contested(world.late, clock)
    page = Page(phone, world.page(world.late))
    assert "Atelier Belkacem doit vous répondre" in page.text
    with transaction():
        answers.reply(dispute, words="Lesquelles ?", from_client=False, at=clock())
    assert "Atelier Belkacem vous a répondu : à vous de répondre." in page.reload().text
    page.submit("Envoyer ce message", words="Toutes")
    assert "à vous de répondre" not in page.text
    assert "Atelier Belkacem doit vous répondre" in page.text


def test_a_closed_dispute_is_told_in_the_past(phone, world, clock):
    dispute = contested(world.late, clock, Decimal(200))
    with transaction():
        outcome = DisputeOutcome.REJECTED
        answers.close_dispute(dispute, outcome=outcome, answer="Voici.", at=clock())
    text = Page(phone, world.page(world.late)).text
    assert "Vous aviez contesté cette facture" in text
    assert "Vous contestiez 200,00 €." in text
    assert "doit vous répondre" not in text
    assert "le reste demeure à payer" not in text


# Typing


@pytest.mark.parametrize(
    ("button", "typed", "said"),
    [
        ("Announce my payment", {"promised_on": "soon"}, "Please write a date such as"),
        ("Ask for this delay", {"asked_until": "soon"}, "Please write a date such as"),
        ("Announce my payment", {"words": "x" * 501}, "shorten this text: 500 characters at"),
        ("I have received this invoice", {"name": "x" * 121}, "shorten this text: 120 characters"),
        ("Send my objection", {"contested": "1.000"}, "can be read in two ways"),
        ("Send my objection", {"contested": "a lot"}, "Please write a number such as 1,250.50."),
        ("Send my objection", {"contested": "1,000"}, "between 0.01 and €840.00"),
    ],
)
def test_what_is_typed_wrong_is_said_in_english(phone, world, button, typed, said):
    with transaction():
        world.martin.language = "en"
    page = Page(phone, world.page(world.late))
    page.submit(
        button, status=422, **({"words": "No, no"} | typed if "contested" in typed else typed)
    )
    assert said in page.text


def test_an_english_amount_is_read_as_the_english_do(phone, world):
    with transaction():
        world.martin.language = "en"
    page = Page(phone, world.page(world.due))
    page.submit("Send my objection", contested="1,000.50", words="Too much")
    assert "You contest €1,000.50" in page.text
