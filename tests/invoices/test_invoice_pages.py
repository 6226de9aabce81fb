"""The owner's pages of invoices, as they are used: with and without htmx."""

from datetime import date
from decimal import Decimal

import pytest

from billing import a_client, a_draft, an_invoice
from browsing.controls import plain_values
from facturelite.catalogue.actions import ItemDetails, add_item
from facturelite.db import db, transaction
from facturelite.invoices import queries
from facturelite.invoices.model import Invoice, InvoiceState
from facturelite.outbox.model import Message
from facturelite.outbox.worker import empty_the_outbox
from page import Page

PAYLOAD = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture
def martin(nadia, clock):
    with transaction():
        return a_client(at=clock())


@pytest.fixture
def draft(martin, clock):
    with transaction():
        return a_draft(martin, "450", at=clock())


@pytest.fixture
def issued(martin, clock):
    with transaction():
        made = an_invoice(martin, "450", on=date(2026, 10, 1), at=clock())
    empty_the_outbox(now=clock)
    return made


def only_invoice() -> Invoice:
    return db.session.query(Invoice).one()


def test_a_newcomer_is_told_what_the_page_is_for(owner):
    assert "Faire une facture" in Page(owner, "/factures").text
    assert "Ajouter un client" in Page(owner, "/factures/nouvelle").text


def test_from_a_client_to_a_sent_invoice(owner, martin, clock):
    page = Page(owner, "/factures/nouvelle?q=martin")
    page.submit("Facturer")
    page.submit(
        "Enregistrer",
        **{
            "title": "Carte de vœux",
            "lines-0-label": "Illustration",
            "lines-0-quantity": "2,5",
            "lines-0-unit": "DAY",
            "lines-0-unit_price": "1 200,50 €",
            "lines-0-discount_percent": "10",
        },
    )
    assert "2 701,12 €" in page.within("side")
    assert page.value("lines-0-unit_price") == "1200,50"

    page.submit("Émettre…")
    assert "F2026-0001" in page.text
    page.submit("Émettre et envoyer")

    invoice = only_invoice()
    assert (invoice.state, invoice.number) == (InvoiceState.ISSUED, "F2026-0001")
    assert invoice.total_gross == Decimal("2701.12")
    empty_the_outbox(now=clock)
    mail = db.session.query(Message).filter_by(kind="mail").one()
    assert mail.payload["to"] == ["compta@martin.example"]
    assert "Facture F2026-0001" in mail.payload["title"]
    assert "2 701,12 €" in mail.payload["text"].replace("\N{NO-BREAK SPACE}", " ")


def test_what_is_mistyped_is_kept_and_explained(owner, draft):
    page = Page(owner, f"/factures/{draft.id}")

    page.submit(
        "Enregistrer",
        status=422,
        **{"lines-0-label": "Logo", "lines-0-quantity": "deux", "title": "Objet gardé"},
    )

    assert page.value("lines-0-quantity") == "deux"
    assert page.value("title") == "Objet gardé"
    assert draft.title == ""


def test_a_draft_is_saved_as_one_goes(owner, draft):
    sheet = {
        "version": draft.version,
        "payment_term": "30:INVOICE_DATE",
        "vat_treatment": "DOMESTIC",
    }
    line = {"lines-0-label": "Logo", "lines-0-quantity": "1", "lines-0-unit_price": "80"}
    headers = {"X-Autosave": "1"}

    answer = owner.post(f"/factures/{draft.id}/brouillon", data=sheet | line, headers=headers)
    late = owner.post(f"/factures/{draft.id}/brouillon", data=sheet | line, headers=headers)

    assert (answer.status_code, answer.text) == (200, "Enregistré à 10:00")
    assert late.status_code == 409
    assert "autre onglet" in late.text
    again = sheet | line | {"version": answer.headers["X-Version"]}
    assert (
        owner.post(f"/factures/{draft.id}/brouillon", data=again, headers=headers).status_code
        == 200
    )


def test_rows_are_added_moved_and_removed_without_javascript(owner, draft):
    page = Page(owner, f"/factures/{draft.id}")
    page.submit("Ajouter une ligne", **{"lines-0-label": "A", "lines-0-unit_price": "1"})
    page.submit("Enregistrer", **{"lines-1-label": "B", "lines-1-unit_price": "2"})
    assert [line.label for line in draft.lines] == ["A", "B"]

    order = owner.post(f"/factures/{draft.id}/brouillon", data=_posted(page) | {"row": "up:1"})
    assert order.status_code == 303
    assert [line.label for line in draft.lines] == ["B", "A"]
    page = page.reload()
    owner.post(f"/factures/{draft.id}/brouillon", data=_posted(page) | {"row": "remove:0"})
    assert [line.label for line in draft.lines] == ["A"]


def _posted(page: Page) -> dict[str, str]:
    form = next(f for f in page.document.elements("form") if f.get("id") == "draft")
    return dict(plain_values(form, page.document))


def test_htmx_shows_beside_the_sheet_what_a_reload_would(owner, draft):
    answer = owner.get(f"/factures/{draft.id}", headers={"HX-Request": "true"})

    assert answer.text.lstrip().startswith('<div id="side"')
    assert "450,00" in answer.text


@pytest.mark.parametrize("path", ["", "/emission"])
def test_nothing_blocking_hides(owner, martin, clock, path):
    with transaction():
        empty = a_draft(martin, "0", at=clock())
        empty.lines = []

    assert "Ajoutez au moins une ligne" in Page(owner, f"/factures/{empty.id}{path}").text


def test_a_second_click_issues_nothing_more(owner, draft):
    for _ in range(2):
        owner.post(f"/factures/{draft.id}/emission", data={"keep": "1"})

    assert draft.number == "F2026-0001"
    assert "déjà" in Page(owner, f"/factures/{draft.id}").text or draft.state is InvoiceState.ISSUED


def test_sending_again_needs_an_address(owner, issued):
    page = Page(owner, f"/factures/{issued.id}/envoi")

    page.submit("Envoyer", status=422, to="")
    assert "Indiquez une adresse" in page.text
    page.submit("Envoyer", status=422, to="pas une adresse")
    assert "n’est pas une adresse" in page.text
    page.submit("Envoyer", to="autre@martin.example")
    assert "boîte d’envoi" in page.messages


def test_a_mistake_is_guided_to_its_correction(owner, issued):
    page = Page(owner, f"/factures/{issued.id}/correction")
    page.submit("Préparer la correction", status=422)
    page.submit("Préparer la correction", what="cancel", reason="Vente annulée")
    page.submit("Émettre…")
    page.submit("Émettre sans envoyer")

    assert issued.state is InvoiceState.CANCELLED
    assert "Avoir" in page.heading
    again = Page(owner, f"/factures/{issued.id}")
    assert "annulée" in again.text


def test_files_and_archive_are_the_stored_ones(owner, issued):
    pdf = owner.get(f"/factures/{issued.id}/pdf")

    assert pdf.data.startswith(b"%PDF")
    assert pdf.mimetype == "application/pdf"
    assert b"CrossIndustryInvoice" in owner.get(f"/factures/{issued.id}/xml").data
    assert owner.get(f"/factures/pdf.zip?id={issued.id}").data.startswith(b"PK")


def test_lists_are_searched_filtered_and_sorted_by_their_address(owner, issued, draft):
    assert "F2026-0001" in Page(owner, "/factures?etat=en-retard").text
    assert "F2026-0001" not in Page(owner, "/factures?etat=brouillons").within("invoices")
    assert "Rien ici" in Page(owner, "/factures?q=inconnu").text
    for sort in ("numero", "-client", "montant", "-echeance", "'; DROP TABLE invoice"):
        assert "F2026-0001" in Page(owner, f"/factures?tri={sort}").text


def test_markup_in_every_field_is_text_everywhere(owner, draft):
    page = Page(owner, f"/factures/{draft.id}")
    page.submit(
        "Enregistrer",
        **{
            "title": PAYLOAD,
            "purchase_order": PAYLOAD,
            "note": PAYLOAD,
            "lines-0-label": PAYLOAD,
            "lines-0-detail": PAYLOAD,
        },
    )

    for path in ("", "/emission"):
        answer = owner.get(f"/factures/{draft.id}{path}").text
        assert "<script>alert" not in answer
        assert "<img src=x" not in answer
    Page(owner, f"/factures/{draft.id}/emission").submit("Émettre sans envoyer")
    assert PAYLOAD in draft.snapshot.lines[0].label


def test_strangers_and_unknown_numbers_find_nothing(owner, stranger, issued):
    for path in ("", "/pdf", "/xml", "/envoi", "/correction", "/emission", "/client"):
        assert stranger.get(f"/factures/{issued.id}{path}").status_code == 302
        assert owner.get(f"/factures/9999{path}").status_code == 404
    for path in ("brouillon", "emission", "envoi", "correction", "copie", "suppression", "perte"):
        assert owner.post(f"/factures/9999/{path}").status_code in {303, 404, 422}
    assert queries.get_invoice(9999) is None


def test_a_line_comes_from_the_catalogue(owner, draft, clock):
    with transaction():
        item = add_item(
            ItemDetails(label="Illustration", unit="C62", unit_price=Decimal("145.50")), at=clock()
        )

    page = Page(owner, f"/factures/{draft.id}")
    page.submit("Depuis le catalogue", item=str(item.id))

    assert [line.label for line in draft.lines] == ["Ligne 0", "Illustration"]
    assert draft.total_gross == Decimal("595.50")


def test_a_series_begun_elsewhere_is_continued_from_the_settings(owner, draft):
    page = Page(owner, "/reglages/numerotation")
    page.submit("Continuer cette suite", last="12")
    assert "cochez la case" in page.messages
    page.submit("Continuer cette suite", last="12", sure=True)
    assert "F2026-0013" in page.text
