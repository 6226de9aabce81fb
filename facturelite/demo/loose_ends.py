"""What waits for the owner today: the late, the disputes, what did not leave, the drafts."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from facturelite.demo import steps
from facturelite.demo.year import Year, reader
from facturelite.payments.model import Method


def the_late(year: Year) -> None:
    """Late today, by five to ninety days; some have said something about it."""
    for name, client, days in (
        ("retard 5", "hotel", 35),
        ("retard 12", "lenteur", 42),
        ("retard 23", "hudson", 53),
        ("retard 38", "haddad", 46),
        ("retard 55", "pentes", 85),
        ("retard 90", "lenteur", 120),
    ):
        content = year.usual(client, days)
        year.then(year.ago(days), steps.bill, name=name, client=client, content=content)
        year.then(year.ago(days - 2), steps.look, name=name)
    year.then(year.ago(117), steps.acknowledge, name="retard 90", by=reader(year.person("lenteur")))
    year.then(
        year.ago(3),
        steps.promise,
        name="retard 12",
        promised_on=year.today + timedelta(days=6),
        words="Virement prévu avec notre prochaine échéance. Merci de votre patience.",
    )
    year.then(
        year.ago(24),
        steps.promise,
        name="retard 38",
        promised_on=year.ago(10),
        words="Je vous règle dès que je touche ma paie.",
    )


def a_part_payment(year: Year) -> None:
    """Half now, half later; later has passed."""
    content = year.usual("theatre", 49)
    year.then(year.ago(49), steps.bill, name="moitié", client="theatre", content=content)
    year.then(year.ago(15), steps.pay, names=("moitié",), method=Method.TRANSFER, share=Decimal(50))


def the_disputes(year: Year) -> None:
    """One was settled; two wait for an answer."""
    for name, client, days in (
        ("conteste 1", "page", 171),
        ("conteste 2", "tissot", 47),
        ("conteste 3", "bruckner", 16),
    ):
        content = replace(year.usual(client, days), purchase_order="")
        year.then(year.ago(days), steps.bill, name=name, client=client, content=content)
        year.then(year.ago(days - 1), steps.look, name=name)
    year.then(
        year.ago(160),
        steps.dispute,
        name="conteste 1",
        words="Les étiquettes livrées n’ont pas la teinte du bon à tirer.",
    )
    year.then(
        year.ago(156),
        steps.settle_dispute,
        name="conteste 1",
        answer="Vous avez raison : je réimprime à mes frais sous huit jours.",
    )
    year.then(year.ago(139), steps.pay, names=("conteste 1",), method=Method.TRANSFER)
    year.then(
        year.ago(9),
        steps.dispute,
        name="conteste 2",
        words="Deux motifs sur trois seulement nous ont été remis. Nous paierons à réception.",
    )
    year.then(
        year.ago(2),
        steps.dispute,
        name="conteste 3",
        words="The purchase order number is missing; our accounts team cannot book it.",
    )


def mails_that_failed(year: Year) -> None:
    """One address does not exist any more, one letter box is full."""
    for name, client, days in (("sans adresse", "perrin", 20), ("revenue", "optique", 11)):
        content = year.usual(client, days)
        year.then(year.ago(days), steps.bill, name=name, client=client, content=content)
    year.then(
        year.ago(9),
        steps.return_mail,
        name="revenue",
        reason="552 5.2.2 Mailbox full (démonstration)",
    )


def the_last_days(year: Year) -> None:
    """What left today waits for a mail server; three drafts wait for the owner."""
    for name, client, days in (("hier", "dufour", 1), ("ce matin", "rousseau", 0)):
        content = year.usual(client, days)
        year.then(year.ago(days), steps.bill, name=name, client=client, content=content)
    for name, client, days in (
        ("brouillon 1", "fugaces", 6),
        ("brouillon 2", "oeno", 1),
        ("brouillon 3", "musee", 0),
    ):
        content = year.usual(client, days)
        year.then(year.ago(days), steps.draft, name=name, client=client, content=content)
