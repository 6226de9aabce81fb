"""The set-up link: once, for one browser, and never again."""

import threading
from datetime import timedelta

import pytest

from facturelite.accounts import actions, queries
from facturelite.accounts.actions import (
    LinkDead,
    NobodyYet,
    OwnerExists,
    WeakPassword,
    create_owner,
    open_password_link,
    open_setup,
    set_password,
)
from facturelite.accounts.model import OneTimeLink, Owner
from facturelite.business.model import Business
from facturelite.db import db, transaction
from facturelite.identifiers import WrongIdentifier
from facturelite.journal.model import Entry
from page import Page

GOOD = "tulipe wagon brume"
EMAIL = "nadia@atelier.example"
XSS = "<script>alert(1)</script>"


@pytest.fixture
def token(app, clock):
    with transaction():
        return open_setup(at=clock())


@pytest.fixture
def newcomer(app):
    return app.test_client()


def test_a_token_is_kept_nowhere_and_cannot_be_guessed(token):
    link = db.session.query(OneTimeLink).one()

    assert len(token) == 64
    assert token.isalnum()
    assert token not in (link.fingerprint, str(link.id))
    assert (link.expires_at - link.created_at) == timedelta(days=7)


def test_it_makes_the_owner_and_an_empty_business(token, clock):
    with transaction():
        create_owner(token, " Nadia@Atelier.Example ", GOOD, at=clock())

    owner = db.session.query(Owner).one()
    assert owner.email == "Nadia@atelier.example"
    assert owner.password_hash.startswith("$argon2id$")
    assert GOOD not in owner.password_hash
    assert db.session.query(Business).one().missing()
    assert db.session.query(Entry).one().event == "account.created"
    assert GOOD not in db.session.query(Entry).one().facts


def test_it_works_once(token, clock):
    with transaction():
        create_owner(token, EMAIL, GOOD, at=clock())

    with pytest.raises(LinkDead), transaction():
        create_owner(token, "eva@exemple.example", GOOD, at=clock())
    with pytest.raises(OwnerExists), transaction():
        open_setup(at=clock())
    assert db.session.query(Owner).one().email == EMAIL


def test_a_newer_link_replaces_the_older(token, clock):
    clock.travel(minutes=1)
    with transaction():
        newer = open_setup(at=clock())

    with pytest.raises(LinkDead), transaction():
        create_owner(token, EMAIL, GOOD, at=clock())
    with transaction():
        create_owner(newer, EMAIL, GOOD, at=clock())


@pytest.mark.parametrize(("days", "lives"), [(6.99, True), (7, False), (400, False)])
def test_a_link_lasts_a_week(token, clock, newcomer, days, lives):
    clock.travel(days=days)

    assert newcomer.get(f"/installation/{token}").status_code == (200 if lives else 404)


def test_wrong_addresses_and_weak_passwords_use_nothing_up(token, clock):
    with pytest.raises(WrongIdentifier), transaction():
        create_owner(token, "pas une adresse", GOOD, at=clock())
    with pytest.raises(WeakPassword), transaction():
        create_owner(token, EMAIL, "motdepasse12", at=clock())

    with transaction():
        create_owner(token, EMAIL, GOOD, at=clock())


def test_two_browsers_race_and_one_wins(app, token, clock):
    ready, won, lost = threading.Barrier(2), [], []

    def browser(email):
        with app.app_context():
            ready.wait()
            try:
                with transaction():
                    create_owner(token, email, GOOD, at=clock())
                won.append(email)
            except LinkDead:
                lost.append(email)

    threads = [threading.Thread(target=browser, args=(f"{n}@x.example",)) for n in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(won), len(lost)) == (1, 1)
    assert db.session.query(Owner).one().email == won[0]


def test_from_the_link_to_the_first_step(newcomer, token):
    page = Page(newcomer, f"/installation/{token}")
    assert page.heading == "Bienvenue"

    page.submit("Créer mon accès", status=422, email=EMAIL, password="court")
    assert page.value("email") == EMAIL
    assert "trop court" in page.text
    page.submit("Créer mon accès", email=EMAIL, password=GOOD)

    assert page.heading == "Identité"
    assert page.url.startswith("/reglages/identite?etape=1")
    assert Page(newcomer, "/reglages").heading == "Réglages"


def test_afterwards_the_page_is_gone_for_everybody(newcomer, app, token):
    Page(newcomer, f"/installation/{token}").submit("Créer mon accès", email=EMAIL, password=GOOD)

    for browser in (newcomer, app.test_client()):
        assert browser.get(f"/installation/{token}").status_code == 404
        form = {"email": "eva@x.example", "password": GOOD}
        assert browser.post(f"/installation/{token}", data=form).status_code == 404
        assert browser.get("/installation").status_code == 404


@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: t[:-1],
        lambda t: t + ".",
        lambda t: t.upper(),
        lambda t: "0" * 64,
        lambda t: t + "%00",
        lambda t: t + "é",
    ],
)
def test_any_other_link_looks_like_nothing(newcomer, token, spoil):
    answer = newcomer.get(f"/installation/{spoil(token)}")

    assert answer.status_code == 404
    assert answer.data == newcomer.get("/installation/abc").data


def test_a_link_for_a_password_sets_nothing_up_and_the_reverse(app, nadia, clock):
    with transaction():
        token = open_password_link(at=clock())
    browser = app.test_client()

    assert browser.get(f"/installation/{token}").status_code == 404
    assert browser.get(f"/mot-de-passe/{token}").status_code == 200
    assert browser.get(f"/mot-de-passe/{'0' * 64}").status_code == 404


def test_looking_at_the_page_uses_nothing_up(newcomer, token):
    for _ in range(3):
        assert newcomer.get(f"/installation/{token}").status_code == 200
        assert newcomer.head(f"/installation/{token}").status_code == 200

    assert db.session.query(OneTimeLink).one().used_at is None
    assert queries.owner() is None


def test_markup_stays_text(newcomer, token):
    answer = newcomer.post(f"/installation/{token}", data={"email": XSS, "password": XSS})

    assert answer.status_code == 422
    assert XSS not in answer.text


def test_before_set_up_the_login_page_says_where_to_begin(newcomer):
    page = Page(newcomer, "/connexion")

    assert "facturelite serve" in page.text
    assert "Se connecter" not in page.buttons()


# A new password through a link


def test_a_password_link_ends_every_session(owner, nadia, app, clock):
    with transaction():
        token = open_password_link(at=clock())
    assert owner.get("/reglages").status_code == 200
    other = app.test_client()

    page = Page(other, f"/mot-de-passe/{token}")
    assert EMAIL in page.text
    page.submit("Changer le mot de passe", password=GOOD)

    assert page.url == "/connexion"
    assert "Mot de passe changé" in page.messages
    assert owner.get("/reglages").status_code == 302
    assert queries.owner_who_knows(EMAIL, GOOD)
    assert other.get(f"/mot-de-passe/{token}").status_code == 404


def test_a_password_link_lasts_an_hour(nadia, app, clock):
    with transaction():
        token = open_password_link(at=clock())
    clock.travel(minutes=61)

    with pytest.raises(LinkDead), transaction():
        set_password(token, GOOD, at=clock())
    assert app.test_client().get(f"/mot-de-passe/{token}").status_code == 404


def test_a_weak_password_does_not_use_the_link_up(nadia, app, clock):
    with transaction():
        token = open_password_link(at=clock())

    page = Page(app.test_client(), f"/mot-de-passe/{token}")
    page.submit("Changer le mot de passe", status=422, password="nadia-atelier-1")
    page.submit("Changer le mot de passe", password=GOOD)

    assert queries.owner_who_knows(EMAIL, GOOD)


def test_no_link_for_nobody(app, clock):
    with pytest.raises(NobodyYet), transaction():
        actions.open_password_link(at=clock())
