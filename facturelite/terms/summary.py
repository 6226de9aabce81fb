"""The payment conditions as a client should understand them, and what they tick as known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturelite import dates, money
from facturelite.payment_terms import ON_RECEIPT, PaymentTerm
from facturelite.spacing import french_spaces
from facturelite.terms.conditions import Conditions, Deposit, Interest
from facturelite.terms.summary_words import ENGLISH, FRENCH


@dataclass(frozen=True)
class Section:
    """A question a client has, and its answer in a few sentences."""

    name: str
    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """Something the client must be aware of, in their own words; `name` stays the same."""

    name: str
    wording: str


@dataclass(frozen=True)
class Summary:
    """What is shown beside the legal text, in one language."""

    sections: tuple[Section, ...]
    effects: tuple[Effect, ...]


def summary(
    conditions: Conditions,
    *,
    seller: str,
    language: str = "fr",
    price: Decimal | None = None,
    invoiced_on: date | None = None,
    deposit_on: date | None = None,
    deposit_when: str = "",
) -> Summary:
    """Say conditions in plain words, in French or in English (« en »).

    With a price, in euros, a deposit in percent is said as an amount too; with the day of an
    invoice, the last day to pay it; with `deposit_on`, the last day to pay the deposit;
    `deposit_when` says in the reader's words what else makes it due.
    """
    telling = _Telling(conditions, seller, language, price, invoiced_on, deposit_on, deposit_when)
    return Summary(tuple(telling.sections()), tuple(telling.effects()))


@dataclass(frozen=True)
class _Telling:
    conditions: Conditions
    seller: str
    language: str
    price: Decimal | None
    invoiced_on: date | None
    deposit_on: date | None
    deposit_when: str

    def sections(self) -> Iterator[Section]:
        for name, sentences in (
            ("agreed", self._agreed()),
            ("now", self._now()),
            ("withdraw", self._withdrawing()),
            ("later", self._later()),
            ("late", self._late()),
            ("contest", self._contesting()),
        ):
            told = tuple(sentences)
            if told:
                yield Section(name, self._say(name), told)

    def effects(self) -> Iterator[Effect]:
        told = self.conditions
        if told.deposit:
            yield Effect("deposit", self._say_of(told.deposit, f"tick_{told.deposit.nature.name}"))
        yield Effect("due", self._say("tick_due", term=self._term()))
        yield Effect("late", self._say_of_lateness(f"tick_late_{told.interest.name}"))
        if told.retention_of_title:
            yield Effect("retention", self._say("tick_retention"))

    def _agreed(self) -> Iterator[str]:
        words = (f"name_{name}" for name in self.conditions.particular)
        names = ", ".join(self._say(word) for word in words if word in self._words)
        if names:
            yield self._say("prevails", names=names)

    def _now(self) -> Iterator[str]:
        deposit = self.conditions.deposit
        yield self._say_of(deposit, "deposit") if deposit else self._say("no_deposit")

    def _withdrawing(self) -> Iterator[str]:
        deposit = self.conditions.deposit
        yield self._say(f"withdraw_{deposit.nature.name if deposit else 'none'}")
        if self.conditions.consumer:
            yield self._say("withdraw_consumer")

    def _later(self) -> Iterator[str]:
        yield self._say("balance" if self.conditions.deposit else "whole", term=self._term())
        if self.invoiced_on:
            due_on = self.conditions.term.due_on(self.invoiced_on)
            yield self._say("until", day=dates.in_words(due_on, self.language))
        elif self.conditions.term != ON_RECEIPT:
            yield self._say("exact_day")
        if self.conditions.early_payment:
            yield self._say("early_payment", text=self.conditions.early_payment)
        if self.conditions.retention_of_title:
            yield self._say("retention")

    def _late(self) -> Iterator[str]:
        yield self._say_of_lateness(f"late_{self.conditions.interest.name}")
        if self.conditions.recovery_fee and self.conditions.interest is not Interest.PUBLIC:
            yield self._say_of_lateness("fee")

    def _contesting(self) -> Iterator[str]:
        contact = self.conditions.contest_to
        yield self._say("contest_how" if contact else "contest_link", contact=contact)
        if self.conditions.mediator:
            yield self._say("mediator", mediator=", ".join(self.conditions.mediator.splitlines()))
        if contact:
            yield self._say("question", contact=contact)

    def _term(self) -> str:
        term: PaymentTerm = self.conditions.term
        if term == ON_RECEIPT:
            return self._say("on_receipt")
        return self._say(term.base.name, days=str(term.days))

    def _say_of(self, deposit: Deposit, name: str) -> str:
        return self._say(
            name,
            share=self._share(deposit),
            when=self._when(deposit),
            nature=self._say(deposit.nature.name),
        )

    def _when(self, deposit: Deposit) -> str:
        if self.deposit_on is None:
            return self.deposit_when or self._say(deposit.due.name)
        return self._say("BY_DAY", day=dates.in_words(self.deposit_on, self.language))

    def _share(self, deposit: Deposit) -> str:
        if deposit.percent is None:
            return self._amount(deposit.amount or money.ZERO)
        percent = self._figure(deposit.percent)
        if self.price is None:
            return self._say("share", percent=percent)
        amount = self._amount(money.percent_of(self.price, deposit.percent))
        return self._say("share_and_amount", percent=percent, amount=amount)

    def _say_of_lateness(self, name: str) -> str:
        told = self.conditions
        return self._say(
            name,
            margin=self._figure(told.margin or Decimal(0)),
            rate=self._figure(told.rate or Decimal(0)),
            fee=self._amount(told.recovery_fee or money.ZERO),
        )

    def _amount(self, amount: Decimal) -> str:
        return money.in_english(amount) if self.language == "en" else money.in_french(amount)

    def _figure(self, value: Decimal) -> str:
        return f"{value.normalize():f}" if self.language == "en" else money.number_in_french(value)

    @property
    def _words(self) -> dict[str, str]:
        return ENGLISH if self.language == "en" else FRENCH

    def _say(self, name: str, **blanks: str) -> str:
        """Fill in a sentence; what is put in is never read as a sentence itself."""
        text = self._words[name].format_map({"seller": self.seller, **blanks})
        return text if self.language == "en" else french_spaces(text)
