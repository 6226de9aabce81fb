"""A consumer withdraws, in time, from an order that had ended in another way: it is decided again.

What was decided first stays as it was written.
"""

from decimal import Decimal

import pytest
from sqlalchemy import text

from agreements import VISIT
from billing import a_client
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.invoices.issuing import issue_invoice
from facturelite.journal.queries import told
from facturelite.money import NBSP
from facturelite.orders import refusals, telling
from facturelite.orders.cancelling import cancel_order, decide, decide_again
from facturelite.orders.consistency import order_problems
from facturelite.orders.forms import decision_form
from facturelite.orders.model import DEPOSIT, CancelledBy, Outcome
from facturelite.orders.queries import cancellation_of, order_of, withdrawals_to_decide
from facturelite.quotes.renouncing import renounce
from facturelite.terms.conditions import DepositNature
from facturelite.today.agenda import things_to_do

ARRHES = {"deposit_percent": Decimal(30), "deposit_nature": DepositNature.ARRHES}
ACOMPTE = {"deposit_percent": Decimal(30)}


@pytest.fixture
def eve(nadia, clock):
    with transaction():
        return a_client("Durand", at=clock(), consumer=True)


@pytest.fixture
def ended(order, invoice, pay, eve, clock):
    """An order of which 300 € were paid, ended by someone, and decided of if an outcome is said."""

    def end(by, outcome, **conditions):
        quote = order(eve, **(conditions or ARRHES))
        deposit = invoice(quote, DEPOSIT)
        pay(quote.client, "300", (deposit, "300"))
        db.session.expire_all()
        with transaction():
            cancel_order(quote, by=by, reason="", day=clock.today, at=clock(), on=clock.today)
            if outcome:
                said = {"words": "", "business": the_business(), "at": clock()}
                decide(quote, outcome, **said, on=clock.today)
        return quote

    return end


@pytest.fixture
def withdraw(clock):
    def do(quote):
        clock.travel(days=3)
        said = {"name": "Ève Durand", "email": "eve@maison.example", "language": "fr"}
        with transaction():
            renounce(quote, **said, received_on=None, visit=VISIT, at=clock(), on=clock.today)
        db.session.expire_all()

    return do


@pytest.fixture
def again(clock):
    def do(quote, outcome=Outcome.GIVE_BACK):
        with transaction():
            return decide_again(
                quote, outcome, words="Rétractation", business=the_business(), at=clock()
            )

    return do


def to_decide(clock) -> list[str]:
    return [t.title for t in things_to_do(on=clock.today) if t.act == "Décider"]


@pytest.mark.parametrize(
    ("by", "first", "conditions", "is_reopened"),
    [
        (CancelledBy.CLIENT, Outcome.KEEP, ARRHES, True),
        (CancelledBy.CLIENT, Outcome.CLAIM, ACOMPTE, True),
        (CancelledBy.CLIENT, Outcome.OTHER, ACOMPTE, True),
        (CancelledBy.BOTH, Outcome.KEEP, ARRHES, True),
        (CancelledBy.OWNER, Outcome.OTHER, ACOMPTE, True),
        (CancelledBy.CLIENT, Outcome.GIVE_BACK, ARRHES, False),
        (CancelledBy.OWNER, Outcome.DOUBLE, ARRHES, False),
        (CancelledBy.BOTH, Outcome.GIVE_BACK, ACOMPTE, False),
    ],
)
def test_a_withdrawal_reopens_what_did_not_give_the_money_back(
    by, first, conditions, is_reopened, ended, withdraw, again, clock
):
    quote = ended(by, first, **conditions)
    assert to_decide(clock) == []
    withdraw(quote)

    assert order_of(quote).is_reopened is is_reopened
    assert to_decide(clock) == (["Durand se rétracte de D2026-0001"] if is_reopened else [])
    if not is_reopened:
        with pytest.raises(refusals.AlreadyDecided):
            again(quote)


def test_it_is_decided_beside_the_first_decision_which_stays(ended, withdraw, again, clock):
    quote = ended(CancelledBy.CLIENT, Outcome.KEEP)
    withdraw(quote)
    (draft,) = again(quote)

    assert draft.total_gross == 300
    assert cancellation_of(quote.id).outcome is Outcome.KEEP
    order = order_of(quote)
    assert (order.outcome, order.later.words) == (Outcome.GIVE_BACK, "Rétractation")
    assert (to_decide(clock), withdrawals_to_decide()) == ([], [])
    (entry,) = told("order.decided_again")
    assert entry.details["before"] == "garder ce qui a été versé"
    with pytest.raises(refusals.AlreadyDecided):
        again(quote)
    assert list(order_problems()) == []


@pytest.mark.parametrize("outcome", [Outcome.KEEP, Outcome.CLAIM, Outcome.DOUBLE])
def test_nothing_of_the_money_is_kept_after_a_withdrawal(outcome, ended, withdraw, again):
    quote = ended(CancelledBy.CLIENT, Outcome.KEEP)
    with pytest.raises(refusals.AlreadyDecided):
        again(quote)
    withdraw(quote)

    with pytest.raises(refusals.NotTheirsToDecide):
        again(quote, outcome)
    assert order_of(quote).is_reopened


def test_what_was_not_decided_yet_follows_the_withdrawal(ended, withdraw, clock):
    quote = ended(CancelledBy.CLIENT, None)
    withdraw(quote)

    assert to_decide(clock) == ["Durand se rétracte de D2026-0001"]
    said = {"words": "", "business": the_business(), "at": clock(), "on": clock.today}
    with pytest.raises(refusals.NotTheirsToDecide), transaction():
        decide(quote, Outcome.KEEP, **said)
    with transaction():
        assert len(decide(quote, Outcome.GIVE_BACK, **said)) == 1
    assert to_decide(clock) == []


@pytest.mark.parametrize(("first", "is_reopened"), [(Outcome.KEEP, True), (Outcome.OTHER, False)])
def test_what_was_agreed_after_a_withdrawal_stands_but_nothing_is_kept(
    first, is_reopened, ended, withdraw, clock
):
    quote = ended(CancelledBy.CLIENT, None)
    withdraw(quote)
    with transaction():  # as it could be written before
        made = cancellation_of(quote.id)
        made.outcome, made.decided_at = first, clock()
    db.session.expire_all()

    assert order_of(quote).is_reopened is is_reopened
    assert len(withdrawals_to_decide()) == is_reopened


def test_who_gave_up_first_still_owes_the_double(ended, withdraw, app):
    quote = ended(CancelledBy.OWNER, None)
    withdraw(quote)

    with app.test_request_context():
        form = decision_form(order_of(quote), filled=False)
    assert form.outcome.choices[0].value == "DOUBLE"


def test_an_order_of_which_nothing_was_billed_has_nothing_to_decide(order, eve, withdraw, clock):
    quote = order(eve, **ARRHES)
    with transaction():
        cancel_order(
            quote, by=CancelledBy.CLIENT, reason="", day=clock.today, at=clock(), on=clock.today
        )
    withdraw(quote)

    assert to_decide(clock) == []


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", "ce que vous avez versé (300,00 €) est à vous rendre", "vous est rendu"),
        ("en", "what you paid (€300.00) is to be given back", "is given back to you"),
    ],
)
def test_the_client_reads_that_the_money_comes_back(
    language, before, after, ended, withdraw, again, clock
):
    quote = ended(CancelledBy.CLIENT, Outcome.KEEP)
    with transaction():
        quote.client.language = language
    order, business = order_of(quote), the_business()
    with transaction():
        mail = telling.usual_mail(order, order.cancellation, business=business)
        telling.tell_the_client(order, order.cancellation, mail, business=business, at=clock())
    withdraw(quote)
    order = order_of(quote)
    assert before in telling.of_sums(order, order.cancellation, language).replace(NBSP, " ")

    again(quote)
    order = order_of(quote)
    assert not telling.was_told(order)
    mail = telling.usual_mail(order, order.cancellation, business=business)
    assert after in mail.text
    assert ("23 novembre 2026" if language == "fr" else "23 November 2026") in mail.text
    with transaction():
        telling.tell_the_client(order, order.cancellation, mail, business=business, at=clock())
    assert telling.was_told(order)


def test_the_owner_sees_it_and_decides_from_the_page(owner, ended, withdraw):
    quote = ended(CancelledBy.CLIENT, Outcome.KEEP)
    here = f"/devis/{quote.id}/commande"
    assert "Le client peut encore se rétracter" in owner.get(here).text
    withdraw(quote)
    page = owner.get(here).text
    assert "Le client peut encore se rétracter" not in page
    assert "Le client s’est rétracté depuis, le 23 novembre 2026" in page.replace(NBSP, " ")
    assert "Votre première décision" in page

    refused = owner.post(f"{here}/decision", data={"outcome": "KEEP"})
    assert refused.status_code == 422
    owner.post(f"{here}/decision", data={"outcome": "GIVE_BACK", "words": ""})
    page = owner.get(here).text
    assert "Votre décision après la rétractation" in page
    assert "Noter cette décision" not in page


def test_verify_names_a_later_decision_that_stands_on_nothing(ended, withdraw, again, clock):
    quote = ended(CancelledBy.CLIENT, Outcome.KEEP)
    withdraw(quote)
    (draft,) = again(quote)
    with transaction():
        issue_invoice(draft, business=the_business(), at=clock(), on=clock.today)
    assert list(order_problems()) == []

    with transaction():
        for (trigger,) in db.session.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).all():
            db.session.execute(text(f"DROP TRIGGER {trigger}"))
        db.session.execute(text("DELETE FROM quote_renunciation"))
    db.session.expire_all()
    assert any("après la rétractation" in problem for problem in order_problems())
