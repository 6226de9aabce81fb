"""Coming in and going out; strangers who try passwords are slowed down, never the owner."""

import ipaddress
import secrets

from flask import abort, current_app, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from facturelite import clock, web
from facturelite.access import limiter
from facturelite.accounts import actions, queries
from facturelite.accounts.blueprint import blueprint
from facturelite.accounts.forms import LoginForm, text
from facturelite.accounts.model import Owner
from facturelite.db import transaction
from facturelite.identifiers import fold

DEVICE_COOKIE = "appareil"
DEVICE_LIFE = 365 * 24 * 3600  # seconds
NETWORK_BITS = 64  # of an IPv6 address: what one household or one server is given
PER_NETWORK = "10 per minute; 60 per hour"
PER_ACCOUNT = "20 per 15 minutes"


def _network() -> str:
    """Name the network a request comes from: an IPv4 address, or the half of an IPv6 one."""
    told = request.remote_addr or "unknown"
    try:
        address = ipaddress.ip_address(told)
    except ValueError:  # what some proxies write: « unknown », an address with its port
        return told
    if address.version == 4:  # noqa: PLR2004
        return str(address)
    return str(ipaddress.ip_network((address, NETWORK_BITS), strict=False))


def _account() -> str:
    """Name the account that is tried. A device that came in before has a count of its own,
    so that strangers who try passwords do not keep the owner out."""
    device = _known_device()
    return f"device:{device}" if device else f"account:{fold(request.form.get('email', ''))[:255]}"


def _is_failure(response: Response) -> bool:
    return response.status_code == 422  # noqa: PLR2004


limit_network = limiter.limit(PER_NETWORK, key_func=_network, methods=["POST"])
limit_account = limiter.limit(
    PER_ACCOUNT, key_func=_account, methods=["POST"], deduct_when=_is_failure
)


@blueprint.route("/connexion", methods=["GET", "POST"])
@web.public
@limit_network
@limit_account
def show_login() -> ResponseReturnValue:
    """Let the owner in; a wrong address and a wrong password read the same."""
    target = web.local(request.args.get("next"), url_for("today.show"))
    form = LoginForm()
    if request.method == "GET":
        if current_user.is_authenticated:
            return web.done(target)
        return web.page("accounts/login.html", form=form, is_set_up=queries.owner() is not None)
    if not form.validate_on_submit():
        return web.page("accounts/login.html", form=form, is_set_up=True), 422
    found = queries.owner_who_knows(text(form.email), text(form.password))
    if found is None:
        form.form_errors.append("L’adresse e-mail ou le mot de passe n’est pas le bon.")
        return web.page("accounts/login.html", form=form, is_set_up=True), 422
    with transaction():
        actions.sign_in(found, text(form.password), at=clock.now())
    return let_in(found, target, stay=form.stay.data)


@blueprint.post("/deconnexion")
def log_out() -> ResponseReturnValue:
    """End every session: a cookie that was copied from this device opens nothing any more."""
    with transaction():
        actions.end_sessions(queries.owner() or abort(404), at=clock.now())
    logout_user()
    session.clear()
    said = "Vous êtes déconnecté, ici et sur vos autres appareils."
    return web.done(url_for(".show_login"), said)


def let_in(owner: Owner, target: str, *, stay: bool) -> Response:
    """Open a session that owes nothing to the one before it."""
    session.clear()
    session.permanent = stay
    login_user(owner)
    return _remembering_device(current_app.make_response(web.done(target)))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="device")


def _known_device() -> str:
    try:
        return str(_signer().loads(request.cookies.get(DEVICE_COOKIE, "")))
    except BadSignature:
        return ""


def _remembering_device(response: Response) -> Response:
    """Leave a mark on the device: see `_account`. It opens nothing by itself."""
    response.set_cookie(
        DEVICE_COOKIE,
        _signer().dumps(secrets.token_hex(8)),
        max_age=DEVICE_LIFE,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )
    return response
