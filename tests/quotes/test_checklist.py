"""What is advised before a quote is sent, and does not block it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from agreements import a_version
from billing import a_client
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.quotes.checklist import wants
from facturelite.quotes.model import Concluded
from facturelite.terms.model import Audience
from quoting import a_quote, firm

pytestmark = pytest.mark.usefixtures("nadia")


@pytest.fixture
def advised(clock):
    """Return a function that lists what is wanted of a draft, as sentences."""

    def advise(*offers, consumer=False, **draft) -> list[str]:
        with transaction():
            client = a_client(at=clock(), consumer=consumer)
            quote = a_quote(client, *offers, at=clock(), **draft)
            found = wants(quote, business=the_business(), on=clock.today)
        assert not any(want.blocking for want in found)
        return [want.sentence for want in found]

    return advise


def has(sentences: list[str], words: str) -> bool:
    return any(words in sentence for sentence in sentences)


def test_a_house_without_terms_is_told_once(advised, clock):
    assert advised() == [
        "Vous n’avez pas publié de conditions générales : rien ne dira ce que ce devis n’écrit pas."
    ]
    with transaction():
        a_version(at=clock())
    (sentence,) = advised()
    assert "n’a pas accepté vos conditions générales" in sentence


def test_a_consumer_is_owed_more(advised, clock):
    with transaction():
        a_version(Audience.CONSUMER, at=clock())
    told = advised(consumer=True)
    assert has(told, "médiateur de la consommation")
    assert has(told, "Dites quand le travail commence")
    assert not has(advised(consumer=True, duration="trois semaines"), "Dites quand")


@pytest.mark.parametrize(("days", "is_told"), [(3, True), (7, True), (8, False)])
def test_a_deposit_off_premises_waits(advised, clock, days, is_told):
    told = advised(
        consumer=True,
        concluded=Concluded.OFF_PREMISES,
        deposit_percent=Decimal(30),
        deposit_due_on=clock.today + timedelta(days=days),
    )
    assert has(told, "ne peut rien payer avant sept jours") == is_told


def test_what_only_the_owner_can_tell_is_recalled(advised):
    with transaction():
        the_business().insurance = "AXA, contrat 12"
    told = advised(concluded=Concluded.OFF_PREMISES)
    assert has(told, "attestation d’assurance")
    assert has(told, "cinq salariés au plus")


def test_long_terms_and_nil_totals_are_noticed(advised):
    assert has(advised(days=90), "Le délai de paiement dépasse 60 jours")
    assert not has(advised(days=90, consumer=True), "Le délai de paiement dépasse")
    assert has(advised(firm("0")), "Le total est nul")


def test_a_start_that_is_past_is_noticed(advised, clock):
    assert has(advised(starts_on=clock.today - timedelta(days=1)), "Le début prévu est déjà passé")


def test_a_client_without_email_signs_on_paper(clock):
    with transaction():
        client = a_client(at=clock())
        client.email = ""
        quote = a_quote(client, at=clock())
        found = wants(quote, business=the_business(), on=clock.today)
    assert any("lui remettre le devis sur papier" in want.sentence for want in found)
