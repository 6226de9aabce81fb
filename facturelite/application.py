"""The application: its capabilities, and what every one of them stands on."""

from importlib import import_module

from flask import Flask
from flask_migrate import Migrate

from facturelite import access, errors, formats, navigation, schema, static_files, web
from facturelite.db import db
from facturelite.refusals import Refusal
from facturelite.settings import Settings

CAPABILITIES = (
    "accounts",
    "business",
    "clients",
    "catalogue",
    "terms",
    "quotes",
    "invoices",
    "payments",
    "recurring",
    "orders",
    "books",
    "reminders",
    "deadlines",
    "outbox",
    "portal",
    "today",
)
HANDLERS = ("outbox", "terms", "quotes", "invoices", "orders", "reminders", "portal")


def create_app(settings: Settings) -> Flask:
    """Build the application: the list of capabilities, nothing clever."""
    app = Flask("facturelite")
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SETTINGS"] = settings
    db.init_app(app)
    Migrate(app, db, directory=str(schema.migrations_directory()))
    schema.load_tables()
    access.guard(app, settings)
    formats.register(app)
    static_files.register(app)
    web.register(app)
    navigation.register(app)
    errors.register(app)
    app.register_error_handler(Refusal, web.explain)
    for name in CAPABILITIES:
        app.register_blueprint(import_module(f"facturelite.{name}.views").blueprint)
    for name in HANDLERS:
        import_module(f"facturelite.{name}.handlers")
    return app
