"""Reading a CSV file: encodings, separators, line numbers, and what is no CSV file."""

import csv
import io
import string
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from facturelite.clients.importing import Table, read_rows, read_table, recognise
from facturelite.clients.importing.encodings import detect_encoding
from facturelite.refusals import Refusal

EXCEL_FILE = Path(__file__).parent / "data" / "clients-excel-fr.csv"
ANY_UNICODE = ("utf-8", "utf-8-sig", "utf-16")
FRENCH_ENCODINGS = ("cp1252", "mac_roman", "cp850", "utf-8", "utf-16", "utf-16-le", "utf-16-be")
COLUMNS = ("Raison sociale", "Prénom", "Ville", "E-mail")

texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=30
).filter(lambda text: not text.startswith("'"))
rows_of_texts = st.lists(
    st.tuples(texts, texts, texts, texts).filter(lambda row: any(map(str.strip, row))), min_size=1
)
french_words = st.sampled_from(
    [
        *("Éditions L'Œuvre", "Société Générale d'Électricité", "Café des Âmes", "FORÊT NOIRE"),
        *("Hélène", "François", "à côté", "Noël", "Maïs & Blé", "12 bis, rue de l'Évêché"),
        *("Bât. 4; esc. B", 'dit "le Grand"', "C", ""),
    ]
)


def as_csv(rows, *, encoding, separator, line_end="\r\n"):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=line_end).writerows([COLUMNS, *rows])
    return text.getvalue().encode(encoding)


def cells_of(table: Table):
    return [row.cells for row in table.rows]


@settings(deadline=None)
@given(
    rows=rows_of_texts,
    encoding=st.sampled_from(ANY_UNICODE),
    separator=st.sampled_from(";,\t|"),
)
def test_what_was_written_is_read(rows, encoding, separator):
    table = read_table(as_csv(rows, encoding=encoding, separator=separator))

    assert table.columns == COLUMNS
    assert table.separator == separator
    assert cells_of(table) == rows


@pytest.mark.parametrize("encoding", FRENCH_ENCODINGS)
@settings(deadline=None)
@given(
    rows=st.lists(st.tuples(*[french_words] * 3, st.just("x")), min_size=1),
    separator=st.sampled_from(";,\t|"),
)
def test_french_is_read_in_any_encoding(encoding, separator, rows):
    rows = [("Éditions de la Forêt", "Hélène", "Besançon", "a@b.fr"), *rows]
    if encoding in ("mac_roman", "cp850"):
        rows = [tuple(cell.replace("Œ", "Oe") for cell in row) for row in rows]

    table = read_table(as_csv(rows, encoding=encoding, separator=separator))

    assert cells_of(table) == rows


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_line_is_where_the_record_starts(line_end):
    lines = ["Nom;Ville", 'A;"une', 'deux"', ";", "", "B;Lyon", 'C;"x', "", 'y"', "D;Lille"]
    table = read_table(line_end.join(lines).encode())

    assert [(row.line, row.cells[0]) for row in table.rows] == [
        (2, "A"),
        (6, "B"),
        (7, "C"),
        (10, "D"),
    ]


def test_the_separator_announced_by_excel_is_obeyed():
    table = read_table(b"sep=,\r\nNom,Ville;Pays\r\nA,Lyon;FR\r\n")

    assert (table.separator, table.columns) == (",", ("Nom", "Ville;Pays"))
    assert table.rows[0].line == 3


def test_commas_in_addresses_do_not_hide_semicolons():
    table = read_table(b"Nom;Adresse;Ville\r\n" + b"A;3, place X, bat B;Lyon\r\n" * 9)

    assert (table.separator, len(table.columns)) == (";", 3)


def test_empty_columns_at_the_end_are_dropped():
    table = read_table(b"Nom;Ville;;;\r\nA;Lyon;;;\r\nB\r\nC;Lille;oups;;\r\n")

    assert table.columns == ("Nom", "Ville")
    assert cells_of(table) == [("A", "Lyon"), ("B",), ("C", "Lille", "oups")]


def test_euro_and_oe_of_an_old_linux_are_read():
    content = "Nom;Ville\nL'œuf à 3 €;Orléans\nÉcœuré;Nœux-les-Mines\n".encode("iso8859_15")

    assert cells_of(read_table(content))[0] == ("L'œuf à 3 €", "Orléans")


def test_plain_ascii_needs_no_guess():
    assert detect_encoding(b"Nom;Ville\nA;Lyon") == "utf-8"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "est vide"),
        (b"\xef\xbb\xbf\r\n \r\n", "est vide"),
        (b"PK\x03\x04" + bytes(90), "enregistrez-la au format CSV"),
        (b"\xd0\xcf\x11\xe0" + bytes(90), "enregistrez-la au format CSV"),
        (b"%PDF-1.7\n...", "est un PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(90), "est une image"),
        (b"\xff\xd8\xff\xe0" + bytes(90), "est une image"),
        (b"<html><table>", "page web"),
        (b"BEGIN:VCARD\r\nVERSION:3.0", "carnet d’adresses"),
        (b"Nom\r\nA\r\nB\r\n", "qu’une colonne"),
        (b"sep=;\r\nNom\r\nA", "qu’une colonne"),
        (b"sep=;", "qu’une colonne"),
        (b";;;\r\n", "qu’une colonne"),
        (b"Nom;Ville\r\n", "que des titres"),
        (b'Nom;Ville\r\nA;"Lyon\r\nB;Lille\r\n', "ligne 2"),
        (b'Nom;Ville\r\nA;"' + b"x" * 200_000, "ligne 2"),
        (b"Nom;" + b"x" * 1_000_001 + b"\n", "démesurée"),
        (b"A;B;\0\1\2;D" * 9, "texte lisible"),
        (bytes(range(1, 256)) * 99, "texte lisible"),
        ("Имя;Город\nМосква;Россия\n".encode("cp1251") * 30, "texte lisible"),
        (b"\xff\xfeA\0;\0\0\xd8", "texte lisible"),
        ("Nom;Ville\nHélène;Orléans\n".encode() + b"L\xe9o;Lyon", "ligne 3"),
        (";".join(f"c{i}" for i in range(101)).encode(), "plus de 100 colonnes"),
        (b"x" * 20_000_001, "20 Mo"),
    ],
)
def test_what_is_no_list_is_refused_with_a_way_out(content, said):
    with pytest.raises(Refusal, match=said):
        read_table(content)


@settings(deadline=None)
@given(st.binary(max_size=400))
@example(b"'\t;a\r\nb;c")
@example(b"'\t\r\nb;c")
@example(b"\xfe\xff\x00")
def test_any_bytes_are_read_or_refused(content):
    try:
        table = read_table(content)
    except Refusal:
        return
    read_rows(table, recognise(table.columns))


@settings(deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data):
    content = bytearray(EXCEL_FILE.read_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        table = read_table(bytes(content))
    except Refusal:
        return
    read_rows(table, recognise(table.columns))


def test_a_hundred_thousand_rows_are_read_and_one_more_is_refused():
    content = b"Nom;Ville\n" + b"A;Lyon\n" * 100_000

    assert len(read_table(content).rows) == 100_000
    with pytest.raises(Refusal, match="100\u202f000 clients"):
        read_table(content + b"B;Lille\n")


def test_a_file_made_of_separators_is_refused_before_it_fills_the_memory():
    titles = ";".join(string.ascii_lowercase)
    content = f"{titles}\n".encode() + b"a;" * 2_100_000

    with pytest.raises(Refusal, match="démesurée"):
        read_table(content)
    with pytest.raises(Refusal, match="cellules"):
        read_table(f"{titles}\n".encode() + (b"a;" * 30 + b"\n") * 90_000)
