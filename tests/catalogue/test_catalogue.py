"""The catalogue: what is sold, suggested to invoices, never imposed on those that exist."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from facturelite.business.model import VatRegime
from facturelite.catalogue import actions, queries
from facturelite.catalogue.actions import ItemDetails
from facturelite.catalogue.model import Item
from facturelite.db import db, transaction
from facturelite.journal.queries import timeline
from page import Page

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = ItemDetails("Journée de graphisme", Decimal(450), "Maquette et suivi", "DAY")
PRINT = ItemDetails("Impression A5", Decimal("0.1250"), goods=True)
XSS = "<script>alert(1)</script>"


def added(details: ItemDetails) -> Item:
    with transaction():
        return actions.add_item(details, at=AT)


def typed(**changed: str) -> dict[str, str]:
    return {"label": "Logo", "unit_price": "1 200,50", "unit": "LS", "nature": "services"} | changed


def test_an_item_is_kept_to_the_fraction_of_a_cent(app):
    item = added(PRINT)
    db.session.expire_all()
    assert (item.unit_price, item.goods, item.unit) == (Decimal("0.125"), True, "C62")
    (told,) = timeline(item.subject)
    assert (told.event, told.details) == ("item.added", {"label": "Impression A5"})


def test_a_change_is_told_by_field_and_nothing_is_told_of_no_change(app):
    item = added(DAY)
    for _ in range(2):
        with transaction():
            dearer = ItemDetails(DAY.label, Decimal(500), DAY.detail, "DAY")
            actions.change_item(item, dearer, at=AT)
    told = timeline(item.subject)
    assert [entry.event for entry in told] == ["item.changed", "item.added"]
    assert told[0].details["changed"] == ["prix unitaire"]


@pytest.mark.parametrize("label", ["Journée de graphisme", "JOURNEE DE GRAPHISME"])
def test_two_items_with_one_label_are_refused_until_one_is_archived(app, label):
    item = added(DAY)
    with pytest.raises(actions.LabelKnown, match="Journée de graphisme"):
        added(ItemDetails(label, Decimal(1)))
    with transaction():
        actions.archive_item(item, at=AT)
    added(ItemDetails(label, Decimal(1)))
    with pytest.raises(actions.LabelKnown), transaction():
        actions.restore_item(item, at=AT)


def test_archiving_is_done_and_undone_once(app):
    item = added(DAY)
    with pytest.raises(actions.AlreadyArchived), transaction():
        actions.restore_item(item, at=AT)
    with transaction():
        actions.archive_item(item, at=AT)
    with pytest.raises(actions.AlreadyArchived), transaction():
        actions.archive_item(item, at=AT)
    assert queries.search_items("journée") == []
    with transaction():
        actions.restore_item(item, at=AT)
    assert queries.search_items("journée") == [item]


def test_suggestions_start_with_what_was_typed(app):
    suite, logo = added(ItemDetails("Un logo", Decimal(1))), added(ItemDetails("Logo", Decimal(2)))
    assert queries.search_items("LOG") == [logo, suite]
    assert queries.search_items("logo", 1) == [logo]
    for nothing in ("", " ", "%", "_", "zzz"):
        assert queries.search_items(nothing) == []


def test_an_empty_catalogue_offers_the_first_step(owner):
    page = Page(owner, "/catalogue")
    assert "Votre catalogue est vide" in page.text
    page.follow("Ajouter un article")
    page.submit(
        "Ajouter au catalogue",
        label="Logo",
        detail="Trois pistes",
        unit_price="1 200,50 €",
        unit="LS",
        nature="services",
    )
    assert "« Logo » est dans votre catalogue." in page.messages
    assert "1 200,50 €" in page.within("articles")
    assert "forfait" in page.within("articles")


def test_what_is_wrong_is_said_and_what_was_typed_stays(owner):
    page = Page(owner, "/catalogue/nouveau").submit(
        "Ajouter au catalogue", status=422, unit_price="douze", detail="Trois pistes"
    )
    assert "Indiquez ce que vous vendez." in page.text
    assert "Écrivez un montant comme 45,50." in page.text
    assert (page.value("unit_price"), page.value("detail")) == ("douze", "Trois pistes")
    page.submit("Ajouter au catalogue", label="Logo", unit_price="12")
    assert page.url == "/catalogue"


def test_a_known_label_leads_to_its_item(owner):
    item = added(DAY)
    page = Page(owner, "/catalogue/nouveau").submit(
        "Ajouter au catalogue", status=422, label="journée de graphisme", unit_price="3"
    )
    page.follow("Ouvrir « Journée de graphisme »")
    assert page.url == f"/catalogue/{item.id}"


def test_an_item_is_changed_archived_and_restored(owner):
    item = added(PRINT)
    page = Page(owner, f"/catalogue/{item.id}")
    assert (page.value("unit_price"), page.value("nature")) == ("0,125", "goods")
    page.submit("Enregistrer", unit_price="0,1375")
    assert item.unit_price == Decimal("0.1375")
    assert "0,1375 €" in page.within("articles")
    Page(owner, f"/catalogue/{item.id}").submit("Archiver")
    assert "Impression" not in Page(owner, "/catalogue").within("articles")
    assert "Tous vos articles sont archivés" in Page(owner, "/catalogue").text
    page = Page(owner, "/catalogue?vue=archives").follow("Impression A5")
    page.submit("Sortir des archives")
    assert "Impression" in Page(owner, "/catalogue?q=impr").within("articles")


def test_vat_is_asked_only_where_it_is_charged(owner, nadia):
    assert "vat_rate" not in owner.get("/catalogue/nouveau").text
    assert owner.post("/catalogue/nouveau", data=typed(vat_rate="5.5")).status_code == 303
    (item,) = db.session.scalars(select(Item))
    assert item.vat_rate == 20
    nadia.vat_regime, nadia.vat_number = VatRegime.REAL, "FR83404833048"
    db.session.commit()
    page = Page(owner, f"/catalogue/{item.id}")
    page.submit("Enregistrer", vat_rate="5.5")
    assert item.vat_rate == Decimal("5.5")
    assert "5,5 %" in page.within("articles")


@pytest.mark.parametrize(
    "wrong",
    [
        {"vat_rate": "7"},
        {"vat_rate": "abc"},
        {"vat_rate": "NaN"},
        {"unit": "XXX"},
        {"nature": "gold"},
        {"unit_price": "-1"},
        {"unit_price": "0,00001"},
        {"unit_price": "1e9"},
        {"unit_price": ""},
        {"label": "x" * 301},
        {"label": "  \x00 "},
        {"detail": "x" * 4001},
    ],
)
def test_what_cannot_be_is_refused(owner, nadia, wrong):
    nadia.vat_regime, nadia.vat_number = VatRegime.REAL, "FR83404833048"
    db.session.commit()
    answer = owner.post("/catalogue/nouveau", data=typed(vat_rate="20") | wrong)
    assert answer.status_code == 422
    assert db.session.scalar(select(func.count(Item.id))) == 0


def test_nothing_typed_becomes_markup(owner):
    assert owner.post("/catalogue/nouveau", data=typed(label=XSS, detail=XSS)).status_code == 303
    for url in ("/catalogue", "/catalogue/1", f"/catalogue?q={XSS}x"):
        Page(owner, url)
        assert XSS not in owner.get(url).text


def test_a_long_catalogue_shows_fifty_then_more(owner):
    with transaction():
        for number in range(60):
            actions.add_item(ItemDetails(f"Article {number:02}", Decimal(1)), at=AT)
    page = Page(owner, "/catalogue", htmx=True)
    assert "Article 49" in page.text
    assert "Article 50" not in page.text
    page.follow("10 de plus")
    assert "Article 59" in page.text


def test_a_stranger_and_a_wrong_address_get_nothing(owner, stranger):
    item = added(DAY)
    for url in ("/catalogue", "/catalogue/nouveau", f"/catalogue/{item.id}"):
        assert stranger.get(url).status_code == 302
        assert stranger.post(url, data=typed()).status_code in (303, 405)
    assert stranger.post(f"/catalogue/{item.id}/archivage").status_code == 303
    assert item.archived_at is None
    for place in ("", "/archivage", "/restauration"):
        assert owner.post(f"/catalogue/99{place}", data=typed()).status_code == 404
    assert owner.get("/catalogue/99").status_code == 404
    assert owner.get(f"/catalogue/{item.id}/archivage").status_code == 405
