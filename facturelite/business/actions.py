"""Changing what the business is: each change is written in the journal, with what it was."""

import hashlib
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from facturelite import law
from facturelite.business import numbering
from facturelite.business.details import (
    Appearance,
    FurtherMentions,
    Identity,
    MailText,
    Numbering,
    PaymentConditions,
    Regime,
)
from facturelite.business.mail_text import unknown_blanks
from facturelite.business.model import Business, LateInterest, Registration, VatRegime
from facturelite.journal import actions as journal
from facturelite.money import number_in_french
from facturelite.refusals import Refusal

SUBJECT = "business"
LEAST_MULTIPLE = 3  # of the legal rate: C. com. L441-10 II
SHOWN_OF_IBAN = 4

Details = (
    Identity | Regime | PaymentConditions | FurtherMentions | Appearance | Numbering | MailText
)


class Unsaid(Refusal):
    """Something cannot be chosen without saying something else."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class RateTooLow(Refusal):
    """The contract's rate is under the legal floor (C. com. L441-10 II)."""

    field = "contract_rate"

    def __init__(self, floor: Decimal) -> None:
        super().__init__(
            f"La loi demande au moins {number_in_french(floor)} % : trois fois le taux "
            "d’intérêt légal (C. com. L441-10 II)."
        )


class NotYourVatNumber(Refusal):
    """A French VAT number ends with the SIREN of whom it belongs to."""

    field = "vat_number"

    def __init__(self, siren: str) -> None:
        super().__init__(
            f"Ce numéro de TVA n’est pas le vôtre : il doit finir par votre SIREN, {siren}."
        )


class UnknownBlank(Refusal):
    """The text holds a blank that nothing would fill."""

    field = "mail_text"

    def __init__(self, blanks: list[str]) -> None:
        super().__init__(
            f"{', '.join(blanks)} : ce mot entre accolades n’existe pas et partirait tel quel. "
            "Choisissez parmi ceux de la liste."
        )


def change_identity(business: Business, identity: Identity, *, at: datetime) -> None:
    """Say who bills. Documents already issued keep what they said."""
    had_usual = bool(business.vat_number) and business.vat_number == business.usual_vat_number

    _change(business, identity, "business.identity_changed", at=at)
    if had_usual:  # it is made from the SIREN, and must follow it
        business.vat_number = business.usual_vat_number or business.vat_number


def change_regime(business: Business, regime: Regime, *, at: datetime) -> None:
    """Say what is sold and under which regime.

    Raise Unsaid for a missing city or VAT number, NotYourVatNumber for somebody else's.
    """
    if regime.registration is Registration.RCS and not regime.rcs_city:
        raise Unsaid("rcs_city", "Indiquez la ville de votre greffe : elle suit « RCS ».")
    if regime.vat_regime is VatRegime.REAL and not regime.vat_number:
        raise Unsaid(
            "vat_number", "Indiquez votre numéro de TVA : il est obligatoire sur vos factures."
        )
    if regime.vat_number and business.siren and not regime.vat_number.endswith(business.siren):
        raise NotYourVatNumber(business.siren)
    _change(business, regime, "business.regime_changed", at=at)


def change_payment(
    business: Business, conditions: PaymentConditions, *, at: datetime, on: date
) -> None:
    """Say where and when clients pay; raise RateTooLow under three times the legal rate.

    The journal keeps the last digits of an IBAN only, and `iban_changed_at` says since when
    clients may be surprised by a new one.
    """
    if conditions.late_interest is LateInterest.CONTRACT:
        if conditions.contract_rate is None:
            raise Unsaid("contract_rate", "Indiquez le taux annuel que vous avez choisi.")
        floor = lowest_rate(on=on)
        if conditions.contract_rate < floor:
            raise RateTooLow(floor)
    before = business.iban

    _change(business, conditions, "business.payment_changed", at=at)
    if business.iban != before:
        business.iban_changed_at = at if before else None
        journal.record(
            "business.iban_changed",
            SUBJECT,
            at=at,
            before=masked(before),
            after=masked(business.iban),
        )


def change_mentions(business: Business, mentions: FurtherMentions, *, at: datetime) -> None:
    """Say which insurance covers the work, and who mediates with consumers."""
    _change(business, mentions, "business.mentions_changed", at=at)


def change_appearance(business: Business, appearance: Appearance, *, at: datetime) -> None:
    """Choose how documents look from now on."""
    _change(business, appearance, "business.appearance_changed", at=at)


def change_logo(business: Business, logo: bytes | None, *, at: datetime) -> None:
    """Take a logo that documents.images has cleaned, or none."""
    if logo == business.logo:
        return
    business.logo = logo
    digest = hashlib.sha256(logo).hexdigest() if logo else ""
    journal.record("business.logo_changed", SUBJECT, at=at, sha256=digest)


def change_numbering(business: Business, formats: Numbering, *, at: datetime) -> None:
    """Choose how the next numbers are written; raise WrongFormat when series would mix."""
    numbering.refuse_clash(formats.invoice_format, formats.credit_note_format)
    numbering.refuse_quotes_clash(
        formats.quote_format, formats.invoice_format, formats.credit_note_format
    )
    _change(business, formats, "business.numbering_changed", at=at)


def change_mail_text(business: Business, mail: MailText, *, at: datetime) -> None:
    """Choose the usual invoice mail; raise UnknownBlank for a blank nothing would fill."""
    unknown = unknown_blanks(mail.mail_text)
    if unknown:
        raise UnknownBlank(unknown)
    _change(business, mail, "business.mail_text_changed", at=at)


def lowest_rate(*, on: date) -> Decimal:
    """Return the least late interest a contract may set, in percent a year."""
    return LEAST_MULTIPLE * law.in_force("legal_rate.professional_creditor", on=on).value


def masked(iban: str) -> str:
    """Return what may be shown of an IBAN without giving it away: « FR76…0189 »."""
    return f"{iban[:SHOWN_OF_IBAN]}…{iban[-SHOWN_OF_IBAN:]}" if iban else ""


def _change(business: Business, details: Details, event: str, *, at: datetime) -> None:
    """Assign what differs, and write it down; nothing differs, nothing is written."""
    told = {field.name: getattr(details, field.name) for field in fields(details)}
    changed = {name: value for name, value in told.items() if value != getattr(business, name)}
    if not changed:
        return
    before = {name: _plain(name, getattr(business, name)) for name in changed}
    for name, value in changed.items():
        setattr(business, name, value)
    after = {name: _plain(name, value) for name, value in changed.items()}
    journal.record(event, SUBJECT, at=at, before=before, after=after)


def _plain(name: str, value: Any) -> Any:
    """Return a value as the journal may keep it."""
    return masked(value) if name == "iban" else getattr(value, "name", value)
