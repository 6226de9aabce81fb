"""What no page of the house may do, whatever it shows."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from browsing.markup import Document, labels_of, name_of, words

Check = Callable[[Document], Iterator[str]]
UNRENDERED = re.compile(r"\{\{|\{%|\bNone\b|\bundefined\b|\bMarkup\(|<bound method|<function ")
SILENT_INPUTS = {"hidden", "submit", "button", "reset", "image"}
REFERENCES = (
    "for",
    "aria-describedby",
    "aria-labelledby",
    "aria-controls",
    "popovertarget",
    "form",
)
FOREIGN = ("http:", "https:", "//", "javascript:", "data:")
METHODS = ("get", "post")
ACTS = {"a", "button", "form"}


def faults(document: Document, *, fragment: bool = False, app: Flask | None = None) -> list[str]:
    """Return one sentence per fault of a page, or of a piece of one."""
    checks = ANYWHERE if fragment else (*ANYWHERE, *WHOLE_PAGE)
    found = [fault for check in checks for fault in check(document)]
    for template in document.templates:
        found += faults(Document.fragment(template), fragment=True)
    return [*found, *(_dead_ends(document, app) if app else ())]


def _well_formed(document: Document) -> Iterator[str]:
    yield from (f"parse error: {mistake}" for mistake in document.mistakes)


def _one_title(document: Document) -> Iterator[str]:
    titles = [e for e in document.elements("title") if (e.text or "").strip(" ·\n")]
    if not titles or not (titles[0].text or "").split("·")[0].strip():
        yield "the title is empty"
    headings = [words(e) for e in document.elements("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"there must be exactly one h1 with words, not {headings}"


def _language(document: Document) -> Iterator[str]:
    if document.root.get("lang") not in {"fr", "en"}:
        yield "<html> has no lang"


def _known_references(document: Document) -> Iterator[str]:
    ids = {e.get("id") for e in document.elements()}
    for element in document.elements():
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"{show(element)}: {attribute} names no element: {name}"


def _unique_ids(document: Document) -> Iterator[str]:
    ids = Counter(e.get("id") for e in document.elements() if e.get("id") is not None)
    yield from (f"id used {n} times: {i!r}" for i, n in ids.items() if n > 1 or not i)


def _nothing_inline(document: Document) -> Iterator[str]:
    for element in document.elements():
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"inline {element.tag}: the content security policy forbids it"
        for attribute in element.attrib:
            if attribute == "style" or re.match(r"on[a-z]|hx-on", attribute):
                yield f"{show(element)}: attribute {attribute} is forbidden by the policy"
            if attribute in {"src", "srcset"} or (attribute, element.tag) == ("href", "link"):
                yield from _from_here(element, element.get(attribute, ""))


def _from_here(element: Element, address: str) -> Iterator[str]:
    is_inline_image = element.tag == "img" and address.startswith("data:image/")
    if address.startswith(FOREIGN) and not is_inline_image:
        yield f"{show(element)}: comes from elsewhere"


def _labelled_fields(document: Document) -> Iterator[str]:
    for element in document.elements("input", "select", "textarea"):
        if element.get("type", "text") not in SILENT_INPUTS and not labels_of(element, document):
            yield f"{show(element)}: no label"
        if not element.get("name") and element.get("type") not in {"submit", "button", "checkbox"}:
            yield f"{show(element)}: no name"


def _named_controls(document: Document) -> Iterator[str]:
    for element in document.elements("button", "a", "summary"):
        if not name_of(element, document):
            yield f"{show(element)}: nothing says what it does"
    for element in document.elements("a"):
        if not element.get("href") or element.get("href", "").startswith("javascript:"):
            yield f"{show(element)}: leads nowhere"
    for element in document.elements("iframe", "dialog"):
        if not (name_of(element, document) or element.get("title")):
            yield f"{show(element)}: no title"


def _described_images(document: Document) -> Iterator[str]:
    for element in document.elements("img"):
        if element.get("alt") is None:
            yield f"{show(element)}: no alt"
    for element in document.elements("svg"):
        around = document.parents.get(element)
        in_picture = around is not None and around.get("role") == "img"
        if element.get("aria-hidden") != "true" and not element.get("aria-label", in_picture):
            yield f"{show(element)}: neither hidden nor named"


def _readable_tables(document: Document) -> Iterator[str]:
    for table in document.elements("table"):
        inside = {e.tag for e in table.iter()}
        if "caption" not in inside and not table.get("aria-label"):
            yield f"{show(table)}: no caption"
        if "th" not in inside:
            yield f"{show(table)}: no header cell"


def _honest_forms(document: Document) -> Iterator[str]:
    for form in document.elements("form"):
        method = form.get("method", "get").lower()
        if not form.get("action") or method not in METHODS:
            yield f"{show(form)}: no action, or a method that is neither get nor post"
        tokens = [e for e in form.iter("input") if e.get("name") == "csrf_token"]
        if method == "post" and len(tokens) != 1:
            yield f"{show(form)}: {len(tokens)} CSRF fields"
        if method == "get" and tokens:
            yield f"{show(form)}: sends the CSRF token in the address"


def _same_without_htmx(document: Document) -> Iterator[str]:
    """Acts must work without htmx; what else asks by a trigger of its own only adds comfort."""
    for element in document.elements():
        is_comfort = element.tag not in ACTS and element.get("hx-trigger") is not None
        for verb in METHODS:
            address = None if is_comfort else element.get(f"hx-{verb}")
            if address is not None and address not in _plain_addresses(element, document):
                yield f"{show(element)}: hx-{verb}={address} is no plain link nor form"
        for verb in ("put", "patch", "delete"):
            if element.get(f"hx-{verb}") is not None:
                yield f"{show(element)}: hx-{verb} cannot work without JavaScript"


def _plain_addresses(element: Element, document: Document) -> set[str]:
    form = element if element.tag == "form" else document.closest(element, "form")
    owner = document.by_id(element.get("form") or "") if element.get("form") else form
    return {
        address
        for address in (
            element.get("href"),
            element.get("formaction"),
            owner.get("action") if owner is not None else None,
            *[e.get("formaction") for e in (owner.iter() if owner is not None else ())],
        )
        if address
    }


def _targets_there(document: Document) -> Iterator[str]:
    ids = {e.get("id") for e in document.elements()}
    for element in document.elements():
        target = element.get("hx-target") or element.get("hx-target:inherited") or ""
        if target.startswith("#") and target[1:] not in ids:
            yield f"{show(element)}: hx-target names no element: {target}"


def _rendered(document: Document) -> Iterator[str]:
    text = words(document.root)
    for found in UNRENDERED.finditer(text):
        yield f"unrendered: …{text[max(0, found.start() - 40) : found.end() + 40]}…"
    for element in document.elements():
        for name, value in element.attrib.items():
            if re.search(r"\{\{|\{%|^None$|=None\b|/None\b", value):
                yield f"{show(element)}: {name} is unrendered"


def _dead_ends(document: Document, app: Flask) -> Iterator[str]:
    """Tell of local links and forms that no route answers."""
    routes = app.url_map.bind("localhost")
    for element, method, told in _addresses(document):
        address = urlsplit(told)
        if address.scheme or address.netloc or not address.path.startswith("/"):
            continue
        try:
            routes.match(address.path, method=method)
        except RequestRedirect:
            yield f"{show(element)}: {address.path} is answered by a redirect"
        except MethodNotAllowed:
            yield f"{show(element)}: {address.path} does not take {method}"
        except HTTPException:
            yield f"{show(element)}: no page at {address.path}"


def _addresses(document: Document) -> Iterator[tuple[Element, str, str]]:
    for element in document.elements():
        own = element.get("method", "get").upper()
        yield element, own, element.get("action", "")
        yield element, _method_of_form(element, document), element.get("formaction", "")
        yield element, "POST", element.get("hx-post", "")
        for attribute in ("href", "src", "hx-get"):
            yield element, "GET", element.get(attribute, "")


def _method_of_form(button: Element, document: Document) -> str:
    form = document.by_id(button.get("form", "")) if button.get("form") else None
    form = form if form is not None else document.closest(button, "form")
    told = button.get("formmethod") or (form.get("method") if form is not None else "")
    return (told or "get").upper()


def show(element: Element) -> str:
    """Write an element's start tag, to find it again."""
    marks = "".join(f' {n}="{v[:60]}"' for n, v in element.attrib.items() if n != "class")
    return f"<{element.tag}{marks}>"


ANYWHERE: tuple[Check, ...] = (
    _well_formed,
    _unique_ids,
    _nothing_inline,
    _labelled_fields,
    _named_controls,
    _described_images,
    _readable_tables,
    _honest_forms,
    _same_without_htmx,
    _rendered,
)
WHOLE_PAGE: tuple[Check, ...] = (_one_title, _language, _known_references, _targets_there)
