"""Who may come in: the owner everywhere, others only where a route is marked public."""

from flask import Flask, Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from facturelite.accounts.queries import owner_of_session
from facturelite.settings import Settings

MOST_UPLOADED = 25 * 1024 * 1024  # bytes in one request
MOST_TYPED = 8 * 1024 * 1024  # bytes of texts in one form: too long a text is told where it stands
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)
login = LoginManager()

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; frame-src 'self'; frame-ancestors 'self'; form-action 'self'; "
        "base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


KEEP_TO_HTTPS = "max-age=31536000"  # a year; other sites of the domain are not ours to bind


def guard(app: Flask, settings: Settings) -> None:
    """Put every guard on an application: login, CSRF, limits, headers, size of requests."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        MAX_CONTENT_LENGTH=MOST_UPLOADED,
        MAX_FORM_MEMORY_SIZE=MOST_TYPED,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # Referer is cut by some mail clients; the token suffices
    )
    if settings.behind_proxies:
        proxies = settings.behind_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    csrf.init_app(app)
    limiter.init_app(app)
    login.init_app(app)
    login.user_loader(owner_of_session)
    app.before_request(_only_the_owner)
    app.after_request(_with_headers)


def _only_the_owner() -> ResponseReturnValue | None:
    view = request.endpoint and _view(request.endpoint)
    if view is None or getattr(view, "is_public", False) or current_user.is_authenticated:
        return None
    if request.method == "GET":
        return redirect(url_for("accounts.show_login", next=request.full_path.rstrip("?")))
    return redirect(url_for("accounts.show_login"), 303)


def _view(endpoint: str) -> object:
    return None if endpoint == "static" else current_app.view_functions.get(endpoint)


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", KEEP_TO_HTTPS)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
