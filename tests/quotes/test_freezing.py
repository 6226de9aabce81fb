"""What a quote says: to whom, in which language, under which conditions, on which days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements import a_version
from billing import a_client
from facturelite.business.queries import the_business
from facturelite.clients.details import ClientKind
from facturelite.db import db, transaction
from facturelite.documents.actions import keep
from facturelite.documents.quote_consistency import contradictions
from facturelite.documents.quote_snapshot import QuoteSnapshot, SignatureBlock
from facturelite.money import ZERO
from facturelite.quotes.freezing import as_chosen, foreseen
from facturelite.quotes.model import Concluded, QuoteAttachment, StageEvent
from facturelite.quotes.schedule import AsksTooMuch
from facturelite.quotes.totals import WrongChoice
from facturelite.terms.conditions import DepositNature
from quoting import a_quote, a_sent_quote, firm, milestone, option, variant

pytestmark = pytest.mark.usefixtures("nadia")
ARRHES = {"deposit_percent": Decimal(30), "deposit_nature": DepositNature.ARRHES}
ACOMPTE = {"deposit_percent": Decimal(30)}


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def said(snapshot: QuoteSnapshot) -> str:
    """Return the conditions as one text."""
    told = [*snapshot.conditions, *snapshot.withdrawal]
    return plain("\n".join(line for one in told for line in (one.heading, *one.sentences)))


@pytest.fixture
def sees(clock):
    """Return a function that shows what a draft would say to a kind of client."""

    def foresee(*offers, kind=ClientKind.PROFESSIONAL, language="fr", **draft) -> QuoteSnapshot:
        with transaction():
            client = a_client(at=clock(), consumer=kind is ClientKind.CONSUMER)
            client.kind, client.language = kind, language
            quote = a_quote(client, *offers, at=clock(), **draft)
            return foreseen(quote, business=the_business(), number="D1", on=clock.today)

    return foresee


def test_a_professional_reads_what_being_late_costs(sees):
    text = said(sees(**ACOMPTE))
    assert "Vous versez 30 % du prix à la signature. C’est un acompte." in text
    assert "engage définitivement les deux parties" in text
    assert "plus 10 points" in text
    assert "40,00 € de frais de recouvrement" in text
    assert "rétractation" not in text
    assert "obligation de paiement" not in text


def test_a_consumer_at_a_distance_reads_their_rights(sees):
    snapshot = sees(kind=ClientKind.CONSUMER, **ARRHES)
    text = said(snapshot)
    assert "Signer ce devis est une commande avec obligation de paiement." in text
    assert "Ce sont des arrhes." in text
    assert "le double vous est rendu" in text
    assert "après une mise en demeure" in text
    assert "40,00" not in text
    assert "vous avez quatorze jours pour vous rétracter" in text
    assert [one.heading for one in snapshot.withdrawal] == [
        "Votre droit de rétractation",
        "Formulaire type de rétractation",
    ]


def test_nothing_is_asked_of_a_consumer_off_premises_within_seven_days(sees):
    snapshot = sees(kind=ClientKind.CONSUMER, concluded=Concluded.OFF_PREMISES, **ACOMPTE)
    assert "La loi interdit de vous demander un paiement" in said(snapshot)
    assert snapshot.payments[0].when == "une fois passés les sept jours qui suivent la signature"
    assert snapshot.withdrawal


def test_off_premises_nobody_ticks_a_day_that_may_come_within_the_seven_days(sees, clock):
    due_on = clock.today + timedelta(days=3)
    snapshot = sees(
        kind=ClientKind.CONSUMER,
        concluded=Concluded.OFF_PREMISES,
        deposit_due_on=due_on,
        **ACOMPTE,
    )
    told = plain("\n".join([*snapshot.ticks, said(snapshot)]))
    assert "23 novembre" not in told
    assert "une fois passés les sept jours qui suivent la signature" in snapshot.ticks[0]


def test_a_quote_keeps_its_language_whatever_becomes_of_the_card(clock):
    with transaction():
        client = a_client(at=clock())
        quote = a_sent_quote(client, at=clock(), on=clock.today, **ACOMPTE)
        client.language = "en"
    block = SignatureBlock("Éva", "", clock.today, clock(), "PORTAL", "Bon pour accord", "0" * 64)
    taken = as_chosen(quote, frozenset(), signature=block)
    assert [one.label for one in taken.payments] == [one.label for one in quote.snapshot.payments]
    assert taken.payments[-1].when == "une fois le travail terminé"


def test_a_consumer_in_the_shop_may_not_withdraw(sees):
    snapshot = sees(kind=ClientKind.CONSUMER, concluded=Concluded.ON_PREMISES)
    assert snapshot.withdrawal == ()


def test_a_public_body_is_under_its_own_rules(sees):
    text = said(sees(kind=ClientKind.PUBLIC_BODY))
    assert "Code de la commande publique" in text
    assert "40,00" not in text


def test_english_clients_read_english(sees):
    snapshot = sees(language="en", **ACOMPTE)
    text = said(snapshot)
    assert "You pay 30% of the price on signature. This is a down payment" in text
    assert "Once signed, this quote is a contract" in text
    assert snapshot.payments[0].label == "Down payment (“acompte”), 30%"
    assert snapshot.payments[-1].when == "once the work is done"
    assert snapshot.mentions == (
        "This quote is free of charge.",
        "VAT not applicable, art. 293 B of the French tax code (CGI)",
    )
    assert any("I pay 30% of the price" in tick for tick in snapshot.ticks)


def test_the_law_and_the_house_are_named(sees, clock):
    with transaction():
        business = the_business()
        business.insurance, business.mediator = "AXA, contrat 12", "CM2C, Paris"
    mentions = [plain(one) for one in sees(kind=ClientKind.CONSUMER).mentions]
    assert mentions == [
        "Devis gratuit.",
        "TVA non applicable, art. 293 B du CGI",
        "Assurance décennale : AXA, contrat 12.",
        "Médiateur de la consommation : CM2C, Paris.",
    ]


def test_what_a_quote_decides_prevails_over_the_general_text(sees, clock):
    with transaction():
        a_version(at=clock())
    text = said(sees(days=15, **ACOMPTE))
    assert "l’emporte sur le texte général : le délai de paiement, la somme versée" in text
    assert "version 1 du 20 novembre 2026, en font partie" in text
    assert "l’emporte" not in said(sees(days=30))


def test_work_may_wait_for_the_deposit(sees):
    assert "une fois cette somme reçue" in said(sees(waits_for_deposit=True, **ACOMPTE))
    assert "une fois cette somme reçue" not in said(sees(waits_for_deposit=True))


def test_each_payment_says_when_it_is_due(sees):
    stages = (
        milestone("20"),
        milestone("10", "Mise en ligne", StageEvent.DELIVERY, day=date(2027, 2, 1)),
        milestone("10", "Suivi", StageEvent.MONTHLY, day=date(2027, 3, 31), times=2),
        milestone("5", "Bilan", StageEvent.DAY, day=date(2027, 6, 1)),
    )
    payments = sees(stages=stages, deposit_due_on=date(2026, 12, 1), **ACOMPTE).payments
    assert [(one.part, plain(one.label), plain(one.when)) for one in payments] == [
        ("DEPOSIT", "Acompte de 30 %", "le 1er décembre 2026"),
        ("STAGE", "Maquette validée", "une fois l’étape atteinte"),
        ("STAGE", "Mise en ligne", "à la livraison, en principe le 1er février 2027"),
        ("STAGE", "Suivi (1/2)", "le 31 mars 2027"),
        ("STAGE", "Suivi (2/2)", "le 30 avril 2027"),
        ("STAGE", "Bilan", "le 1er juin 2027"),
        ("BALANCE", "Solde", "une fois le travail terminé"),
    ]
    assert sum(one.amount for one in payments) == Decimal("1000.00")


def test_files_go_with_a_quote_by_their_hash(clock):
    with transaction():
        quote = a_quote(a_client(at=clock()), at=clock())
        plan = keep(b"%PDF", media_type="application/pdf", filename="plan.pdf", at=clock())
        db.session.add(QuoteAttachment(quote_id=quote.id, document_id=plan.id, label="Plan"))
        db.session.flush()
        snapshot = foreseen(quote, business=the_business(), number="D1", on=clock.today)
    assert [(f.label, f.filename, f.sha256) for f in snapshot.attachments] == [
        ("Plan", "plan.pdf", plan.sha256)
    ]


@pytest.fixture
def choices(clock):
    """A sent quote: 1 000 € firm, an option of 200 €, paper at 30 € (proposed) or 50 €."""
    offers = (firm("1000"), option("200"), variant("30", chosen=True), variant("50"))
    with transaction():
        client = a_client(at=clock(), consumer=True)
        return a_sent_quote(
            client,
            *offers,
            on=clock.today,
            at=clock(),
            concluded=Concluded.OFF_PREMISES,
            deposit_amount=Decimal(300),
        )


def test_what_is_chosen_changes_the_sums_and_nothing_else(choices):
    sent, taken = choices.snapshot, as_chosen(choices, frozenset({1, 3}))
    assert (sent.total_gross, taken.total_gross) == (Decimal("1030.00"), Decimal("1250.00"))
    assert [line.is_chosen for line in taken.lines] == [True, True, False, True]
    assert [one.amount for one in taken.payments] == [Decimal("300.00"), Decimal("950.00")]
    assert taken.conditions == sent.conditions
    assert as_chosen(choices, frozenset({2})) == sent


@pytest.mark.parametrize("chosen", [set(), {2, 3}, {2, 9}])
def test_what_is_not_offered_together_is_not_taken(choices, chosen):
    with pytest.raises(WrongChoice):
        as_chosen(choices, frozenset(chosen))


def test_a_draft_offers_no_choice_yet(clock):
    with transaction():
        quote = a_quote(a_client(at=clock()), at=clock())
    with pytest.raises(ValueError, match="draft"):
        as_chosen(quote, frozenset())


def test_a_signature_gives_the_deposit_its_day(choices, clock):
    signed_on = clock.today + timedelta(days=3)
    block = SignatureBlock("Éva", "", signed_on, clock(), "PORTAL", "Bon pour accord", "0" * 64)
    taken = as_chosen(choices, frozenset({2}), signature=block)
    assert taken.signature == block
    assert [one.day for one in taken.payments] == [signed_on + timedelta(days=8), None]


def test_a_change_of_regime_never_taxes_what_was_offered(choices):
    with transaction():
        business = the_business()
        business.vat_regime, business.vat_number = "REAL", "FR44732829320"
    assert as_chosen(choices, frozenset({3})).total_vat == ZERO


def test_snapshots_are_read_back_as_they_were(choices):
    assert QuoteSnapshot.from_json(choices.snapshot.to_json()) == choices.snapshot


amounts = st.decimals(min_value="0.01", max_value="99999.99", places=2)
shares = st.decimals(min_value="0", max_value="60", places=2)


@given(
    prices=st.lists(amounts, min_size=1, max_size=5),
    options=st.lists(amounts, max_size=3),
    papers=st.lists(amounts, min_size=2, max_size=3),
    deposit=shares,
    stages=st.lists(st.decimals(min_value="0.01", max_value="10", places=2), max_size=4),
    discount=st.decimals(min_value="0", max_value="100", places=2),
    data=st.data(),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_chosen_adds_up(
    clock, prices, options, papers, deposit, stages, discount, data
):
    offers = [
        *(firm(str(price), vat_rate=Decimal(20)) for price in prices),
        *(option(str(price)) for price in options),
        *(variant(str(price)) for price in papers),
    ]
    planned = tuple(milestone(str(share), f"Étape {n}") for n, share in enumerate(stages))
    with transaction():
        quote = a_sent_quote(
            a_client(at=clock()),
            *offers,
            on=clock.today,
            at=clock(),
            deposit_percent=deposit,
            discount_percent=discount,
            stages=planned,
        )
    first, papers_from = len(prices), len(prices) + len(options)
    taken = {at for at in range(first, papers_from) if data.draw(st.booleans())}
    paper = data.draw(st.sampled_from(range(papers_from, len(offers))))
    try:
        chosen = as_chosen(quote, frozenset({*taken, paper}))
    except AsksTooMuch:
        pytest.fail("shares of a hundred percent at most never ask too much")
    assert list(contradictions(chosen)) == []
    assert list(contradictions(quote.snapshot)) == []
