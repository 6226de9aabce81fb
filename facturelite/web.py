"""Flask, htmx and messages, once for all: a page, what is done, what is refused."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.routing import IntegerConverter, Map

from facturelite.numbers import MOST_WHOLE
from facturelite.refusals import Refusal

View = TypeVar("View", bound=Callable[..., Any])
Panel = Callable[[Any], str]
_panels: dict[str, list[tuple[int, Panel]]] = {}


class Whole(IntegerConverter):
    """A number in an address; one that no database holds names nothing: the page is not found."""

    regex = "[0-9]{1,10}"

    def __init__(self, rules: Map) -> None:
        super().__init__(rules, max=MOST_WHOLE)


def public(view: View) -> View:
    """Mark a route that answers without the owner being logged in."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_htmx() -> bool:
    """Tell whether htmx asks, for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def page(template_name: str, block: str = "main", **context: Any) -> str:
    """Render the page; for htmx, only the block it swaps, and the messages out of band."""
    if not is_htmx():
        return render_template(template_name, **context)
    template = current_app.jinja_env.get_or_select_template(template_name)
    current_app.update_template_context(context)
    drawn = template.new_context(context)
    next(template.root_render_func(drawn), "")  # up to the first output: sets, macros, parents
    return "".join(drawn.blocks[block][0](drawn)) + messages()


def messages() -> str:
    """Render the messages for an htmx answer."""
    return render_template("_messages.html", out_of_band=True)


def done(url: str, message: str = "", *, category: str = "success") -> ResponseReturnValue:
    """After a change, say so and show the result: htmx follows the redirect too."""
    if message:
        flash(message, category)
    return redirect(url, 303)


def explain(refusal: Refusal) -> ResponseReturnValue:
    """Say why not, where the user was. With htmx the page stays as it was typed.

    Without it the page is loaded again, and what was typed is lost: a view that asks for much
    catches refusals itself, and answers with its form.
    """
    flash(str(refusal), "danger")
    if is_htmx():
        return messages(), 422, {"HX-Reswap": "none"}
    return redirect(back(url_for("today.show")), 303)


def back(otherwise: str) -> str:
    """Return the page the user came from, if it is one of ours."""
    came = urlsplit(request.referrer or "")
    ours = urlsplit(request.host_url)
    if came.netloc != ours.netloc or not came.path.startswith("/") or came.path.startswith("//"):
        return otherwise
    return f"{came.path}?{came.query}" if came.query else came.path


def local(url: str | None, otherwise: str) -> str:
    """Return a `next` address only if it stays on this site.

    Browsers read a backslash as a slash, and drop tabs and line ends.
    """
    if not url or not url.startswith("/") or url.startswith("//"):
        return otherwise
    return url if url.isprintable() and "\\" not in url else otherwise


def panel(page_name: str, *, order: int) -> Callable[[Panel], Panel]:
    """Add a part to another capability's page, which knows nothing of it."""

    def register(view: Panel) -> Panel:
        _panels.setdefault(page_name, []).append((order, view))
        _panels[page_name].sort(key=lambda pair: pair[0])
        return view

    return register


def panels(page_name: str, subject: Any) -> Markup:
    """Render what other capabilities have to say about a subject, in order."""
    return Markup("").join(Markup(view(subject)) for _, view in _panels.get(page_name, ()))  # noqa: S704


@cache
def _content_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def static(name: str) -> str:
    """Return the address of a static file, with its content's hash so that it can be kept."""
    path = Path(current_app.static_folder or "") / name
    return url_for("static", filename=name, v=_content_hash(path))


def register(app: Flask) -> None:
    """Give templates what they all need: static addresses, panels, the macros as `ui`.

    Bound the numbers in addresses too.
    """
    app.url_map.converters["int"] = Whole
    app.jinja_env.globals.update(static=static, panels=panels)
    app.jinja_env.globals["ui"] = app.jinja_env.get_template(
        "macros.html", globals={"ui": None}
    ).module
