"""What the pages of the settings share: the first walk through them, refusals in their form."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from facturelite import web
from facturelite.business import topics
from facturelite.fields import Form
from facturelite.refusals import Refusal


def follow(slug: str) -> ResponseReturnValue:
    """Go on with the first walk, or stay on the page that was changed."""
    walk = walk_of(slug)
    if walk is None:
        return web.done(url_for("business.show_topic", slug=slug), "Réglages enregistrés.")
    if walk.next_slug is None:
        return web.done(
            url_for("today.show"), "Vous êtes prêt : il ne reste qu’à faire votre première facture."
        )
    return web.done(url_for("business.show_topic", slug=walk.next_slug, etape=walk.current + 1))


def walk_of(slug: str) -> topics.Walk | None:
    """Return where the first walk is, when this page is visited as one of its steps."""
    return topics.walk_at(slug) if "etape" in request.args else None


def put(refusal: Refusal, form: Form) -> None:
    """Put a refusal under the field it is about, or above the form."""
    if refusal.field and refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, str(refusal)]
    else:
        form.form_errors.append(str(refusal))
