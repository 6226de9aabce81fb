"""The instrument itself: what the small browser sees, sends, swaps and blames."""

from typing import Any

import pytest
from flask import Flask, Response, redirect, request
from flask.testing import FlaskClient

from browsing.lint import faults
from browsing.markup import Document
from page import Page

HEAD = '<!doctype html><html lang="fr"><head><title>Essai · facturelite</title></head><body>'
MESSAGES = '<div id="messages">{}</div>'
FORM = """
<form method="post" action="/envoi" hx-post="/envoi" hx-target="#block" hx-swap="outerHTML">
<input type="hidden" name="csrf_token" value="{token}">
<label for="name">Nom</label><input id="name" name="name" value="{name}">
<label>Sorte <select name="kind"><option value="a">A</option>
<option value="b" selected>B</option></select></label>
<label><input type="checkbox" name="tick" checked> Coché</label>
<label>Mot <textarea name="note">
deux
lignes</textarea></label>
<button name="act" value="1">Envoyer</button>
</form>"""


def block(body: str) -> str:
    return f'<section id="block">{body}</section>'


def whole(body: str, message: str = "") -> str:
    return f"{HEAD}<h1>Titre</h1>{MESSAGES.format(message)}{body}</body></html>"


REFUSED = '<div id="messages" hx-swap-oob="innerHTML">Non.</div>'
SPOILT_ANSWERS = {
    "plain redirect": lambda: redirect("/"),
    "refusal": lambda: Response(REFUSED, 422, {"HX-Reswap": "none"}),
    "whole page": lambda: whole(block("tout")),
    "other block": lambda: '<section id="other">autre</section>',
}


@pytest.fixture
def site() -> Flask:
    """A site of one page: a name that a form changes, with and without htmx."""
    site = Flask("essai")
    state: dict[str, Any] = {"name": "Éva", "token": 0, "sent": [], "mode": "honest"}
    site.config["STATE"] = state

    @site.get("/")
    def show() -> str:
        state["token"] += 1
        body = block(FORM.format(**state) + '<a href="/ailleurs">Ailleurs</a>')
        if request.headers.get("HX-Request") != "true":
            return whole(body, "Dit une fois")
        oob = '<div id="messages" hx-swap-oob="innerHTML">Fait.</div>'
        return (body.replace("Éva", "Ève") if state["mode"] == "unlike" else body) + oob

    @site.post("/envoi")
    def send() -> Any:
        state["sent"].append((request.form.to_dict(flat=False), dict(request.headers)))
        if state["mode"] in SPOILT_ANSWERS:
            return SPOILT_ANSWERS[state["mode"]]()
        state["name"] = request.form["name"]
        return redirect("/", 303)

    @site.get("/ailleurs")
    def elsewhere() -> str:
        return whole("<p>Là-bas : 1\u00a0250,00\u202f€</p>")

    return site


@pytest.fixture
def site_browser(site: Flask) -> FlaskClient:
    return site.test_client()


def test_a_form_is_sent_as_a_browser_sends_it(site, site_browser):
    page = Page(site_browser, "/")

    page.submit("Envoyer", name="Nadia", kind="a", tick=False)

    form, headers = site.config["STATE"]["sent"][0]
    assert form == {
        "csrf_token": ["1"],
        "name": ["Nadia"],
        "kind": ["a"],
        "note": ["deux\nlignes"],
        "act": ["1"],
    }
    assert "Hx-Request" not in headers
    assert headers["Referer"] == "http://localhost/"
    assert (page.url, page.status, page.value("name")) == ("/", 200, "Nadia")


def test_what_is_left_alone_is_sent_as_it_stands(site, site_browser):
    Page(site_browser, "/").submit("Envoyer")

    form, _ = site.config["STATE"]["sent"][0]
    assert (form["name"], form["kind"], form["tick"]) == (["Éva"], ["b"], ["on"])


@pytest.mark.parametrize(
    "fields", [{"nom": "x"}, {"kind": "c"}, {"name": True}, {"name": (b"", "x")}]
)
def test_a_field_or_a_choice_that_is_not_there_fails(site_browser, fields):
    with pytest.raises(AssertionError):
        Page(site_browser, "/").submit("Envoyer", **fields)


def test_a_button_that_is_not_there_fails(site_browser):
    with pytest.raises(AssertionError, match="nothing says « Enregistrer »"):
        Page(site_browser, "/").submit("Enregistrer")


def test_another_status_than_the_one_told_fails(site_browser):
    with pytest.raises(AssertionError, match="answered 200, not 422"):
        Page(site_browser, "/").submit("Envoyer", status=422)


def test_a_post_answered_by_a_plain_redirect_fails(site, site_browser):
    site.config["STATE"]["mode"] = "plain redirect"

    with pytest.raises(AssertionError, match="plain redirect"):
        Page(site_browser, "/").submit("Envoyer")


def test_text_reads_no_break_spaces_as_spaces(site_browser):
    page = Page(site_browser, "/").follow("Ailleurs")

    assert "Là-bas : 1 250,00 €" in page.text


def test_htmx_swaps_the_block_and_the_messages(site, site_browser):
    page = Page(site_browser, "/", htmx=True)
    assert page.messages == "Dit une fois"

    page.submit("Envoyer", name="Nadia")

    _, headers = site.config["STATE"]["sent"][0]
    assert headers["Hx-Request"] == "true"
    assert (page.value("name"), page.messages) == ("Nadia", "Fait.")
    page.assert_same_as_reload()


def test_an_htmx_answer_unlike_a_reload_fails(site, site_browser):
    page = Page(site_browser, "/", htmx=True)
    site.config["STATE"]["mode"] = "unlike"
    page.submit("Envoyer")

    with pytest.raises(AssertionError):
        page.assert_same_as_reload()


def test_a_refusal_changes_the_messages_only(site, site_browser):
    page = Page(site_browser, "/", htmx=True)
    site.config["STATE"]["mode"] = "refusal"

    page.submit("Envoyer", status=422)

    assert (page.messages, page.value("name")) == ("Non.", "Éva")


@pytest.mark.parametrize("mode", ["whole page", "other block"])
def test_an_answer_that_would_spoil_the_page_fails(site, site_browser, mode):
    page = Page(site_browser, "/", htmx=True)
    site.config["STATE"]["mode"] = mode

    with pytest.raises(AssertionError):
        page.submit("Envoyer")


def test_rows_are_swapped_as_rows(site):
    document = Document.fragment('<tr id="row"><td>1</td></tr><div hx-swap-oob="innerHTML"></div>')

    assert [e.tag for e in document.elements("tr", "td")] == ["tr", "td"]


def test_a_clean_page_has_no_fault(site):
    body = block(FORM.format(token=1, name="Éva") + '<a href="/ailleurs">Ailleurs</a>')

    assert faults(Document(whole(body)), app=site) == []


SPOILT = {
    "parse error": "<p><div>x</div></p>",
    "exactly one h1": "<h1>Deux</h1>",
    "id used 2 times": '<p id="a">x</p><p id="a">y</p>',
    "inline style": "<p>x</p><style>p {}</style>",
    "inline script": "<script>1</script>",
    "attribute style": '<p style="color: red">x</p>',
    "attribute onclick": '<p onclick="x()">x</p>',
    "attribute hx-on:click": '<p hx-on:click="x()">x</p>',
    "comes from elsewhere": '<img alt="" src="https://cdn.example/x.png">',
    "no label": '<form action="/"><input name="x"></form>',
    "no name": '<form action="/"><label>X<input></label></form>',
    "nothing says": '<button type="button"></button>',
    "leads nowhere": "<a>x</a>",
    "no alt": '<img src="/x.png">',
    "neither hidden nor named": "<svg></svg>",
    "no caption": "<table><tr><th>x</th></tr></table>",
    "no header cell": "<table><caption>x</caption><tr><td>x</td></tr></table>",
    "no action": "<form><button>x</button></form>",
    "0 CSRF fields": '<form method="post" action="/envoi"><button>x</button></form>',
    "CSRF token in the address": '<form action="/"><input type="hidden" name="csrf_token"></form>',
    "no plain link nor form": '<a href="/" hx-get="/ailleurs">x</a>',
    "no page at /perdu": '<p hx-get="/perdu" hx-trigger="load">x</p>',
    "cannot work without JavaScript": '<a href="/" hx-delete="/">x</a>',
    "{{ nom }}": "<p>{{ nom }}</p>",
    "Total : None": "<p>Total : None</p>",
    "href is unrendered": '<a href="/?page=None">x</a>',
    "names no element: ghost": '<p aria-describedby="ghost">x</p>',
    "hx-target names no element": '<a href="/" hx-get="/" hx-target="#ghost">x</a>',
    "no page at": '<a href="/nulle-part">x</a>',
    "does not take GET": '<a href="/envoi">x</a>',
    "no title": '<iframe src="/"></iframe>',
}


@pytest.mark.parametrize(("fault", "spoilt"), SPOILT.items(), ids=SPOILT)
def test_each_fault_is_blamed(site, fault, spoilt):
    found = faults(Document(whole(block(spoilt))), app=site)

    assert any(fault in sentence for sentence in found), found


def test_a_fault_inside_a_template_is_blamed(site):
    spoilt = (
        '<table><caption>x</caption><tbody><template><tr><td><input name="q"></td></tr></template>'
    )
    page = whole(f"{spoilt}<tr><th>x</th></tr></tbody></table>")

    assert [f for f in faults(Document(page)) if "no label" in f]


def test_a_page_without_title_or_language_is_blamed():
    found = faults(Document("<!doctype html><html><title> · facturelite</title><h1>x</h1></html>"))

    assert any("title is empty" in f for f in found)
    assert any("no lang" in f for f in found)
