"""Forms as a browser fills and sends them."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

from browsing.markup import Document, words

Pair = tuple[str, Any]
TICKED = {"checkbox", "radio"}
PRESSED = {"submit", "image"}
NEVER_SENT = {"button", "reset", "file", *PRESSED}


def is_pressed(element: Element) -> bool:
    """Tell whether an element sends a form when it is pressed."""
    usual = "submit" if element.tag == "button" else "text"
    return element.get("type", usual) in PRESSED and element.get("disabled") is None


def controls(form: Element, document: Document) -> Iterator[Element]:
    """Yield the fields that belong to a form, by place or by its id, in order."""
    inside = set(form.iter())
    for element in document.elements("input", "select", "textarea"):
        tied = element.get("form")
        mine = tied == form.get("id") if tied else element in inside
        if mine and element.get("name") and element.get("disabled") is None:
            yield element


def plain_values(form: Element, document: Document) -> list[Pair]:
    """Return what a form sends as it stands, its buttons left out."""
    return [pair for element in controls(form, document) for pair in _values(element)]


def filled(
    form: Element, document: Document, fields: dict[str, Any], button: Element
) -> list[Pair]:
    """Return what a form sends once filled in, and sent by a button."""
    known = list(controls(form, document))
    names = {e.get("name", "") for e in known}
    unknown = set(fields) - names
    assert not unknown, f"the form has no {sorted(unknown)}, only {sorted(names)}"
    pairs = [pair for e in known if e.get("name") not in fields for pair in _values(e)]
    for name, value in fields.items():
        same = [e for e in known if e.get("name") == name]
        pairs += [(name, text) for text in _typed(same, value)]
    pressed = [(button.get("name"), button.get("value", ""))] if button.get("name") else []
    return [*pairs, *pressed]


def _values(element: Element) -> list[Pair]:
    name, kind = element.get("name", ""), element.get("type", "text")
    if element.tag == "select":
        return [(name, text) for text in _selected(element)]
    if element.tag == "textarea":
        return [(name, (element.text or "").removeprefix("\n"))]
    if kind in TICKED:
        return [(name, element.get("value", "on"))] if element.get("checked") is not None else []
    return [] if kind in NEVER_SENT else [(name, element.get("value", ""))]


def _selected(element: Element) -> list[str]:
    options = list(element.iter("option"))
    chosen = [_value(e) for e in options if e.get("selected") is not None]
    if chosen or element.get("multiple") is not None:
        return chosen
    return [_value(options[0])] if options else []


def _value(option: Element) -> str:
    told = option.get("value")
    return words(option) if told is None else told


def _typed(same: list[Element], value: Any) -> list[Any]:
    """Return the values sent for one name, refusing what its fields do not offer."""
    first = same[0]
    if isinstance(value, tuple):
        assert first.get("type") == "file", f"{first.get('name')} takes no file"
        return [(BytesIO(value[0]), *value[1:])]
    if value is True or value is False:
        assert first.get("type") == "checkbox", f"{first.get('name')} is no checkbox"
        return [first.get("value", "on")] if value else []
    texts = [str(v) for v in value] if isinstance(value, list) else [str(value)]
    offered = _offered(same)
    if offered is not None:
        assert set(texts) <= offered, f"{first.get('name')} offers {sorted(offered)}, not {texts}"
    return texts


def _offered(same: list[Element]) -> set[str] | None:
    if same[0].tag == "select":
        return {_value(option) for e in same for option in e.iter("option")}
    if same[0].get("type") in TICKED:
        return {e.get("value", "on") for e in same}
    return None
