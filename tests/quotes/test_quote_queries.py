"""Lists of quotes: filters, search, sums, pages; what a client may see."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billing import a_client
from facturelite.db import transaction
from facturelite.quotes import answering
from facturelite.quotes.model import QuoteState
from facturelite.quotes.queries import Filter, Wanted, counts, find, quote_of, quotes_of
from quoting import a_quote, a_sent_quote, firm

pytestmark = pytest.mark.usefixtures("nadia")


@pytest.fixture
def quotes(clock):
    """One quote of each fate, by the name of its filter."""
    on, at = clock.today, clock()
    with transaction():
        bakery, eva = a_client(at=at), a_client("Lœuillet", at=at, consumer=True)
        made = {
            Filter.DRAFTS: a_quote(bakery, firm("1"), at=at, title="Brouillon"),
            Filter.SENT: a_sent_quote(bakery, firm("1250.50"), on=on, at=at, title="Vitrine"),
            Filter.EXPIRED: a_sent_quote(
                eva, firm("4"), on=on - timedelta(days=40), at=at, title="Affiche"
            ),
            Filter.SIGNED: a_sent_quote(eva, firm("8"), on=on, at=at),
            Filter.DECLINED: a_sent_quote(eva, firm("16"), on=on, at=at),
            Filter.WITHDRAWN: a_sent_quote(eva, firm("32"), on=on, at=at),
        }
        made[Filter.SIGNED].state = QuoteState.SIGNED
        visit = {"address": "", "browser": ""}
        answering.decline(made[Filter.DECLINED], reason="", at=at, on=on, **visit)
        answering.withdraw(made[Filter.WITHDRAWN], reason="", at=at)
    return made


@pytest.mark.parametrize("wanted", [f for f in Filter if f is not Filter.ALL])
def test_each_filter_finds_its_own(quotes, clock, wanted):
    found = find(Wanted(wanted), on=clock.today)
    assert found.quotes == [quotes[wanted]]
    assert counts(on=clock.today) == dict.fromkeys(Filter, 1) | {Filter.ALL: 6}


def test_sums_are_those_of_what_is_shown(quotes, clock):
    found = find(Wanted(shown=2), on=clock.today)
    assert (len(found.quotes), found.count) == (2, 6)
    assert found.total == Decimal("1311.50")
    assert found.awaited == Decimal("1250.50")
    assert found.quotes[0] is quotes[Filter.DRAFTS]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("vitrine", Filter.SENT),
        ("VITRINE martin", Filter.SENT),
        ("d2026-0002", Filter.EXPIRED),
        ("affiche loeuillet", Filter.EXPIRED),
        ("1 250,50", Filter.SENT),
        ("1250.5 €", Filter.SENT),
        ("32", Filter.WITHDRAWN),
    ],
)
def test_search_by_number_title_client_or_amount(quotes, clock, text, wanted):
    assert quotes[wanted] in find(Wanted(text=text), on=clock.today).quotes


@pytest.mark.parametrize("text", ["%", "_", "introuvable", "9" * 40, "-1"])
def test_what_is_not_there_is_not_found(quotes, clock, text):
    assert find(Wanted(text=text), on=clock.today).quotes == []


@pytest.mark.parametrize("sort", ["date", "numero", "client", "montant", "validite", "autre"])
def test_every_order_has_its_reverse(quotes, clock, sort):
    for wanted in (sort, f"-{sort}"):
        assert len(find(Wanted(sort=wanted), on=clock.today).quotes) == 6


def test_a_client_sees_theirs_once_sent(quotes):
    draft, sent, theirs = quotes[Filter.DRAFTS], quotes[Filter.SENT], quotes[Filter.EXPIRED]
    bakery = sent.client
    assert quotes_of(bakery) == [sent]
    assert quote_of(bakery, sent.id) is sent
    assert quote_of(bakery, draft.id) is None
    assert quote_of(bakery, theirs.id) is None
    assert quote_of(bakery, 999) is None
