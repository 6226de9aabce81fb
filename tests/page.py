"""A small browser for tests: it opens pages, fills forms, presses buttons, lints what it sees.

    from page import Page

    page = Page(owner, "/clients/nouveau")
    page.submit("Enregistrer", status=422, email="pas une adresse")   # fields by name
    assert page.value("email") == "pas une adresse"
    page.submit("Enregistrer", company_name="Boulangerie Martin")     # follows the 303
    assert "Boulangerie Martin" in page.text                          # spaces are plain ones

With `htmx=True` it sends what htmx 4 would send and swaps the answer as htmx 4 would;
`page.assert_same_as_reload()` then says whether a reload shows the same.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from browsing.controls import filled, is_pressed, plain_values
from browsing.htmx import swap
from browsing.lint import faults, show
from browsing.markup import Document, flat, name_of, words
from browsing.outline import outline

REDIRECTS = {301, 302, 303, 307, 308}
MOST_REDIRECTS = 5


class Page:
    """One tab. `url` is its address bar, `status` the last answer's, `text` what is read."""

    def __init__(
        self, browser: FlaskClient, url: str, *, htmx: bool = False, status: int = 200
    ) -> None:
        self.browser, self.htmx, self.url = browser, htmx, url
        self._show(self._ask("GET", url), status)

    # What is seen

    @property
    def text(self) -> str:
        """The visible text, each run of spaces (no-break ones too) as one plain space."""
        return words(self.document.root)

    @property
    def title(self) -> str:
        return flat("".join(e.text or "" for e in self.document.elements("title")))

    @property
    def heading(self) -> str:
        return next((words(e) for e in self.document.elements("h1")), "")

    @property
    def messages(self) -> str:
        """What the last act said."""
        box = self.document.by_id("messages")
        return words(box) if box is not None else ""

    def within(self, element_id: str) -> str:
        """Return the text of the element that bears an id."""
        element = self.document.by_id(element_id)
        assert element is not None, f"no #{element_id} on {self.url}"
        return words(element)

    def links(self) -> dict[str, str]:
        """Return where each link leads, by its name (the first of a name)."""
        named = ((name_of(e, self.document), e.get("href", "")) for e in self._all("a"))
        return dict(reversed(list(named)))

    def buttons(self) -> list[str]:
        """Return what the buttons say."""
        return [name_of(e, self.document) for e in self._all("button", "input") if is_pressed(e)]

    def value(self, name: str) -> Any:
        """Return what a field of this name holds: text, or the list of several values."""
        values = [
            value
            for form in self._all("form")
            for key, value in plain_values(form, self.document)
            if key == name
        ]
        assert values, f"no field « {name} » holds anything on {self.url}"
        return values[0] if len(values) == 1 else values

    # What is done

    def follow(self, name: str, *, status: int = 200) -> "Page":
        """Press a link by its name; with htmx and hx-get, swap as htmx would."""
        link = self._named(name, self._all("a"))
        self._act(link, "GET", link.get("href", ""), [], status)
        return self

    def submit(
        self, says: str, /, *, status: int = 200, also: dict[str, Any] | None = None, **fields: Any
    ) -> "Page":
        """Fill the form of the button that `says` this, press it, and follow the answer.

        Fields by name: text; True or False for a checkbox; a list for several values;
        (bytes, "name.csv") for a file. One that the form lacks, or a choice that it does not
        offer, fails. `also` is what a script would have added. `status` is what must be
        answered in the end: 422 for a form sent back.
        """
        button = self._named(says, [e for e in self._all("button", "input") if is_pressed(e)])
        form = self._form_of(button)
        data = filled(form, self.document, fields, button) + list((also or {}).items())
        method = (button.get("formmethod") or form.get("method") or "get").upper()
        address = button.get("formaction") or form.get("action") or self.url
        source = button if button.get("hx-post") or button.get("hx-get") else form
        self._act(source, method, address, data, status)
        return self

    def swap(self, response: TestResponse, source: Element) -> None:
        """Apply an htmx answer to the page, as htmx 4 would."""
        swap(self.document, response, source)
        self._lint()

    def reload(self) -> "Page":
        """Open the same address again, in full."""
        return Page(self.browser, self.url, htmx=self.htmx)

    def assert_same_as_reload(self) -> None:
        """Fail, showing the first difference, unless a reload shows what the page shows.

        Messages, which are said once, and CSRF tokens are left out.
        """
        assert outline(self.document) == outline(self.reload().document)

    # How

    def _all(self, *tags: str) -> list[Element]:
        return list(self.document.elements(*tags))

    def _named(self, name: str, among: Iterable[Element]) -> Element:
        named = [(name_of(e, self.document), e) for e in among]
        found = [e for said, e in named if said == flat(name)]
        assert found, f"nothing says « {name} » on {self.url}, only {[said for said, _ in named]}"
        return found[0]

    def _form_of(self, button: Element) -> Element:
        form = self.document.by_id(button.get("form", "")) if button.get("form") else None
        form = form if form is not None else self.document.closest(button, "form")
        assert form is not None, f"{show(button)} is in no form"
        return form

    def _act(
        self, source: Element, method: str, address: str, data: list[Any], status: int
    ) -> None:
        by_htmx = self.htmx and source.get(f"hx-{method.lower()}") is not None
        headers = {"HX-Request": "true", "HX-Request-Type": "partial"} if by_htmx else {}
        response = self._ask(method, urljoin(self.url, address), data, headers)
        if by_htmx:
            assert response.status_code == status, self._unlike(response, status)
            self.status = response.status_code
            self._remember(source, response)
            self.swap(response, source)
        else:
            self._show(response, status)

    def _remember(self, source: Element, response: TestResponse) -> None:
        told = source.get("hx-push-url") or source.get("hx-replace-url")
        if told:
            self.url = _local(response.request.url) if told == "true" else told

    def _ask(
        self, method: str, url: str, data: Iterable[Any] = (), headers: dict[str, str] | None = None
    ) -> TestResponse:
        sent = MultiDict(list(data))
        headers = {**(headers or {}), "Referer": f"http://localhost{self.url}"}
        place = {"query_string": sent} if method == "GET" and sent else {"data": sent or None}
        response = self.browser.open(url, method=method, headers=headers, **place)
        for _ in range(MOST_REDIRECTS):
            if response.status_code not in REDIRECTS:
                return response
            if method == "POST":
                assert response.status_code == 303, f"{url} answered a POST by a plain redirect"
            method, url = "GET", urljoin(url, _local(response.headers["Location"]))
            response = self.browser.get(url, headers=headers)
        raise AssertionError(f"too many redirects, lastly to {url}")

    def _show(self, response: TestResponse, status: int) -> None:
        self.url = _local(response.request.url)
        self.status = response.status_code
        assert self.status == status, self._unlike(response, status)
        assert response.mimetype == "text/html", f"{self.url} is {response.mimetype}, not a page"
        self.document = Document(response.text)
        self._lint()

    def _unlike(self, response: TestResponse, status: int) -> str:
        seen = words(Document(response.text).root) if response.mimetype == "text/html" else ""
        return (
            f"{response.request.url} answered {response.status_code}, not {status}: {seen[:2000]}"
        )

    def _lint(self) -> None:
        found = faults(self.document, app=self.browser.application)
        assert not found, "\n".join((f"{self.url} has faults:", *found))


def _local(url: str) -> str:
    parts = urlsplit(url)
    assert parts.netloc in {"", "localhost"}, f"leads away: {url}"
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
