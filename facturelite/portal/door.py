"""The door of the client's pages: a link opens one client's documents, and nothing else.

Every route here takes a token, which never reaches the views: they ask for the client that it
opens. A token that opens nothing, whatever is wrong with it, is a page that does not exist;
behind one that opens, what is not this client's is a page that is missing.
"""

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from facturelite import clock, errors
from facturelite.access import limiter
from facturelite.business.queries import the_business
from facturelite.clients.links import find_link
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.portal.queries import document_of
from facturelite.portal.wording import LANGUAGES, Wording, wording
from facturelite.refusals import Refusal
from facturelite.web import public

ANSWERS = "30 per hour"  # for one link, whoever follows it
LANGUAGE = "portal_language"
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}

blueprint = Blueprint("client", __name__)


class OwnerLooks(Refusal):
    """The owner, logged in, may look at a client's pages but not answer in their place."""

    def __init__(self) -> None:
        super().__init__(
            "Vous êtes connecté à votre facturation : vous ne pouvez pas répondre à la place de "
            "votre client. Pour essayer, ouvrez ce lien dans une fenêtre de navigation privée."
        )


def the_client() -> Client:
    """Return the client whose link was followed."""
    client: Client = g.client
    return client


def requested_document(invoice_id: int) -> Invoice:
    """Return a document issued to this client; anything else does not exist."""
    return document_of(the_client(), invoice_id) or abort(404)


def words() -> Wording:
    """Return the language chosen in this browser, or else the client's."""
    return wording(session.get(LANGUAGE) or the_client().language)


def owner_looks() -> bool:
    """Tell whether it is the owner's own browser."""
    return bool(current_user.is_authenticated)


limit_answers = limiter.shared_limit(ANSWERS, scope="answers", key_func=lambda: g.token)


@blueprint.before_request
def open_the_door() -> None:
    """Find whose link this is, or answer that there is no such page.

    Guesses are not counted: a token has 256 bits, and visitors behind one address would pay for
    each other.
    """
    token = (request.view_args or {}).pop("token", "")
    link = find_link(token, at=clock.now()) or abort(404)
    g.token, g.client = token, db.session.get_one(Client, link.client_id)


@blueprint.url_defaults
def keep_the_token(endpoint: str, values: dict[str, Any]) -> None:
    """Stay behind the same link from page to page."""
    if "token" in g:
        values.setdefault("token", g.token)


@blueprint.after_request
def keep_it_private(response: Response) -> Response:
    """Keep the address out of other sites, search engines and caches."""
    response.headers.update(HEADERS)
    return response


@blueprint.context_processor
def frame() -> dict[str, Any]:
    """Give the pages what surrounds them; a page that does not exist gets nothing."""
    if "client" not in g:
        return {}
    w, business = words(), the_business()
    return {
        "w": w,
        "lang": w.language,
        "languages": LANGUAGES,
        "client": the_client(),
        "business": business,
        "business_name": business.display_name,
        "business_logo": url_for(".logo") if business.logo else "",
        "owner_looks": owner_looks(),
    }


@blueprint.errorhandler(404)
def say_it_is_missing(error: HTTPException) -> ResponseReturnValue:
    """Lead back from a wrong address to the client's first page; a wrong link leads nowhere."""
    if "client" not in g:
        return errors.show(error)
    return render_template("portal/missing.html"), 404


@blueprint.route("/p/<token>/<path:address>", methods=["GET", "POST"])
@public
def no_such_page(address: str) -> ResponseReturnValue:
    """Answer what no other route does behind a link."""
    abort(404)


@blueprint.errorhandler(Refusal)
def explain(refusal: Refusal) -> ResponseReturnValue:
    """Say why not, in the client's language, on the page they were on."""
    flash(words().refusal(refusal), "warning")
    return redirect(here(), 303)


def here() -> str:
    """Return the page that the request is about: a document, a quote, terms, or the first one."""
    asked = request.view_args or {}
    if "invoice_id" in asked:
        return url_for(".show_document", invoice_id=asked["invoice_id"])
    if "quote_id" in asked:
        return url_for(".show_quote", quote_id=asked["quote_id"])
    if "plan_id" in asked:
        return url_for(".show_plan", plan_id=asked["plan_id"])
    if "note_id" in asked:
        return url_for(".show_note", note_id=asked["note_id"])
    if "version_id" in asked:
        return url_for(".show_terms", version_id=asked["version_id"])
    return url_for(".home")
