"""The register of clients: who is taken, who is refused, and how they are found again."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from clientele import AT, BAKERY, EVA, LATER, OTHER_SIRET, SIRET, TOWN_HALL, registered
from facturelite.clients import actions, queries
from facturelite.clients.card import details_of
from facturelite.clients.checking import Nameless, TooLong, WrongKind
from facturelite.clients.details import (
    AddressUse,
    ClientDetails,
    ClientKind,
    ContactDetails,
    PostalAddress,
)
from facturelite.clients.model import Client
from facturelite.clients.queries import Order, Wanted
from facturelite.db import db, transaction
from facturelite.identifiers import WrongIdentifier
from facturelite.journal.queries import chain_problems, client_timeline
from facturelite.payment_terms import PaymentTerm, TermBase

PAUL = ContactDetails("Paul Roy", "comptable", "paul@martin.example", "04 72 00 00 00", True)
FULL = replace(
    BAKERY,
    vat_number="FR07393363387",
    payment_term=PaymentTerm(45, TermBase.DAYS_THEN_MONTH_END),
    language="en",
    contacts=(PAUL, ContactDetails("Zoé Petit")),
    addresses={
        **BAKERY.addresses,
        AddressUse.DELIVERY: PostalAddress("1 rue Neuve", "2e étage", "1000", "Bruxelles", "BE"),
    },
)


@pytest.mark.parametrize("details", [FULL, EVA, TOWN_HALL])
def test_all_that_is_told_is_kept(app, details):
    client = registered(details)
    db.session.expire_all()
    kept = details_of(client)
    assert kept == replace(details, siren=details.siret[:9])
    assert (client.created_at, client.archived_at) == (AT, None)


def test_the_journal_tells_the_registration_and_what_changes_without_values(app):
    client = registered(BAKERY)
    with transaction():
        moved = replace(BAKERY, email="neuf@martin.example", contacts=(PAUL,))
        actions.change_client(client, moved, at=LATER)
    with transaction():
        actions.change_client(client, moved, at=LATER)  # nothing changes: nothing is told
    told = [(entry.event, entry.details) for entry in reversed(client_timeline(client.id))]
    assert told == [
        ("client.registered", {"kind": "PROFESSIONAL"}),
        ("client.changed", {"changed": ["e-mail", "contacts"]}),
    ]
    assert list(chain_problems()) == []


@pytest.mark.parametrize(
    ("details", "reason", "field"),
    [
        (ClientDetails(ClientKind.PROFESSIONAL), Nameless, "company_name"),
        (ClientDetails(ClientKind.PUBLIC_BODY), Nameless, "company_name"),
        (ClientDetails(ClientKind.CONSUMER, first_name="Éva"), Nameless, "last_name"),
        (replace(EVA, company_name="X"), WrongKind, "company_name"),
        (replace(EVA, siret=SIRET), WrongKind, "siret"),
        (replace(EVA, siren=SIRET[:9]), WrongKind, "siren"),
        (replace(EVA, vat_number="FR07393363387"), WrongKind, "vat_number"),
        (replace(BAKERY, last_name="Martin"), WrongKind, "last_name"),
        (replace(BAKERY, siret="99351819000167"), WrongIdentifier, "siret"),
        (replace(BAKERY, siren=OTHER_SIRET[:9]), WrongIdentifier, "siren"),
        (replace(BAKERY, vat_number="FR00"), WrongIdentifier, "vat_number"),
        (replace(BAKERY, email="martin"), WrongIdentifier, "email"),
        (replace(BAKERY, contacts=(ContactDetails("P", email="p"),)), WrongIdentifier, "contacts"),
        (replace(BAKERY, company_name="x" * 201), TooLong, "company_name"),
        (replace(BAKERY, contacts=(ContactDetails("x" * 121),)), TooLong, "contacts"),
        (
            replace(BAKERY, addresses={AddressUse.MAIN: PostalAddress(city="x" * 81)}),
            TooLong,
            "addresses",
        ),
    ],
)
def test_what_cannot_be_a_client_is_refused_by_field(app, details, reason, field):
    with pytest.raises(reason) as refused:
        registered(details)
    assert refused.value.field == field
    assert db.session.scalars(select(Client)).all() == []
    assert client_timeline(1) == []


def test_numbers_are_kept_compact_and_the_siren_comes_from_the_siret(app):
    typed = replace(BAKERY, siret="993 518 190 00166", vat_number="fr 07 393363387")
    client = registered(typed)
    assert (client.siret, client.siren, client.vat_number) == (SIRET, "993518190", "FR07393363387")


def test_an_establishment_has_one_card_even_archived(app):
    client = registered(BAKERY)
    with pytest.raises(actions.SiretKnown, match="Boulangerie Martin") as refused:
        registered(replace(BAKERY, company_name="Martin SAS"))
    assert refused.value.client is client
    with transaction():
        actions.archive_client(client, at=LATER)
    with pytest.raises(actions.SiretKnown, match="dans les archives"):
        registered(BAKERY)


def test_a_public_body_has_one_card_per_service(app):
    roads = registered(TOWN_HALL)
    registered(replace(TOWN_HALL, service_code="ECOLES"))
    with pytest.raises(actions.SiretKnown):
        registered(TOWN_HALL)
    with transaction():  # its own card is no obstacle
        actions.change_client(roads, replace(TOWN_HALL, notes="Chorus"), at=LATER)
    assert roads.notes == "Chorus"


def test_a_card_changed_elsewhere_meanwhile_is_not_overwritten(app):
    client = registered(BAKERY)
    seen = client.version
    with transaction():
        actions.change_client(client, replace(BAKERY, notes="un"), at=LATER, seen=seen)
    with pytest.raises(actions.ChangedElsewhere), transaction():
        actions.change_client(client, replace(BAKERY, notes="deux"), at=LATER, seen=seen)
    assert client.notes == "un"


def test_addresses_and_contacts_come_and_go(app):
    client = registered(FULL)
    rows = {address.id for address in client.addresses}
    with transaction():
        less = replace(FULL, contacts=(ContactDetails("Zoé Petit"),), addresses=BAKERY.addresses)
        actions.change_client(client, less, at=LATER)
    db.session.expire_all()
    assert [contact.name for contact in client.contacts] == ["Zoé Petit"]
    assert [address.use for address in client.addresses] == [AddressUse.MAIN]
    assert {address.id for address in client.addresses} < rows


def test_archiving_leaves_lists_and_is_undone(app):
    client = registered(BAKERY)
    with transaction():
        actions.archive_client(client, at=LATER)
    assert queries.list_clients(Wanted()) == []
    assert queries.list_clients(Wanted(archived=True)) == [client]
    with pytest.raises(actions.AlreadyArchived), transaction():
        actions.archive_client(client, at=LATER)
    with transaction():
        actions.restore_client(client, at=LATER)
    assert queries.list_clients(Wanted()) == [client]
    with pytest.raises(actions.AlreadyArchived), transaction():
        actions.restore_client(client, at=LATER)


@pytest.mark.parametrize(
    "text",
    [
        "boulang",
        "MARTIN lyon",
        "993518190",
        "993 518 190 00166",
        "993.518.190",
        "0612345678",
        "06 12 34 56 78",
        "33612345678",
        "compta@",
        "69002",
        "prefere mardi",
        "paul roy",
        "0472000000",
        "bruxelles",
        "FR07393",
    ],
)
def test_anything_known_of_a_client_finds_them(app, text):
    client = registered(FULL)
    registered(EVA)
    assert queries.search_clients(text) == [client]
    assert queries.list_clients(Wanted(text=text)) == [client]


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "martin paris", "\\", "'"])
def test_a_search_takes_no_sign_for_a_joker(app, text):
    registered(FULL)
    assert queries.search_clients(text) == []


def test_ligatures_and_accents_do_not_matter(app):
    eva = registered(EVA)
    assert queries.search_clients("loeuillet") == queries.search_clients("LŒUILLET eva") == [eva]


def test_lists_are_sorted_and_counted_by_kind(app):
    bakery, eva = registered(BAKERY), registered(EVA, at=LATER)
    town = registered(TOWN_HALL)
    assert queries.list_clients(Wanted()) == [bakery, eva, town]
    assert queries.list_clients(Wanted(descending=True)) == [town, eva, bakery]
    assert queries.list_clients(Wanted(order=Order.CITY, descending=True))[0] is bakery
    assert queries.list_clients(Wanted(order=Order.ADDED, descending=True))[0] is eva
    assert queries.list_clients(Wanted(kind=ClientKind.CONSUMER)) == [eva]
    counts = queries.count_clients()
    assert (counts.everyone, counts.archived) == (3, 0)
    assert queries.count_clients("lyon").by_kind == {
        ClientKind.PROFESSIONAL: 1,
        ClientKind.CONSUMER: 0,
        ClientKind.PUBLIC_BODY: 1,
    }
