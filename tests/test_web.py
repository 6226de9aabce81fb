"""Answers: where one is sent back, what is refused, what a part of a page holds."""

import pytest
from flask import Flask, redirect, request
from flask.testing import FlaskClient
from sqlalchemy.orm.exc import StaleDataError

from facturelite import create_app, web
from facturelite.access import MOST_UPLOADED
from facturelite.db import db
from facturelite.refusals import Refusal

OTHERWISE = "/ici"
STAYS = ["/", "/factures/12", "/factures?etat=tard&q=a%20b", "/a#b", "/a/../b"]
LEADS_AWAY = [
    None,
    "",
    "factures",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/a\\b",
    "http://evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    " /factures",
    "/\t/evil.example",
    "/\n/evil.example",
    "/%0d%0aSet-Cookie: a=b\r\n",
]


@pytest.mark.parametrize("url", STAYS)
def test_a_next_address_of_ours_is_followed(url):
    assert web.local(url, OTHERWISE) == url


@pytest.mark.parametrize("url", LEADS_AWAY)
def test_a_next_address_that_leads_away_is_not(url):
    assert web.local(url, OTHERWISE) == OTHERWISE


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://localhost/factures/12", "/factures/12"),
        ("http://localhost/factures?q=a", "/factures?q=a"),
        ("http://evil.example/factures", OTHERWISE),
        ("http://localhost.evil.example/", OTHERWISE),
        ("http://localhost@evil.example/", OTHERWISE),
        ("http://localhost//evil.example", OTHERWISE),
        ("/factures", OTHERWISE),
        ("", OTHERWISE),
        ("n’importe quoi", OTHERWISE),
    ],
)
def test_one_goes_back_to_our_pages_only(app: Flask, referrer, back):
    with app.test_request_context("/", headers={"Referer": referrer.encode().decode("latin-1")}):
        assert web.back(OTHERWISE) == back


class Full(Refusal):
    """A refusal of these tests."""

    def __init__(self) -> None:
        super().__init__("C’est plein <b>ici</b>.")


@pytest.fixture
def refusing(settings, clock) -> Flask:
    """An installation with routes that refuse, conflict and fail."""
    made = create_app(settings)
    made.config.update(CLOCK=clock, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)

    @made.post("/essai/refus")
    @web.public
    def refuse() -> None:
        raise Full

    @made.post("/essai/conflit")
    @web.public
    def conflict() -> None:
        raise StaleDataError

    @made.get("/essai/panne")
    @web.public
    def fail() -> None:
        raise ZeroDivisionError("le secret de Nadia")

    @made.post("/essai/fait")
    @web.public
    def do() -> object:
        return web.done("/essai/suite", "C’est fait.")

    @made.post("/essai/envoi")
    @web.public
    def receive() -> str:
        return str(len(request.form))

    return made


@pytest.fixture
def refused(refusing: Flask):
    with refusing.app_context():
        yield refusing.test_client()
        db.session.remove()
        db.engine.dispose()


def said(browser: FlaskClient) -> list[tuple[str, str]]:
    with browser.session_transaction() as session:
        return [tuple(pair) for pair in session.get("_flashes", [])]


def test_a_refusal_sends_back_and_says_why(refused):
    answer = refused.post("/essai/refus", headers={"Referer": "http://localhost/factures/1"})

    assert (answer.status_code, answer.location) == (303, "/factures/1")
    assert said(refused) == [("danger", "C’est plein <b>ici</b>.")]


def test_a_refusal_leaves_an_htmx_page_as_it_was_typed(refused):
    answer = refused.post("/essai/refus", headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert answer.headers["HX-Reswap"] == "none"
    assert 'id="messages"' in answer.text
    assert "hx-swap-oob" in answer.text
    assert "C’est plein &lt;b&gt;ici&lt;/b&gt;." in answer.text


def test_two_tabs_that_conflict_are_explained(refused):
    answer = refused.post("/essai/conflit", headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert "a changé entre-temps" in answer.text


def test_what_is_done_is_said_after_a_303(refused):
    answer = refused.post("/essai/fait")

    assert (answer.status_code, answer.location) == (303, "/essai/suite")
    assert said(refused) == [("success", "C’est fait.")]


def test_a_fault_of_ours_tells_nothing_of_the_inside(refused, caplog):
    answer = refused.get("/essai/panne")

    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "ZeroDivisionError" in caplog.text


def test_a_fault_of_ours_does_not_write_down_a_private_address(refusing, refused, caplog):
    @refusing.get("/essai/lien/<token>")
    @web.public
    def fail_behind_a_link(token: str) -> None:
        raise ZeroDivisionError

    refused.get("/essai/lien/abcdefgh")

    assert "GET /essai/lien/<token>" in caplog.text
    assert "abcdefgh" not in caplog.text


@pytest.mark.parametrize(("path", "code"), [("/essai/panne", 500), ("/essai/rien", 404)])
def test_an_error_takes_the_place_of_the_whole_page(refused, path, code):
    answer = refused.get(path, headers={"HX-Request": "true"})

    assert answer.status_code == code
    assert answer.headers["HX-Retarget"] == "body"
    assert answer.headers["HX-Reswap"] == "innerHTML"


def test_a_redirect_passes_as_it_is(refusing):
    refusing.add_url_rule("/essai/ailleurs", view_func=web.public(lambda: redirect("/x")))

    assert refusing.test_client().get("/essai/ailleurs").status_code == 302


def test_what_is_too_large_is_refused_with_a_page(refused):
    answer = refused.post("/essai/envoi", data={"x": b"x" * MOST_UPLOADED})

    assert answer.status_code == 413
    assert "<h1" in answer.text
