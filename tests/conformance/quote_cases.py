"""Quotes of every kind, as snapshots: sent, then signed."""

import base64
import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from conformance.cases import BAKERY, EXEMPTIONS, JEANNE, KARIM, MUELLER, NADIA, line, vat_groups
from facturelite.documents.quote_snapshot import (
    AttachedFile,
    BindingTerms,
    OfferedLine,
    PlannedPayment,
    QuoteSnapshot,
    Section,
    SignatureBlock,
)
from facturelite.money import ZERO, percent_of

SENT, LAST = date(2026, 11, 20), date(2026, 12, 20)
SOFT_SHA = hashlib.sha256(b"what was read").hexdigest()
DRAWN = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAALQAAAA8AQMAAAD14ALEAAAABlBMVEX///8AAABVwtN+AAABPUlEQVR42uWTPU7D"
    "QBSEP3tDlsIyLigoXLimSkHhAoUcJUfIEbbgIFwEyWXScYQtIuRyhSgcKYkp/PcSPS4AW61G82Z3Z2bhD63FL/h5"
    "2hoB25t3lZ6aatzHEj8Vqs7jnq3Gb9B1FtTquZ5c40eeoOFxdaEqrzbX+DM4aXgrhwU+B5yCZ9JQgR+BlYIX0BaK"
    "b/c1hI9L/rJPMbt8km0BLxPu+LevjsgDNWDdWIKcgHHAA3AXRrykxALkwPMSiKmBhs/Ohi/gaQf96BpLMnjhu1rk"
    "EHmMy/vnWIcHSMA4COWUwQYgBQu8BADjSKCEmKZz3oe+oRns+9Fkyr6ihJTrpNuCEg695FQbNngwjpjzSuLbyA/x"
    "e/lPcuum0bXoejrVNfIiiePofx2/ifC/haReSmYHtfaDJFc9FJL/d/0AYEJKLq+DC6AAAAAASUVORK5CYII="
)
CONDITIONS = (
    Section(
        "Ce que votre signature veut dire",
        (
            "Signé, ce devis est un contrat : Atelier Belkacem s’engage à faire ce qu’il décrit, "
            "et vous à en payer le prix.",
            "Les conditions générales de vente, version 2 du 1er octobre 2026, en font partie : "
            "elles vous sont remises avec lui.",
            "Ensuite, rien n’y change sans l’accord des deux.",
            "Vous pouvez le signer jusqu’au 20 décembre 2026. Passé ce jour, il n’engage plus "
            "Atelier Belkacem.",
        ),
    ),
    Section(
        "Ce que vous payez maintenant",
        ("Vous versez 30 % du prix à la signature. C’est un acompte.",),
    ),
    Section(
        "Si vous renoncez",
        (
            "Un acompte engage définitivement les deux parties. Si vous renoncez, Atelier "
            "Belkacem peut vous demander le reste du prix ou un dédommagement ; si Atelier "
            "Belkacem renonce, c’est à vous qu’un dédommagement peut être dû.",
        ),
    ),
    Section(
        "Ce que vous payez ensuite",
        (
            "Vous payez le reste au plus tard 30 jours après la date de la facture.",
            "La facture dit toujours le jour exact.",
        ),
    ),
    Section(
        "Si vous payez en retard",
        (
            "Des intérêts courent dès le lendemain de l’échéance, sans rappel : le taux de la "
            "Banque centrale européenne plus 10 points.",
            "S’y ajoutent 40,00 € de frais de recouvrement, une fois par facture payée en retard.",
        ),
    ),
    Section(
        "Si vous n’êtes pas d’accord",
        (
            "Dites-le au plus vite, avec ce qui ne va pas : depuis votre lien privé, ou par "
            "message à nadia@example.fr. Aucune relance ne vous est envoyée en attendant la "
            "réponse.",
        ),
    ),
)
IN_ENGLISH = (
    Section(
        "What your signature means",
        (
            "Once signed, this quote is a contract: Atelier Belkacem undertakes to do what it "
            "describes, and you to pay its price.",
            "You may sign it until 20 December 2026.",
        ),
    ),
    Section(
        "What you pay now", ("You pay 30% of the price on signature. This is a down payment.",)
    ),
)
WITHDRAWAL = (
    Section(
        "Votre droit de rétractation",
        (
            "Pour un contrat conclu à distance ou hors établissement, vous avez quatorze jours "
            "pour vous rétracter, sans donner de motif.",
            "Pour cela, faites-le savoir à Atelier Belkacem avant la fin de ce délai.",
        ),
    ),
    Section(
        "Formulaire type de rétractation",
        ("À l’attention de Nadia Belkacem EI :", "Commandé le (*)/reçu le (*) :", "Date :"),
    ),
)
TERMS = BindingTerms(7, 2, "a" * 64, "b" * 64, date(2026, 10, 1))


def offered(item, choice="FIRM", group="", *, chosen=True):
    """Return a line as offered; `quote` sets its place."""
    return OfferedLine(item, 0, choice, group, is_chosen=chosen)


def quote(*lines, category="E", deposit="30", discount="0", **more):
    """Return a quote of these lines, its deposit in percent, its totals those that are chosen."""
    lines = lines or (offered(line()),)
    lines = tuple(replace(one, position=rank) for rank, one in enumerate(lines))
    groups = vat_groups(
        tuple(one.item for one in lines if one.is_chosen), category, Decimal(discount)
    )
    net = sum((group.base for group in groups), ZERO)
    vat = sum((group.tax for group in groups), ZERO)
    first = percent_of(net + vat, Decimal(deposit))
    payments = (
        PlannedPayment("Acompte de 30 %", "à la signature", first, part="DEPOSIT"),
        PlannedPayment("Solde", "une fois le travail terminé", net + vat - first),
    )
    told = {
        "number": "D2026-0042",
        "sent_on": SENT,
        "valid_until": LAST,
        "language": "fr",
        "seller": NADIA,
        "buyer": BAKERY,
        "conditions": CONDITIONS,
        "mentions": ("Devis gratuit.", EXEMPTIONS[category][1]),
        "subject": "Nouveau site de la boulangerie",
        "discount": Decimal(discount),
        "terms": TERMS,
    }
    return QuoteSnapshot(
        lines=lines,
        vat_groups=groups,
        total_net=net,
        total_vat=vat,
        total_gross=net + vat,
        charges_vat=category == "S",
        payments=tuple(one for one in payments if one.amount),
        **(told | more),
    )


def signed(snapshot, **more):
    """Return a quote with its signature block."""
    told = {
        "name": "Paule Martin",
        "capacity": "gérante",
        "signed_on": date(2026, 11, 24),
        "at": datetime(2026, 11, 24, 14, 3, tzinfo=UTC),
        "method": "PORTAL",
        "formula": "Bon pour accord",
        "quote_pdf_sha256": SOFT_SHA,
        "email": "compta@martin.example",
        "ticked": (
            "J’ai lu ce devis et je l’accepte : j’en paierai le prix.",
            "Je verse 30 % du prix à la signature, à titre d’acompte : si je renonce ensuite, le "
            "reste du prix ou un dédommagement peut m’être demandé.",
        ),
    }
    return replace(snapshot, signature=SignatureBlock(**(told | more)))


CHOICES = (
    offered(line("Création du site", detail="Cinq pages, textes et photos fournis par vous.")),
    offered(line("Référencement", "1", "C62", "400.00"), "OPTION", chosen=False),
    offered(line("Photographies", "0.5", "DAY", "450.00"), "OPTION"),
    offered(line("Cartes sur papier couché", "500", "C62", "0.18"), "VARIANT", "Papier"),
    offered(
        line("Cartes sur papier recyclé", "500", "C62", "0.22"), "VARIANT", "Papier", chosen=False
    ),
)
CASES = {
    "quote": quote(deposit="0", terms=None),
    "quote_with_deposit": quote(),
    "quote_with_choices": quote(
        *CHOICES,
        starts_on=date(2027, 1, 11),
        duration="trois semaines",
        travel="Compris, dans un rayon de 30 km autour de Lyon",
        note="Merci de votre confiance.",
        revises="D2026-0038",
        attachments=(AttachedFile("Plan du site", "plan.pdf", "c" * 64),),
    ),
    "quote_for_a_consumer": quote(
        *CHOICES,
        buyer=JEANNE,
        withdrawal=WITHDRAWAL,
        mentions=("Devis gratuit.", EXEMPTIONS["E"][1], "Médiateur de la consommation : CM2C."),
    ),
    "quote_with_vat": quote(
        offered(line("Pose", "3", "DAY", "450.00", vat_rate="10")),
        offered(line("Chaudière", "1", "C62", "2199.90", vat_rate="5.5", goods=True)),
        offered(line("Désembouage", "1", "C62", "350", vat_rate="20"), "OPTION", chosen=False),
        category="S",
        seller=KARIM,
        discount="57.31",
        discount_label="Remise 2 %",
        mentions=("Devis gratuit.", "Assurance décennale : AXA France."),
    ),
    "quote_in_english": quote(language="en", buyer=MUELLER, conditions=IN_ENGLISH),
    "long_quote": quote(
        *(offered(line(f"Article n° {i:02d}", "2", "C62", "9.90")) for i in range(60))
    ),
    "quote_of_long_words": quote(
        offered(line("x" * 300, detail="y" * 700)),
        offered(line("m" * 60, "123456.789", "E48", "0.0001"), "VARIANT", "g" * 60),
        subject="s" * 200,
        note="n" * 500,
        duration="d" * 120,
        travel="t" * 200,
        buyer=replace(BAKERY, name="b" * 200),
    ),
    "signed_quote": signed(quote(*CHOICES)),
    "quote_signed_by_hand": signed(
        quote(), drawn_sha256=hashlib.sha256(DRAWN).hexdigest(), email=""
    ),
    "quote_signed_on_paper": signed(quote(buyer=JEANNE), method="PAPER", ticked=(), capacity=""),
    "quote_signed_in_english": signed(
        quote(language="en", buyer=MUELLER, conditions=IN_ENGLISH), formula="Agreed"
    ),
}
