"""HTML read as a browser reads it: elements, their words, their names."""

import re
from collections.abc import Iterator
from functools import cached_property
from xml.etree.ElementTree import Comment, Element

import html5lib

SPACES = re.compile(r"[ \t\r\n\f\u00a0\u202f]+")
TEMPLATE = re.compile(r"<template\b([^>]*)>(.*?)</template>", re.DOTALL | re.IGNORECASE)
UNSEEN = {"script", "style", "template", "title", "head"}
INLINE = {"a", "abbr", "b", "code", "em", "i", "kbd", "small", "span", "strong", "time", "use"}
CONTAINERS = {"tr": "tbody", "td": "tr", "th": "tr", "tbody": "table", "option": "select"}


def flat(text: str) -> str:
    """Return text with each run of spaces, breaking or not, as one space."""
    return SPACES.sub(" ", text).strip()


class Document:
    """A parsed page or fragment. `templates` holds the HTML of its <template> elements,
    which html5lib would otherwise spill into the page."""

    def __init__(self, html: str, *, container: str = "") -> None:
        self.templates: list[str] = []
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        source = TEMPLATE.sub(self._take_template, html)
        if container:
            self.root: Element = parser.parseFragment(source, container=container)
        else:
            self.root = parser.parse(source)
        self.mistakes = [f"{code} {told} at {place}" for place, code, told in parser.errors]
        for element in self.root.iter():
            if isinstance(element.tag, str):
                element.tag = element.tag.rpartition("}")[2]

    @classmethod
    def fragment(cls, html: str) -> "Document":
        """Parse a piece of a page, rows and cells included."""
        first = re.search(r"<([a-zA-Z]\w*)", html)
        tag = first.group(1).lower() if first else ""
        return cls(html, container=CONTAINERS.get(tag, "div"))

    def _take_template(self, found: re.Match[str]) -> str:
        self.templates.append(found.group(2))
        return f"<!-- template{found.group(1)} {len(self.templates)} -->"

    @cached_property
    def parents(self) -> dict[Element, Element]:
        """Each element's parent; `del` it after changing the tree."""
        return {child: parent for parent in self.root.iter() for child in parent}

    def elements(self, *tags: str) -> Iterator[Element]:
        """Yield the elements of these tags, all of them when none is named, in order."""
        for element in self.root.iter():
            if isinstance(element.tag, str) and (not tags or element.tag in tags):
                yield element

    def by_id(self, name: str) -> Element | None:
        """Return the element that bears an id."""
        return next((e for e in self.elements() if e.get("id") == name), None)

    def closest(self, element: Element, *tags: str) -> Element | None:
        """Return the nearest ancestor of one of these tags."""
        found = self.parents.get(element)
        while found is not None and found.tag not in tags:
            found = self.parents.get(found)
        return found


def words(element: Element) -> str:
    """Return the text a reader sees in an element."""
    return flat("".join(_spoken(element)))


def _spoken(element: Element) -> Iterator[str]:
    if element.tag is Comment or element.tag in UNSEEN:
        return
    edge = "" if element.tag in INLINE else " "
    yield edge + (element.text or "")
    for child in element:
        yield from _spoken(child)
        yield child.tail or ""
    yield edge


def name_of(element: Element, document: Document) -> str:
    """Return what a screen reader calls an element that has no label of its own."""
    if element.get("aria-label"):
        return flat(element.get("aria-label", ""))
    if element.get("aria-labelledby"):
        named = (document.by_id(i) for i in element.get("aria-labelledby", "").split())
        return flat(" ".join(words(e) for e in named if e is not None))
    inside = [e.get("aria-label") or e.get("alt") or "" for e in element.iter() if e is not element]
    return flat(" ".join((words(element), *inside))) or flat(
        element.get("value", "") if element.tag == "input" else element.get("title", "")
    )


def labels_of(element: Element, document: Document) -> list[str]:
    """Return the words of the labels tied to a field: around it, or naming its id."""
    around = document.closest(element, "label")
    tied = [
        e for e in document.elements("label") if e.get("for") and e.get("for") == element.get("id")
    ]
    found = [words(e) for e in (*tied, *([around] if around is not None else []))]
    spoken = name_of(element, document) if element.tag in {"input", "select", "textarea"} else ""
    return [text for text in (*found, spoken) if text]
