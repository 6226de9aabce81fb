"""The statement of what lateness costs on an invoice, line by line, with its sources.

The frozen invoice decides: who owed, by when, how much, at which rate. What was accepted by
the client on the day of issue prevails over the sentence printed on it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from facturelite import law
from facturelite.documents.snapshot import Snapshot
from facturelite.invoices.model import Invoice, InvoiceState
from facturelite.money import ZERO
from facturelite.reminders.accrual import Account, Debt, Imputation, Imputed, Line, Movement, accrue
from facturelite.reminders.holding import insolvencies
from facturelite.reminders.holds_model import born_on
from facturelite.reminders.penalties_queries import Apart, settled_apart
from facturelite.reminders.public_bodies import is_public_interest_counted
from facturelite.reminders.rates import Regime, half_year_of
from facturelite.terms.acceptance_model import Acceptance
from facturelite.terms.conditions import Interest
from facturelite.terms.queries import acceptances_of, binding_among

__all__ = ("Imputation", "Line", "Statement", "statement", "statements")

STANDING = frozenset({InvoiceState.ISSUED, InvoiceState.WRITTEN_OFF})


@dataclass(frozen=True)
class Statement:
    """What lateness costs on an invoice up to the end of a day, in euros.

    `accrued` is all the interest that the lines sum to, so that the invoice's own balance plus
    `total` is what is owed in all, whatever a part payment is said to pay first. What was
    waived, or billed by a note of its own, is no longer in `interest` nor in `recovery_fee`.
    `debt` is None where nothing is counted: a draft, a credit note, what was cancelled, and what
    public bodies owe until the owner has it counted.
    """

    invoice: Invoice
    on: date
    debt: Debt | None = None
    account: Account = field(default_factory=Account)
    apart: Apart = field(default_factory=Apart)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The stretches of days that bear interest, oldest first."""
        return self.account.lines

    @property
    def imputed(self) -> tuple[Imputed, ...]:
        """The payments that came late, and what each one paid."""
        return self.account.imputed

    @property
    def accrued(self) -> Decimal:
        """All the interest that accrued."""
        return self.account.interest

    @property
    def interest(self) -> Decimal:
        """The interest that may still be claimed."""
        if self.apart.for_good:
            return ZERO
        return max(ZERO, self.accrued - self.apart.interest)

    @property
    def recovery_fee(self) -> Decimal:
        """The flat sum that may still be claimed, once per invoice; 0 for consumers."""
        if self.apart.for_good:
            return ZERO
        return max(ZERO, self.account.recovery_fee - self.apart.recovery_fee)

    @property
    def settled_apart(self) -> Decimal:
        """What was billed by a note or waived, and is no longer in `total`."""
        return self.accrued + self.account.recovery_fee - self.total

    @property
    def total(self) -> Decimal:
        """What lateness adds to the invoice, and may still be claimed."""
        return self.interest + self.recovery_fee

    @property
    def paid_on(self) -> date | None:
        """The day on which the invoice itself was paid or credited; None while it is owed."""
        return self.account.paid_on if self.invoice.balance <= 0 else None

    @property
    def is_provisional(self) -> bool:
        """Tell whether a half-year was counted at the last rate known."""
        return self.unknown_since is not None

    @property
    def unknown_since(self) -> date | None:
        """The first day of the first half-year whose rate is not known here; None without."""
        days = [half_year_of(line.since) for line in self.lines if line.rate.is_provisional]
        return min(days, default=None)

    @property
    def regime(self) -> Regime | None:
        """Which rule it follows."""
        return self.debt.regime if self.debt else None


@dataclass(frozen=True)
class Sums:
    """What several statements make together, in euros."""

    interest: Decimal
    recovery_fees: Decimal
    settled_apart: Decimal

    @classmethod
    def of(cls, told: Iterable[Statement]) -> "Sums":
        """Return the sums of statements."""
        told = list(told)
        return cls(
            sum((one.interest for one in told), ZERO),
            sum((one.recovery_fee for one in told), ZERO),
            sum((one.settled_apart for one in told), ZERO),
        )

    @property
    def total(self) -> Decimal:
        """What may still be claimed."""
        return self.interest + self.recovery_fees


def statement(
    invoice: Invoice,
    *,
    on: date,
    formal_notice_on: date | None = None,
    imputation: Imputation = Imputation.INTEREST_FIRST,
) -> Statement:
    """Return what lateness costs on an invoice up to a day.

    Nothing for a consumer before `formal_notice_on`, the day of the formal notice. Raise
    nothing: what cannot be late has an empty statement.
    """
    notices = {invoice.id: formal_notice_on} if formal_notice_on else {}
    return statements([invoice], on=on, formal_notices=notices, imputation=imputation)[0]


def statements(
    invoices: Sequence[Invoice],
    *,
    on: date,
    formal_notices: Mapping[int, date] | None = None,
    imputation: Imputation = Imputation.INTEREST_FIRST,
) -> list[Statement]:
    """Return the statements of several invoices, in their order; `formal_notices` by id."""
    clients = {invoice.client_id for invoice in invoices}
    known, accepted = insolvencies(clients), acceptances_of(clients)
    apart = settled_apart([invoice.id for invoice in invoices])
    return [
        _stated(
            invoice,
            apart.get(invoice.id, Apart()),
            accepted.get(invoice.client_id, ()),
            on=on,
            notice_on=(formal_notices or {}).get(invoice.id),
            insolvency_on=known.get(invoice.client_id),
            imputation=imputation,
        )
        for invoice in invoices
    ]


def _stated(
    invoice: Invoice,
    apart: Apart,
    accepted: Sequence[Acceptance],
    *,
    on: date,
    notice_on: date | None,
    insolvency_on: date | None,
    imputation: Imputation,
) -> Statement:
    frozen = invoice.snapshot
    if invoice.state not in STANDING or invoice.kind.is_credit or not frozen or not invoice.due_on:
        return Statement(invoice, on)
    regime, rate = _rule_of(frozen, accepted)
    if regime is Regime.PUBLIC_BODY and not is_public_interest_counted():
        return Statement(invoice, on, apart=apart)
    earlier = insolvency_on if insolvency_on and born_on(invoice) < insolvency_on else None
    debt = Debt(
        amount=invoice.total_gross,
        due_on=invoice.due_on,
        regime=regime,
        rate=rate,
        movements=_movements(invoice, on),
        apart=apart.moments,
        notice_on=notice_on if notice_on and notice_on <= on else None,
        insolvency_on=earlier,
        imputation=imputation,
    )
    return Statement(invoice, on, debt, accrue(debt, on=on), apart)


def _rule_of(frozen: Snapshot, accepted: Sequence[Acceptance]) -> tuple[Regime, Decimal | None]:
    """Return the rule that was frozen for an invoice, with the rate that was agreed if any."""
    if frozen.buyer.kind == "CONSUMER":
        return Regime.CONSUMER, None
    if frozen.buyer.kind == "PUBLIC_BODY":
        return Regime.PUBLIC_BODY, None
    for acceptance in binding_among(accepted, on=frozen.issued_on):
        conditions = acceptance.conditions
        if conditions.interest is Interest.CONTRACT:
            return Regime.CONTRACT, conditions.rate
        if conditions.interest is Interest.ECB:
            return Regime.DEFAULT, None
    rate = printed_rate(frozen)
    return (Regime.DEFAULT, None) if rate is None else (Regime.CONTRACT, rate)


def printed_rate(frozen: Snapshot) -> Decimal | None:
    """Return the yearly rate printed on an invoice, None where it refers to the ECB's."""
    sentence = law.sentence(
        "mention.late_interest.contract", frozen.language, on=frozen.issued_on, rate="#"
    )
    pattern = re.escape(sentence).replace(re.escape("#"), r"([\d.,]+)")
    found = re.fullmatch(pattern, frozen.mentions.late_interest)
    return Decimal(found[1].replace(",", ".")) if found else None


def _movements(invoice: Invoice, on: date) -> list[Movement]:
    """Return what was paid and credited up to a day, day by day; what was undone cancels out."""
    sums: dict[tuple[date, bool], Decimal] = {}
    labels: dict[tuple[date, bool], list[str]] = {}
    for part in invoice.settlements:
        if part.settled_on <= on:
            key = (part.settled_on, part.credit_id is not None)
            sums[key] = sums.get(key, ZERO) + part.amount
            labels.setdefault(key, []).append(part.label)
    return [
        Movement(day, amount, ", ".join(labels[day, is_credit]), is_credit)
        for (day, is_credit), amount in sorted(sums.items())
        if amount
    ]
