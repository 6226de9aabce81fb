"""Sending: a number, a last day, and nothing that changes afterwards."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from agreements import a_version
from billing import a_client
from facturelite.business.queries import the_business
from facturelite.business.series_model import NumberSeries
from facturelite.db import db, transaction
from facturelite.journal.queries import timeline
from facturelite.lifecycle import MoveRefused
from facturelite.outbox.model import Message
from facturelite.quotes import numbering
from facturelite.quotes.drafting import QuoteChanged
from facturelite.quotes.model import LineChoice, Quote, QuoteState, StageEvent
from facturelite.quotes.sending import NotReady, send_quote, snapshot_sha256
from facturelite.terms.actions import set_rule
from facturelite.terms.model import Audience, Firmness
from quoting import a_quote, a_sent_quote, firm, milestone, option, variant

pytestmark = pytest.mark.usefixtures("nadia")


@pytest.fixture
def client(clock):
    with transaction():
        return a_client(at=clock())


@pytest.fixture
def sent(client, clock):
    with transaction():
        return a_sent_quote(client, on=clock.today, at=clock())


def send(quote, clock, **more):
    with transaction():
        send_quote(quote, business=the_business(), at=clock(), on=clock.today, **more)


def test_a_quote_gets_its_number_its_days_and_its_snapshot(sent, clock):
    assert (sent.number, sent.state) == ("D2026-0001", QuoteState.SENT)
    assert (sent.sent_on, sent.valid_until) == (clock.today, clock.today + timedelta(days=30))
    assert sent.snapshot.number == sent.number
    assert sent.snapshot_text == json.dumps(
        sent.snapshot.to_json(), sort_keys=True, ensure_ascii=False
    )


def test_the_journal_tells_what_was_frozen(sent):
    told = {entry.event: entry.details for entry in timeline(sent.subject)}
    assert told["quote.sent"]["snapshot_sha256"] == snapshot_sha256(sent)
    assert told["quote.sent"]["total"] == "1000.00"


def test_quotes_are_counted_apart_from_invoices(client, clock):
    with transaction():
        numbers = [a_sent_quote(client, on=clock.today, at=clock()).number for _ in range(3)]
    assert numbers == ["D2026-0001", "D2026-0002", "D2026-0003"]
    assert [row.series for row in db.session.query(NumberSeries)] == ["QUOTES"]


def test_a_format_used_before_gives_no_number_twice(client, clock):
    """A new format may write numbers that an older one gave: they are passed over."""
    with transaction():
        the_business().quote_format = "D{AAAA}-1{0}"
        first = a_sent_quote(client, on=clock.today, at=clock()).number
        the_business().quote_format = "D{AAAA}-{00}"
        db.session.get(NumberSeries, ("QUOTES", 2026)).last = 10
        db.session.flush()
        assert first == "D2026-11"
        foretold = numbering.foretell(the_business(), on=clock.today)
        second = a_sent_quote(client, on=clock.today, at=clock()).number
    assert (foretold, second) == ("D2026-12", "D2026-12")


def test_a_quote_is_sent_once(sent, clock):
    with pytest.raises(MoveRefused):
        send(sent, clock)


def test_what_another_tab_wrote_is_not_sent_unread(client, clock):
    with transaction():
        quote = a_quote(client, at=clock())
    with pytest.raises(QuoteChanged):
        send(quote, clock, version=quote.version - 1)
    assert db.session.get_one(Quote, quote.id).is_draft


def test_the_pdf_is_asked_for_once(sent):
    kinds = [m.kind for m in db.session.query(Message).filter_by(subject=sent.subject)]
    assert kinds == ["quote.render"]


def refused(client, clock, *offers, **draft):
    """Return what blocks a draft from leaving."""
    with transaction():
        quote = a_quote(client, *offers, at=clock(), **draft)
    with pytest.raises(NotReady) as caught:
        send(quote, clock)
    assert db.session.get_one(Quote, quote.id).is_draft
    return str(caught.value)


def test_nothing_is_sent_without_a_line(client, clock):
    with transaction():
        quote = a_quote(client, at=clock())
        quote.lines.clear()
    with pytest.raises(NotReady, match="au moins une ligne"):
        send(quote, clock)


@pytest.mark.parametrize(
    ("offers", "draft", "sentence"),
    [
        ((option("10"),), {}, "Tout est en option"),
        ((firm("10"), variant("5")), {}, "n’a qu’une ligne au choix"),
        ((firm("10", label=""),), {}, "Donnez un nom"),
        ((firm("10"),), {"valid_days": 0}, "au moins un jour"),
        ((firm("10"),), {"deposit_amount": Decimal("10.01")}, "dépassent le total"),
        ((firm("10"),), {"discount_amount": Decimal("11")}, "La remise dépasse"),
        (
            (firm("10"), option("90", chosen=True)),
            {"deposit_amount": Decimal("50")},
            "dépassent le total",
        ),
        (
            (firm("10"),),
            {"deposit_due_on": date(2026, 1, 1), "deposit_percent": Decimal(30)},
            "déjà passé",
        ),
        ((firm("10"),), {"stages": (milestone("30", event=StageEvent.DAY),)}, "Choisissez le jour"),
        ((firm("10"),), {"stages": (milestone("30", label=""),)}, "Nommez chaque étape"),
    ],
)
def test_what_would_not_hold_is_refused(client, clock, offers, draft, sentence):
    assert sentence in refused(client, clock, *offers, **draft)


def test_a_client_without_an_address_is_refused(client, clock):
    with transaction():
        client.addresses.clear()
    assert "l’adresse du client" in refused(client, clock)


def test_who_offers_must_be_named(client, clock):
    with transaction():
        the_business().siret = ""
    assert "votre SIRET" in refused(client, clock)


def test_the_house_may_want_its_terms_accepted_first(client, clock):
    with transaction():
        a_version(at=clock())
        quote = a_quote(client, at=clock())
    send(quote, clock)  # advised, not required
    with transaction():
        set_rule(
            Audience.PROFESSIONAL,
            quote_sent=Firmness.REQUIRE,
            quote_signed=Firmness.ADVISE,
            invoice_on_credit=Firmness.ADVISE,
            at=clock(),
        )
    assert "n’a pas accepté vos conditions générales" in refused(client, clock)


def test_the_terms_in_force_bind_with_the_quote(client, clock):
    with transaction():
        version = a_version(at=clock())
        quote = a_sent_quote(client, on=clock.today, at=clock())
    assert quote.terms_version_id == version.id
    assert quote.snapshot.terms.text_sha256 == version.text_sha256
    assert quote.snapshot.lines[0].choice == LineChoice.FIRM.name


def test_an_offer_expires_after_its_last_day(sent):
    assert not sent.has_expired(on=sent.valid_until)
    assert sent.has_expired(on=sent.valid_until + timedelta(days=1))
