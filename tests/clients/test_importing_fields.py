"""Numbers, places, ways to reach a client: read, repaired and said."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facturelite.clients.details import AddressUse
from facturelite.clients.importing import (
    ImportedRow,
    read_rows,
    read_table,
    recognise,
)
from facturelite.clients.importing.reach import _checked
from facturelite.identifiers import WrongIdentifier, read_email
from facturelite.spreadsheets import write_csv

EXCEL_FILE = Path(__file__).parent / "data" / "clients-excel-fr.csv"
SIRET = "99351819000166"
BASE = {
    "type": "pro",
    "société": "Boulangerie Martin",
    "siret": "99351819000166",
    "adresse": "3, place Bellecour",
    "code postal": "69002",
    "ville": "Lyon",
    "e-mail": "martin@boulangerie.example",
}


def one(**cells: str) -> ImportedRow:
    """Read the bakery's row with some cells changed; `_` stands for a space in a title."""
    row = BASE | {title.replace("_", " "): cell for title, cell in cells.items()}
    table = read_table(write_csv(tuple(row), [tuple(row.values())]))
    return read_rows(table, recognise(table.columns))[0]


class TestNumbers:
    @pytest.mark.parametrize(
        "typed",
        [
            *("993 518 190 00166", "993.518.190.00166", "993\u00a0518\u202f190 00166"),
            *("993-518-190-00166", "99351819000166.0", "SIRET 99351819000166"),
        ],
    )
    def test_a_siret_is_read_as_people_write_it(self, typed):
        row = one(siret=typed)

        assert (row.details.siret, row.details.siren) == (BASE["siret"], "993518190")
        assert row.remarks == ()

    def test_a_lost_zero_is_put_back_and_said(self):
        row = one(siret="5520135400010")

        assert row.details.siret == "05520135400010"
        assert row.remarks == ("SIRET 5520135400010 complété en 05520135400010.",)

    def test_a_siren_in_the_siret_column_is_one(self):
        row = one(siret="993518190")

        assert (row.details.siret, row.details.siren) == ("", "993518190")
        assert row.remarks == ("« 993518190 » est un SIREN, et non un SIRET.",)

    def test_a_number_spoilt_by_the_spreadsheet_is_explained(self):
        assert "abîmé par le tableur" in one(siret="9,93518E+13").problems[0]

    def test_siret_and_siren_must_agree(self):
        assert "ne commence pas par le SIREN" in one(siren="393363387").problems[0]

    def test_the_siren_is_found_in_a_french_vat_number(self):
        row = one(siret="", tva="FR07 393 363 387")

        assert (row.details.vat_number, row.details.siren) == ("FR07393363387", "393363387")
        assert row.remarks == ("SIREN 393363387 repris du numéro de TVA.",)

    def test_a_vat_number_of_another_company_is_remarked(self):
        assert "n’est pas celui du SIREN" in one(tva="FR07393363387").remarks[0]

    def test_a_vat_number_without_its_country_is_completed(self):
        row = one(siret="", tva="07393363387")

        assert row.details.vat_number == "FR07393363387"
        assert "complété en FR07393363387" in row.remarks[0]

    def test_a_tax_number_from_outside_the_union_is_kept_in_the_notes(self):
        row = one(siret="", tva="CHE-123.456.789", pays="Suisse")

        assert (row.details.vat_number, row.details.notes) == (
            "",
            "Numéro fiscal : CHE-123.456.789",
        )

    @pytest.mark.parametrize("typed", ["-", "N/A", "néant", "Aucun", "—"])
    def test_a_filler_is_nothing(self, typed):
        row = one(tva=typed, téléphone=typed)

        assert (row.details.vat_number, row.remarks) == ("", ())


class TestPlaces:
    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            *[(typed, "FR") for typed in ("", "France", "FRANCE", "fr", "FRA", " France ")],
            *[(typed, "US") for typed in ("États-Unis", "Etats Unis", "USA", "United States")],
            *[(typed, "DE") for typed in ("Allemagne", "Germany", "Deutschland", "DEU", "de")],
            *[(typed, "GB") for typed in ("UK", "Royaume-Uni", "England", "Great Britain")],
            *[("Pays-Bas", "NL"), ("Côte d’Ivoire", "CI"), ("La Réunion", "RE"), ("Corse", None)],
            *[("EU", None), ("ZZ", None), ("Zzz", None), ("Fance", None)],
        ],
    )
    def test_a_country_is_read_in_two_languages(self, typed, code):
        row = one(pays=typed)

        assert (row.details and row.details.addresses[AddressUse.MAIN].country) == code
        assert code or "est inconnu" in row.problems[0]

    def test_the_vat_number_tells_a_missing_country(self):
        row = one(siret="", tva="DE136695976", code_postal="1011")

        assert row.details.addresses[AddressUse.MAIN].country == "DE"
        assert row.details.addresses[AddressUse.MAIN].postcode == "1011"
        assert row.remarks[0] == "Pays absent : DE d’après le numéro de TVA."

    @pytest.mark.parametrize(
        ("typed", "country", "postcode", "remarks"),
        [
            ("75 001", "France", "75001", 0),
            ("F-75001", "France", "75001", 0),
            ("1000", "France", "01000", 1),
            ("1000", "Belgique", "1000", 0),
            ("1000.0", "France", "01000", 1),
            ("2A000", "France", "2A000", 1),
            ("20000", "France", "20000", 0),
            ("SW1A 1AA", "France", "SW1A 1AA", 1),
            ("", "France", "", 0),
        ],
    )
    def test_only_french_postcodes_are_repaired(self, typed, country, postcode, remarks):
        row = one(code_postal=typed, pays=country)

        assert row.details.addresses[AddressUse.MAIN].postcode == postcode
        assert len(row.remarks) == remarks


class TestReach:
    def test_several_addresses_are_kept(self):
        row = one(**{"e-mail": "a@b.example ; c@d.example"})

        assert (row.details.email, row.details.notes) == (
            "a@b.example",
            "Autre e-mail : c@d.example",
        )

    @pytest.mark.parametrize("typed", ["Jean <a@b.example>", "mailto:a@b.example", " a@B.example "])
    def test_an_address_is_taken_out_of_its_wrapping(self, typed):
        assert one(**{"e-mail": typed}).details.email == "a@b.example"

    @settings(deadline=None)
    @given(st.emails() | st.from_regex(r"\A[a-z.+]{1,70}@[a-zé.-]{1,70}\Z"))
    def test_reading_quickly_changes_nothing(self, typed):
        try:
            expected = read_email(typed)
        except WrongIdentifier:
            with pytest.raises(WrongIdentifier, match="n’est pas une adresse"):
                _checked(typed)
        else:
            assert _checked(typed) == expected

    @pytest.mark.parametrize(
        ("typed", "phone"),
        [
            *[("0612345678", "06 12 34 56 78"), ("06.12.34.56.78", "06 12 34 56 78")],
            *[("612345678", "06 12 34 56 78"), ("+33 (0)6 12 34 56 78", "+33 6 12 34 56 78")],
            *[("0033612345678", "+33 6 12 34 56 78"), ("+49 30 1234", "+49 30 1234")],
            *[("06 12 34 56 78 (soir)", "06 12 34 56 78 (soir)"), ("3615", "3615")],
        ],
    )
    def test_a_telephone_is_lightly_tidied(self, typed, phone):
        assert one(téléphone=typed).details.phone == phone

    def test_what_is_no_telephone_is_kept_in_the_notes(self):
        assert one(téléphone="voir Éva").details.notes == "Téléphone : voir Éva"

    @pytest.mark.parametrize(
        ("typed", "country", "language"),
        [
            *[("Anglais", "", "en"), ("en-GB", "", "en"), ("Français", "US", "fr")],
            *[("allemand", "DE", "en"), ("breton", "", "fr"), ("", "US", "fr"), ("-", "BE", "fr")],
        ],
    )
    def test_a_language_is_one_of_two(self, typed, country, language):
        assert one(langue=typed, pays=country).details.language == language

    def test_a_delay_not_understood_is_kept_in_the_notes(self):
        row = one(délai_de_paiement="quarante-cinq jours", remarques="fidèle")

        assert row.details.payment_term is None
        assert row.details.notes == "fidèle\nDélai de paiement : quarante-cinq jours"
        assert row.remarks == (
            "Délai « quarante-cinq jours » non compris : gardé dans les remarques, votre délai "
            "habituel s’appliquera.",
        )
