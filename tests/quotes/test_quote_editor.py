"""The editor of quotes, as it is used: with and without JavaScript."""

from datetime import date
from decimal import Decimal

import pytest

from billing import a_client
from browsing.controls import plain_values
from facturelite.db import db, transaction
from facturelite.payment_terms import THIRTY_DAYS
from facturelite.quotes.content import Offer, QuoteContent
from facturelite.quotes.drafting import start_quote, write_quote
from facturelite.quotes.model import LineChoice, Quote, StageEvent
from facturelite.sheets.writing import LineContent
from facturelite.terms.conditions import DepositNature
from page import Page


@pytest.fixture
def martin(nadia, clock):
    with transaction():
        return a_client(at=clock())


@pytest.fixture
def draft(martin, nadia, clock):
    with transaction():
        quote = start_quote(martin, business=nadia, at=clock())
        line = Offer(LineContent("Logo", Decimal(1), Decimal(450)))
        write_quote(quote, QuoteContent(THIRTY_DAYS, offers=(line,)), business=nadia, at=clock())
        return quote


def posted(page: Page) -> dict[str, str]:
    form = next(f for f in page.document.elements("form") if f.get("id") == "draft")
    return dict(plain_values(form, page.document))


def test_a_newcomer_is_told_what_the_page_is_for(owner):
    assert "Faire un devis" in Page(owner, "/devis").text
    assert "Ajouter un client" in Page(owner, "/devis/nouveau").text


def test_from_a_client_to_a_written_quote(owner, martin):
    page = Page(owner, "/devis/nouveau?q=martin")
    page.submit("Faire un devis")
    page.submit(
        "Enregistrer",
        **{
            "title": "Identité visuelle",
            "valid_days": "45",
            "starts_on": "2026-12-01",
            "duration": "trois semaines",
            "travel": "compris",
            "lines-0-label": "Logo",
            "lines-0-quantity": "1",
            "lines-0-unit_price": "1 000",
            "deposit": "ACOMPTE",
            "deposit_percent": "30",
            "waits_for_deposit": True,
        },
    )

    assert "300,00 €" in page.within("side")
    assert "700,00 €" in page.within("side")
    quote = db.session.query(Quote).one()
    assert (quote.title, quote.valid_days, quote.starts_on) == (
        "Identité visuelle",
        45,
        date(2026, 12, 1),
    )
    assert (quote.deposit_nature, quote.deposit_percent) == (DepositNature.ACOMPTE, Decimal(30))
    assert (quote.waits_for_deposit, quote.deposit_by_itself) == (True, False)


def test_what_is_mistyped_is_kept_and_explained(owner, draft):
    page = Page(owner, f"/devis/{draft.id}")

    page.submit(
        "Enregistrer",
        status=422,
        **{"lines-0-quantity": "deux", "title": "Gardé", "deposit": "ARRHES"},
    )

    assert page.value("lines-0-quantity") == "deux"
    assert page.value("title") == "Gardé"
    assert "Indiquez sa part ou son montant" in page.text
    assert draft.title == ""


def test_rows_are_added_moved_and_removed_without_javascript(owner, draft):
    page = Page(owner, f"/devis/{draft.id}")
    page.submit("Ajouter une ligne")
    page.submit("Enregistrer", **{"lines-1-label": "Site", "lines-1-unit_price": "2"})
    page.submit("Descendre la ligne")
    assert [line.label for line in draft.lines] == ["Site", "Logo"]
    page.submit("Retirer la ligne")
    assert [line.label for line in draft.lines] == ["Logo"]


def test_stages_are_added_moved_and_removed_without_javascript(owner, draft):
    page = Page(owner, f"/devis/{draft.id}")
    for rank, label in enumerate(("Maquette", "Pose")):
        page.submit("Ajouter une étape")
        row = {"label": label, "percent": "20"}
        page.submit("Enregistrer", **{f"stages-{rank}-{name}": row[name] for name in row})
    page.submit("Descendre l’étape")
    assert [stage.label for stage in draft.stages] == ["Pose", "Maquette"]
    page.submit("Retirer l’étape")
    assert [(stage.label, stage.percent) for stage in draft.stages] == [("Maquette", Decimal(20))]
    assert "360,00 €" in page.within("side")  # the rest


@pytest.mark.parametrize(
    ("stage", "told"),
    [
        ({}, "Indiquez une part ou un montant."),
        ({"percent": "10", "amount": "10"}, "Une part ou un montant, pas les deux."),
        ({"percent": "10", "event": "DAY"}, "Indiquez le jour."),
        ({"percent": "10", "event": "MONTHLY", "day": "2027-01-15", "times": "0"}, "de 1 à 60"),
        ({"percent": "101"}, "au plus 100"),
    ],
)
def test_a_stage_that_says_two_things_or_none_is_explained_in_its_row(owner, draft, stage, told):
    page = Page(owner, f"/devis/{draft.id}?etape=1")
    row = {"label": "Maquette"} | stage

    page.submit("Enregistrer", status=422, **{f"stages-0-{name}": row[name] for name in row})

    assert told in page.text
    assert draft.stages == []


def test_more_than_the_price_is_said_beside_the_sheet(owner, draft):
    page = Page(owner, f"/devis/{draft.id}?etape=1")
    page.submit("Enregistrer", **{"stages-0-amount": "451"})
    assert "dépassent le total (450,00 €)" in page.within("side")


def test_options_and_variants_are_offered_and_what_they_change_is_said(owner, draft):
    page = Page(owner, f"/devis/{draft.id}")
    for n, (price, choice) in enumerate(
        (("100", "OPTION"), ("30", "VARIANT"), ("20", "VARIANT")), 1
    ):
        page.submit("Ajouter une ligne")
        row = {"label": f"L{n}", "unit_price": price, "choice": choice, "group": "Papier"}
        page.submit("Enregistrer", **{f"lines-{n}-{name}": row[name] for name in row})

    assert [line.is_chosen for line in draft.lines] == [True, False, True, False]
    assert "de 470,00 € à 580,00 €" in page.within("side")


def test_the_variant_ticked_last_is_the_one_proposed(owner, draft, nadia, clock):
    variants = [
        Offer(LineContent(label, Decimal(1), Decimal(9)), LineChoice.VARIANT, "Papier", chosen)
        for label, chosen in (("Couché", True), ("Coton", False))
    ]
    with transaction():
        content = QuoteContent(THIRTY_DAYS, offers=tuple(variants))
        write_quote(draft, content, business=nadia, at=clock())
    page = Page(owner, f"/devis/{draft.id}")

    page.submit("Enregistrer", **{"lines-1-is_chosen": True})
    assert [line.is_chosen for line in draft.lines] == [False, True]
    page.submit("Enregistrer", **{"lines-0-is_chosen": True})
    assert [line.is_chosen for line in draft.lines] == [True, False]


def test_a_draft_is_saved_as_one_goes_and_a_second_tab_is_told(owner, draft):
    sheet = posted(Page(owner, f"/devis/{draft.id}")) | {"title": "Logo"}
    headers = {"X-Autosave": "1"}
    path = f"/devis/{draft.id}/brouillon"

    answer = owner.post(path, data=sheet, headers=headers)
    late = owner.post(path, data=sheet, headers=headers)

    assert (answer.status_code, answer.text) == (200, "Enregistré à 10:00")
    assert (late.status_code, "autre onglet" in late.text) == (409, True)
    again = sheet | {"version": answer.headers["X-Version"]}
    assert owner.post(path, data=again, headers=headers).status_code == 200
    wrong = again | {"lines-0-quantity": "deux"}
    assert owner.post(path, data=wrong, headers=headers).status_code == 422


def test_a_second_tab_keeps_what_it_typed(owner, draft):
    page, other = Page(owner, f"/devis/{draft.id}"), Page(owner, f"/devis/{draft.id}")
    other.submit("Enregistrer", title="Premier")
    page.submit("Enregistrer", status=422, title="Second")
    assert "autre onglet" in page.text
    assert page.value("title") == "Second"


def test_htmx_shows_beside_the_sheet_what_a_reload_would(owner, draft):
    answer = owner.get(f"/devis/{draft.id}", headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<div id="side"')
    assert "450,00" in answer.text


def test_the_stages_of_a_draft_come_back_as_they_were_typed(owner, draft):
    page = Page(owner, f"/devis/{draft.id}?etape=1")
    row = {"label": "Suivi", "event": "MONTHLY", "amount": "90", "day": "2027-01-31", "times": "3"}
    page.submit("Enregistrer", **{f"stages-0-{name}": row[name] for name in row})

    (stage,) = draft.stages
    assert (stage.event, stage.day, stage.times) == (StageEvent.MONTHLY, date(2027, 1, 31), 3)
    assert {name: page.value(f"stages-0-{name}") for name in row} == row
    assert "28 février 2027" in page.within("side")


def test_a_draft_changes_client_and_goes(owner, draft, clock):
    with transaction():
        a_client("Ferme du Lac", at=clock())
    page = Page(owner, f"/devis/{draft.id}/client?q=lac")
    page.submit("Choisir")
    assert "Ferme du Lac" in page.text
    page.submit("Supprimer le brouillon")
    assert db.session.query(Quote).count() == 0
