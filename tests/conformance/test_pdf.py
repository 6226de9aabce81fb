"""The PDF against PDF/A-3b, and what a reader finds on its pages."""

import functools
import io
import re
import subprocess

import pikepdf
import pytest
from pikepdf import pdfa

from conformance.cases import CASES

# What Factur-X adds to the metadata; veraPDF checks it in full, this validator does not.
_EXTENSION = (
    "fx=urn:factur-x",
    "pdfaExtension=",
    "pdfaSchema=",
    "pdfaProperty=",
    "property fx:",
    "property pdfaExtension:",
)
_PAGES = {"many_lines": 5, "one_line": 1, "professional": 1, "taxed_mixed_discount": 1}


def pdfa_problems(pdf):
    """Return what keeps a file from being PDF/A-3b, but for the extension of the metadata."""
    findings = pdfa.validate_written(io.BytesIO(pdf), "3b").findings
    return [
        finding.message
        for finding in findings
        if not (
            finding.rule == "ISO_19005_3:6.6.2.3.1-1"
            and any(known in finding.message for known in _EXTENSION)
        )
    ]


def text_of(pdf):
    """Return the words of a PDF as a reader sees them, spaces made even."""
    told = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return re.sub(r"[ \u00a0]+", " ", told.stdout.decode())


@pytest.fixture(scope="session")
def read(rendering):
    """Return a function that reads the text of a case."""
    return functools.cache(lambda case: text_of(rendering(case).pdf))


@pytest.mark.parametrize("case", CASES)
def test_every_kind_of_document_is_an_archive(case, rendering):
    assert pdfa_problems(rendering(case).pdf) == []


def test_the_archive_check_is_alive(rendering):
    with pikepdf.open(io.BytesIO(rendering("one_line").pdf)) as pdf:
        del pdf.Root.OutputIntents
        saved = io.BytesIO()
        pdf.save(saved)

    assert any("OutputIntent" in problem for problem in pdfa_problems(saved.getvalue()))


@pytest.mark.parametrize("case", CASES)
def test_the_xml_is_attached_as_it_was_made(case, rendering):
    done = rendering(case)
    with pikepdf.open(io.BytesIO(done.pdf)) as pdf:
        assert list(pdf.attachments) == ["factur-x.xml"]
        assert pdf.attachments["factur-x.xml"].get_file().read_bytes() == done.xml


@pytest.mark.parametrize("case", CASES)
def test_the_law_finds_its_words_on_the_pages(case, read):
    snapshot, text = CASES[case], read(case)
    seller = snapshot.seller
    siret = f"{seller.siret[:3]} {seller.siret[3:6]} {seller.siret[6:9]} {seller.siret[9:]}"

    for wanted in (snapshot.number, seller.name, siret, seller.address.city, seller.registration):
        assert wanted in text
    assert snapshot.mentions.terms in text
    if case not in ("long_words", "typographic"):
        assert snapshot.buyer.name in text


@pytest.mark.parametrize("case", CASES)
def test_pages_are_numbered(case, read):
    pages = read(case).rstrip("\f").split("\f")

    for rank, page in enumerate(pages, 1):
        assert f"Page {rank} / {len(pages)}" in page
        assert CASES[case].number in page


@pytest.mark.parametrize(("case", "count"), _PAGES.items())
def test_documents_take_the_pages_they_should(case, count, read):
    assert read(case).count("\f") == count


def test_every_line_is_there_once_under_the_names_of_the_columns(read):
    pages = read("many_lines").rstrip("\f").split("\f")

    assert re.findall(r"Article n° (\d+)", "".join(pages)) == [f"{i:03d}" for i in range(150)]
    assert all("DÉSIGNATION" in page for page in pages if "Article n°" in page)


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        ("professional", ["Facture", "N° F2026-0042", "20 novembre 2026", "20 décembre 2026"]),
        ("professional", ["SIRET 404 833 048 00022 · TVA FR83404833048", "BC-2026-118"]),
        ("professional", ["TVA non applicable, art. 293 B du CGI", "40 €", "Prestation de serv"]),
        ("professional", ["3 jours", "450,00 €", "1 350,00 €", "Net à payer", "1 470,00 €"]),
        ("professional", ["FR76 3000 6000 0112 3456 7890 189", "AGRIFRPP"]),
        ("deposit", ["Facture d’acompte"]),
        ("final", ["Acompte versé", "−405,00 €", "945,00 €", "n° F2026-0003 du 12 octobre 2026"]),
        ("balance", ["− Acompte F2026-0003 du 12 octobre 2026", "−405,00 €", "745,00 €"]),
        ("balance", ["Avant acomptes", "1 350,00 €", "Acomptes déduits", "−605,00 €"]),
        ("balance", ["Il reste 120,00 € à régler sur cette facture d’acompte."]),
        ("balance_after_arrhes", ["Avant arrhes", "1 350,00 €", "Arrhes déduites", "−405,00 €"]),
        ("balance_after_arrhes", ["Arrhes déduites : facture n° F2026-0003"]),
        ("balance_after_arrhes", ["Il reste 5,00 € à régler sur cette facture d’arrhes."]),
        (
            "balance_after_both",
            ["Avant déductions", "Acomptes déduits", "−200,00 €", "Arrhes déduites"],
        ),
        ("balance_after_both", ["Arrhes déduites : facture", "Acompte déduit : facture"]),
        ("balance_after_arrhes_in_english", ["Before deduction", "Earnest money"]),
        ("balance_of_nothing", ["Net à payer 0,00 €"]),
        ("balance_in_english", ["€120.00 is still to be paid on this deposit invoice."]),
        ("corrective_balance", ["Annule et remplace la facture n° F2026-0001", "Acompte déduit"]),
        ("credit_note", ["Avoir", "Cet avoir rectifie la facture n° F2026-0001 du 1er octobre"]),
        ("credit_note", ["il en réduit d’autant le montant dû", "Une journée facturée en trop."]),
        ("deposit_credit", ["Avoir sur acompte", "rectifie la facture d’acompte n° F2026-0003"]),
        ("corrective", ["Facture rectificative", "Annule et remplace la facture n° F2026-0001"]),
        ("paid", ["Déjà réglé", "−450,00 €", "0,00 €"]),
        ("line_discounts", ["10 %", "455,89 €", "1,2345 €", "Biens et services"]),
        ("amount_discount", ["−50,00 €", "1 300,00 €"]),
        ("document_discount", ["Total avant remise", "Remise 5 %", "−74,50 €"]),
        ("period", ["du 1er novembre 2026", "au 30 novembre 2026"]),
        ("addresses", ["ADRESSE DE LIVRAISON", "4 quai des Célestins", "ADRESSE DE FACTURATION"]),
        ("addresses", ["À l’attention de Mme Martin", "BP 12", "Livraison de biens"]),
        ("public_body", ["Code service SERV-TECH", "ENG-2026-7"]),
        ("consumer", ["Médiateur de la consommation : CM2C"]),
        ("typographic", ["Œuvre « L’Été » à 12 € – ? ?? fin ? <b>&amp; \"quotes\" 'x'"]),
        ("typographic", ["L’Œil & Cie “™” Łódź ?", "Merci ? !", "À bientôt."]),
        ("english", ["Invoice", "No. F2026-0042", "20 November 2026", "€18.905", "Amount due"]),
        ("english", ["4.5 days", "12 months", "Germany", "Attention Frau Schmidt"]),
        ("english_credit", ["Credit note", "This credit note corrects invoice no. F2026-0001"]),
        ("reverse_charge", ["autoliquidation", "Autoliquidation"]),
        ("taxed_reverse_charge", ["reverse charge"]),
        ("intra_community", ["262 ter, I du CGI", "exonérée"]),
        ("taxed", ["TVA 20 %", "270,00 €", "Total TTC", "1 620,00 €", "FR59552100554"]),
        ("taxed_mixed", ["TVA 2,1 % sur 5,88 €", "TVA 5,5 % sur 157,60 €", "8,67 €"]),
    ],
)
def test_the_pages_say(case, wanted, read):
    text = re.sub(r"\s+", " ", read(case))

    for words in wanted:
        assert words in text


@pytest.mark.parametrize(
    ("case", "unwanted"),
    [
        ("consumer", ["40 €", "Sans objet", "Pénalités"]),
        ("professional", ["TTC", "%", "REMISE"]),
        ("credit_note", ["Scannez", "IBAN", "ÉCHÉANCE", "Net à payer"]),
        ("deposit_credit", ["Scannez", "IBAN"]),
        ("paid", ["Scannez", "IBAN"]),
        ("balance_of_nothing", ["Scannez", "IBAN"]),
        ("without_bank", ["Scannez", "IBAN"]),
        ("english", ["Facture", "jours", "Échéance", "Page 1 sur"]),
    ],
)
def test_the_pages_do_not_say(case, unwanted, read):
    for words in unwanted:
        assert words not in read(case)


def test_what_cannot_be_shown_is_reported(rendering):
    assert set(rendering("typographic").unprintable) == set("🎨中文☎🥐🙏")
    assert rendering("professional").unprintable == ()


@pytest.mark.parametrize(("case", "language"), [("professional", "fr-FR"), ("english", "en-GB")])
def test_the_file_says_its_language_and_title(case, language, rendering):
    with pikepdf.open(io.BytesIO(rendering(case).pdf)) as pdf:
        assert str(pdf.Root.Lang) == language
        assert "F2026-0042" in str(pdf.docinfo["/Title"])
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261120120000+00'00'"
