"""Drafts of quotes: written whole, totalled, refused when two tabs disagree."""

from decimal import Decimal

import pytest

from billing import a_client
from facturelite.db import db, transaction
from facturelite.lifecycle import MoveRefused
from facturelite.payment_terms import THIRTY_DAYS
from facturelite.quotes.drafting import (
    Offer,
    QuoteChanged,
    QuoteContent,
    delete_quote,
    duplicate,
    start_quote,
    write_quote,
)
from facturelite.quotes.model import LineChoice, Quote, QuoteStage, QuoteState, StageEvent
from facturelite.sheets.writing import LineContent


def offer(price: str, choice: LineChoice = LineChoice.FIRM, group: str = "", *, chosen=True):
    return Offer(LineContent("Ligne", Decimal(1), Decimal(price)), choice, group, chosen)


@pytest.fixture
def quote(nadia, clock):
    with transaction():
        return start_quote(a_client(at=clock()), business=nadia, at=clock())


def write(quote, nadia, clock, *offers, version=None):
    with transaction():
        content = QuoteContent(THIRTY_DAYS, title="Logo", offers=offers)
        write_quote(quote, content, business=nadia, at=clock(), version=version)


def test_exactly_one_variant_is_proposed(quote, nadia, clock):
    variants = [offer(price, LineChoice.VARIANT, "Papier") for price in ("30", "20")]
    write(quote, nadia, clock, offer("100", chosen=False), *variants)
    assert [line.is_chosen for line in quote.lines] == [True, True, False]
    assert quote.total_gross == Decimal("130.00")


def test_an_option_not_proposed_does_not_count(quote, nadia, clock):
    write(quote, nadia, clock, offer("100"), offer("40", LineChoice.OPTION, chosen=False))
    assert quote.total_gross == Decimal("100.00")


def test_a_second_tab_is_refused(quote, nadia, clock):
    loaded = quote.version
    write(quote, nadia, clock, offer("100"), version=loaded)
    with pytest.raises(QuoteChanged):
        write(quote, nadia, clock, offer("1"), version=loaded)
    assert db.session.get_one(Quote, quote.id).total_gross == Decimal("100.00")


def test_a_draft_goes(quote, clock):
    with transaction():
        delete_quote(quote, at=clock())
    assert db.session.query(Quote).count() == 0


def test_what_was_sent_is_neither_written_nor_thrown_away(nadia, clock):
    sent = Quote(id=1, state=QuoteState.SENT)
    with pytest.raises(MoveRefused):
        write_quote(sent, QuoteContent(THIRTY_DAYS), business=nadia, at=clock())
    with pytest.raises(MoveRefused):
        delete_quote(sent, at=clock())


def test_a_copy_offers_the_same_without_its_days(quote, nadia, clock):
    write(quote, nadia, clock, offer("100"), offer("40", LineChoice.OPTION, chosen=False))
    with transaction():
        quote.deposit_percent, quote.deposit_due_on = Decimal(30), clock.today
        stage = {"label": "Maquette", "event": StageEvent.DAY, "day": clock.today}
        quote.stages = [QuoteStage(position=0, percent=Decimal(20), times=1, **stage)]
        copy = duplicate(quote, business=nadia, at=clock())
    assert copy.id != quote.id
    assert copy.is_draft
    assert [(line.choice, line.is_chosen) for line in copy.lines] == [
        (LineChoice.FIRM, True),
        (LineChoice.OPTION, False),
    ]
    assert (copy.total_gross, copy.deposit_percent) == (Decimal("100.00"), Decimal(30))
    assert (copy.deposit_due_on, copy.stages[0].label) == (None, "Maquette")
    assert copy.stages[0].day is None
