"""Calendars read what is owed, by a private address that does nothing else."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from facturelite.clients import links
from facturelite.clients.model import Client
from facturelite.db import db, transaction
from facturelite.deadlines import feeds
from facturelite.deadlines.model import CalendarFeed
from facturelite.journal.model import Entry
from page import Page

HOSTILE = "Menu; d’automne, \\n fin\r\nBEGIN:VALARM\x07 " + "é😀" * 60


def events(answer) -> list:
    assert answer.status_code == 200
    return Calendar.from_ical(answer.data).walk("VEVENT")


def test_the_owner_reads_all_and_a_client_theirs(stranger, martin, lenteur, bill, feed_of):
    mine, foreign = bill(martin, "100"), bill(lenteur, "77.77")
    theirs = stranger.get(feed_of(martin))
    everything = stranger.get(feed_of(None))
    assert [str(e["uid"]) for e in events(theirs)] == [f"invoice-{mine.id}@732829320.facturelite"]
    assert foreign.number not in theirs.text
    assert "Lenteur" not in theirs.text
    assert len(events(everything)) == 2
    (event,) = events(theirs)
    assert event["dtstart"].dt == mine.due_on
    assert event["dtend"].dt == mine.due_on + timedelta(days=1)
    assert "100,00" in event["summary"]
    assert mine.number in event["summary"]


def test_what_is_paid_vanishes_and_the_name_of_the_rest_is_stable(
    stranger, martin, bill, pay, feed_of
):
    paid, rest = bill(martin, "100"), bill(martin, "50")
    path = feed_of(martin)
    before = {str(e["uid"]) for e in events(stranger.get(path))}
    pay(martin, "100", (paid, "100"))
    after = {str(e["uid"]) for e in events(stranger.get(path))}
    assert after < before
    assert len(after) == 1
    assert str(rest.id) in next(iter(after))


def test_hostile_titles_are_folded_escaped_and_read_back(stranger, martin, bill, feed_of):
    bill(martin, "100", title=HOSTILE[:200])
    answer = stranger.get(feed_of(None))
    lines = answer.data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in answer.data.replace(b"\r\n", b"")
    assert b"\x07" not in answer.data
    for line in lines:
        line.decode()  # no character is cut by the fold
    (event,) = events(answer)
    assert Calendar.from_ical(answer.data).walk("VALARM") == []
    told = str(event["description"])
    assert "Menu; d’automne, \\n fin BEGIN:VALARM é😀" in told


def test_an_english_client_reads_english(stranger, martin, bill, feed_of):
    with transaction():
        db.session.get_one(Client, martin.id).language = "en"
    bill(martin, "100", on=date(2026, 9, 1))
    (event,) = events(stranger.get(feed_of(martin)))
    assert str(event["summary"]).startswith("Overdue: pay Atelier Belkacem €100.00 (Invoice")


def test_a_clients_feed_leads_to_no_page_that_acts(stranger, martin, bill, feed_of, key, clock):
    bill(martin, "100")
    path = feed_of(martin)
    portal = links.token(links.live_link(martin, key=key, at=clock()), key=key)
    answer = stranger.get(path)
    assert portal not in answer.text
    assert "URL:" not in answer.text
    feed_token = path.removeprefix("/p/agenda/").removesuffix(".ics")
    assert stranger.get(f"/p/{feed_token}").status_code == 404
    assert stranger.get(f"/p/agenda/{portal}.ics").status_code == 404


def test_it_is_private(stranger, martin, bill, feed_of):
    answer = stranger.get(feed_of(martin))
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in answer.headers


def _revoked(martin, key, at):
    feeds.revoke_feed(martin.id, actor="client", at=at)


def _renewed(martin, key, at):
    feeds.renew_feed(links.live_link(martin, key=key, at=at), key=key, at=at)


def _link_revoked(martin, key, at):
    links.revoke_link(martin, at=at)


def _link_renewed(martin, key, at):
    links.renew_link(martin, key=key, at=at)


@pytest.mark.parametrize("end", [_revoked, _renewed, _link_revoked, _link_renewed])
def test_a_feed_that_ended_looks_like_any_wrong_one(stranger, martin, feed_of, key, clock, end):
    path = feed_of(martin)
    assert stranger.get(path).status_code == 200
    with transaction():
        end(martin, key, clock())
    wrong = stranger.get("/p/agenda/nothing.ics")
    ended = stranger.get(path)
    assert (ended.status_code, ended.data) == (404, wrong.data)


def test_reading_changes_nothing(stranger, martin, bill, feed_of):
    bill(martin, "10")
    path = feed_of(martin)
    before = db.session.query(Entry).count()
    stranger.get(path)
    stranger.head(path)
    assert db.session.query(Entry).count() == before


def test_the_database_and_the_journal_open_nothing(martin, feed_of):
    token = feed_of(martin).removeprefix("/p/agenda/").removesuffix(".ics")
    (feed,) = db.session.query(CalendarFeed)
    assert token not in {str(value) for value in vars(feed).values()}
    assert all(token not in entry.facts for entry in db.session.query(Entry))


def test_reading_too_often_waits(stranger, martin, feed_of, limited):
    path, other = feed_of(martin), feed_of(None)
    codes = [stranger.get(path).status_code for _ in range(62)]
    assert (codes[0], codes[-1]) == (200, 429)
    assert stranger.get(other).status_code == 200


def test_the_owner_makes_renews_and_revokes(owner, stranger, martin, bill):
    bill(martin, "10")
    page = Page(owner, "/echeancier")
    page.submit("Ajouter à mon agenda")
    (first,) = db.session.query(CalendarFeed)
    page.submit("Renouveler")
    db.session.expire_all()
    assert first.revoked_at
    page.submit("Révoquer")
    assert "révoqué" in page.messages
    assert db.session.query(CalendarFeed).filter_by(revoked_at=None).count() == 0


def test_a_client_makes_and_revokes_theirs(stranger, martin, bill, key, clock):
    bill(martin, "10")
    with transaction():
        token = links.token(links.open_link(martin, key=key, at=clock()), key=key)
    page = Page(stranger, f"/p/{token}/echeancier")
    page.submit("Ajouter à mon agenda")
    assert "/p/agenda/" in page.within("agenda")
    page.submit("Révoquer le lien")
    assert "/p/agenda/" not in page.within("agenda")
    answer = stranger.post(f"/p/{token}/agenda/revocation", follow_redirects=True)
    assert "rien à révoquer" in answer.text


def test_the_owner_does_not_act_for_a_client(owner, martin, key, clock):
    with transaction():
        token = links.token(links.open_link(martin, key=key, at=clock()), key=key)
    owner.post(f"/p/{token}/agenda")
    assert db.session.query(CalendarFeed).count() == 0


def test_the_owner_closes_a_clients_feed(owner, stranger, martin, feed_of):
    path = feed_of(martin)
    assert owner.post(f"/clients/{martin.id}/agenda/revocation").status_code == 303
    assert stranger.get(path).status_code == 404
