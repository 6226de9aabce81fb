"""Every page of the house: sound, pure, guarded. A route that is not visited here fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.routing import AnyConverter, Rule

from browsing.lint import faults
from browsing.markup import Document
from facturelite.access import limiter
from facturelite.accounts.actions import open_setup
from facturelite.db import transaction
from houses import House
from page import Page
from visits import (
    CLIENT_FILES,
    CLIENT_PAGES,
    OWNER_FILES,
    OWNER_PAGES,
    PARTS,
    STRANGER_PAGES,
)

# visited below, or elsewhere
APART = {"static", "accounts.set_up", "accounts.renew_password", "portal.client.no_such_page"}
PUBLIC = {
    "accounts.show_login",
    "accounts.set_up",
    "accounts.renew_password",
    "accounts.rate_password",
    "deadlines.feed",
}
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture(autouse=True)
def _unlimited(empty_database: Path) -> None:
    limiter.enabled = False  # the first create_app of a run switches it on


@pytest.fixture(params=["plain", "hostile"])
def any_house(request: pytest.FixtureRequest) -> House:
    return request.getfixturevalue(f"{request.param}_house")


def rules(built: House) -> list[Rule]:
    return [rule for rule in built.app.url_map.iter_rules() if rule.endpoint != "static"]


def is_public(built: House, rule: Rule) -> bool:
    return getattr(built.app.view_functions[rule.endpoint], "is_public", False)


# Sound


@pytest.mark.parametrize("template", OWNER_PAGES)
def test_each_page_of_the_owner_is_sound(any_house, template):
    Page(any_house.owner(), any_house.url(template))


@pytest.mark.parametrize("template", CLIENT_PAGES)
def test_each_page_of_a_client_is_sound(any_house, template):
    Page(any_house.stranger(), any_house.url(template))


@pytest.mark.parametrize("template", STRANGER_PAGES)
def test_each_page_of_a_stranger_is_sound(plain_house, template):
    Page(plain_house.stranger(), template)


@pytest.mark.parametrize("template", [*OWNER_PAGES, *PARTS])
def test_htmx_gets_a_sound_part_of_each_page(any_house, template):
    answer = any_house.owner().get(any_house.url(template), headers=HTMX)

    document = Document.fragment(answer.text)
    assert answer.status_code == 200
    assert faults(document, fragment=True, app=any_house.app) == []
    assert not list(document.elements("html", "title", "main"))


@pytest.mark.parametrize(("template", "kind"), (OWNER_FILES | CLIENT_FILES).items())
def test_each_file_is_what_it_says(any_house, template, kind):
    browser = any_house.owner() if template in OWNER_FILES else any_house.stranger()

    with browser.get(any_house.url(template)) as answer:
        assert (answer.status_code, answer.mimetype) == (200, kind)
        assert answer.get_data()


def test_the_set_up_page_is_sound(app, clock):
    with transaction():
        token = open_setup(at=clock())

    Page(app.test_client(), f"/installation/{token}")


def test_every_route_that_shows_something_is_visited(plain_house):
    visited = [*OWNER_PAGES, *CLIENT_PAGES, *OWNER_FILES, *CLIENT_FILES, *PARTS, *STRANGER_PAGES]
    seen = {
        plain_house.app.url_map.bind("localhost").match(plain_house.url(t).partition("?")[0])[0]
        for t in visited
    }
    shown = {rule.endpoint for rule in rules(plain_house) if "GET" in (rule.methods or ())}

    assert shown - seen - APART == set(), "add the new page to tests/visits.py"


# Pure


def test_looking_changes_nothing(plain_house):
    before = plain_house.fingerprint()
    owner, client = plain_house.owner(), plain_house.stranger()

    for template in [*OWNER_PAGES, *OWNER_FILES, *PARTS]:
        for headers in ({}, HTMX):
            owner.get(plain_house.url(template), headers=headers).close()
            owner.head(plain_house.url(template)).close()
    for template in [*CLIENT_PAGES, *CLIENT_FILES]:
        client.get(plain_house.url(template)).close()
        owner.get(plain_house.url(template)).close()

    after = plain_house.fingerprint()
    assert {name for name in after if after[name] != before.get(name)} == set()
    assert after == before


def test_a_change_would_be_seen(plain_house):
    before = plain_house.fingerprint()
    mark = plain_house.data / "mark"
    mark.write_text("x")

    assert plain_house.fingerprint() != before
    mark.unlink()
    assert plain_house.fingerprint() == before


# Guarded


def filled(rule: Rule, value: object = 1) -> str:
    """Return an address of a rule, with the same value in each blank that is free."""
    values = {name: _choices(rule, name) or value for name in rule.arguments}
    address = rule.build(values, append_unknown=False)
    assert address is not None
    return address[1]


def _choices(rule: Rule, name: str) -> str | None:
    """Return the first of the few words that a blank takes, None when it takes any."""
    converter = rule._converters[name]
    return min(converter.items) if isinstance(converter, AnyConverter) else None


def names_something(rule: Rule) -> bool:
    """Tell whether an address may name what does not exist."""
    return any(_choices(rule, name) is None for name in rule.arguments)


def test_only_these_pages_are_open(plain_house):
    opened = {rule.endpoint for rule in rules(plain_house) if is_public(plain_house, rule)}

    assert {endpoint for endpoint in opened if not endpoint.startswith("portal.")} == PUBLIC
    assert {e for e in opened - PUBLIC if not e.startswith("portal.client.")} == set()


def test_a_stranger_is_sent_to_the_login_page_and_writes_nothing(plain_house):
    before, stranger = plain_house.fingerprint(), plain_house.stranger()

    for rule in rules(plain_house):
        if is_public(plain_house, rule):
            continue
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            answer = stranger.open(filled(rule), method=method)
            assert answer.status_code in {302, 303}, f"{method} {rule}"
            assert answer.location.startswith("/connexion"), f"{method} {rule}"
            assert "Atelier" not in answer.text

    assert plain_house.fingerprint() == before


def test_a_wrong_private_link_is_nowhere(plain_house):
    before, stranger = plain_house.fingerprint(), plain_house.stranger()

    for rule in rules(plain_house):
        if rule.endpoint.startswith("portal.client"):
            for method in sorted((rule.methods or set()) - {"OPTIONS"}):
                assert stranger.open(filled(rule), method=method).status_code == 404, rule

    assert plain_house.fingerprint() == before


def test_what_does_not_exist_is_nowhere(plain_house):
    before, owner = plain_house.fingerprint(), plain_house.owner()

    for rule in rules(plain_house):
        if names_something(rule):
            for method in sorted((rule.methods or set()) - {"OPTIONS"}):
                answer = owner.open(filled(rule, 987654321), method=method)
                assert answer.status_code == 404, f"{method} {rule}: {answer.status_code}"

    assert plain_house.fingerprint() == before


def test_the_parts_of_another_document_are_nowhere(plain_house):
    elsewhere = plain_house.url("/factures/{paid}/litige/{dispute}")

    assert plain_house.owner().get(elsewhere).status_code == 404
    assert plain_house.owner().post(elsewhere).status_code == 404


def test_no_method_is_taken_that_a_page_does_not_offer(plain_house):
    owner = plain_house.owner()

    for rule in rules(plain_house):
        others = {"GET", "POST", "PUT", "PATCH", "DELETE"} - _methods_at(plain_house, filled(rule))
        for method in sorted(others):
            assert owner.open(filled(rule), method=method).status_code == 405, f"{method} {rule}"


def _methods_at(built: House, address: str) -> set[str]:
    return set(built.app.url_map.bind("localhost").allowed_methods(address))


@pytest.fixture
def with_csrf(plain_house) -> Iterator[House]:
    plain_house.app.config["WTF_CSRF_ENABLED"] = True
    yield plain_house
    plain_house.app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("token", ["", "faux"])
def test_nothing_is_done_without_the_token_of_the_form(with_csrf, token):
    before, owner = with_csrf.fingerprint(), with_csrf.owner()
    refused = 0

    for rule in rules(with_csrf):
        if "POST" in (rule.methods or ()):
            answer = owner.post(filled(rule), data={"csrf_token": token})
            assert answer.status_code == 400, f"{rule}: {answer.status_code}"
            refused += 1

    assert refused > 20
    assert with_csrf.fingerprint() == before
