"""The owner's own access: password, address to sign in with, open sessions."""

from collections.abc import Callable

from flask import session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user

from facturelite import clock, web
from facturelite.accounts import actions
from facturelite.accounts.blueprint import blueprint
from facturelite.accounts.forms import EmailForm, PasswordForm, put, text
from facturelite.accounts.login_views import limit_account, limit_network
from facturelite.accounts.model import Owner
from facturelite.db import transaction
from facturelite.fields import Form
from facturelite.refusals import Refusal


@blueprint.get("/reglages/acces")
def show_access() -> ResponseReturnValue:
    """Show how the owner comes in, and what can be changed of it."""
    return _page(PasswordForm(formdata=None), EmailForm(formdata=None, prefix="adresse"))


@blueprint.post("/reglages/acces/mot-de-passe")
@limit_network
@limit_account
def change_password() -> ResponseReturnValue:
    """Change the password; the other devices must sign in again."""
    form = PasswordForm()
    said = "Mot de passe changé. Les autres appareils devront se reconnecter."
    if _is_done(
        form,
        lambda owner: actions.change_password(
            owner, text(form.current), text(form.password), at=clock.now()
        ),
    ):
        return web.done(url_for(".show_access"), said)
    return _page(form, EmailForm(formdata=None, prefix="adresse")), 422


@blueprint.post("/reglages/acces/adresse")
@limit_network
@limit_account
def change_email() -> ResponseReturnValue:
    """Change the address that signs in."""
    form = EmailForm(prefix="adresse")
    if _is_done(
        form,
        lambda owner: actions.change_email(
            owner, text(form.current), text(form.email), at=clock.now()
        ),
    ):
        return web.done(url_for(".show_access"), "Adresse de connexion changée.")
    return _page(PasswordForm(formdata=None), form), 422


@blueprint.post("/reglages/acces/sessions")
def end_sessions() -> ResponseReturnValue:
    """End every session but this one."""
    with transaction():
        actions.end_sessions(_owner(), at=clock.now())
    _stay_in()
    return web.done(url_for(".show_access"), "Tous les autres appareils sont déconnectés.")


def _is_done(form: Form, verb: Callable[[Owner], None]) -> bool:
    """Do what a valid form asks, and stay signed in here; put a refusal on the form."""
    if not form.validate_on_submit():
        return False
    try:
        with transaction():
            verb(_owner())
    except Refusal as refusal:
        put(refusal, form)
        return False
    _stay_in()
    return True


def _owner() -> Owner:
    owner: Owner = current_user._get_current_object()
    return owner


def _stay_in() -> None:
    """Renew this session after the others were ended; it lasts as long as it would have."""
    stays = session.permanent
    session.clear()
    session.permanent = stays
    login_user(_owner())


def _page(password: Form, email: Form) -> str:
    return web.page("accounts/access.html", form=password, email_form=email)
