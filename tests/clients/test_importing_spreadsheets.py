"""No exported cell is executed, and each comes back as it was."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from facturelite.clients.importing import read_table
from facturelite.spreadsheets import original_cell, safe_cell, write_csv

texts = st.text(st.characters(exclude_categories=("Cs",)))
risky = st.builds(str.__add__, st.text("'=+-@\t\r\n ", max_size=4), texts)


@settings(deadline=None)
@given(texts | risky)
@example("'=1")
@example("''=1")
@example("-12,50")
@example("'-12,50")
@example("'t Hof")
def test_a_safe_cell_is_undone(text):
    assert original_cell(safe_cell(text)) == text


@pytest.mark.parametrize("start", "=+-@\t\r\n＝＋－＠")
def test_what_a_spreadsheet_would_execute_becomes_text(start):
    assert safe_cell(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", ["-12,50", "-3", "-1234.5", "12", "l'eau", "'t Hof", "", "a=b"])
def test_what_is_harmless_is_left_alone(text):
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", ["-1+2", "-12,50,3", "- 3", "-3\n", "-A1", "-"])
def test_only_a_plain_negative_number_stays_a_number(text):
    assert safe_cell(text) == f"'{text}"


def test_a_french_excel_opens_the_file():
    content = write_csv(("Nom", "Ville"), [("Éva; fille", "Lyon"), ("=1", "")])

    assert content == '\ufeff"Nom";"Ville"\r\n"Éva; fille";"Lyon"\r\n"\'=1";""\r\n'.encode()


@pytest.mark.parametrize("separator", ",\t|")
def test_a_spreadsheet_that_guesses_another_separator_does_not_split_the_first_cell(separator):
    typed = f"Éva{separator}=1+1{separator}fin"
    text = write_csv(("Nom",), [(typed,)]).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))[1] == [typed]


@settings(deadline=None)
@given(
    st.lists(st.tuples(risky, texts), min_size=1),
    st.sampled_from(";,\t|"),
)
def test_what_is_written_is_read_back_safe(rows, separator):
    content = write_csv(("Nom", "Ville"), rows, separator=separator)
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    cells = [cell for row in csv.reader(text, delimiter=separator) for cell in row]

    assert not [c for c in cells if c.startswith(("=", "+", "@", "\t", "\r", "\n"))]


@settings(deadline=None)
@given(st.lists(st.builds("{}x".format, st.text("'=+-@\t\r\n a;", max_size=6)), min_size=1))
def test_an_export_is_imported_as_it_was(names):
    table = read_table(write_csv(("Nom", "Ville"), [(name, "Lyon") for name in names]))

    assert [row.cells for row in table.rows] == [(name, "Lyon") for name in names]
