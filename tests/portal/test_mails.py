"""Private links in mails: made when the mail leaves, from the settings, for the right client."""

import re

import pytest

from facturelite.clients import links
from facturelite.clients.model import PortalLink
from facturelite.db import db, transaction
from facturelite.invoices import answers
from facturelite.outbox import mail
from facturelite.outbox.actions import Attempt, PermanentFailure, filled
from facturelite.outbox.model import Message


def _leaving(world, clock, *, subject: str = "", client_id: int | None = None) -> Attempt:
    return Attempt("key", subject, client_id or world.martin.id, {}, clock())


def test_a_mail_about_a_document_leads_to_it(phone, world, clock):
    text = filled("Voici :\n\n{lien}", _leaving(world, clock, subject=world.due.subject))
    assert text == f"Voici :\n\nhttps://factures.example{world.page(world.due)}"
    address = text.removeprefix("Voici :\n\nhttps://factures.example")
    assert phone.get(address).status_code == 200


def test_a_mail_about_nothing_leads_to_the_first_page(world, clock):
    assert filled("{lien}", _leaving(world, clock)) == f"https://factures.example{world.home}"


def test_a_client_without_a_link_gets_one_when_the_mail_leaves(phone, world, clock):
    with transaction():
        links.revoke_link(world.martin, at=clock())
    address = filled("{lien}", _leaving(world, clock))
    token = re.fullmatch("https://factures.example/p/([a-z2-7]{52})", address)[1]
    assert token != world.token
    assert phone.get(f"/p/{token}").status_code == 200


def test_showing_a_mail_to_the_owner_makes_no_link(world, clock):
    with transaction():
        links.revoke_link(world.martin, at=clock())
    before = db.session.query(PortalLink).count()
    shown = mail.preview("{lien}", key="key", client_id=world.martin.id, at=clock())
    assert shown == "(lien privé, créé à l’envoi)"
    assert db.session.query(PortalLink).count() == before


def test_the_owner_sees_the_link_that_will_leave(world, clock):
    shown = mail.preview(
        "{lien}", key="key", client_id=world.martin.id, at=clock(), subject=world.due.subject
    )
    assert shown == f"https://factures.example{world.page(world.due)}"


def test_a_link_for_nobody_is_a_failure_that_says_so(world, clock):
    attempt = Attempt("key", "", None, {}, clock())
    with pytest.raises(PermanentFailure, match="sans dire à quel client"):
        filled("{lien}", attempt)
    assert mail.preview("{lien}", key="k", client_id=None, at=clock()).startswith("(lien privé")


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded"])
def test_a_forged_host_does_not_reach_the_mail(app, owner, phone, world, clock, header):
    forged = {header: "host=evil.example" if header == "Forwarded" else "evil.example"}
    phone.post(world.page(world.due, "/reception"), data={"name": "Paul"}, headers=forged)
    assert "evil.example" not in owner.get(f"/clients/{world.martin.id}", headers=forged).text
    with app.test_request_context("/", headers=forged):
        text = filled("{lien} {page}", _leaving(world, clock, subject=world.due.subject))
    assert "evil.example" not in text
    assert text.count("https://factures.example/") == 2


def test_the_owner_is_led_to_their_own_page(owner, world, clock):
    text = filled("{page}", _leaving(world, clock, subject=world.due.subject))
    assert text == f"https://factures.example/factures/{world.due.id}"
    assert owner.get(f"/factures/{world.due.id}").status_code == 200
    assert filled("{page}", _leaving(world, clock)) == "https://factures.example/"


def test_a_client_cannot_slip_a_link_into_the_owners_mail(world, clock):
    with transaction():
        dispute = answers.dispute(
            world.due, words="{lien} {page}\nhttps://evil.example", at=clock()
        )
    posted = db.session.query(Message).filter_by(key=f"dispute/{dispute.id}").one()
    text = filled(posted.payload["text"], _leaving(world, clock, subject=world.due.subject))
    assert world.token not in text
    html = mail.html_part(text, posted.payload)
    assert (
        re.findall('href="([^"]+)"', html)
        == [f"https://factures.example/factures/{world.due.id}"] * 2
    )
