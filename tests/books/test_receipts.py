"""The livre des recettes: the law's columns, sums, a file, a chain, ceilings in plain words."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from billing import a_client
from facturelite import law
from facturelite.books.ceilings import gauges
from facturelite.books.queries import Sums, receipts, sums_before_tax, sums_of
from facturelite.business.model import Activity, Business, VatRegime
from facturelite.db import db, transaction
from facturelite.money import ZERO
from facturelite.payments import actions
from facturelite.payments.model import Method
from facturelite.periods import Period
from page import Page
from till import TODAY

EUR = Decimal


@pytest.fixture
def year(martin, bill, pay) -> None:
    """Three receipts of 2026, in three months, and one of 2025; one in cash, one of goods."""
    service, goods = bill(martin, "500"), bill(martin, "200", goods=(True,))
    pay(martin, "500", (service, "500"), received_on=date(2026, 8, 4), reference="VIR 1")
    pay(martin, "200", (goods, "200"), received_on=date(2026, 11, 2), method=Method.CASH)
    pay(martin, "12.34", received_on=date(2026, 10, 9))
    pay(martin, "80", received_on=date(2025, 12, 31))


def test_an_empty_register_says_that_it_writes_itself(owner):
    page = Page(owner, "/livre-des-recettes")

    assert "s’écrit tout seul" in page.text
    assert "Noter un encaissement" in page.links()


def test_a_year_with_its_months_natures_and_cash(owner, year):
    text = Page(owner, "/livre-des-recettes").within("receipts")

    assert "Recettes, année 2026 712,34 € 3 écritures" in text
    assert "Ventes 200,00 € Prestations de services 512,34 € Dont en espèces 200,00 €" in text
    assert "Total, novembre 2026 dont 200,00 € en espèces" in text
    assert text.index("04/08/2026") < text.index("09/10/2026") < text.index("02/11/2026")
    assert "31/12/2025" not in text
    assert "avance, sans facture" in text
    assert "Les 3 écritures n° 1 à 3 sont intactes" in text


@pytest.mark.parametrize(
    ("period", "total"),
    [
        ("2026-T3", "500,00"),
        ("2026-T4", "212,34"),
        ("2026-11", "200,00"),
        ("2025", "80,00"),
        ("2026-01", "0,00"),
    ],
)
def test_periods(owner, year, period, total):
    text = Page(owner, f"/livre-des-recettes?periode={period}").within("receipts")

    assert f"{total} €" in text.split("Dont en espèces")[0]


@pytest.mark.parametrize(
    ("query", "count"),
    [("martin", 3), ("vir+1", 1), ("200,00", 1), ("12.34+€", 1), ("rien", 0), ("%25", 0)],
)
def test_search(owner, year, query, count):
    text = Page(owner, f"/livre-des-recettes?q={query}").within("receipts")

    assert f"{count} écriture" in text


@pytest.mark.parametrize("query", ["periode=bof", "periode=2026-99", "annee=x", "q=%00'"])
def test_a_tampered_address_still_shows_the_register(owner, year, query):
    assert owner.get(f"/livre-des-recettes?{query}").status_code == 200
    assert owner.get(f"/livre-des-recettes.csv?{query}").status_code == 200


def test_searching_swaps_the_register_only(owner, year):
    answer = owner.get("/livre-des-recettes?q=vir+1", headers={"HX-Request": "true"})

    assert 'id="receipts"' in answer.text
    assert "1 écriture" in answer.text
    assert "<html" not in answer.text


def test_the_file_has_the_columns_of_the_law_and_runs_nothing(owner, clock, pay):
    with transaction():
        client = a_client("=HYPERLINK(1)", at=clock())
    first = pay(client, "1250.5", reference="+33 1", method=Method.CASH, confirmed=True)
    with transaction():
        actions.reverse_payment(first, reason="erreur", at=clock(), on=TODAY)

    answer = owner.get("/livre-des-recettes.csv?annee=2026")

    assert 'filename="livre-des-recettes-2026.csv"' in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [row["Montant encaissé (€)"] for row in rows] == ["1250,50", "-1250,50"]
    row = rows[0]
    assert (row["N° d’écriture"], row["Date d’encaissement"]) == ("1", "20/11/2026")
    assert row["Client"] == "'=HYPERLINK(1)"
    assert row["Référence"] == "'+33 1"
    assert (row["Mode de règlement"], row["Dont espèces (€)"]) == ("espèces", "1250,50")
    assert row["Nature"] == "prestation de services"
    assert len(row["Empreinte SHA-256"]) == 64
    assert rows[1]["Pièces justificatives"].startswith("annule l’écriture n° 1")


def test_an_altered_register_is_told_on_its_page(owner, year):
    with db.engine.begin() as connection:
        for (name,) in connection.execute(
            db.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).fetchall():
            connection.execute(db.text(f"DROP TRIGGER {name}"))
        connection.execute(db.text("UPDATE receipt_entry SET services = 1 WHERE id = 1"))

    text = Page(owner, "/livre-des-recettes").text

    assert "altéré hors de l’application" in text
    assert "écriture 1 : son contenu a été modifié" in text


def test_a_client_name_is_never_markup(owner, clock, pay):
    with transaction():
        client = a_client("<script>alert(1)</script>", at=clock())
    pay(client, "5", reference="<img src=x onerror=alert(1)>")

    text = owner.get("/livre-des-recettes").text

    assert "<script>alert" not in text
    assert "<img src=x" not in text


# Ceilings


def told(goods: str = "0", services: str = "0", year: int = 2026, **business: object) -> list:
    received = Sums(EUR(goods), EUR(services), EUR(0))
    who = Business(**{"activity": Activity.BNC, "vat_regime": VatRegime.FRANCHISE} | business)
    return gauges(who, received, year=year, on=date(2026, 11, 20))


def test_services_are_set_against_the_ceilings_of_services():
    micro, vat = told(services="8360")

    assert (micro.ceiling, micro.percent, micro.tone) == (83600, 10, "settled")
    assert (vat.ceiling, vat.percent) == (37500, 22)
    assert "micro" in micro.label
    assert vat.source == law.in_force("vat_franchise.services.base", on=TODAY).source


@pytest.mark.parametrize(
    ("services", "percent", "tone", "words"),
    [
        ("29999.99", 79, "settled", "Il reste 7 500,01"),
        ("30000", 80, "soon", "Vous approchez du plafond : il reste 7 500,00"),
        ("33750", 90, "soon", "Plus que 3 750,00"),
        ("37499.99", 99, "soon", "Plus que 0,01"),
        ("37500", 100, "late", "Plus que 0,00"),
        ("37500.01", 100, "late", "Plafond dépassé de 0,01"),
    ],
)
def test_the_words_at_80_90_and_100_percent(services, percent, tone, words):
    _, base, raised = (*told(services=services), None)[:3]

    assert (base.percent, base.tone) == (percent, tone)
    assert words in base.words.replace("\u00a0", " ")
    assert (raised is None) == (percent < 80)
    if raised:
        assert raised.ceiling == 41250
        assert "dès le jour" in raised.then


def test_a_shop_is_set_against_the_ceilings_of_sales():
    assert [g.ceiling for g in told(goods="100", activity=Activity.SALE)] == [203100, 85000]


def test_both_natures_are_set_against_both():
    found = told(goods="100000", services="20000", activity=Activity.MIXED)

    assert [(g.ceiling, g.counted) for g in found if "micro" in g.label] == [
        (203100, 120000),
        (83600, 20000),
    ]


def test_who_charges_vat_has_no_franchise_to_lose():
    assert [g.ceiling for g in told(services="1", vat_regime=VatRegime.REAL)] == [83600]


def test_a_past_year_has_its_own_ceilings_and_what_the_law_lacked_is_left_out():
    assert [g.ceiling for g in told(services="1", year=2024)] == [77700]
    assert told(services="1", year=2019) == []


def test_refunds_beyond_receipts_show_an_empty_bar():
    assert told(services="-50")[0].percent == 0


def test_vat_does_not_count_towards_the_ceilings(nadia, martin, bill, pay):
    with transaction():
        nadia.vat_regime, nadia.vat_number = VatRegime.REAL, "FR44732829320"
    invoice = bill(martin, "1000", "500", goods=(True,), vat_rate="20")
    pay(martin, "900", (invoice, "600"))
    pay(martin, "100", (invoice, "100"), method=Method.CASH)
    entries = receipts(Period.from_code("2026"))

    assert invoice.total_gross == EUR("1800")
    assert sums_of(entries).total == EUR("1000")
    assert sums_before_tax(entries).total == EUR("500") + EUR("83.33") + EUR("300")
    assert sums_before_tax(entries).cash == EUR("83.33")


def test_a_payment_undone_takes_its_vat_away(nadia, martin, bill, pay, clock):
    with transaction():
        nadia.vat_regime, nadia.vat_number = VatRegime.REAL, "FR44732829320"
    invoice = bill(martin, "1000", vat_rate="20")
    payment = pay(martin, "1200", (invoice, "1200"))
    with transaction():
        actions.reverse_payment(payment, reason="Erreur", at=clock(), on=TODAY)

    assert sums_before_tax(receipts(Period.from_code("2026"))) == Sums(ZERO, ZERO, ZERO)
