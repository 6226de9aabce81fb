"""The pages of the register, as the owner and as a stranger see them."""

import pytest
from sqlalchemy import event, func, select

from clientele import BAKERY, EVA, SIRET, card, registered
from facturelite.clients.details import ClientDetails, ClientKind
from facturelite.clients.model import Client
from facturelite.clients.queries import get_client
from facturelite.db import db
from facturelite.journal.model import Entry
from page import Page

XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_an_empty_register_offers_the_first_step(owner):
    page = Page(owner, "/clients")
    assert "Votre fichier clients est vide" in page.text
    page.follow("Ajouter un client")
    assert page.heading == "Nouveau client"
    assert "Importer une liste" in Page(owner, "/clients").links()


def test_a_professional_is_registered_with_everything(owner):
    page = Page(owner, "/clients/nouveau").submit("Ajouter un contact")
    assert db.session.scalar(select(func.count(Client.id))) == 0
    page.submit(
        "Ajouter ce client",
        company_name="Boulangerie Martin",
        siret="993 518 190 00166",
        email="compta@martin.example",
        term="autre",
        term_days="75",
        notes="Le mardi",
        **{
            "main_address-line1": "3 place Bellecour",
            "main_address-postcode": "69002",
            "main_address-city": "Lyon",
            "delivery_address-line1": "Rue Neuve 1",
            "delivery_address-city": "Bruxelles",
            "delivery_address-country": "BE",
            "contacts-0-name": "Paul Roy",
            "contacts-0-email": "paul@martin.example",
            "contacts-0-receives_invoices": True,
        },
    )
    assert page.heading == "Boulangerie Martin"
    assert "Boulangerie Martin est dans votre fichier clients." in page.messages
    for said in ("993 518 190 00166", "Bruxelles Belgique", "75 jours date de facture"):
        assert said in page.text
    assert "Paul Roy" in page.text
    assert "reçoit les factures" in page.text
    assert "Ajouté au fichier clients" in page.within("story")
    assert "L441-10" in page.text  # 75 days is more than professionals may agree


@pytest.mark.parametrize("kind", ["CONSUMER", "PUBLIC_BODY"])
def test_the_longest_delay_is_for_professionals_only(owner, kind):
    sent = card(kind=kind, last_name="Roy", term="autre", term_days="75")
    answer = owner.post("/clients/nouveau", data=sent, follow_redirects=True)
    assert answer.status_code == 200
    assert "L441-10" not in answer.text


def test_all_that_is_wrong_is_said_at_once_and_all_that_was_typed_stays(owner):
    page = Page(owner, "/clients/nouveau").submit("Ajouter un contact")
    page.submit(
        "Ajouter ce client",
        status=422,
        siret="123",
        vat_number="FR1",
        email="nimporte",
        term="autre",
        notes="Le mardi",
        **{"contacts-0-email": "paul@martin.example"},
    )
    for said in (
        "Indiquez la raison sociale de ce professionnel",
        "Un SIRET compte 14 chiffres",
        "Le numéro de TVA « FR1 » n’est pas valable",
        "« nimporte » n’est pas une adresse e-mail",
        "Écrivez le nombre de jours",
        "Indiquez le nom de ce contact",
    ):
        assert said in page.text
    page.submit(
        "Ajouter ce client",
        status=422,
        company_name="Martin",
        vat_number="",
        email="",
        term_days="20",
        **{"contacts-0-name": "Paul Roy", "contacts-0-email": "paul"},
    )
    kept = {"notes": "Le mardi", "term_days": "20", "contacts-0-name": "Paul Roy", "siret": "123"}
    assert {name: page.value(name) for name in kept} == kept
    page.submit("Ajouter ce client", status=422, siret=SIRET)
    assert "« paul » n’est pas une adresse e-mail" in page.text
    page.submit("Ajouter ce client", **{"contacts-0-email": "paul@martin.example"})
    assert page.heading == "Martin"


@pytest.mark.parametrize(
    ("kind", "asked"), [("CONSUMER", "nom de famille"), ("PUBLIC_BODY", "cet o")]
)
def test_each_kind_is_asked_its_own_name(owner, kind, asked):
    answer = owner.post(
        "/clients/nouveau", data=card(kind=kind, company_name="", email="x@y.example")
    )
    assert answer.status_code == 422
    assert asked in answer.text


def test_a_known_siret_leads_to_whom_it_belongs(owner):
    known = registered(BAKERY)
    page = Page(owner, "/clients/nouveau").submit(
        "Ajouter ce client", status=422, company_name="Martin SAS", siret=SIRET
    )
    assert "déjà celui de « Boulangerie Martin »" in page.text
    assert page.value("company_name") == "Martin SAS"
    page.follow("Ouvrir la fiche de Boulangerie Martin")
    assert page.url == f"/clients/{known.id}"


@pytest.mark.parametrize("htmx", [True, False])
def test_contacts_are_added_and_removed_without_saving(owner, htmx):
    page = Page(owner, "/clients/nouveau", htmx=htmx)
    page.submit("Ajouter un contact", company_name="Martin")
    page.submit("Ajouter un contact", **{"contacts-0-name": "Un"})
    page.submit("Ajouter un contact", **{"contacts-1-name": "Deux"})
    page.submit("Retirer le contact 1", **{"contacts-2-name": "Trois"})
    assert htmx or page.value("company_name") == "Martin"  # htmx leaves the rest of the form alone
    names = [page.value("contacts-0-name"), page.value("contacts-1-name")]
    assert names == ["Deux", "Trois"]
    page.submit("Ajouter ce client", company_name="Martin")
    (client,) = db.session.scalars(select(Client))
    assert [contact.name for contact in client.contacts] == ["Deux", "Trois"]


def test_a_row_that_is_not_there_removes_nothing(owner):
    sent = card(rows="7", **{"contacts-0-name": "Un"})
    assert 'value="Un"' in owner.post("/clients/nouveau", data=sent).text
    assert owner.post("/clients/nouveau", data=card(rows="-1'")).status_code == 200


def test_fields_of_another_kind_are_not_kept(owner):
    sent = card(kind="CONSUMER", last_name="Roy", siret=SIRET, vat_number="FR1")
    assert owner.post("/clients/nouveau", data=sent).status_code == 303
    (client,) = db.session.scalars(select(Client))
    assert (client.name, client.siret, client.company_name) == ("Roy", "", "")


def test_a_card_is_changed_and_the_story_says_what(owner):
    client = registered(BAKERY)
    page = Page(owner, f"/clients/{client.id}").follow("Modifier")
    assert page.value("siret") == SIRET
    page.submit("Enregistrer", email="neuf@martin.example", language="en")
    assert "Fiche modifiée : e-mail, langue" in page.within("story")
    assert client.reads_english


@pytest.mark.parametrize(
    ("code", "shown"),
    [("45:DAYS_THEN_MONTH_END", "45:DAYS_THEN_MONTH_END"), ("21:INVOICE_DATE", "autre")],
)
def test_the_delay_that_was_agreed_is_shown_to_be_changed(owner, code, shown):
    client = registered(BAKERY)
    client.payment_term_code = code
    db.session.commit()
    page = Page(owner, f"/clients/{client.id}/modification")
    assert page.value("term") == shown
    page.submit("Enregistrer", notes="autre chose")
    assert client.payment_term_code == code


def test_two_tabs_do_not_overwrite_each_other(owner):
    client = registered(BAKERY)
    first = Page(owner, f"/clients/{client.id}/modification")
    second = Page(owner, f"/clients/{client.id}/modification")
    first.submit("Enregistrer", phone="1")
    second.submit("Enregistrer", status=422, phone="2")
    assert "modifiée entre-temps" in second.text
    assert second.value("phone") == "2"
    second.submit("Enregistrer")
    assert client.phone == "2"


def test_archiving_and_restoring(owner):
    client = registered(BAKERY)
    Page(owner, f"/clients/{client.id}").submit("Archiver ce client")
    assert "Boulangerie" not in Page(owner, "/clients").within("clients")
    page = Page(owner, "/clients?vue=archives").follow("Boulangerie Martin")
    assert "Ce client est archivé." in page.text
    page.submit("Sortir des archives")
    assert "Ce client est archivé." not in page.text
    again = owner.post(f"/clients/{client.id}/restauration", headers={"HX-Request": "true"})
    assert again.status_code == 422
    assert "pas dans les archives" in again.text


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("q=eva", "Lœuillet", "Martin"),
        ("vue=particuliers", "Lœuillet", "Martin"),
        ("vue=professionnels&q=lyon", "Martin", "Lœuillet"),
    ],
)
def test_searching_and_filtering(owner, query, seen, unseen):
    registered(BAKERY), registered(EVA)
    listed = Page(owner, f"/clients?{query}").within("clients")
    assert seen in listed
    assert unseen not in listed


def test_a_search_that_finds_nobody_says_so(owner):
    registered(BAKERY)
    page = Page(owner, "/clients?q=zzz")
    assert "Aucun client ne correspond à « zzz »" in page.text
    assert "Boulangerie Martin" in page.follow("Voir tous les clients").text


@pytest.mark.parametrize("query", ["tri=x'%22--", "n=-5", "n=99999999999999999999", "vue=x&sens=y"])
def test_an_address_that_makes_no_sense_shows_the_usual_list(owner, query):
    registered(BAKERY)
    assert "Boulangerie Martin" in Page(owner, f"/clients?{query}").text


def test_the_search_as_one_types_shows_what_a_reload_shows(owner):
    registered(BAKERY), registered(EVA)
    page = Page(owner, "/clients?q=eva&tri=ville")
    partial = owner.get("/clients?q=eva&tri=ville", headers={"HX-Request": "true"}).text
    assert partial.lstrip().startswith('<div id="clients">')
    assert "Lœuillet" in partial
    assert "<html" not in partial
    assert "eva" in page.value("q")


def test_a_long_list_shows_fifty_then_more_in_few_queries(owner):
    for number in range(60):
        registered(ClientDetails(ClientKind.CONSUMER, last_name=f"Client {number:02}"))
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    page = Page(owner, "/clients", htmx=True)
    assert len([statement for statement in asked if statement.startswith("SELECT")]) <= 8
    assert "Client 49" in page.text
    assert "Client 50" not in page.text
    page.follow("10 de plus")
    assert "Client 59" in page.text


@pytest.mark.parametrize(
    ("siret", "says"),
    [
        ("", ""),
        ("393 363 387 00209", "FR07393363387"),
        ("12", "Un SIRET compte 14 chiffres"),
        ("993 518 190 00166", "déjà dans votre fichier"),
        (XSS, "&lt;script&gt;"),
    ],
)
def test_a_siret_is_checked_as_it_is_typed(owner, siret, says):
    registered(BAKERY)
    answer = owner.get("/clients/siret", query_string={"siret": siret})
    assert answer.status_code == 200
    assert says in answer.text
    assert "<script>" not in answer.text


def test_ones_own_siret_is_not_a_double(owner):
    client = registered(BAKERY)
    answer = owner.get("/clients/siret", query_string={"siret": SIRET, "client": client.id})
    assert "Numéro juste" in answer.text


def test_nothing_typed_becomes_markup(owner):
    texts = ("company_name", "service_code", "phone", "notes")
    places = ("main_address-line1", "billing_address-line2", "delivery_address-line1")
    sent = card(kind="PUBLIC_BODY", **dict.fromkeys((*texts, *places), XSS[:40]))
    sent |= {"contacts-0-name": XSS[:40], "contacts-0-role": XSS[:40]}
    assert owner.post("/clients/nouveau", data=sent).status_code == 303
    for url in ("/clients", "/clients/1", "/clients/1/modification"):
        page = Page(owner, url)  # which fails on any script or handler in the page
        assert "<script>alert(1)</script>" not in owner.get(url).text
    assert "<script>alert(1)</script>" in page.value("company_name")


def test_what_is_too_long_is_refused_before_the_database_is_asked(owner):
    for name in ("company_name", "siret", "email", "notes", "main_address-city", "civility"):
        answer = owner.post("/clients/nouveau", data=card(**{name: "x" * 5000}))
        assert answer.status_code == 422, name
        assert "caractères au plus" in answer.text, name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "EMPEROR"),
        ("language", "de"),
        ("term", "30:NEVER"),
        ("term_base", "x"),
        ("main_address-country", "ZZ"),
        ("term_days", "1e3"),
        ("term_days", "-1"),
    ],
)
def test_a_choice_that_is_not_offered_is_refused(owner, name, value):
    sent = card(term="autre", term_days="3") | {name: value}
    assert owner.post("/clients/nouveau", data=sent).status_code == 422
    assert db.session.scalar(select(func.count(Client.id))) == 0


def test_control_characters_never_reach_the_register(owner):
    sent = card(company_name="Bou\x00lan\u202egerie\u200b  Martin\x07", notes="a\x00\r\nb")
    assert owner.post("/clients/nouveau", data=sent).status_code == 303
    client = get_client(1)
    assert (client.company_name, client.notes) == ("Boulangerie Martin", "a\nb")


@pytest.mark.parametrize(
    "url",
    ["/clients", "/clients/nouveau", "/clients/1", "/clients/1/modification", "/clients/siret"],
)
def test_a_stranger_is_sent_to_the_door(stranger, url):
    registered(BAKERY)
    answer = stranger.get(url)
    assert answer.status_code == 302
    assert "Martin" not in answer.text
    for address in (url, "/clients/1/archivage", "/clients/1/restauration"):
        assert stranger.post(address, data=card()).status_code in (303, 405)
    client = get_client(1)
    assert client.archived_at is None
    assert db.session.scalar(select(func.count(Client.id))) == 1


@pytest.mark.parametrize("place", ["", "/modification", "/archivage", "/restauration"])
def test_a_client_who_does_not_exist_is_not_found(owner, place):
    url = f"/clients/7{place}"
    assert owner.get(url).status_code in (404, 405)
    assert owner.post(url, data=card()).status_code in (404, 405)


def test_looking_changes_nothing(owner):
    registered(BAKERY), registered(EVA)
    before = db.session.scalar(select(func.max(Entry.id)))
    versions = dict(db.session.execute(select(Client.id, Client.version)).all())
    for url in (
        "/clients",
        "/clients/1",
        "/clients/2/modification",
        "/clients/nouveau",
        "/clients/import",
    ):
        assert owner.get(url).status_code == 200
    for url in ("/clients/1/archivage", "/clients/1/restauration"):
        assert owner.get(url).status_code == 405
    assert db.session.scalar(select(func.max(Entry.id))) == before
    assert dict(db.session.execute(select(Client.id, Client.version)).all()) == versions
