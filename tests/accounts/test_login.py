"""Coming in, going out, and being slowed down when guessing."""

import pytest
from argon2 import PasswordHasher

from facturelite.access import limiter
from facturelite.accounts.actions import change_password, end_sessions
from facturelite.accounts.passwords import hash_password
from facturelite.accounts.queries import owner as the_owner
from facturelite.db import db, transaction
from facturelite.journal.model import Entry
from page import Page

EMAIL, PASSWORD = "nadia@atelier.example", "tulipe wagon brume"
NEXT = "cheval pile agrafe"
GOOD_HASH = hash_password(PASSWORD)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def known(nadia):
    with transaction():
        the_owner().password_hash = GOOD_HASH


def try_(browser, password="faux", email=EMAIL, **more):
    return browser.post("/connexion", data={"email": email, "password": password} | more)


@pytest.mark.parametrize("email", [EMAIL, "NADIA@Atelier.example", f"  {EMAIL} "])
def test_the_owner_comes_in(stranger, email):
    page = Page(stranger, "/connexion")

    page.submit("Se connecter", email=email, password=PASSWORD)

    assert page.url == "/"
    assert stranger.get("/reglages").status_code == 200
    assert [entry.event for entry in db.session.query(Entry)] == ["account.signed_in"]


def test_a_wrong_address_and_a_wrong_password_read_the_same(stranger):
    one = try_(stranger, "faux mot de passe", EMAIL)
    two = try_(stranger, PASSWORD, "eva@exemple.example")

    assert one.status_code == two.status_code == 422
    assert "L’adresse e-mail ou le mot de passe n’est pas le bon." in one.text
    assert one.text.replace(EMAIL, "") == two.text.replace("eva@exemple.example", "")
    assert "tulipe" not in two.text
    assert stranger.get("/reglages").status_code == 302


def test_what_was_typed_stays_but_the_password(stranger):
    page = Page(stranger, "/connexion")

    page.submit("Se connecter", status=422, email="eva@exemple.example", password="secret!")

    assert page.value("email") == "eva@exemple.example"
    assert (
        "secret!"
        not in stranger.post(
            "/connexion", data={"email": "x@y.example", "password": "secret!"}
        ).text
    )


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/clients?q=martin", "/clients?q=martin"),
        ("https://mechant.example/", "/"),
        ("//mechant.example/", "/"),
        ("/\\mechant.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_one_lands_where_one_was_going_on_this_site(stranger, target, expected):
    answer = stranger.post(
        "/connexion",
        query_string={"next": target},
        data={"email": EMAIL, "password": PASSWORD},
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, expected)


def test_the_way_is_remembered_through_the_form(stranger):
    answer = stranger.get("/envois?etat=refuses")
    assert answer.headers["Location"] == "/connexion?next=/envois?etat%3Drefuses"

    page = Page(stranger, answer.headers["Location"])
    page.submit("Se connecter", status=422, email=EMAIL, password="faux")
    page.submit("Se connecter", email=EMAIL, password=PASSWORD)

    assert page.url == "/envois?etat=refuses"


def test_the_session_is_renewed_at_login(stranger):
    with stranger.session_transaction() as session:
        session["planted"] = "by somebody else"

    try_(stranger, PASSWORD)

    with stranger.session_transaction() as session:
        assert "planted" not in session
        assert session["_user_id"] == "1.1"


def test_cookies_are_for_the_server_alone(stranger):
    cookies = try_(stranger, PASSWORD).headers.getlist("Set-Cookie")

    assert len(cookies) == 2
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Secure" in cookie


@pytest.mark.parametrize(("stay", "lasts"), [({"stay": "y"}, True), ({}, False)])
def test_one_stays_in_if_one_asks(stranger, stay, lasts):
    cookies = try_(stranger, PASSWORD, **stay).headers.getlist("Set-Cookie")

    (session,) = [cookie for cookie in cookies if cookie.startswith("session=")]
    assert ("Expires=" in session) == lasts


def test_going_out_is_a_post_and_closes_the_door(owner):
    assert owner.get("/deconnexion").status_code == 405
    page = Page(owner, "/reglages")

    page.submit("Se déconnecter")

    assert page.url == "/connexion"
    assert "Vous êtes déconnecté" in page.messages
    assert owner.get("/reglages").status_code == 302


def test_going_out_closes_what_a_stolen_cookie_opened(stranger, app):
    try_(stranger, PASSWORD)
    thief = app.test_client()
    thief.set_cookie("session", stranger.get_cookie("session").value)
    assert thief.get("/reglages").status_code == 200

    stranger.post("/deconnexion")

    assert thief.get("/reglages").status_code == 302


def test_who_is_in_needs_no_login_page(owner):
    assert owner.get("/connexion").headers["Location"] == "/"


def test_an_old_hash_is_renewed_at_login(stranger):
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with transaction():
        the_owner().password_hash = weak

    try_(stranger, PASSWORD)

    db.session.rollback()
    assert the_owner().password_hash.startswith("$argon2id$v=19$m=19456")
    assert try_(stranger, PASSWORD).status_code == 303


# Limits


def test_guesses_from_one_network_are_slowed_down(stranger, limited):
    answers = [try_(stranger).status_code for _ in range(12)]

    assert answers == [422] * 10 + [429] * 2
    assert try_(stranger, PASSWORD).status_code == 429
    assert "Attendez quelques minutes" in try_(stranger).text
    assert stranger.get("/connexion").status_code == 200


def test_guesses_from_many_networks_count_for_the_account(app, limited):
    answers = [
        app.test_client()
        .post(
            "/connexion",
            data={"email": EMAIL.upper(), "password": "faux"},
            environ_base={"REMOTE_ADDR": f"203.0.113.{n}"},
        )
        .status_code
        for n in range(25)
    ]

    assert answers == [422] * 20 + [429] * 5


def test_one_ipv6_household_is_one_network(app, limited):
    answers = [
        app.test_client()
        .post(
            "/connexion",
            data={"email": f"{n}@x.example", "password": "faux"},
            environ_base={"REMOTE_ADDR": f"2001:db8:1:2::{n:x}"},
        )
        .status_code
        for n in range(12)
    ]

    assert answers == [422] * 10 + [429] * 2


@pytest.mark.parametrize("address", ["unknown", "203.0.113.7:4711", "_hidden", ""])
def test_a_proxy_that_writes_no_address_breaks_nothing(app, limited, address):
    answers = [
        app.test_client()
        .post(
            "/connexion",
            data={"email": f"{n}@x.example", "password": "faux"},
            environ_base={"REMOTE_ADDR": address},
        )
        .status_code
        for n in range(11)
    ]

    assert answers == [422] * 10 + [429]


def test_strangers_who_guess_do_not_keep_the_owner_out(stranger, app, limited):
    try_(stranger, PASSWORD)
    stranger.post("/deconnexion")
    for n in range(25):
        app.test_client().post(
            "/connexion",
            data={"email": EMAIL, "password": "faux"},
            environ_base={"REMOTE_ADDR": f"203.0.113.{n}"},
        )

    assert try_(app.test_client(), PASSWORD).status_code == 429
    assert try_(stranger, PASSWORD).status_code == 303


def test_a_forged_device_mark_is_worth_nothing(app, limited):
    for n in range(25):
        browser = app.test_client()
        browser.set_cookie("appareil", f"appareil-{n}.signature")
        answer = browser.post(
            "/connexion",
            data={"email": EMAIL, "password": "faux"},
            environ_base={"REMOTE_ADDR": f"203.0.113.{n}"},
        )

    assert answer.status_code == 429


def test_a_device_mark_opens_nothing_by_itself(stranger, app):
    cookies = try_(stranger, PASSWORD).headers.getlist("Set-Cookie")
    mark = next(c for c in cookies if c.startswith("appareil=")).split(";")[0].split("=", 1)[1]
    other = app.test_client()
    other.set_cookie("appareil", mark)

    assert other.get("/reglages").status_code == 302


def test_the_wait_ends(stranger, limited, monkeypatch):
    for _ in range(11):
        try_(stranger)
    assert try_(stranger, PASSWORD).status_code == 429

    limiter.storage.reset()  # what a minute without trying does

    assert try_(stranger, PASSWORD).status_code == 303


def test_coming_in_often_is_not_guessing(stranger, limited):
    assert [try_(stranger, PASSWORD).status_code for _ in range(9)] == [303] * 9


# Changing how one comes in


def test_changing_the_password_closes_the_other_sessions(owner, app, stranger):
    other = app.test_client()
    try_(other, PASSWORD)
    page = Page(owner, "/reglages/acces")

    page.submit("Changer le mot de passe", status=422, current="faux", password=NEXT)
    assert "Ce n’est pas votre mot de passe actuel" in page.text
    page.submit("Changer le mot de passe", status=422, current=PASSWORD, password="court")
    assert "trop court" in page.text
    page.submit("Changer le mot de passe", current=PASSWORD, password=NEXT)

    assert "Mot de passe changé" in page.messages
    assert owner.get("/reglages").status_code == 200
    assert other.get("/reglages").status_code == 302
    assert try_(stranger, PASSWORD).status_code == 422
    assert try_(stranger, NEXT).status_code == 303


def test_changing_the_address_needs_the_password(owner, stranger):
    page = Page(owner, "/reglages/acces")
    fields = {"adresse-email": "nadia@ailleurs.example", "adresse-current": "faux"}
    page.submit("Changer l’adresse", status=422, **fields)
    assert page.value("adresse-email") == "nadia@ailleurs.example"
    assert the_owner().email == EMAIL

    page.submit("Changer l’adresse", **fields | {"adresse-current": PASSWORD})

    assert try_(stranger, PASSWORD, "nadia@ailleurs.example").status_code == 303


def test_the_other_devices_can_be_sent_away(owner, app):
    other = app.test_client()
    try_(other, PASSWORD)

    Page(owner, "/reglages/acces").submit("Déconnecter les autres appareils")

    assert owner.get("/reglages").status_code == 200
    assert other.get("/reglages").status_code == 302


def test_guessing_the_current_password_is_slowed_down(owner, limited):
    form = {"current": "faux", "password": NEXT}
    answers = [owner.post("/reglages/acces/mot-de-passe", data=form).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_the_journal_tells_and_keeps_no_secret(nadia, clock):
    with transaction():
        change_password(the_owner(), PASSWORD, NEXT, at=clock())
        end_sessions(the_owner(), at=clock())

    told = db.session.query(Entry).order_by(Entry.id).all()
    assert [entry.event for entry in told] == ["account.password_changed", "account.sessions_ended"]
    assert not any(secret in entry.facts for entry in told for secret in (PASSWORD, NEXT, "argon2"))


def test_strength_is_said_while_one_types(stranger):
    weak = stranger.post("/mot-de-passe/force", data={"password": "motdepasse12"}, headers=HTMX)
    good = stranger.post("/mot-de-passe/force", data={"password": NEXT}, headers=HTMX)

    assert "trop facile à deviner" in weak.text
    assert "Solidité : bon" in good.text
    assert NEXT not in good.text


@pytest.mark.parametrize("act", ["mot-de-passe", "adresse", "sessions"])
def test_access_is_the_owners(stranger, act):
    before = the_owner().session_epoch

    assert stranger.post(f"/reglages/acces/{act}").headers["Location"].startswith("/connexion")
    assert stranger.get(f"/reglages/acces/{act}").status_code in {302, 404, 405}
    assert the_owner().session_epoch == before
