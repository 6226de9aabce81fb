"""The doors: who comes in, which headers go out, what is kept by browsers."""

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from facturelite import create_app, web
from facturelite.settings import Settings


def policy(answer) -> dict[str, str]:
    rules = answer.headers["Content-Security-Policy"].split(";")
    return {name: value for name, _, value in (rule.strip().partition(" ") for rule in rules)}


@pytest.mark.parametrize("path", ["/", "/nulle-part", "/p/inconnu", "/static/app.css"])
def test_every_answer_bears_the_headers(stranger: FlaskClient, path):
    with stranger.get(path) as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_site_in_https_stays_in_https(stranger: FlaskClient, tmp_path):
    assert "max-age=" in stranger.get("/connexion").headers["Strict-Transport-Security"]

    on_this_machine = create_app(Settings.from_environment({}, data=tmp_path)).test_client()
    answer = on_this_machine.get("/static/app.css")
    assert "Strict-Transport-Security" not in answer.headers
    answer.close()


def test_the_policy_lets_nothing_inline_nor_foreign_in(stranger: FlaskClient):
    told = policy(stranger.get("/nulle-part"))

    for name in ("default-src", "script-src", "style-src"):
        assert told[name] == "'self'"
    assert told["object-src"] == told["base-uri"] == "'none'"
    assert told["form-action"] == told["frame-ancestors"] == "'self'"
    assert "unsafe" not in str(told)


def test_pages_are_not_kept_by_browsers(stranger: FlaskClient):
    assert stranger.get("/nulle-part").headers["Cache-Control"] == "no-store"


def test_a_static_file_is_kept_when_its_address_holds_its_content(app: Flask, stranger):
    with app.test_request_context():
        address = web.static("app.css")

    with stranger.get(address) as answer:
        kept = answer.headers["Cache-Control"]
    assert "immutable" in kept
    assert "max-age=31536000" in kept
    assert "no-cache" not in kept
    with stranger.get("/static/app.css") as unversioned:
        assert "immutable" not in unversioned.headers["Cache-Control"]


def test_the_session_cookie_is_for_this_site_only(app: Flask, stranger):
    stranger.get("/nulle-part")
    with stranger.session_transaction() as session:
        session["x"] = 1
    cookie = stranger.get("/nulle-part").headers.get("Set-Cookie") or ""

    assert app.config["SESSION_COOKIE_HTTPONLY"]
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert app.config["SESSION_COOKIE_SECURE"], "the site's address is https"
    assert not cookie or ("HttpOnly" in cookie and "Secure" in cookie)


def test_a_site_on_this_machine_needs_no_https(tmp_path):
    made = create_app(Settings.from_environment({}, data=tmp_path))

    assert not made.config["SESSION_COOKIE_SECURE"]


def test_a_stranger_is_sent_to_the_login_page_and_back(stranger: FlaskClient):
    answer = stranger.get("/factures?etat=retard")

    assert answer.status_code == 302
    assert answer.location.startswith("/connexion?")
    assert "next=/factures?etat%3Dretard" in answer.location


def test_a_session_of_an_earlier_epoch_is_over(owner: FlaskClient):
    with owner.session_transaction() as session:
        session["_user_id"] = "1.0"

    assert owner.get("/factures").status_code == 302


@pytest.mark.parametrize("remembered", ["2.1", "1", "", "x", "1.1.1", "1.1' OR 1=1"])
def test_a_forged_identity_is_nobody(owner: FlaskClient, remembered):
    with owner.session_transaction() as session:
        session["_user_id"] = remembered

    assert owner.get("/factures").status_code == 302


def test_a_proxy_is_believed_only_when_there_is_one(tmp_path):
    def remote_address(proxies: str) -> str:
        environment = {"FACTURELITE_PROXIES": proxies}
        app = create_app(Settings.from_environment(environment, data=tmp_path / (proxies or "no")))
        seen: list[str] = []

        @app.get("/essai/adresse")
        @web.public
        def show() -> str:
            seen.append(f"{request.remote_addr} {request.scheme}")
            return ""

        said = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
        app.test_client().get("/essai/adresse", headers=said)
        return seen[0]

    assert remote_address("") == "127.0.0.1 http"
    assert remote_address("1") == "203.0.113.9 https"
