"""A list is planned before it is written, and written whole or not at all."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from clientele import AT, BAKERY, EVA, LATER, OTHER_SIRET, SIRET, TOWN_HALL, registered
from facturelite.clients import merging
from facturelite.clients.actions import archive_client
from facturelite.clients.bulk import carry_out, plan_import
from facturelite.clients.card import details_of
from facturelite.clients.details import AddressUse, ContactDetails, PostalAddress
from facturelite.clients.importing import UnreadableTable, WrongMapping
from facturelite.clients.model import Client
from facturelite.clients.planning import Choice, Choices, Fate
from facturelite.db import db, transaction
from facturelite.journal.model import Entry
from facturelite.journal.queries import chain_problems, client_timeline

TITLES = "Type;Raison sociale;Nom;Prénom;SIRET;E-mail;Code postal;Ville;Téléphone;Code service"
REAL = Path(__file__).parent / "data" / "clients-excel-fr.csv"


def listed(*rows: str) -> bytes:
    return "\n".join((TITLES, *rows)).encode()


def fates(plan):
    return [planned.fate for planned in plan.rows]


def imported(content: bytes, for_all: Choice = Choice.SKIP, **by_line: Choice):
    chosen = Choices(for_all, {int(name[1:]): choice for name, choice in by_line.items()})
    with transaction():
        return carry_out(plan_import(content, choices=chosen), at=LATER, file="liste.csv")


def count() -> int:
    return db.session.scalar(select(func.count(Client.id)))


def test_a_real_list_is_taken_once(app):
    result = imported(REAL.read_bytes())
    assert (result.added, result.merged, result.skipped, result.refused) == (41, 0, 1, 5)
    assert count() == 41
    assert list(chain_problems()) == []
    again = imported(REAL.read_bytes())
    assert (again.added, again.skipped, again.refused) == (0, 42, 5)
    assert count() == 41


def test_planning_writes_nothing(app):
    before = db.session.scalar(select(func.count(Entry.id)))
    plan = plan_import(REAL.read_bytes())
    assert len(plan.of_fate(Fate.ADDED)) == 41
    assert (count(), db.session.scalar(select(func.count(Entry.id)))) == (0, before)


def test_the_journal_tells_the_import_and_each_client(app):
    imported(listed("pro;Martin;;;;a@b.example;;;;", "pro;;;;;;;;;"))
    (client,) = db.session.scalars(select(Client))
    (told,) = client_timeline(client.id)
    assert (told.event, told.details) == ("client.imported", {"line": 2, "file": "liste.csv"})
    whole = db.session.scalars(select(Entry).where(Entry.event == "clients.imported")).one()
    assert whole.details == {
        "file": "liste.csv",
        "added": 1,
        "merged": 0,
        "skipped": 0,
        "refused": 1,
    }
    assert client.search_text
    assert client.created_at == LATER


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"pro;Autre nom;;;{SIRET};;;;;", "même SIRET"),
        ("pro;Autre nom;;;;COMPTA@MARTIN.example;;;;", "même e-mail"),
        ("pro;BOULANGERIE Martin;;;;;69002;Lyon;;", "même nom"),
        ("pro;boulangerie martin;;;;autre@martin.example;;;;", "même nom"),
    ],
)
def test_who_is_known_is_recognised(app, row, reason):
    known = registered(BAKERY)
    (planned,) = plan_import(listed(row)).rows
    assert planned.fate is Fate.SKIPPED
    assert planned.is_known
    assert (planned.twin.client_id, planned.twin.reason) == (known.id, reason)


@pytest.mark.parametrize(
    "row",
    [
        f"pro;Boulangerie Martin;;;{OTHER_SIRET};compta@martin.example;69002;Lyon;;",
        "pro;Boulangerie Martin;;;;;75011;Paris;;",
        "pro;Boulangerie Martine;;;;;69002;Lyon;;",
    ],
)
def test_who_only_looks_alike_is_new(app, row):
    registered(BAKERY)
    (planned,) = plan_import(listed(row)).rows
    assert planned.fate is Fate.ADDED


def test_an_archived_client_is_known_and_said_to_be_archived(app):
    known = registered(BAKERY)
    with transaction():
        archive_client(known, at=LATER)
    (planned,) = plan_import(listed(f"pro;Martin;;;{SIRET};;;;;")).rows
    assert planned.twin.archived


def test_completing_writes_only_what_is_missing(app):
    known = registered(replace(BAKERY, phone=""))
    row = f"pro;Martin SAS;;;{SIRET};neuf@martin.example;75011;Paris;0472000000;"
    (planned,) = plan_import(listed(row), choices=Choices(Choice.COMPLETE)).rows
    assert (planned.fate, planned.changes) == (Fate.MERGED, ("téléphone",))
    imported(listed(row), Choice.COMPLETE)
    assert (known.name, known.email, known.phone) == (
        "Boulangerie Martin",
        "compta@martin.example",
        "04 72 00 00 00",
    )
    told = client_timeline(known.id)[0]
    assert (told.event, told.details["changed"], told.details["line"]) == (
        "client.merged",
        ["téléphone"],
        2,
    )


def test_replacing_writes_what_the_row_says_and_keeps_the_rest(app):
    known = registered(BAKERY)
    row = f"pro;Martin SAS;;;{SIRET};neuf@martin.example;75011;Paris;;"
    assert imported(listed(row), Choice.REPLACE).merged == 1
    db.session.expire_all()
    assert (known.name, known.email, known.phone) == (
        "Martin SAS",
        "neuf@martin.example",
        BAKERY.phone,
    )
    assert known.address().city == "Paris"
    assert "martin sas" in known.search_text


def test_a_row_that_adds_nothing_changes_nothing(app):
    known = registered(BAKERY)
    before = known.version
    result = imported(listed(f"pro;X;;;{SIRET};;;;;"), Choice.COMPLETE)
    assert (result.merged, result.skipped) == (0, 1)
    assert known.version == before


def test_one_choice_for_all_and_others_by_line(app):
    registered(BAKERY), registered(EVA)
    rows = listed(
        "pro;Martin 2;;;;compta@martin.example;;;;",
        "particulier;;Lœuillet;Éva;;eva@maison.example;;;0102030405;",
        "particulier;;Autre;Jean;;eva@maison.example;;;;",
    )
    result = imported(rows, Choice.COMPLETE, l2=Choice.ADD, l4=Choice.SKIP)
    assert (result.added, result.merged, result.skipped) == (1, 1, 1)


def test_a_siret_that_is_known_is_never_added_twice(app):
    registered(BAKERY)
    rows = listed(
        f"pro;Autre;;;{SIRET};;;;;", f"pro;A;;;{OTHER_SIRET};;;;;", f"pro;B;;;{OTHER_SIRET};;;;;"
    )
    plan = plan_import(rows, choices=Choices(Choice.ADD))
    assert fates(plan) == [Fate.SKIPPED, Fate.ADDED, Fate.SKIPPED]
    assert [planned.may_be_added for planned in plan.rows] == [False, True, False]
    imported(rows, Choice.ADD)
    assert count() == 2


def test_services_of_one_public_body_are_several_clients(app):
    registered(TOWN_HALL)
    row = f"public;Mairie de Lyon;;;{OTHER_SIRET};;69001;Lyon;;ECOLES"
    (planned,) = plan_import(listed(row)).rows
    assert planned.twin is None or not planned.twin.same_establishment


def test_a_double_in_the_list_completes_the_row_above(app):
    rows = listed(
        f"pro;Martin;;;{SIRET};;69002;Lyon;;",
        f"pro;Martin;;;{SIRET};a@martin.example;;;0472000000;",
    )
    plan = plan_import(rows)
    assert fates(plan) == [Fate.ADDED, Fate.SKIPPED]
    plan = plan_import(rows, choices=Choices(Choice.COMPLETE))
    assert fates(plan) == [Fate.ADDED, Fate.MERGED]
    imported(rows, Choice.COMPLETE)
    (client,) = db.session.scalars(select(Client))
    assert (client.email, client.phone) == ("a@martin.example", "04 72 00 00 00")


def test_a_double_of_a_known_client_completes_that_client(app):
    known = registered(replace(BAKERY, email="", phone=""))
    rows = listed(
        f"pro;Martin;;;{SIRET};;;;0472000000;",
        f"pro;Martin;;;{SIRET};a@martin.example;;;;",
    )
    assert imported(rows, Choice.COMPLETE).merged == 2
    assert (known.email, known.phone) == ("a@martin.example", "04 72 00 00 00")
    assert count() == 1


def test_a_double_of_a_row_that_is_refused_is_not_lost(app):
    town = "x" * 81
    rows = listed(f"pro;Martin;;;{SIRET};;69002;{town};;", f"pro;Martin;;;{SIRET};;69002;Lyon;;")
    plan = plan_import(rows)
    assert fates(plan) == [Fate.REFUSED, Fate.ADDED]
    assert plan.rows[0].row.problems == ("« ville » est trop long : 80 caractères au plus.",)


def test_a_merge_that_makes_no_sense_is_refused_with_its_reason(app):
    registered(replace(BAKERY, siret="", siren=OTHER_SIRET[:9]))
    row = f"pro;Boulangerie Martin;;;{SIRET};compta@martin.example;;;;"
    plan = plan_import(listed(row), choices=Choices(Choice.COMPLETE))
    assert fates(plan) == [Fate.REFUSED]
    assert "SIREN" in plan.rows[0].row.problems[0]
    assert SIRET in plan.refused_csv.decode("utf-8-sig")


def test_another_kind_of_client_lends_neither_name_nor_numbers(app):
    known = registered(EVA)
    row = f"pro;Éva Conseil;;;{SIRET};eva@maison.example;;;0472000000;"
    imported(listed(row), Choice.REPLACE)
    assert (known.name, known.siret, known.phone) == (
        "Mme Éva Lœuillet",
        "",
        "04 72 00 00 00",
    )


def test_contacts_are_joined_by_name(app):
    paul, zoe = ContactDetails("Paul Roy", email="a@b.example"), ContactDetails("Zoé Petit")
    known = replace(BAKERY, contacts=(paul,))
    told = replace(BAKERY, contacts=(ContactDetails("PAUL ROY", "gérant"), zoe))
    assert merging.completed(known, told).contacts == (paul, zoe)
    assert merging.replaced(known, told).contacts == (told.contacts[0], zoe)


def test_addresses_are_joined_by_use(app):
    home, shop = PostalAddress("1 rue A", city="Lyon"), PostalAddress("2 rue B", city="Paris")
    known = replace(BAKERY, addresses={AddressUse.MAIN: home})
    told = replace(BAKERY, addresses={AddressUse.MAIN: shop, AddressUse.DELIVERY: shop})
    completed = merging.completed(known, told).addresses
    assert completed == {AddressUse.MAIN: home, AddressUse.DELIVERY: shop}
    assert merging.replaced(known, told).addresses[AddressUse.MAIN] == shop


def test_columns_may_be_chosen_by_hand(app):
    content = b"Alpha;Beta\nMartin SARL;a@b.example\n"
    with pytest.raises(WrongMapping):
        plan_import(content)
    plan = plan_import(content, {"company_name": 0, "email": 1})
    assert [planned.row.details.email for planned in plan.rows] == ["a@b.example"]


def test_what_is_not_a_list_is_refused(app):
    with pytest.raises(UnreadableTable):
        plan_import(b"\x89PNG\r\n\x1a\n")


def test_a_failure_in_the_middle_leaves_nothing(app):
    content = listed(*(f"pro;Client {n};;;;;;;;" for n in range(600)))

    def fail(done: int, total: int) -> None:
        if done:
            raise RuntimeError("disk full")

    with pytest.raises(RuntimeError), transaction():
        carry_out(plan_import(content), at=AT, tell=fail)
    assert count() == 0
    assert db.session.scalar(select(func.count(Entry.id))) == 0


def test_thousands_of_rows_cost_few_queries_and_tell_how_far_they_are(app):
    content = listed(*(f"pro;Client {n};;;;c{n}@b.example;;;;" for n in range(1200)))
    asked: list[str] = []
    told: list[tuple[int, int]] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    with transaction():
        plan = plan_import(content)
        carry_out(plan, at=AT, tell=lambda done, total: told.append((done, total)))
    assert len([statement for statement in asked if statement.startswith("SELECT")]) < 20
    assert told == [(n, 1200) for n in range(0, 1200, 250)]
    assert count() == 1200


def test_details_of_an_imported_client_are_those_that_were_read(app):
    imported(REAL.read_bytes())
    plan = plan_import(REAL.read_bytes())
    kept = {client.id: details_of(client) for client in db.session.scalars(select(Client))}
    first = plan.rows[0]
    assert kept[first.twin.client_id] == first.row.details
