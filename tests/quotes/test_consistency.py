"""Whatever is altered of a sent quote behind the program's back is named, and nothing else."""

import pytest
from sqlalchemy import text

from billing import a_client
from facturelite.db import db, transaction
from facturelite.journal.queries import told
from facturelite.outbox.worker import empty_the_outbox
from facturelite.quotes import answering
from facturelite.quotes.consistency import quote_problems
from quoting import a_quote, a_sent_quote, firm, option

pytestmark = pytest.mark.usefixtures("nadia")
TAMPERED = {
    "le texte figé": (
        "UPDATE quote SET snapshot_text = replace(snapshot_text, 'Lyon', 'Nice') WHERE id = 1",
        "ce qui a été figé à l’envoi a changé",
    ),
    "un texte illisible": ("UPDATE quote SET snapshot_text = '[]' WHERE id = 1", "ne se lit plus"),
    "un prix": (
        "UPDATE quote_line SET unit_price = unit_price + 1 WHERE quote_id = 1",
        "ne sont pas ceux du devis figé",
    ),
    "une option devenue ferme": (
        "UPDATE quote_line SET choice = 'FIRM' WHERE quote_id = 1",
        "ne sont pas ceux du devis figé",
    ),
    "un total": (
        "UPDATE quote SET total_gross = total_gross + 100 WHERE id = 1",
        "ne sont pas ceux du devis figé",
    ),
    "une validité": (
        "UPDATE quote SET valid_until = '2030-01-01' WHERE id = 1",
        "ne sont pas ceux du devis figé",
    ),
    "un numéro": ("UPDATE quote SET number = 'D9' WHERE id = 1", "envoyé sous le n° D2026-0001"),
    "un refus oublié": (
        "UPDATE quote SET state = 'SENT' WHERE id = 2",
        "« envoyé », et « refusé » d’après le journal",
    ),
    "un refus inventé": (
        "UPDATE quote SET state = 'DECLINED' WHERE id = 1",
        "« refusé », et « envoyé » d’après le journal",
    ),
    "un autre PDF": ("UPDATE quote SET pdf_id = 2 WHERE id = 1", "son PDF n’est plus celui"),
    "un envoi effacé": (
        "DELETE FROM journal_entry WHERE event = 'quote.sent' AND subject = 'quote/1'",
        "son envoi n’est pas au journal",
    ),
    "un devis en moins": (
        "DELETE FROM quote_line WHERE quote_id = 1; DELETE FROM quote WHERE id = 1",
        "envoyé d’après le journal, et introuvable",
    ),
}


@pytest.fixture
def house(clock):
    """Two quotes sent and rendered, one of them declined; a draft; no trigger left."""
    with transaction():
        client = a_client(at=clock())
        offers = (firm("1000"), option("200"))
        a_sent_quote(client, *offers, on=clock.today, at=clock())
        second = a_sent_quote(client, on=clock.today, at=clock())
        a_quote(client, at=clock())
    empty_the_outbox(now=clock)
    with transaction():
        answering.decline(second, reason="", address="", browser="", at=clock(), on=clock.today)
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with transaction():
        for name in db.session.scalars(text(triggers)).all():
            db.session.execute(text(f"DROP TRIGGER {name}"))


def test_a_sound_house_is_intact(house):
    assert list(quote_problems()) == []
    assert len(list(told("quote.rendered"))) == 2


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_tampered_with_is_named(house, name):
    statements, said = TAMPERED[name]
    with transaction():
        for statement in statements.split(";"):
            assert db.session.execute(text(statement)).rowcount > 0

    assert any(said in sentence for sentence in quote_problems())
