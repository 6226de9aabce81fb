"""Identifiers: read as people type them, kept compact, refused with a way out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from facturelite.identifiers import (
    WrongIdentifier,
    fold,
    french_vat_number,
    read_bic,
    read_email,
    read_iban,
    read_siren,
    read_siret,
    read_vat_number,
)

READERS = {
    "siret": read_siret,
    "siren": read_siren,
    "vat_number": read_vat_number,
    "iban": read_iban,
    "bic": read_bic,
    "email": read_email,
}
RIGHT = [
    ("siret", "732 829 320 00074", "73282932000074"),
    ("siret", "732.829.320.00074", "73282932000074"),
    ("siret", "\u00a073282932000074\u202f", "73282932000074"),
    ("siret", "356 000 000 00048", "35600000000048"),  # La Poste, its seat: Luhn
    ("siret", "356 000 000 49837", "35600000049837"),  # La Poste: digits sum to a multiple of 5
    ("siren", "732 829 320", "732829320"),
    ("vat_number", "fr 44 732829320", "FR44732829320"),
    ("vat_number", "DE 136,695 976".replace(",", ""), "DE136695976"),
    ("vat_number", "BE0428759497", "BE0428759497"),
    ("iban", "fr76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"),
    ("iban", "DE89-3704-0044-0532-0130-00", "DE89370400440532013000"),
    ("bic", "agrifrpp", "AGRIFRPP"),
    ("bic", "AGRIFRPP 882", "AGRIFRPP882"),
    ("email", "  Nadia@Atelier.example ", "Nadia@atelier.example"),
    ("email", "élise@exemple.fr", "élise@exemple.fr"),
]
WRONG = [
    ("siret", ""),
    ("siret", "73282932000075"),
    ("siret", "7328293200007"),
    ("siret", "732829320000740"),
    ("siret", "7328293200007A"),
    ("siret", "35600000000049"),
    ("siret", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤"),
    ("siren", "732829321"),
    ("siren", "12345678"),
    ("vat_number", "FR45732829320"),
    ("vat_number", "732829320"),
    ("vat_number", "US123456789"),
    ("iban", "FR7630006000011234567890188"),
    ("iban", "FR76"),
    ("iban", ""),
    ("bic", "AGRI"),
    ("bic", "AGRIFRPP88"),
    ("email", "nadia"),
    ("email", "nadia@"),
    ("email", "nadia@atelier"),
    ("email", "a@b.example, c@d.example"),
    ("email", "nadia@atelier.example\nBcc: x@y.example"),
    ("email", "<script>@x.example"),
]


@pytest.mark.parametrize(("kind", "typed", "kept"), RIGHT)
def test_what_is_right_is_kept_compact(kind, typed, kept):
    assert READERS[kind](typed) == kept
    assert READERS[kind](kept) == kept


@pytest.mark.parametrize(("kind", "typed"), WRONG)
def test_what_is_wrong_is_refused_on_its_field(kind, typed):
    with pytest.raises(WrongIdentifier) as refused:
        READERS[kind](typed)

    assert refused.value.field == kind
    assert len(str(refused.value)) > 30


@given(text=st.text(max_size=40))
@pytest.mark.parametrize("kind", READERS)
def test_anything_typed_is_read_or_refused(kind, text):
    try:
        kept = READERS[kind](text)
    except WrongIdentifier:
        return
    assert kept == kept.strip()


@given(digits=st.text("0123456789", min_size=13, max_size=13))
def test_one_wrong_digit_in_a_siret_is_seen(digits):
    if digits.startswith("356000000"):
        return
    key = luhn.calc_check_digit(digits)
    wrong = str((int(key) + 1) % 10)

    with pytest.raises(WrongIdentifier):
        read_siret(digits + wrong)


@pytest.mark.parametrize(
    ("siren", "vat_number"),
    [
        ("732829320", "FR44732829320"),
        ("552100554", "FR96552100554"),
        ("404833048", "FR83404833048"),
    ],
)
def test_the_vat_number_that_a_siren_gives(siren, vat_number):
    assert french_vat_number(siren) == vat_number
    assert read_vat_number(vat_number) == vat_number


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Éditions L’Œil", "editions l'oeil"),
        ("ÇA ÆON", "ca aeon"),
        ("Straße", "strasse"),
        ("ﬁn n°1", "fin n°1"),
    ],
)
def test_searching_knows_neither_case_nor_accents(text, folded):
    assert fold(text) == folded


@given(text=st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)
