"""What the owner says of their business, one topic at a time, already checked."""

from dataclasses import dataclass
from decimal import Decimal

from facturelite.business.model import Activity, LateInterest, Registration, VatRegime


@dataclass(frozen=True)
class Identity:
    """Who bills: what the head of every document says."""

    name: str
    trade_name: str
    siret: str
    ape: str
    line1: str
    line2: str
    postcode: str
    city: str
    email: str
    phone: str
    website: str


@dataclass(frozen=True)
class Regime:
    """What is sold, where the business is registered, whether VAT is charged."""

    activity: Activity
    registration: Registration
    rcs_city: str
    vat_regime: VatRegime
    vat_number: str


@dataclass(frozen=True)
class PaymentConditions:
    """Where and when to pay, and what being late costs. `contract_rate` in percent a year."""

    iban: str
    bic: str
    payment_term_code: str
    late_interest: LateInterest
    contract_rate: Decimal | None
    early_payment: str


@dataclass(frozen=True)
class FurtherMentions:
    """What some trades and some clients want on documents besides."""

    insurance: str
    mediator: str


@dataclass(frozen=True)
class Appearance:
    """How documents look. `accent` is « #rrggbb »; the logo goes by itself."""

    tagline: str
    accent: str


@dataclass(frozen=True)
class Numbering:
    """How numbers are written: see business.numbering."""

    invoice_format: str
    credit_note_format: str
    quote_format: str


@dataclass(frozen=True)
class MailText:
    """The usual invoice mail; empty for the text that comes with facturelite."""

    mail_text: str
