"""From a client list, as users have it, to clients: taken, repaired, refused, and said so."""

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from facturelite.clients.details import AddressUse, ClientKind
from facturelite.clients.importing import (
    ImportedRow,
    checked_mapping,
    read_rows,
    read_table,
    recognise,
    refused_csv,
)
from facturelite.payment_terms import ON_RECEIPT, PaymentTerm, TermBase
from facturelite.refusals import Refusal
from facturelite.spreadsheets import write_csv

EXCEL_FILE = Path(__file__).parent / "data" / "clients-excel-fr.csv"
SIRET = "99351819000166"
BASE = {
    "type": "pro",
    "société": "Boulangerie Martin",
    "siret": SIRET,
    "adresse": "3, place Bellecour",
    "code postal": "69002",
    "ville": "Lyon",
    "e-mail": "martin@boulangerie.example",
}


def read(*rows: dict[str, str]) -> list[ImportedRow]:
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    table = read_table(
        write_csv(columns, [[row.get(name, "") for name in columns] for row in rows])
    )
    return read_rows(table, recognise(table.columns))


def one(**cells: str) -> ImportedRow:
    """Read the bakery's row with some cells changed; `_` stands for a space in a title."""
    (row,) = read(BASE | {title.replace("_", " "): cell for title, cell in cells.items()})
    return row


def excel_rows() -> dict[int, ImportedRow]:
    table = read_table(EXCEL_FILE.read_bytes())
    return {row.line: row for row in read_rows(table, recognise(table.columns))}


class TestTheExcelFile:
    def test_all_its_columns_are_understood(self):
        table = read_table(EXCEL_FILE.read_bytes())

        assert (table.encoding, table.separator, len(table.rows)) == ("cp1252", ";", 47)
        assert recognise(table.columns).unused(table.columns) == ()

    def test_five_rows_are_refused_and_why(self):
        refused = {line: row.problems for line, row in excel_rows().items() if row.is_refused}

        assert refused == {
            40: (
                "Le SIRET « 123 456 789 00012 » contient une erreur de frappe (sa clé de contrôle "
                "est fausse) : vérifiez chaque chiffre.",
            ),
            41: (
                "Cette ligne n’a pas de nom : indiquez la raison sociale d’un professionnel, ou le "
                "nom et le prénom d’un particulier.",
            ),
            43: (
                'Le nom « =HYPERLINK("http://evil.example";"clic") » ressemble à une formule de '
                "tableur : écrivez le nom du client à la place.",
            ),
            47: (
                "« pas une adresse » n’est pas une adresse e-mail : il en faut une comme "
                "prenom@entreprise.fr.",
            ),
            49: (
                "Le numéro de TVA « FR00123456789 » n’est pas valable : il commence par le code du "
                "pays (FR, DE…) et sa clé de contrôle doit être juste. Laissez vide si vous "
                "l’ignorez.",
            ),
        }

    def test_forty_one_clients_are_new_and_one_is_there_twice(self):
        rows = excel_rows()

        assert sum(row.is_new for row in rows.values()) == 41
        assert {n: row.duplicate_of_line for n, row in rows.items() if row.duplicate_of_line} == {
            42: 2
        }

    def test_what_was_repaired_or_doubtful_is_said(self):
        month_end = ("Délai « 45 jours fin de mois » compté ainsi : 45 jours, puis fin de mois.",)
        corsica = ("Code postal 2A000 à vérifier : ceux de Corse commencent par 20.",)
        abroad = ("Client à l’étranger sans langue indiquée : ses documents seront en français.",)
        remarks = {n: row.remarks for n, row in excel_rows().items() if not row.is_refused}

        assert {line: said for line, said in remarks.items() if said} == {
            6: ("Code postal 1000 complété en 01000.",),
            **dict.fromkeys((8, 12, 14, 15, 19, 22, 24), month_end),
            **dict.fromkeys((26, 27), corsica),
            **dict.fromkeys((38, 39), abroad),
            42: ("Doublon de la ligne 2 (même SIRET).",),
            44: (
                "Le nom « <script>alert(1)</script> » est inhabituel ; il est gardé tel quel.",
                "Adresse écrite sur plusieurs lignes : la suite va en complément.",
            ),
            46: ("Aucun e-mail : les factures devront être remises autrement.",),
            48: ("Type de client absent : professionnel d’après son SIRET.",),
        }

    def test_clients_are_as_typed(self):
        rows = excel_rows()
        details = {line: row.details for line, row in rows.items() if row.details}

        assert details[3].siret == "39336338700209"
        assert details[3].vat_number == "FR07393363387"
        assert details[3].payment_term == PaymentTerm(60)
        assert details[7].company_name == "Éditions L'Œil Écoute"
        assert details[8].payment_term == PaymentTerm(45, TermBase.DAYS_THEN_MONTH_END)
        assert details[9].company_name == "Librairie « La Page »"
        assert details[21].payment_term == ON_RECEIPT
        assert details[27].kind is ClientKind.CONSUMER
        assert (details[27].civility, details[27].last_name) == ("Mme", "Lefèvre")
        assert details[37].kind is ClientKind.PUBLIC_BODY
        assert details[38].addresses[AddressUse.MAIN].country == "DE"
        assert (details[38].language, details[38].notes) == ("fr", "client anglophone")
        assert details[44].notes == 'dit "bonjour"; paie en retard'
        assert details[44].addresses[AddressUse.MAIN].line2 == "bâtiment B"

    def test_refused_rows_come_back_as_they_were_and_can_be_corrected(self):
        table = read_table(EXCEL_FILE.read_bytes())
        rows = read_rows(table, recognise(table.columns))
        refused = [row for row in rows if row.is_refused]

        again = read_table(refused_csv(table, rows))
        read_again = read_rows(again, recognise(again.columns))

        assert again.columns == ("Ligne", "Pourquoi", *table.columns)
        assert [row.cells[2:] for row in again.rows] == [row.cells for row in refused]
        assert [row.cells[0] for row in again.rows] == ["40", "41", "43", "47", "49"]
        assert [row.problems for row in read_again] == [row.problems for row in refused]
        assert b";\"'=HYPERLINK" in refused_csv(table, rows)
        assert refused_csv(again, read_again).count(b"Pourquoi") == 1


class TestRows:
    def test_repeats_are_found_by_siret_or_by_name_and_e_mail(self):
        rows = read(
            BASE,
            BASE | {"société": "Autre nom"},
            BASE | {"siret": "", "société": "BOULANGERIE MARTIN"},
            BASE | {"siret": "", "société": "Cousin"},
        )

        assert [row.duplicate_of_line for row in rows] == [None, 2, 2, None]
        assert rows[2].remarks[0] == "Doublon de la ligne 2 (mêmes nom et e-mail)."

    def test_a_refused_row_has_no_repeat(self):
        rows = read(BASE | {"e-mail": "faux"}, BASE)

        assert (rows[0].is_refused, rows[1].duplicate_of_line) == (True, None)

    def test_a_row_with_a_cell_too_many_is_refused_and_given_back_whole(self):
        table = read_table(b"Nom;Ville\r\nA;Lyon\r\nB; fille;Lyon\r\n")
        rows = read_rows(table, checked_mapping({"company_name": 0, "city": 1}, table.columns))

        assert "3 cellules pour 2 colonnes" in rows[1].problems[0]
        assert refused_csv(table, rows).endswith(b';"B";" fille";"Lyon"\r\n')

    def test_all_the_problems_of_a_row_are_told_at_once(self):
        row = one(société="", siret="123", pays="Fance", **{"e-mail": "faux"})

        assert len(row.problems) == 4

    @settings(deadline=None)
    @given(
        st.lists(
            st.text(st.characters(exclude_categories=("Cs",)), max_size=40),
            min_size=18,
            max_size=18,
        )
    )
    @example(["pro", "A", *["\x0b'=\u2028"] * 16])
    def test_any_cells_are_read_or_refused(self, cells):
        titles = ("type", "société", "nom", "prénom", "civilité", "siret", "siren", "tva", "e-mail")
        more = ("tel", "langue", "délai", "pays", "cp", "ville", "adresse", "contact", "remarques")
        content = write_csv(titles + more, [cells, ["x"]])
        try:
            table = read_table(content)
        except Refusal:  # too many control characters
            return
        for row in read_rows(table, recognise(table.columns)):
            assert bool(row.problems) == row.is_refused

    def test_twenty_thousand_clients_are_read(self):
        rows = "".join(f"Client {n} SARL;client{n}@mail.example;Lyon\n" for n in range(20_000))
        table = read_table(f"Raison sociale;E-mail;Ville\n{rows}".encode())

        assert sum(row.is_new for row in read_rows(table, recognise(table.columns))) == 20_000
