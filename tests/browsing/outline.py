"""A page written down line by line, so that two can be compared and the difference read."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from browsing.markup import Document, flat

SAID_ONCE = "messages"
VOLATILE = {"csrf_token", "csrf-token"}


def outline(document: Document) -> list[str]:
    """Return what a page shows, without what changes at each request: messages and tokens."""
    return [*_lines(document.root, 0), *(f"template: {flat(t)}" for t in document.templates)]


def _lines(element: Element, depth: int) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return
    indent = "  " * depth
    yield f"{indent}<{element.tag}{''.join(_marks(element))}>"
    if element.get("id") == SAID_ONCE:
        return
    if flat(element.text or ""):
        yield f"{indent}  {flat(element.text or '')}"
    for child in element:
        yield from _lines(child, depth + 1)
        if flat(child.tail or ""):
            yield f"{indent}  {flat(child.tail or '')}"


def _marks(element: Element) -> Iterator[str]:
    is_token = element.get("name") in VOLATILE
    for name, value in sorted(element.attrib.items()):
        if name.startswith("hx-headers") or (is_token and name in {"value", "content"}):
            continue
        yield f' {name}="{flat(value)}"'
