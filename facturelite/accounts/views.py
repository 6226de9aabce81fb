"""The set-up link, the link for a new password; the other views join the same blueprint."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from facturelite import clock, web
from facturelite.accounts import access_views, actions, login_views, passwords, queries
from facturelite.accounts.blueprint import blueprint
from facturelite.accounts.forms import NewPasswordForm, SetupForm, put, text
from facturelite.accounts.login_views import let_in, limit_network
from facturelite.accounts.model import LinkPurpose, Owner
from facturelite.db import transaction
from facturelite.refusals import Refusal

__all__ = ["access_views", "blueprint", "login_views"]


@blueprint.route("/installation/<token>", methods=["GET", "POST"])
@web.public
@limit_network
def set_up(token: str) -> ResponseReturnValue:
    """Make the owner, once; any other link, and any visit afterwards, is 404."""
    if queries.owner() or not queries.live_link(token, LinkPurpose.SETUP, at=clock.now()):
        abort(404)
    form = SetupForm()
    if not form.validate_on_submit():
        return _setup_page(form, token)
    try:
        with transaction():
            made = actions.create_owner(
                token, text(form.email), text(form.password), at=clock.now()
            )
    except actions.LinkDead:
        abort(404)
    except Refusal as refusal:
        put(refusal, form)
        return _setup_page(form, token)
    first_step = url_for("business.show_topic", slug="identite", etape=1)
    return let_in(made, first_step, stay=False)


@blueprint.route("/mot-de-passe/<token>", methods=["GET", "POST"])
@web.public
@limit_network
def renew_password(token: str) -> ResponseReturnValue:
    """Set a new password through a link that a command printed; any other link is 404."""
    link = queries.live_link(token, LinkPurpose.PASSWORD, at=clock.now())
    owner = queries.owner()
    if link is None or owner is None:
        abort(404)
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return _renewal_page(form, token, owner)
    try:
        with transaction():
            actions.set_password(token, text(form.password), at=clock.now())
    except actions.LinkDead:
        abort(404)
    except Refusal as refusal:
        put(refusal, form)
        return _renewal_page(form, token, owner)
    return web.done(
        url_for(".show_login"), "Mot de passe changé. Toutes les sessions ouvertes sont fermées."
    )


@blueprint.post("/mot-de-passe/force")
@web.public
def rate_password() -> ResponseReturnValue:
    """Say how strong a password would be, while it is typed."""
    email = request.form.get("email", "") or getattr(current_user, "email", "")
    found = passwords.strength(request.form.get("password", "")[: passwords.MOST], email=email)
    return web.page("accounts/_strength.html", "strength", found=found)


def _setup_page(form: SetupForm, token: str) -> ResponseReturnValue:
    page = web.page("accounts/setup.html", form=form, token=token)
    return page, 422 if form.is_submitted() else 200


def _renewal_page(form: NewPasswordForm, token: str, owner: Owner) -> ResponseReturnValue:
    page = web.page("accounts/new_password.html", form=form, token=token, owner=owner)
    return page, 422 if form.is_submitted() else 200
