"""One field finds clients, documents and money, by words, numbers and amounts."""

import pytest

from billing import a_client, a_draft
from facturelite.db import transaction
from page import Page


@pytest.fixture
def shop(martin, bill, pay, clock):
    invoice = bill(martin, "1250", title="Menu d’été")
    pay(martin, "300", (invoice, "300"), reference="VIR ZX-81")
    with transaction():
        garage = a_client("Garage Leroux", at=clock())
        a_draft(garage, "88.80", at=clock(), title="Enseigne")
    return invoice


@pytest.mark.parametrize(
    ("query", "found", "absent"),
    [
        ("martin", ["Boulangerie Martin", "F2026-0001", "300,00 €"], ["Garage"]),
        ("GARÂGE", ["Garage Leroux", "Brouillon"], ["Martin"]),
        ("F2026-0001", ["F2026-0001"], ["Enseigne"]),
        ("menu été", ["F2026-0001"], ["Enseigne"]),
        ("zx-81", ["VIR ZX-81"], ["Enseigne"]),
        ("1 250,00", ["F2026-0001"], ["Enseigne"]),
        ("1250 €", ["F2026-0001"], ["Enseigne"]),
        ("950", ["F2026-0001"], ["Enseigne"]),
        ("300", ["VIR ZX-81"], ["Enseigne"]),
        ("88,80", ["Enseigne"], ["F2026-0001"]),
        ("lyon", ["Boulangerie Martin"], []),
    ],
)
def test_what_is_found(owner, shop, query, found, absent):
    text = Page(owner, f"/recherche?q={query}").within("results")

    assert [word for word in found if word not in text] == []
    assert [word for word in absent if word in text] == []


@pytest.mark.parametrize("query", ["zzz", "%", "_", "12345678901234567890", "'; DROP TABLE client"])
def test_nothing_found_says_what_to_try(owner, shop, query):
    assert "Rien ne correspond" in Page(owner, f"/recherche?q={query.replace('%', '%25')}").text


@pytest.mark.parametrize("query", ["", "   "])
def test_an_empty_search_says_what_may_be_searched(owner, shop, query):
    assert "Cherchez partout à la fois" in Page(owner, f"/recherche?q={query}").text


def test_typing_swaps_the_results_only(owner, shop):
    answer = owner.get("/recherche?q=martin", headers={"HX-Request": "true"})

    assert 'id="results"' in answer.text
    assert "<html" not in answer.text


def test_a_search_is_never_markup(owner, shop):
    assert "<script>alert" not in owner.get("/recherche?q=<script>alert(1)</script>").text


def test_many_results_lead_to_the_lists(owner, martin, bill):
    for n in range(9):
        bill(martin, str(n + 1))

    page = Page(owner, "/recherche?q=martin").follow("Voir les 9 documents")

    assert page.url.startswith("/factures?")
