"""Numbers of quotes: no double, whatever happens at once, on both engines."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from flask import Flask

from billing import a_client
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.journal.queries import chain_problems
from facturelite.lifecycle import MoveRefused
from facturelite.quotes import answering
from facturelite.quotes.model import Quote, QuoteState
from facturelite.quotes.revising import revise
from facturelite.quotes.sending import send_quote
from quoting import a_quote, a_sent_quote

MANY, AT_ONCE = 20, 5
DAY = date(2026, 11, 20)


def send(quote_id: int, *, at) -> str:
    with transaction():
        quote = db.session.get_one(Quote, quote_id)
        send_quote(quote, business=the_business(), at=at, on=DAY)
    return db.session.get_one(Quote, quote_id).number or ""


def test_quotes_sent_at_once_get_numbers_of_their_own(app: Flask, nadia, clock):
    with transaction():
        client = a_client(at=clock())
        waiting = [a_quote(client, at=clock()).id for _ in range(MANY)]

    def send_one(quote_id: int) -> str:
        with app.app_context():
            return send(quote_id, at=clock())

    with ThreadPoolExecutor(AT_ONCE) as pool:
        given = list(pool.map(send_one, waiting))

    assert sorted(given) == [f"D2026-{n:04d}" for n in range(1, MANY + 1)]
    assert list(chain_problems()) == []


def test_one_draft_sent_twice_at_once_is_sent_once(app: Flask, nadia, clock):
    with transaction():
        draft = a_quote(a_client(at=clock()), at=clock()).id

    def send_it(_: int) -> str:
        with app.app_context():
            try:
                return send(draft, at=clock())
            except MoveRefused:
                return "refused"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send_it, range(4))) == ["D2026-0001", *["refused"] * 3]


def test_declined_and_withdrawn_at_once_has_one_outcome(app: Flask, nadia, clock):
    with transaction():
        client = a_client(at=clock())
        sent = a_sent_quote(client, on=DAY, at=clock())
        draft = revise(sent, business=the_business(), at=clock()).id
        sent_id = sent.id

    def act(decline: bool) -> str:
        with app.app_context():
            try:
                if not decline:
                    return send(draft, at=clock())
                with transaction():
                    quote = db.session.get_one(Quote, sent_id)
                    visit = {"address": "", "browser": ""}
                    answering.decline(quote, reason="Non", at=clock(), on=DAY, **visit)
            except MoveRefused:
                return "refused"
            return "declined"

    with ThreadPoolExecutor(2) as pool:
        outcomes = set(pool.map(act, (True, False)))

    state = db.session.get_one(Quote, sent_id).state
    assert "D2026-0002" in outcomes  # a quote that was declined is still replaced
    assert (state is QuoteState.DECLINED) == ("declined" in outcomes)
    assert (state is QuoteState.WITHDRAWN) == ("refused" in outcomes)
