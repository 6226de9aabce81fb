"""Who an imported row is about: kind, names, people to contact."""

from pathlib import Path

import pytest

from facturelite.clients.details import AddressUse, ClientKind, ContactDetails
from facturelite.clients.importing import (
    ImportedRow,
    read_rows,
    read_table,
    recognise,
)
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
PERSON = {"type": "particulier", "société": "", "siret": "", "nom": "Lefèvre", "prénom": "Jeanne"}


def one(**cells: str) -> ImportedRow:
    """Read the bakery's row with some cells changed; `_` stands for a space in a title."""
    row = BASE | {title.replace("_", " "): cell for title, cell in cells.items()}
    table = read_table(write_csv(tuple(row), [tuple(row.values())]))
    return read_rows(table, recognise(table.columns))[0]


class TestKind:
    @pytest.mark.parametrize(
        ("typed", "kind"),
        [
            *[(typed, ClientKind.PROFESSIONAL) for typed in ("PRO", "B2B", "Société", "company")],
            *[(typed, ClientKind.PUBLIC_BODY) for typed in ("Public", "mairie", "B2G")],
            ("Organisme public", ClientKind.PUBLIC_BODY),
        ],
    )
    def test_synonyms_are_known(self, typed, kind):
        assert one(type=typed).details.kind is kind

    @pytest.mark.parametrize("typed", ["Particulier", "consumer", "B2C", "Privé", "individual"])
    def test_synonyms_of_consumer_are_known(self, typed):
        assert one(**PERSON | {"type": typed}).details.kind is ClientKind.CONSUMER

    @pytest.mark.parametrize(
        ("cells", "kind", "reason"),
        [
            ({}, ClientKind.PROFESSIONAL, "son SIRET"),
            ({"siret": ""}, ClientKind.PROFESSIONAL, "sa raison sociale"),
            ({"société": "Mairie de Lyon"}, ClientKind.PUBLIC_BODY, "son nom"),
            (PERSON | {"civilité": "Mme"}, ClientKind.CONSUMER, "sa civilité"),
            (PERSON, ClientKind.CONSUMER, "son nom et son prénom"),
        ],
    )
    def test_a_missing_kind_is_deduced_and_said(self, cells, kind, reason):
        row = one(**cells | {"type": ""})

        assert row.details.kind is kind
        assert f"Type de client absent : {kind.value} d’après {reason}." in row.remarks

    def test_an_unknown_kind_is_said_too(self):
        assert one(type="VIP").remarks == (
            "Type « VIP » inconnu : professionnel d’après son SIRET.",
        )

    def test_a_kind_that_nothing_tells_is_refused(self):
        row = one(type="", société="", siret="", nom_complet="Dupont")

        assert row.problems == (
            "Type de client absent : indiquez « professionnel », « particulier » ou « organisme "
            "public ».",
        )

    def test_a_consumer_with_a_siret_is_refused(self):
        assert "ni SIRET ni SIREN" in one(**PERSON | {"siret": SIRET}).problems[0]


class TestNames:
    @pytest.mark.parametrize(
        ("whole", "names"),
        [
            ("Mme Jeanne Lefèvre", ("Mme", "Jeanne", "Lefèvre")),
            ("Monsieur DE LA TOUR Yann", ("M.", "Yann", "DE LA TOUR")),
            ("Lefèvre, Jeanne", ("", "Jeanne", "Lefèvre")),
            ("Jean Le Goff", ("", "Jean", "Le Goff")),
            ("M. J. DUPONT", ("M.", "J.", "DUPONT")),
            ("Lefèvre", ("", "", "Lefèvre")),
            ("JEAN DUPONT", ("", "JEAN", "DUPONT")),
            (",", ("", "", ",")),
        ],
    )
    def test_a_whole_name_is_cut_and_said(self, whole, names):
        row = one(type="particulier", société="", siret="", nom=whole)

        assert (row.details.civility, row.details.first_name, row.details.last_name) == names
        assert f"« {whole} » est lu" in row.remarks[0]

    def test_a_professional_without_company_goes_by_their_name(self):
        row = one(société="", nom="Haddad", prénom="Karim")

        assert (row.details.company_name, row.details.contacts) == ("Karim Haddad", ())
        assert "enregistré comme « Karim Haddad »" in row.remarks[0]

    def test_people_at_a_company_are_contacts(self):
        row = one(civilité="Mr", nom="Haddad", prénom="Karim", contact="Éva Roy")

        assert row.details.contacts == (
            ContactDetails("Éva Roy"),
            ContactDetails("M. Karim Haddad"),
        )

    def test_the_company_of_a_consumer_is_kept_in_the_notes(self):
        row = one(**PERSON | {"société": "Chez elle"})

        assert row.details.notes == "Raison sociale : Chez elle"
        assert row.remarks == ("Particulier : « Chez elle » est gardé dans les remarques.",)

    def test_an_unknown_civility_is_kept_in_the_notes(self):
        row = one(**PERSON | {"civilité": "Directrice", "remarques": "fidèle"})

        assert row.details.notes == "fidèle\nTitre : Directrice"

    @pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-A1!B2", "＝1"])
    def test_a_company_called_like_a_formula_is_refused(self, name):
        assert "ressemble à une formule" in one(société=name).problems[0]

    @pytest.mark.parametrize("name", ["@Home", "+ Bio", "-10 degrés", "<b>Gras</b>"])
    def test_an_odd_name_is_kept_and_said(self, name):
        row = one(société=name)

        assert row.details.company_name == name
        assert row.remarks == (f"Le nom « {name} » est inhabituel ; il est gardé tel quel.",)

    def test_what_is_invisible_is_dropped(self):
        row = one(société="\u202eMar\u200btin\x07  Pe\u0301re", ville="L\tyon")

        assert row.details.company_name == "Martin Pére"
        assert row.details.addresses[AddressUse.MAIN].city == "L yon"

    def test_spoilt_accents_are_repaired_and_said(self):
        row = one(société="SociÃ©tÃ© GÃ©nÃ©rale")

        assert row.details.company_name == "Société Générale"
        assert row.remarks == ("Accents réparés : « Société Générale ».",)

    def test_a_name_too_long_is_refused(self):
        assert one(société="x" * 200).details
        assert "201 caractères, alors que 200" in one(société="x" * 201).problems[0]

    def test_the_error_of_a_spreadsheet_is_no_name(self):
        assert "l’erreur de tableur « #REF! »" in one(société="#REF!").problems[0]
