"""An htmx 4 answer applied to a page, by the rules of htmx 4.0's own `swap`."""

from xml.etree.ElementTree import Element

from werkzeug.test import TestResponse

from browsing.markup import Document

UNMENDED = {204, 304}  # htmx's `noSwap`
STYLES = {
    "outerHTML": "outer",
    "outerMorph": "outer",
    "innerHTML": "inner",
    "innerMorph": "inner",
    "beforebegin": "before",
    "before": "before",
    "afterend": "after",
    "after": "after",
    "beforeend": "append",
    "append": "append",
    "afterbegin": "prepend",
    "prepend": "prepend",
}


def swap(page: Document, response: TestResponse, source: Element) -> None:
    """Put an answer where htmx would: what is out of band first, the rest on the target."""
    answer = Document.fragment(response.text)
    swapped = _out_of_band(page, answer)
    style = response.headers.get("HX-Reswap") or _status_swap(source, response.status_code)
    style = (style or source.get("hx-swap") or _inherited(page, source, "hx-swap")).split(" ")[0]
    is_empty = not len(answer.root) and not (answer.root.text or "").strip()
    if style == "none" or response.status_code in UNMENDED or (is_empty and swapped):
        return
    _check_no_body(answer)
    target = _target(page, source, response.headers.get("HX-Retarget"))
    _put(page, target, answer.root, style or "innerHTML")


def _status_swap(source: Element, status: int) -> str:
    for pattern in (f"{status}", f"{str(status)[:2]}x", f"{str(status)[:1]}xx"):
        told = source.get(f"hx-status:{pattern}", "")
        if "swap:" in told:
            return told.partition("swap:")[2].split(" ")[0]
    return ""


def _check_no_body(answer: Document) -> None:
    whole = [e.tag for e in answer.elements("title", "main")]
    assert not whole, "htmx was answered by a whole page"


def _inherited(page: Document, element: Element, attribute: str) -> str:
    found: Element | None = element
    while found is not None:
        told = found.get(f"{attribute}:inherited")
        if told:
            return told
        found = page.parents.get(found)
    return ""


def _target(page: Document, source: Element, retarget: str | None) -> Element:
    selector = retarget or source.get("hx-target") or _inherited(page, source, "hx-target")
    if selector in {"", "this"}:
        return source
    if selector.startswith("closest "):
        found = page.closest(source, selector.removeprefix("closest "))
    elif selector.startswith("#"):
        found = page.by_id(selector[1:])
    else:
        found = next(page.elements(selector), None)
    assert found is not None, f"hx-target {selector} is not on the page"
    return found


def _out_of_band(page: Document, answer: Document) -> int:
    marked = [e for e in answer.elements() if e.get("hx-swap-oob") is not None]
    for element in marked:
        told = element.attrib.pop("hx-swap-oob")
        style = "outerHTML" if told in {"", "true"} else told.split(" ")[0].split(":")[0]
        target = page.by_id(element.get("id", ""))
        _remove(answer, element)
        if target is None:
            continue  # htmx says nothing either
        holder = Element("holder")
        if STYLES[style] == "outer":
            holder.append(element)
        else:
            holder.text = element.text
            holder.extend(list(element))
        _put(page, target, holder, style)
    return len(marked)


def _put(page: Document, target: Element, content: Element, style: str) -> None:
    where = STYLES[style]
    if where == "outer":
        ids = {e.get("id") for e in content.iter()}
        assert not target.get("id") or target.get("id") in ids, (
            f"the answer replaces #{target.get('id')} by something without that id: "
            f"{[e.get('id') or e.tag for e in content]}"
        )
    nodes = list(content)
    if where == "inner":
        target[:] = nodes
        target.text = content.text
    elif where in {"append", "prepend"}:
        place = 0 if where == "prepend" else len(target)
        target[place:place] = nodes
    else:
        parent = page.parents[target]
        place = list(parent).index(target)
        if where == "outer" and nodes:
            nodes[-1].tail = (nodes[-1].tail or "") + (target.tail or "")
        start, end = {"outer": (0, 1), "before": (0, 0), "after": (1, 1)}[where]
        parent[place + start : place + end] = nodes
    page.__dict__.pop("parents", None)


def _remove(document: Document, element: Element) -> None:
    parent = document.parents[element]
    parent.remove(element)
    document.__dict__.pop("parents", None)
