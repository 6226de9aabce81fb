"""Each point of law is found where it stands, and left alone where it does not."""

from datetime import date
from decimal import Decimal

import pytest

from facturelite import law
from facturelite.business.model import Activity, Business
from facturelite.terms.checks import Finding, findings
from facturelite.terms.markdown import TooLong
from facturelite.terms.model import Audience
from facturelite.terms.points import POINTS, lowest_penalty_rate

DAY = date(2026, 11, 20)
PRO, CONSUMER = "clause.professional", "clause.consumer"

# A text that lacks nothing, in as few words as possible, cut so that each part can be removed.
PARTS = {
    Audience.PROFESSIONAL: {
        "identity": "Nadia Belkacem EI, SIREN 732 829 320.",
        "price": "Les prix sont ceux du devis.",
        "payment": "Le paiement a lieu à 30 jours.",
        "late_interest": "Les pénalités de retard courent au taux de la BCE majoré de 10 points.",
        "recovery_fee": "L’indemnité forfaitaire de recouvrement est de 40 €.",
        "early_payment": "Pas d’escompte.",
    },
    Audience.CONSUMER: {
        "identity": "Nadia Belkacem EI, SIREN 732 829 320, 06 12 34 56 78, a@b.example.",
        "price": "Les prix sont ceux du devis.",
        "performance": "Le délai d’exécution est écrit au devis.",
        "payment": "Par virement.",
        "complaints": "Une réclamation ? Écrivez-nous.",
        "withdrawal": "Vous pouvez vous rétracter pendant quatorze jours.",
        "withdrawal_form": "Formulaire : je vous notifie ma rétractation.",
        "mediator": "Le médiateur est CM2C.",
        "guarantees": "La garantie légale de conformité et celle des vices cachés s’appliquent.",
        "insurance": "Assurance : AXA, Paris.",
    },
}
VOID = [
    (Audience.PROFESSIONAL, "rate_too_low", "Pénalités de retard : 5 % par an."),
    (Audience.PROFESSIONAL, "rate_too_low", "Intérêts de retard au taux de 8,24 %."),
    (Audience.PROFESSIONAL, "term_too_long", "Les factures se paient à 90 jours."),
    (Audience.PROFESSIONAL, "term_too_long", "Paiement à soixante-quinze jours."),
    (Audience.PROFESSIONAL, "term_too_long", "Payable 60 jours fin de mois."),
    (Audience.PROFESSIONAL, "recovery_fee", "Une indemnité forfaitaire de 50 € est due."),
    (Audience.PROFESSIONAL, "no_penalty", "Aucune pénalité de retard n’est demandée."),
    (Audience.PROFESSIONAL, "no_penalty", "Sans intérêts pour retard."),
    (Audience.PROFESSIONAL, "no_liability", "Le vendeur décline toute responsabilité."),
    (Audience.PROFESSIONAL, "no_liability", "Sa responsabilité ne saurait être engagée."),
    (Audience.PROFESSIONAL, "unilateral_change", "Le prix peut être modifié à tout moment."),
    (Audience.PROFESSIONAL, "unilateral_change", "Il se réserve le droit de changer le prix."),
    (Audience.CONSUMER, "recovery_costs", "Une indemnité forfaitaire de 40 € s’ajoute."),
    (Audience.CONSUMER, "recovery_costs", "Les frais de relance sont à la charge du client."),
    (Audience.CONSUMER, "late_interest", "Pénalités : taux de la Banque centrale européenne."),
    (Audience.CONSUMER, "late_interest", "Trois fois le taux légal."),
    (Audience.CONSUMER, "jurisdiction", "Le tribunal de Lyon est seul compétent."),
    (Audience.CONSUMER, "jurisdiction", "Compétence exclusive aux juges de Lyon."),
    (Audience.CONSUMER, "jurisdiction", "Les litiges relèvent du tribunal de Lyon."),
    (Audience.CONSUMER, "arbitration", "Tout litige est tranché par un arbitre."),
    (Audience.CONSUMER, "deposit_kept", "L’acompte reste acquis au vendeur."),
    (Audience.CONSUMER, "deposit_kept", "Les sommes versées sont non remboursables."),
    (Audience.CONSUMER, "no_liability", "Nous déclinons : aucune responsabilité."),
    (Audience.CONSUMER, "unilateral_change", "Nous pouvons modifier unilatéralement le prix."),
    (Audience.CONSUMER, "no_withdrawal", "Le client renonce à son droit de rétractation."),
    (Audience.CONSUMER, "no_withdrawal", "Il n’y a aucun droit de rétractation."),
    (Audience.CONSUMER, "indicative_date", "Les délais sont donnés à titre indicatif."),
]
ALLOWED = [
    (Audience.PROFESSIONAL, "Pénalités de retard : 12,5 % par an."),
    (Audience.PROFESSIONAL, "Pénalités de retard : trois fois le taux légal, soit 8,25 %."),
    (Audience.PROFESSIONAL, "Les factures se paient à 60 jours, ou 45 jours fin de mois."),
    (Audience.PROFESSIONAL, "Le devis reste valable 90 jours."),
    (Audience.PROFESSIONAL, "L’acompte est de 5 %."),
    (Audience.PROFESSIONAL, "Le vendeur ne répond pas d’un cas de force majeure."),
    (Audience.CONSUMER, "Aucun frais de relance n’est demandé."),
    (Audience.CONSUMER, "Il peut saisir, à son choix, le tribunal de son domicile."),
    (Audience.CONSUMER, "Le client perd les arrhes ; le vendeur en rend le double."),
    (Audience.CONSUMER, "Ni arbitrage ni frais."),
    (Audience.CONSUMER, "Celui qui renonce à la commande peut devoir un dédommagement."),
    (Audience.CONSUMER, "Le délai est écrit au devis."),
]


@pytest.fixture
def business() -> Business:
    """A trader who sells goods and is insured: every point concerns them."""
    return Business(activity=Activity.MIXED, insurance="AXA, Paris")


def whole(audience: Audience, *, without: str = "", besides: str = "") -> str:
    parts = [words for name, words in PARTS[audience].items() if name != without]
    return "\n\n".join([*parts, besides])


def found(text: str, audience: Audience, business: Business) -> list[Finding]:
    return findings(text, audience, business=business, on=DAY)


@pytest.mark.parametrize("audience", Audience)
def test_a_whole_text_lacks_nothing(audience, business):
    assert found(whole(audience), audience, business) == []


@pytest.mark.parametrize(
    ("audience", "name"), [(a, name) for a, parts in PARTS.items() for name in parts]
)
def test_what_lacks_is_said_with_its_source(audience, name, business):
    (finding,) = found(whole(audience, without=name), audience, business)

    assert finding.name == f"clause.{audience.name.lower()}.{name}"
    assert finding.is_lacking
    assert finding.source == law.in_force(finding.name, on=DAY).source
    assert "{" not in finding.sentence


@pytest.mark.parametrize(("audience", "name", "clause"), VOID)
def test_what_the_law_voids_is_quoted(audience, name, clause, business):
    (finding,) = found(whole(audience, besides=clause), audience, business)

    assert finding.name == f"clause.{audience.name.lower()}.void.{name}"
    assert not finding.is_lacking
    assert finding.quote
    assert finding.quote in clause


@pytest.mark.parametrize(("audience", "clause"), ALLOWED)
def test_what_is_allowed_is_left_alone(audience, clause, business):
    assert found(whole(audience, besides=clause), audience, business) == []


def test_every_point_is_tried_above():
    named = {f"clause.{a.name.lower()}.{name}" for a, parts in PARTS.items() for name in parts}
    named |= {f"clause.{a.name.lower()}.void.{name}" for a, name, _ in VOID}

    assert named == {point.name for points in POINTS.values() for point in points}
    assert named == {name for name in law.rules() if name.startswith("clause.")}


def test_a_point_that_does_not_concern_the_business_is_not_asked(business):
    business.activity, business.insurance = Activity.BNC, ""
    text = whole(Audience.CONSUMER, without="guarantees").replace("Assurance : AXA, Paris.", "")

    assert found(text, Audience.CONSUMER, business) == []


def test_an_empty_text_lacks_everything_and_is_accused_of_nothing(business):
    listed = found("", Audience.CONSUMER, business)

    assert len(listed) == len(PARTS[Audience.CONSUMER])
    assert all(finding.is_lacking for finding in listed)


def test_what_lacks_comes_before_what_is_too_much(business):
    text = whole(Audience.PROFESSIONAL, without="price", besides="Indemnité forfaitaire de 3 €.")

    assert [f.is_lacking for f in found(text, Audience.PROFESSIONAL, business)] == [True, False]


def test_figures_are_those_of_the_day(business):
    assert lowest_penalty_rate(date(2026, 11, 20)) == Decimal("8.25")
    assert lowest_penalty_rate(date(2024, 3, 1)) == Decimal("15.21")
    text = whole(Audience.PROFESSIONAL, besides="Pénalités de retard : 12 % par an.")

    (finding,) = findings(text, Audience.PROFESSIONAL, business=business, on=date(2024, 3, 1))

    assert "15,21" in finding.sentence


def test_the_source_is_looked_into_like_the_editor_does(business):
    with pytest.raises(TooLong):
        found("x" * 70_000, Audience.CONSUMER, business)
