"""What a visitor reads when something cannot be shown: what happened, and what to do."""

import logging

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from facturelite.refusals import Refusal
from facturelite.web import explain, is_htmx

PAGES = (400, 403, 404, 413, 429, 500)
log = logging.getLogger(__name__)


class ChangedMeanwhile(Refusal):
    """Two pages changed the same document."""

    def __init__(self) -> None:
        super().__init__(
            "Ce document a changé entre-temps, dans un autre onglet ou un autre appareil. "
            "Rechargez la page, puis refaites votre dernière modification."
        )


def register(app: Flask) -> None:
    """Answer errors with our own pages."""
    app.register_error_handler(HTTPException, show)
    app.register_error_handler(CSRFError, show)
    app.register_error_handler(StaleDataError, lambda error: explain(ChangedMeanwhile()))
    app.register_error_handler(Exception, unexpected)


def show(error: HTTPException) -> ResponseReturnValue:
    """Show the page of an HTTP error; redirects and the like pass as they are."""
    code = error.code or 500
    if code < 400:  # noqa: PLR2004
        return error.get_response()
    template = f"errors/{code if code in PAGES else 400}.html"
    is_portal = request.path.startswith("/p/")
    if is_portal and code == 404:  # noqa: PLR2004
        template = "errors/portal_404.html"
    expired = isinstance(error, CSRFError)
    return render_template(template, expired=expired), code, _over_the_page()


def unexpected(error: Exception) -> ResponseReturnValue:
    """Show the page of a fault of ours, and write it down for whoever keeps the server.

    The log names the route and never the address, which may be a private link.
    """
    log.exception("erreur inattendue sur %s %s", request.method, request.url_rule)
    return render_template("errors/500.html"), 500, _over_the_page()


def _over_the_page() -> dict[str, str]:
    """Have htmx show the error in place of the whole page."""
    return {"HX-Retarget": "body", "HX-Reswap": "innerHTML"} if is_htmx() else {}
