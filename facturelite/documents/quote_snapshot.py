"""What a quote says once it was sent, for ever: the only source of its page and of its PDF.

Everything is copied here when the quote is sent, and once more when it is signed, with what the
client chose. Nothing that renders a quote reads a table, the law or the clock.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from facturelite.documents.plain import from_plain, to_plain
from facturelite.documents.snapshot import Buyer, LineItem, Seller, VatGroup


@dataclass(frozen=True)
class OfferedLine:
    """One line offered. `choice` is FIRM, OPTION or VARIANT; `position` is the line's own.

    `is_chosen` is what the owner proposes, or what was taken once signed.
    """

    item: LineItem
    position: int
    choice: str = "FIRM"
    group: str = ""  # variants of one group exclude each other
    is_chosen: bool = True


@dataclass(frozen=True)
class PlannedPayment:
    """A part of the price: what it is, when it is due in words, its day if it has one, euros."""

    label: str
    when: str
    amount: Decimal
    day: date | None = None
    part: str = "BALANCE"  # DEPOSIT, STAGE or BALANCE


@dataclass(frozen=True)
class Section:
    """Conditions in plain words, under one heading."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class BindingTerms:
    """The version of the terms of sale that binds with the quote."""

    version_id: int
    number: int
    text_sha256: str
    pdf_sha256: str
    effective_on: date | None = None


@dataclass(frozen=True)
class AttachedFile:
    """A file that goes with the quote, by its hash."""

    label: str
    filename: str
    sha256: str


@dataclass(frozen=True)
class SignatureBlock:
    """Who signed, how and when, as the signed PDF shows it. `quote_pdf_sha256` is what was read."""

    name: str
    capacity: str
    signed_on: date
    at: datetime
    method: str  # PORTAL or PAPER
    formula: str  # « Bon pour accord »
    quote_pdf_sha256: str
    email: str = ""
    ticked: tuple[str, ...] = ()  # the exact wording of what was ticked
    drawn_sha256: str = ""  # a StoredDocument's hash: the drawn signature, a PNG


@dataclass(frozen=True)
class QuoteSnapshot:
    """One quote as sent, or as signed when it holds a `signature`.

    Totals, groups and payments are those of the lines that are chosen. Amounts in euros.
    """

    number: str
    sent_on: date
    valid_until: date
    language: str  # fr or en
    seller: Seller
    buyer: Buyer
    lines: tuple[OfferedLine, ...]
    vat_groups: tuple[VatGroup, ...]
    total_net: Decimal
    total_vat: Decimal
    total_gross: Decimal
    charges_vat: bool
    payments: tuple[PlannedPayment, ...]  # deposit, stages, balance: they sum to the total
    conditions: tuple[Section, ...] = ()  # deposit, delays, lateness, what accepting means
    mentions: tuple[str, ...] = ()  # VAT exemption, insurance, mediator, what the law wants
    discount: Decimal = Decimal("0.00")
    discount_label: str = ""
    subject: str = ""
    note: str = ""
    starts_on: date | None = None
    duration: str = ""
    travel: str = ""
    purchase_order: str = ""  # the reference that the client gave
    revises: str = ""  # the number of the quote that this one replaces
    terms: BindingTerms | None = None
    withdrawal: tuple[Section, ...] = ()  # what a consumer at a distance must be told
    attachments: tuple[AttachedFile, ...] = ()
    ticks: tuple[str, ...] = ()  # what the client says they know of, before they sign
    signature: SignatureBlock | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain data that `from_json` reads back to an equal snapshot."""
        return to_plain(self)

    @staticmethod
    def from_json(stored: dict[str, Any]) -> "QuoteSnapshot":
        """Read what `to_json` wrote; fields added since take their default."""
        return from_plain(QuoteSnapshot, stored)
