"""How lists and client pages fare with 2 000 clients and 10 000 invoices.

    python tests/benchmarks/large_house.py

Prints milliseconds of CPU and numbers of queries per page, and each as a ratio to the same
page of a nearly empty house: what must not grow is the ratio.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

sys.path.insert(0, str(Path(__file__).parents[1]))

from billing import a_client, an_invoice
from facturelite import create_app
from facturelite.accounts.model import Owner
from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.db import db, transaction
from facturelite.schema import bring_up_to_date
from facturelite.settings import Settings

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PAGES = (
    "/",
    "/factures",
    "/factures?etat=en-retard",
    "/factures?q=martin",
    "/factures?tri=client",
    "/clients",
    "/clients?q=mart",
    "/clients/1",
    "/factures/1",
    "/encaissements",
    "/livre-des-recettes",
    "/recherche?q=martin",
)
TURNS = 5


def a_house(clients: int, invoices: int) -> Flask:
    """Build a house of a size, through the verbs."""
    settings = Settings.from_environment({}, data=Path(tempfile.mkdtemp()))
    app = create_app(settings)
    app.config.update(CLOCK=lambda: NOW, WTF_CSRF_ENABLED=False)
    with app.app_context():
        bring_up_to_date()
        with transaction():
            db.session.add(Owner(email="n@atelier.example", password_hash="-", created_at=NOW))
            db.session.add(
                Business(
                    name="Nadia",
                    siret="73282932000074",
                    line1="1 rue",
                    city="Lyon",
                    postcode="69001",
                )
            )
        _fill(clients, invoices)
    return app


def _fill(clients: int, invoices: int) -> None:
    chance = random.Random(1)
    names = ("Martin", "Lenteur", "Pixel", "Zoé", "Tilleuls")
    with transaction():
        numbers = [a_client(f"{chance.choice(names)} {n}", at=NOW).id for n in range(clients)]
    first = date(2026, 1, 1)
    for start in range(0, invoices, 500):
        with transaction():
            for n in range(start, min(start + 500, invoices)):
                client = db.session.get_one(Client, chance.choice(numbers))
                day = first + timedelta(days=n * 320 // invoices)
                an_invoice(client, str(Decimal(chance.randrange(100, 900))), on=day, at=NOW)


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the queries made meanwhile."""
    count = [0]

    def more(*_: object) -> None:
        count[0] += 1

    event.listen(db.engine, "before_cursor_execute", more)
    try:
        yield count
    finally:
        event.remove(db.engine, "before_cursor_execute", more)


def measured(browser: FlaskClient, page: str) -> tuple[float, int]:
    """Return the best CPU milliseconds of a page, and its queries."""
    best, queries = float("inf"), 0
    for _ in range(TURNS):
        with counted() as count:
            begun = time.process_time()
            answer = browser.get(page)
            best = min(best, (time.process_time() - begun) * 1000)
            queries = count[0]
        assert answer.status_code == 200, (page, answer.status_code)
    return best, queries


def measures(app: Flask) -> dict[str, tuple[float, int]]:
    """Measure every page of a house."""
    with app.app_context():
        browser = app.test_client()
        with browser.session_transaction() as session:
            session["_user_id"], session["_fresh"] = "1.1", True
        return {page: measured(browser, page) for page in PAGES}


def main() -> None:
    """Print the table."""
    small, large = measures(a_house(5, 20)), measures(a_house(2000, 10000))
    print(f"{'page':32}{'5/20':>10}{'2000/10000':>12}{'ratio':>8}{'queries':>16}")
    for page, (before, few) in small.items():
        after, many = large[page]
        print(f"{page:32}{before:9.1f} {after:11.1f} {after / before:7.1f} {few:>8} → {many}")


if __name__ == "__main__":
    main()
