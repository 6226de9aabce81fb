"""The sentences that the law wants on a document, for this client, on this day."""

from datetime import date

from facturelite import dates, law
from facturelite.business.model import Business, LateInterest
from facturelite.clients.details import ClientKind
from facturelite.documents.snapshot import Mentions, VatGroup
from facturelite.invoices.model import Invoice
from facturelite.money import in_english, in_french, number_in_french
from facturelite.sheets.mentions import common_mentions
from facturelite.terms.queries import binding_acceptances


def mentions_for(
    invoice: Invoice, *, business: Business, groups: tuple[VatGroup, ...], on: date, due_on: date
) -> Mentions:
    """Gather what must be printed, in the client's language (law.md §1.1, C. com. L441-9)."""
    language = invoice.client.language
    not_applicable = _text("mention.not_applicable", language, on)
    fee, interest, early = not_applicable, not_applicable, not_applicable
    pays = not invoice.kind.is_credit  # else nothing is to be paid, so nothing can be late
    if pays and invoice.client.kind is ClientKind.PROFESSIONAL:
        fee = _recovery_fee(language, on)
        interest = _late_interest(business, language, on)
        early = business.early_payment or _text("mention.no_early_payment_discount", language, on)
    elif pays and invoice.client.kind is ClientKind.PUBLIC_BODY:
        fee = _text("mention.public_body.recovery_fee", language, on)
        interest = _text("mention.public_body.late_interest", language, on)
    return Mentions(
        recovery_fee=fee,
        late_interest=interest,
        early_payment=early,
        terms=_terms(invoice, language, due_on) if pays else not_applicable,
        others=_others(invoice, business, groups, on),
    )


def _others(
    invoice: Invoice, business: Business, groups: tuple[VatGroup, ...], on: date
) -> tuple[str, ...]:
    said = common_mentions(invoice.client, business=business, groups=groups, on=on)
    if not invoice.kind.is_credit:
        said += _accepted_terms(invoice.client_id, invoice.client.language, on)
    return tuple(dict.fromkeys(said))


def _accepted_terms(client_id: int, language: str, on: date) -> list[str]:
    """Name the versions of the terms that bind the client on the day of issue."""
    return [
        _text(
            "mention.accepted_terms",
            language,
            on,
            version=acceptance.version.number,
            since=dates.in_words(acceptance.version.effective_on or on, language),
            accepted=dates.in_words(acceptance.accepted_on, language),
        )
        for acceptance in binding_acceptances(client_id, on=on)
    ]


def _recovery_fee(language: str, on: date) -> str:
    amount = law.in_force("recovery_fee", on=on).value
    fee = in_english(amount) if language == "en" else in_french(amount)
    return _text("mention.recovery_fee", language, on, fee=fee)


def _late_interest(business: Business, language: str, on: date) -> str:
    if business.late_interest is LateInterest.CONTRACT and business.contract_rate:
        rate = business.contract_rate
        shown = f"{rate.normalize():f}" if language == "en" else number_in_french(rate)
        return _text("mention.late_interest.contract", language, on, rate=shown)
    margin = number_in_french(law.in_force("ecb_margin", on=on).value)
    return _text("mention.late_interest.ecb", language, on, margin=margin)


def _terms(invoice: Invoice, language: str, due_on: date) -> str:
    day = dates.in_words(due_on, language)
    words = invoice.payment_term.in_words(language)
    if language == "en":
        return f"Payment terms: {words}; due by {day} at the latest."
    return f"Délai de paiement : {words} ; à payer au plus tard le {day}."


def _text(name: str, language: str, on: date, **blanks: object) -> str:
    return law.sentence(name, language, on=on, **blanks)
