"""The mail server: setting it, trying it for real, doing without it."""

from flask import current_app, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from facturelite import clock, web
from facturelite.business import topics
from facturelite.business.blueprint import blueprint
from facturelite.business.mail_forms import MailAccountForm
from facturelite.business.model import Business
from facturelite.business.queries import the_business
from facturelite.business.steps_views import follow, put, walk_of
from facturelite.db import transaction
from facturelite.outbox import account as accounts
from facturelite.outbox import queries
from facturelite.outbox.delivering import send_now
from facturelite.outbox.model import MailAccount
from facturelite.refusals import Refusal
from facturelite.secrets_at_rest import seal

SLUG = "envoi"
TRIAL = "trial/"
TRIAL_TEXT = """Bonjour,

Si vous lisez ce message, vos factures peuvent partir par ce serveur.

S’il est arrivé dans les indésirables, demandez à votre hébergeur d’activer SPF et DKIM
pour votre domaine.

facturelite"""


@blueprint.route("/reglages/envoi", methods=["GET", "POST"])
def show_mail_account() -> ResponseReturnValue:
    """Show the mail server in use; keep another one."""
    account, business = queries.mail_account(), the_business()
    form = MailAccountForm(obj=account, data=None if account else _proposed(business))
    if not form.validate_on_submit():
        return _page(form, account)
    typed = form.password.data
    sealed = seal(typed, key=current_app.config["SECRET_KEY"]) if typed else None
    try:
        with transaction():
            accounts.change_account(form.told(), sealed_password=sealed, at=clock.now())
    except Refusal as refusal:
        put(refusal, form)
        return _page(form, account)
    return follow(SLUG)


@blueprint.post("/reglages/envoi/essai")
def try_mail_account() -> ResponseReturnValue:
    """Send a real mail to the owner, now, and show what the server answered."""
    if queries.mail_account() is None:
        raise accounts.NoAccount
    at = clock.now()
    send_now(
        "mail",
        key=f"{TRIAL}{at.isoformat()}",
        at=at,
        to=[current_user.email],
        title="Essai d’envoi depuis facturelite",
        text=TRIAL_TEXT,
    )
    return web.done(url_for(".show_mail_account", _anchor="essai"))


@blueprint.post("/reglages/envoi/retrait")
def remove_mail_account() -> ResponseReturnValue:
    """Do without a mail server: messages are kept from now on."""
    with transaction():
        accounts.remove_account(at=clock.now())
    return web.done(url_for(".show_mail_account"), "Serveur retiré : les messages sont gardés.")


def _proposed(business: Business) -> dict[str, str]:
    """Return what is likely for a first account."""
    return {
        "from_address": business.email,
        "from_name": business.display_name,
        "username": business.email,
    }


def _page(form: MailAccountForm, account: MailAccount | None) -> ResponseReturnValue:
    page = web.page(
        "business/envoi.html",
        topic=topics.MAIL,
        form=form,
        account=account,
        business=the_business(),
        held=queries.count_held(),
        trial=queries.last_beginning_with(TRIAL),
        providers=topics.PROVIDERS,
        walk=walk_of(SLUG),
    )
    return page, 422 if form.is_submitted() else 200
