"""One private link per client: made on demand, renewed, revoked, and never in the clear."""

import re
from datetime import timedelta

import pytest

from billing import a_client
from facturelite.clients import links
from facturelite.clients.model import Client, PortalLink
from facturelite.db import db, transaction
from facturelite.journal.model import Entry
from facturelite.journal.queries import timeline


@pytest.fixture
def client(nadia, clock) -> Client:
    with transaction():
        return a_client(at=clock())


def test_a_client_has_one_link_however_often_it_is_asked_for(client, key, clock):
    first = links.open_link(client, key=key, at=clock())
    clock.travel(days=400)
    assert links.open_link(client, key=key, at=clock()) is first


def test_a_token_is_long_and_no_mail_program_cuts_it(client, key, clock):
    token = links.token(links.open_link(client, key=key, at=clock()), key=key)
    assert re.fullmatch("[a-z2-7]{52}", token)


def test_the_database_alone_opens_nothing(client, key, clock):
    link = links.open_link(client, key=key, at=clock())
    token = links.token(link, key=key)
    stored = {str(value) for value in vars(link).values()}
    assert token not in stored
    assert links.token(link, key="another key") != token
    assert all(token not in entry.facts for entry in db.session.query(Entry))


def test_a_link_opens_for_its_client_only(client, key, clock):
    other = a_client("SAS Lenteur", at=clock())
    token = links.token(links.open_link(client, key=key, at=clock()), key=key)
    links.open_link(other, key=key, at=clock())
    assert links.find_link(token, at=clock()).client_id == client.id


def test_renewing_closes_the_old_link_and_opens_another(client, key, clock):
    old = links.token(links.open_link(client, key=key, at=clock()), key=key)
    new = links.token(links.renew_link(client, key=key, at=clock()), key=key)
    assert old != new
    assert links.find_link(old, at=clock()) is None
    assert links.find_link(new, at=clock()).client_id == client.id


def test_a_revoked_link_opens_nothing_until_another_is_wanted(client, key, clock):
    old = links.token(links.open_link(client, key=key, at=clock()), key=key)
    links.revoke_link(client, at=clock())
    assert links.find_link(old, at=clock()) is None
    assert links.live_link(client, key=key, at=clock()) is None
    assert links.token(links.open_link(client, key=key, at=clock()), key=key) != old


def test_revoking_what_does_not_exist_is_refused(client, clock):
    with pytest.raises(links.NoLinkToRevoke):
        links.revoke_link(client, at=clock())


def test_an_expired_link_opens_nothing(client, key, clock):
    link = links.open_link(client, key=key, at=clock())
    link.expires_at = clock() + timedelta(hours=1)
    token = links.token(link, key=key)
    assert links.find_link(token, at=clock()) is link
    clock.travel(hours=1)
    assert links.find_link(token, at=clock()) is None
    assert links.open_link(client, key=key, at=clock()) is not link


def test_an_archived_client_keeps_their_documents(client, key, clock):
    token = links.token(links.open_link(client, key=key, at=clock()), key=key)
    client.archived_at = clock()
    assert links.find_link(token, at=clock()) is not None


def test_after_the_secret_key_was_lost_old_links_live_and_a_new_one_can_be_shown(
    client, key, clock
):
    old = links.token(links.open_link(client, key=key, at=clock()), key=key)
    shown = links.open_link(client, key="the new key", at=clock())
    assert links.find_link(old, at=clock()) is not None
    assert links.find_link(links.token(shown, key="the new key"), at=clock()) is shown
    links.revoke_link(client, at=clock())
    assert links.find_link(old, at=clock()) is None
    assert db.session.query(PortalLink).filter(PortalLink.revoked_at.is_(None)).count() == 0


def test_each_move_is_in_the_journal(client, key, clock):
    links.open_link(client, key=key, at=clock())
    links.renew_link(client, key=key, at=clock())
    links.revoke_link(client, at=clock())
    told = [entry.event for entry in reversed(timeline(client.subject))]
    assert told == ["portal.link_opened", "portal.link_renewed", "portal.link_revoked"]
