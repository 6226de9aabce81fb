"""Documents of every kind, as snapshots: what an auto-entrepreneur may one day issue."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from facturelite.documents.snapshot import (
    Address,
    Bank,
    Buyer,
    LineItem,
    Mentions,
    Preceding,
    Seller,
    Snapshot,
    VatGroup,
)
from facturelite.documents.units import UNITS
from facturelite.money import ZERO, percent_of, round_to_cent, share_out

ISSUED, DUE = date(2026, 11, 20), date(2026, 12, 20)

NADIA = Seller(
    name="Nadia Belkacem EI",
    trade_name="Atelier Belkacem",
    tagline="Graphisme & sites web",
    siret="73282932000074",
    address=Address("12 rue des Écoles", "69007", "Lyon"),
    registration="Dispensé d’immatriculation au RCS",
    ape="7410Z",
    email="nadia@example.fr",
    phone="+33 6 12 34 56 78",
)
KARIM = Seller(
    name="Karim Haddad EI",
    siret="55210055400013",
    address=Address("7 avenue de l’Opéra", "75001", "Paris"),
    registration="RCS Paris",
    ape="4322A",
    vat_number="FR59552100554",
    website="haddad.example",
    insurance="AXA France, contrat 1234567, France métropolitaine",
    accent="#f2c12e",
)
BAKERY = Buyer(
    kind="PROFESSIONAL",
    name="Boulangerie Martin SAS",
    address=Address("3 place Bellecour", "69002", "Lyon"),
    siren="404833048",
    siret="40483304800022",
    vat_number="FR83404833048",
    email="compta@martin.example",
)
JEANNE = Buyer(
    kind="CONSUMER",
    name="Mme Jeanne Lefèvre",
    address=Address("8 rue de la Paix", "44000", "Nantes"),
    email="jeanne.lefevre@example.fr",
)
TOWN = Buyer(
    kind="PUBLIC_BODY",
    name="Commune de Saint-Exemple",
    address=Address("1 place de la Mairie", "31000", "Toulouse"),
    siren="213105554",
    siret="21310555400017",
    service_code="SERV-TECH",
)
MUELLER = Buyer(
    kind="PROFESSIONAL",
    name="Müller GmbH",
    address=Address("Hauptstraße 5", "10115", "Berlin", "DE"),
    vat_number="DE136695976",
    email="rechnung@mueller.example",
)
ACME = Buyer(
    kind="PROFESSIONAL",
    name="Acme Inc.",
    address=Address("1 Market St", "94105", "San Francisco", "US"),
    email="ap@acme.example",
)
FOR_PROFESSIONALS = Mentions(
    recovery_fee="Indemnité forfaitaire pour frais de recouvrement : 40 €.",
    late_interest="Pénalités de retard : trois fois le taux d’intérêt légal.",
    early_payment="Escompte pour paiement anticipé : néant.",
    terms="Paiement à 30 jours, par virement.",
)
FOR_CONSUMERS = Mentions(
    recovery_fee="Sans objet : client particulier.",
    late_interest="Sans objet : client particulier.",
    early_payment="Sans objet : client particulier.",
    terms="Paiement à réception.",
    others=("Médiateur de la consommation : CM2C, 49 rue de Ponthieu, 75008 Paris.",),
)
IN_ENGLISH = Mentions(
    recovery_fee="Fixed compensation for recovery costs: €40.",
    late_interest="Late interest: three times the French legal rate.",
    early_payment="No discount for early payment.",
    terms="Payment within 30 days.",
)
EXEMPTIONS = {
    "S": ("", ""),
    "E": ("VATEX-FR-FRANCHISE", "TVA non applicable, art. 293 B du CGI"),
    "AE": ("VATEX-EU-AE", "Autoliquidation"),
    "K": ("VATEX-EU-IC", "Exonération de TVA, art. 262 ter, I du CGI"),
    "G": ("VATEX-EU-G", "Exonération de TVA, art. 262, I du CGI"),
}


def line(label="Création du site", quantity="3", unit="DAY", price="450.00", **more):
    """Return a line; `discount_rate` and `vat_rate` are given as text."""
    rate = Decimal(more.pop("discount_rate", "0"))
    vat_rate = Decimal(more.pop("vat_rate", "0"))
    gross = round_to_cent(Decimal(quantity) * Decimal(price))
    discount = percent_of(gross, rate)
    return LineItem(
        label=label,
        quantity=Decimal(quantity),
        unit=unit,
        unit_price=Decimal(price),
        net=gross - discount,
        discount_rate=rate,
        discount=discount,
        vat_rate=vat_rate,
        **more,
    )


def deduction(net, deposit=None, **more):
    """Return a line that deducts a deposit: minus one times its net, with its exact VAT."""
    deposit = deposit or DEPOSIT
    label = f"\N{MINUS SIGN} Acompte {deposit.number} du {deposit.issued_on.day} octobre 2026"
    vat = Decimal(more.pop("vat", "0.00"))
    taken = line(label, "-1", "C62", net, **more)
    return replace(taken, exact_vat=-vat, deducts=deposit.number)


def vat_groups(lines, category, discount):
    """Return one group per rate, each with its share of the document discount."""
    nets, settled = {}, {}
    for item in lines:
        sums = nets if item.exact_vat is None else settled
        sums[item.vat_rate] = sums.get(item.vat_rate, ZERO) + item.net
    nets = {rate: nets.get(rate, ZERO) for rate in (*nets, *settled)}
    shares = share_out(discount, list(nets.values()))
    code, text = EXEMPTIONS[category]
    return tuple(
        VatGroup(
            category=category,
            rate=rate,
            base=net - share + settled.get(rate, ZERO),
            tax=percent_of(net - share, rate) + exact_vat(lines, rate),
            discount=share,
            exemption_code=code,
            exemption_text=text,
        )
        for (rate, net), share in zip(nets.items(), shares, strict=True)
    )


def exact_vat(lines, rate):
    """Return the VAT settled elsewhere at a rate."""
    return sum((item.exact_vat or ZERO for item in lines if item.vat_rate == rate), ZERO)


def document(*lines, category="E", **changes):
    """Return a snapshot whose totals follow from its lines."""
    discount = Decimal(changes.get("discount", "0.00"))
    lines = lines or (line(),)
    groups = vat_groups(lines, category, discount)
    net = sum((group.base for group in groups), ZERO)
    tax = sum((group.tax for group in groups), ZERO)
    usual = Snapshot(
        type_code="380",
        number="F2026-0042",
        issued_on=ISSUED,
        language="fr",
        frame="S1",
        seller=NADIA if category == "E" else KARIM,
        buyer=BAKERY,
        lines=lines,
        vat_groups=groups,
        total_net=net,
        total_vat=tax,
        total_gross=net + tax,
        mentions=FOR_PROFESSIONALS,
        due_on=DUE,
        supplied_to=ISSUED,
        bank=Bank("Nadia Belkacem EI", "FR7630006000011234567890189", "AGRIFRPP"),
    )
    return replace(usual, **{**changes, "discount": discount})


def taxed(*lines, **changes):
    """Return a document with VAT, at 20 % unless its lines say otherwise."""
    lines = lines or (line(vat_rate="20"),)
    return document(*lines, category="S", **changes)


def mixed_rates():
    """Return lines at each of the four French rates."""
    return (
        line("Plans", vat_rate="20"),
        line("Repas de chantier", "4", "C62", "18.18", vat_rate="10", goods=True),
        line("Ouvrage", "7", "C62", "23.70", vat_rate="5.5", goods=True, discount_rate="5"),
        line("Journal", "3", "C62", "1.96", vat_rate="2.1", goods=True),
    )


def machine(**more):
    """Return a line of goods."""
    return line("Machine", "3", "H87", goods=True, **more)


EARLIER = Preceding("F2026-0001", date(2026, 10, 1))
DEPOSIT = Preceding("F2026-0003", date(2026, 10, 12), "386")
SECOND = Preceding("F2026-0004", date(2026, 10, 20), "386", Decimal("120.00"))
ARRHES = replace(DEPOSIT, unpaid=Decimal("5.00"), arrhes=True)

CASES = {
    "professional": document(
        line(), line("Hébergement annuel", "1", "ANN", "120.00"), purchase_order="BC-2026-118"
    ),
    "one_line": document(line("Conseil", "1", "C62", "100.00")),
    "consumer": document(
        line(quantity="2.5", unit="HUR", price="60"), buyer=JEANNE, mentions=FOR_CONSUMERS
    ),
    "public_body": document(buyer=TOWN, purchase_order="ENG-2026-7"),
    "deposit": document(
        line("Acompte de 30 % sur le devis D2026-0012", "1", "C62", "405.00"),
        type_code="386",
        supplied_to=None,
    ),
    "final": document(frame="S4", prepaid=Decimal("405.00"), preceding=(DEPOSIT,)),
    "final_by_line": document(
        line(),
        line("Acompte facturé le 12 octobre 2026 (F2026-0003)", "-1", "C62", "405.00"),
        frame="S4",
        preceding=(DEPOSIT,),
    ),
    "final_after_two": document(
        frame="S4",
        prepaid=Decimal("805.00"),
        preceding=(DEPOSIT, Preceding("F2026-0004", date(2026, 10, 20), "386")),
    ),
    "balance": document(
        line(),
        deduction("405.00"),
        deduction("200.00", SECOND),
        frame="S4",
        preceding=(DEPOSIT, SECOND),
    ),
    "balance_of_nothing": document(line(), deduction("1350.00"), frame="S4", preceding=(DEPOSIT,)),
    "balance_in_english": document(
        line("Website"),
        deduction("405.00"),
        frame="S4",
        preceding=(SECOND,),
        language="en",
        mentions=IN_ENGLISH,
        buyer=MUELLER,
    ),
    "balance_after_arrhes": document(
        line(),
        deduction("405.00"),
        frame="S4",
        preceding=(ARRHES,),
        deducts_arrhes=True,
        deducts_acompte=False,
    ),
    "balance_after_both": document(
        line(),
        deduction("405.00"),
        deduction("200.00", SECOND),
        frame="S4",
        preceding=(ARRHES, SECOND),
        deducts_arrhes=True,
    ),
    "balance_after_arrhes_in_english": document(
        line("Website"),
        deduction("405.00"),
        frame="S4",
        preceding=(ARRHES,),
        deducts_arrhes=True,
        deducts_acompte=False,
        language="en",
        mentions=IN_ENGLISH,
        buyer=MUELLER,
    ),
    "credit_of_balance": document(
        line(), deduction("405.00"), type_code="381", number="A2026-0004", preceding=(EARLIER,)
    ),
    "corrective_balance": document(
        line(), deduction("405.00"), type_code="384", frame="S4", preceding=(EARLIER, DEPOSIT)
    ),
    "credit_note": document(
        line(quantity="1"),
        type_code="381",
        number="A2026-0001",
        preceding=(EARLIER,),
        reason="Une journée facturée en trop.",
    ),
    "deposit_credit": document(
        line("Annulation de l’acompte", "1", "C62", "405.00"),
        type_code="503",
        number="A2026-0003",
        preceding=(DEPOSIT,),
        supplied_to=None,
        due_on=None,
    ),
    "corrective": document(type_code="384", preceding=(EARLIER,), reason="Adresse corrigée."),
    "paid": document(
        line(quantity="1"),
        frame="S2",
        buyer=JEANNE,
        mentions=FOR_CONSUMERS,
        due_on=ISSUED,
        prepaid=Decimal("450.00"),
    ),
    "partly_paid": document(prepaid=Decimal("100.00")),
    "line_discounts": document(
        line(discount_rate="10", detail="Remise de fidélité"),
        line("Clavier", "12", "C62", "39.99", discount_rate="5", goods=True),
        line("Câble", "12.345", "MTR", "1.2345", goods=True),
        frame="M1",
    ),
    "amount_discount": document(
        replace(line(), net=Decimal("1300.00"), discount=Decimal("50.00")),
    ),
    "document_discount": document(
        line(), line("Conseil", "1.75", "HUR", "80"), discount="74.50", discount_label="Remise 5 %"
    ),
    "every_unit": document(*(line(f"Article {u}", "1.5", u, "9.90") for u in UNITS), frame="M1"),
    "many_lines": document(*(line(f"Article n° {i:03d}", "2", "C62", "9.90") for i in range(150))),
    "period": document(
        line("Abonnement", "1", "MON", "49.00"),
        supplied_from=date(2026, 11, 1),
        supplied_to=date(2026, 11, 30),
    ),
    "addresses": document(
        machine(),
        frame="B1",
        buyer=replace(
            BAKERY,
            attention="Mme Martin",
            billing_address=Address("BP 12", "69000", "Lyon Cedex 02"),
            delivery_address=Address("4 quai des Célestins", "69002", "Lyon"),
        ),
    ),
    "typographic": document(
        line(
            "Œuvre « L’Été » à 12 € – 🎨 中文 ﬁn ☎ <b>&amp; \"quotes\" 'x'", detail="Ça\n\tva\x07"
        ),
        buyer=replace(BAKERY, name="L’Œil & Cie “™” Łódź 🥐"),
        note="Merci 🙏 !\nÀ bientôt.",
    ),
    "long_words": document(
        line("x" * 500, detail="y" * 700),
        line("mot " * 125),
        line("m" * 60, "123456.789", "E48", "0.0001"),
        subject="s" * 200,
        note="n" * 500,
        buyer=replace(BAKERY, name="b" * 200, address=Address("a" * 120, "69002", "v" * 80)),
    ),
    "endless_detail": document(line(detail="détail " * 2000), line(detail="• point\n" * 120)),
    "english": document(
        line("Website", "4.5"),
        line("Hosting", "12", "MON", "18.905"),
        language="en",
        buyer=replace(MUELLER, attention="Frau Schmidt"),
        mentions=IN_ENGLISH,
        subject="New website",
    ),
    "english_credit": document(
        language="en",
        type_code="381",
        number="A2026-0007",
        buyer=MUELLER,
        mentions=IN_ENGLISH,
        preceding=(EARLIER,),
    ),
    "franchise_with_vat_number": document(
        seller=replace(NADIA, vat_number="FR44732829320"), buyer=MUELLER
    ),
    "reverse_charge": document(
        category="AE", seller=replace(NADIA, vat_number="FR44732829320"), buyer=MUELLER
    ),
    "taxed_reverse_charge": document(category="AE", buyer=MUELLER, language="en"),
    "intra_community": document(
        machine(),
        category="K",
        frame="B1",
        buyer=replace(MUELLER, delivery_address=Address("Lager 2", "10117", "Berlin", "DE")),
    ),
    "export": document(machine(), category="G", frame="B1", buyer=ACME),
    "consumer_abroad": document(
        buyer=replace(JEANNE, address=Address("5 rue Haute", "1000", "Bruxelles", "BE")),
        mentions=FOR_CONSUMERS,
    ),
    "taxed": taxed(),
    "taxed_mixed": taxed(*mixed_rates(), frame="M1"),
    "taxed_mixed_discount": taxed(*mixed_rates(), frame="M1", discount="57.31"),
    "taxed_deposit": taxed(
        line("Acompte", "1", "C62", "500.00", vat_rate="20"), type_code="386", supplied_to=None
    ),
    "taxed_final": taxed(frame="S4", prepaid=Decimal("600.00"), preceding=(DEPOSIT,)),
    "taxed_final_by_line": taxed(
        line(vat_rate="20"),
        line("Acompte du 12 octobre 2026", "-1", "C62", "500.00", vat_rate="20"),
        frame="S4",
        preceding=(DEPOSIT,),
    ),
    "taxed_odd_deposit": taxed(
        replace(line("Acompte", "1", "C62", "0.02", vat_rate="20"), exact_vat=Decimal("0.01")),
        type_code="386",
        supplied_to=None,
    ),
    "taxed_balance": taxed(
        *mixed_rates(),
        deduction("83.33", vat="16.67", vat_rate="20"),
        deduction("9.09", vat="0.91", vat_rate="10", goods=True),
        deduction("0.02", SECOND, vat="0.01", vat_rate="20"),
        deduction("0.25", SECOND, vat="0.02", vat_rate="5.5", goods=True),
        frame="M4",
        discount="57.31",
        discount_label="Remise 4 %",
        preceding=(DEPOSIT, SECOND),
    ),
    "taxed_deposit_credit": taxed(
        replace(line("Acompte", "1", "C62", "0.02", vat_rate="20"), exact_vat=Decimal("0.01")),
        line("Acompte", "1", "C62", "9.09", vat_rate="10", goods=True),
        type_code="503",
        frame="M1",
        number="A2026-0005",
        preceding=(DEPOSIT,),
        supplied_to=None,
        due_on=None,
    ),
    "taxed_credit": taxed(
        line(quantity="1", vat_rate="20"),
        type_code="381",
        number="A2026-0002",
        preceding=(EARLIER,),
    ),
    "taxed_consumer": taxed(
        machine(vat_rate="20"), frame="B1", buyer=JEANNE, mentions=FOR_CONSUMERS
    ),
    "taxed_many_lines": taxed(
        *(line(f"Article {i}", "1", "C62", "0.99", vat_rate="5.5") for i in range(40))
    ),
    "without_bank": document(bank=None),
    "without_siren": document(buyer=replace(BAKERY, siren="", siret="", vat_number="")),
}
# The French rules want an electronic address for every buyer; some buyers have none.
WITHOUT_ELECTRONIC_ADDRESS = document(buyer=replace(JEANNE, email=""), mentions=FOR_CONSUMERS)
