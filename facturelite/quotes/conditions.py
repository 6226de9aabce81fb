"""The conditions of a quote: those of the house, what was agreed with the client, and its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from facturelite import dates, law
from facturelite.business.model import Business
from facturelite.documents.quote_snapshot import QuoteSnapshot, Section
from facturelite.quotes.model import Concluded, Quote
from facturelite.quotes.words import say
from facturelite.terms.conditions import Conditions, Deposit
from facturelite.terms.house import conditions_for
from facturelite.terms.model import TermsVersion
from facturelite.terms.offering import conditions_under
from facturelite.terms.summary import Summary, summary
from facturelite.terms.withdrawal import withdrawal

_OWN = ("term_code", "deposit")  # what a quote decides itself


def conditions_of(
    quote: Quote, version: TermsVersion | None, *, business: Business, on: date
) -> Conditions:
    """Return the conditions of a quote sent on a day; its own prevail over the general text."""
    client = quote.client
    if version is None:
        usual = conditions_for(client, business=business, on=on)
        usual = replace(usual, particular=())
    else:
        usual = conditions_under(client, version, business=business, on=on)
    own = replace(usual, term_code=quote.payment_term_code, deposit=deposit_of(quote))
    if version is None:
        return own
    general = version.conditions
    changed = [name for name in _OWN if getattr(own, name) != getattr(general, name)]
    agreed = [name for name in usual.particular if name not in _OWN]
    return replace(own, particular=(*changed, *agreed))


def deposit_of(quote: Quote) -> Deposit | None:
    """Return what is paid in advance, None for nothing."""
    if not (quote.deposit_percent or quote.deposit_amount):
        return None
    return Deposit(quote.deposit_nature, percent=quote.deposit_percent, amount=quote.deposit_amount)


def waits_a_week(quote: Quote) -> bool:
    """Tell whether the law forbids any payment within seven days of the signature."""
    return quote.is_for_consumer and quote.concluded is Concluded.OFF_PREMISES


def may_withdraw(quote: Quote) -> bool:
    """Tell whether the client must be told of a right of withdrawal."""
    return quote.is_for_consumer and quote.concluded is not Concluded.ON_PREMISES


def summary_of(
    quote: Quote, version: TermsVersion | None, *, business: Business, on: date
) -> Summary:
    """Say the conditions in plain words, in the client's language, with what they tick.

    Shares stay shares: their amounts are in the schedule, which follows what is chosen.
    """
    language, waits = quote.client.language, waits_a_week(quote)
    return summary(
        conditions_of(quote, version, business=business, on=on),
        seller=business.display_name,
        language=language,
        deposit_on=None if waits else quote.deposit_due_on,
        deposit_when=say("OFF_PREMISES" if waits else "SIGNATURE", language),
    )


def sections_of(
    quote: Quote, told: Summary, version: TermsVersion | None, *, business: Business, on: date
) -> tuple[Section, ...]:
    """Return what the client reads of the conditions: what signing means, then the payments."""
    first = Section(
        say("signing", quote.client.language), tuple(_signing(quote, version, business, on))
    )
    added = {"now": tuple(_now(quote)), "later": tuple(_later(quote))}
    return (
        first,
        *(
            Section(section.heading, (*section.sentences, *added.get(section.name, ())))
            for section in told.sections
        ),
    )


def withdrawal_of(quote: Quote, *, business: Business, on: date) -> tuple[Section, ...]:
    """Return what a consumer is told of their right to withdraw, and the form; else nothing."""
    if not may_withdraw(quote):
        return ()
    told = withdrawal(business, language=quote.client.language, on=on)
    return Section(told.title, told.information), Section(told.form_title, told.form)


def _signing(
    quote: Quote, version: TermsVersion | None, business: Business, on: date
) -> Iterator[str]:
    language, seller = quote.client.language, business.display_name
    yield say("contract", language, seller=seller)
    if quote.is_for_consumer:
        yield law.sentence("mention.order_with_payment", language, on=on)
    if version is not None:
        day = dates.in_words(version.effective_on or on, language)
        yield say("terms", language, number=version.number, day=day)
    yield say("no_change", language)
    last = dates.in_words(last_day(quote, on=on), language)
    yield say("until", language, day=last, seller=seller)


def without_last_day(said: QuoteSnapshot) -> QuoteSnapshot:
    """Return what a quote says once it is answered or over: no more until when it is signed."""
    day = dates.in_words(said.valid_until, said.language)
    begins = say("until", said.language, day=day, seller="\0").partition("\0")[0]
    kept = (
        replace(part, sentences=tuple(s for s in part.sentences if not s.startswith(begins)))
        for part in said.conditions
    )
    return replace(said, conditions=tuple(kept))


def last_day(quote: Quote, *, on: date) -> date:
    """Return the last day of an offer that is sent on a day."""
    return on + timedelta(days=quote.valid_days)


def _now(quote: Quote) -> Iterator[str]:
    language = quote.client.language
    if waits_a_week(quote):
        yield say("nothing_before", language)
    if quote.waits_for_deposit and deposit_of(quote):
        yield say("waits", language)


def _later(quote: Quote) -> Iterator[str]:
    if quote.stages:
        language = quote.client.language
        yield say("stages", language, term=quote.payment_term.in_words(language))
