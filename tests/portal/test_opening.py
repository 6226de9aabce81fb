"""Openings are weak evidence: once a day, people only, never by looking."""

import pytest

from facturelite.db import db
from facturelite.journal.model import Entry
from facturelite.portal.visitors import is_a_person

PEOPLE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0",
    "Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/120.0 Mobile",
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Mobile Safari [LinkedInApp]",
)
MACHINES = (
    "",
    "curl/8.5.0",
    "python-requests/2.32",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "facebookexternalhit/1.1",
    "WhatsApp/2.23.20.0",
    "Mozilla/5.0 (Windows NT 5.1) (via ggpht.com GoogleImageProxy)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/131.0 Safari/537.36",
    "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
    "SkypeUriPreview Preview/0.5",
)


def _openings() -> list[Entry]:
    return db.session.query(Entry).filter_by(event="portal.opened").order_by(Entry.id).all()


@pytest.mark.parametrize("agent", PEOPLE)
def test_browsers_of_people_are_told(agent):
    assert is_a_person({"User-Agent": agent})


@pytest.mark.parametrize("agent", MACHINES)
def test_machines_are_told(agent):
    assert not is_a_person({"User-Agent": agent})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Sec-Purpose", "prefetch"),
        ("Sec-Purpose", "prefetch;prerender"),
        ("Purpose", "prefetch"),
        ("X-Purpose", "preview"),
        ("X-Moz", "prefetch"),
    ],
)
def test_loading_ahead_is_not_opening(phone, world, name, value):
    phone.post(world.page(world.due, "/ouverture"), headers={name: value})
    assert _openings() == []


def test_a_document_is_opened_once_a_day(phone, world, clock):
    for _ in range(3):
        assert phone.post(world.page(world.due, "/ouverture")).status_code == 204
    clock.travel(hours=13, minutes=59)  # 23:59 in Paris
    phone.post(world.page(world.due, "/ouverture"))
    assert len(_openings()) == 1
    clock.travel(minutes=2)
    phone.post(world.page(world.due, "/ouverture"))
    assert len(_openings()) == 2


def test_an_opening_says_which_document_and_no_more_than_is_known(phone, world):
    phone.post(world.page(world.due, "/ouverture"))
    [entry] = _openings()
    assert (entry.subject, entry.actor) == (world.due.subject, "client")
    assert entry.client_id == world.martin.id
    assert entry.details == {"document": world.due.number, "address": "192.0.2.7"}


def test_each_page_is_counted_apart(phone, world):
    phone.post(f"{world.home}/ouverture")
    phone.post(world.page(world.due, "/ouverture"))
    phone.post(world.page(world.late, "/ouverture"))
    told = {entry.subject for entry in _openings()}
    assert told == {world.martin.subject, world.due.subject, world.late.subject}


def test_reading_a_page_or_a_file_is_not_an_opening(phone, world):
    phone.get(world.page(world.due))
    phone.head(world.page(world.due))
    phone.get(world.page(world.due, "/pdf"), buffered=True)
    assert _openings() == []


def test_the_owner_and_robots_do_not_count(owner, phone, world):
    owner.environ_base["HTTP_USER_AGENT"] = PEOPLE[0]
    assert owner.post(world.page(world.due, "/ouverture")).status_code == 204
    robot = {"User-Agent": MACHINES[3]}
    assert phone.post(world.page(world.due, "/ouverture"), headers=robot).status_code == 204
    assert _openings() == []


def test_pages_say_where_their_opening_is_told(phone, world):
    for url in (world.home, world.page(world.due)):
        assert f'data-opening-url="{url}/ouverture"' in phone.get(url).text
