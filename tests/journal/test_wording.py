"""The journal is read by a person: sentences, not codes."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import facturelite
from facturelite.db import transaction
from facturelite.journal.actions import record
from facturelite.journal.model import Entry
from facturelite.journal.sentences import SENTENCES, TOPICS
from facturelite.journal.wording import sentence, stories

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def tell(app):
    def write(event: str, actor: str = "owner", **facts: object) -> Entry:
        with transaction():
            return record(event, "invoice/12", at=AT, actor=actor, **facts)

    return write


def test_facts_are_written_as_people_write_them(tell):
    entry = tell(
        "invoice.issued", kind="INVOICE", number="F2026-0001", total="1250.50", due_on="2026-12-01"
    )
    assert sentence(entry) == (
        "Émission de la facture F2026-0001 : 1\u00a0250,50\u00a0€, "
        "à payer au plus tard le 1er décembre 2026"
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "Fiche modifiée"),
        ({"changed": []}, "Fiche modifiée"),
        ({"changed": ["SIRET", "e-mail"]}, "Fiche modifiée : SIRET, e-mail"),
    ],
)
def test_what_is_not_known_is_left_out(tell, facts, expected):
    assert sentence(tell("client.changed", **facts)) == expected


def test_optional_parts_may_be_nested(tell):
    told = tell("client.merged", changed=["e-mail"], line=12, file="")
    assert sentence(told) == "Fiche complétée par un import : e-mail (ligne 12)"


def test_words_of_a_client_are_never_read_as_a_template(tell):
    entry = tell("invoice.disputed", number="F1", words="[{number}] {x:euros} <b>")
    assert sentence(entry) == "Facture F1 contestée : « [{number}] {x:euros} <b> »"


def test_a_spoilt_amount_is_shown_as_it_is(tell):
    assert sentence(tell("payment.recorded", amount="beaucoup")).startswith(
        "Encaissement de beaucoup enregistré"
    )


def test_an_unknown_event_stays_readable(tell):
    entry = tell("quote.signed_again", number="D1")
    assert sentence(entry) == "quote : signed again (number D1)"


def test_a_story_says_who(tell):
    (story,) = stories([tell("invoice.acknowledged", actor="client", name="Mme Roy")])
    assert story["title"] == "Réception confirmée par Mme Roy"
    assert (story["by"], story["tone"], story["at"]) == ("le client", "settled", AT)


def test_events_are_sorted_and_their_icons_exist(app):
    assert all(list(topic) == sorted(topic) for topic in TOPICS)
    assert len(SENTENCES) == sum(map(len, TOPICS))
    with app.open_resource("static/icons.svg", "r") as sprite:
        icons = sprite.read()
    assert all(f'id="{wording.icon}"' in icons for wording in SENTENCES.values())


def test_every_event_that_is_written_has_its_sentence():
    sources = Path(facturelite.__file__).parent.rglob("*.py")
    written = re.compile(r'(?:record|Fact)\(\s*"([a-z_]+\.[a-z_]+)"')
    events = {event for source in sources for event in written.findall(source.read_text("utf-8"))}
    assert {"client.registered", "client.imported", "invoice.issued"} <= events
    assert events - SENTENCES.keys() == set()
