"""Letters: whatever they hold they are drawn, whole, with the address where the window is."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pypdf import PdfReader

from facturelite.documents.correspondence import Letter, render_letter
from facturelite.documents.snapshot import Address, Bank, Seller

HERE = Address("12 rue des Écoles", "69007", "Lyon")
SELLER = Seller(name="Nadia Belkacem EI", siret="73282932000074", address=HERE, accent="#1f4e79")
MILLIMETRE = 72 / 25.4
LETTER = Letter(
    seller=SELLER,
    recipient="Boulangerie Martin",
    address=Address("1 rue du Four", "69001", "Lyon"),
    written_on=date(2026, 12, 1),
    dated_at=datetime(2026, 12, 1, 9, tzinfo=UTC),
    subject="Mise en demeure de payer : facture F2026-0001",
    text="Madame, Monsieur,\n\nNous vous mettons en demeure de payer.\n– une ligne\n– une autre",
    header=("Facture", "Date", "Échéance", "Retard", "Montant TTC", "Reste à payer"),
    rows=(("F2026-0001", "01/10/2026", "31/10/2026", "31 jours", "100,00 €", "100,00 €"),),
    sums=(("Reste à payer", "100,00 €"), ("Total", "100,00 €")),
    bank=Bank("Nadia Belkacem EI", "FR7630006000011234567890189", "AGRIFRPP"),
    payable=Decimal(100),
    reference="F2026-0001",
    way="Lettre recommandée avec avis de réception",
)
SHAPES = {
    "whole": LETTER,
    "in English": replace(LETTER, language="en"),
    "one sum": replace(LETTER, sums=LETTER.sums[-1:]),
    "no sum": replace(LETTER, sums=(), rows=(), header=()),
    "no bank": replace(LETTER, bank=None),
    "nothing to pay": replace(LETTER, payable=Decimal(0)),
    "no way": replace(LETTER, way=""),
    "no address": replace(LETTER, address=Address("", "", "")),
    "abroad": replace(LETTER, address=Address("Rue Neuve 1", "1000", "Bruxelles", "BE")),
    "long names": replace(LETTER, recipient="Société " * 20, subject="Objet " * 40),
    "no text": replace(LETTER, text=""),
    "markup": replace(LETTER, text="<b>x</b> & <pdf:nextpage>", recipient="<i>A</i> & B"),
    "sixty invoices": replace(LETTER, rows=LETTER.rows * 60),
    "long text": replace(LETTER, text="\n\n".join(["Une phrase de la lettre. " * 12] * 20)),
}


@pytest.mark.parametrize("letter", SHAPES.values(), ids=SHAPES.keys())
def test_any_letter_is_drawn(letter):
    reader = PdfReader(io.BytesIO(render_letter(letter)))

    first = reader.pages[0].extract_text()
    assert "Lyon" in first
    assert len(reader.pages) == 1 or letter in (SHAPES["sixty invoices"], SHAPES["long text"])
    assert render_letter(letter) == render_letter(letter)


def test_the_address_stands_in_the_window_of_the_envelope():
    page = PdfReader(io.BytesIO(render_letter(LETTER))).pages[0]
    places: dict[str, tuple[float, float]] = {}

    def note(text, frame, line, *_):
        if text.strip():
            across, up = frame[4] + line[4], frame[5] + line[5]
            places[text.strip()] = (across / MILLIMETRE, 297 - up / MILLIMETRE)

    page.extract_text(visitor_text=note)

    for line in ("Boulangerie Martin", "1 rue du Four"):
        (across, down) = next(at for text, at in places.items() if line in text)
        assert 105 <= across <= 195
        assert 45 <= down <= 85
