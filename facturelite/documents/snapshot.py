"""What an issued document says, for ever: the only source of its PDF and its XML.

Everything is copied here at issue. Nothing that renders a document reads a table, the law
or the clock: the same snapshot gives the same bytes in ten years.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from facturelite.documents.plain import from_plain, to_plain


@dataclass(frozen=True)
class Address:
    """A postal address; `country` is ISO 3166-1 alpha-2."""

    line1: str
    postcode: str
    city: str
    country: str = "FR"
    line2: str = ""


@dataclass(frozen=True)
class Seller:
    """The entrepreneur, as the document names them (BG-4)."""

    name: str  # « Nadia Belkacem EI »
    siret: str
    address: Address
    trade_name: str = ""
    tagline: str = ""
    registration: str = ""  # « RCS Lyon » or « Dispensé d’immatriculation au RCS »
    ape: str = ""
    vat_number: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    insurance: str = ""  # décennale: insurer, contact, territory
    mediator: str = ""  # consumer mediator: name, address, site
    accent: str = "#1f4e79"
    logo_sha256: str = ""  # a StoredDocument's hash; the bytes are given to the renderer

    @property
    def siren(self) -> str:
        """The first nine digits of the SIRET."""
        return self.siret[:9]


@dataclass(frozen=True)
class Buyer:
    """Who is billed (BG-7). `kind` is PROFESSIONAL, CONSUMER or PUBLIC_BODY."""

    kind: str
    name: str
    address: Address
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    email: str = ""
    attention: str = ""
    billing_address: Address | None = None
    delivery_address: Address | None = None
    service_code: str = ""  # Chorus Pro « code service » (BT-10)


@dataclass(frozen=True)
class LineItem:
    """One billed line (BG-25). Amounts in euros, already rounded; rates in percent."""

    label: str
    quantity: Decimal
    unit: str  # UN/ECE Rec 20 code: C62, HUR, DAY…
    unit_price: Decimal
    net: Decimal  # after the line's discount, before tax
    detail: str = ""
    discount_rate: Decimal = Decimal(0)
    discount: Decimal = Decimal("0.00")
    vat_rate: Decimal = Decimal(0)
    goods: bool = False
    exact_vat: Decimal | None = None  # settled elsewhere, to the cent: a deposit, its deduction
    deducts: str = ""  # the number of the deposit invoice that the line deducts


@dataclass(frozen=True)
class VatGroup:
    """One row of the VAT breakdown (BG-23): what is taxed alike."""

    category: str  # S, E, AE, K, G
    rate: Decimal
    base: Decimal  # after the group's share of the document discount
    tax: Decimal
    discount: Decimal = Decimal("0.00")  # the group's share of the document discount
    exemption_code: str = ""  # BT-121
    exemption_text: str = ""  # BT-120


@dataclass(frozen=True)
class Preceding:
    """An earlier document that this one corrects, cancels or deducts (BG-3)."""

    number: str
    issued_on: date
    type_code: str = "380"
    unpaid: Decimal = Decimal("0.00")  # what was left to pay on it when it was deducted
    arrhes: bool = False  # a deposit of arrhes


@dataclass(frozen=True)
class Bank:
    """Where to pay."""

    holder: str
    iban: str
    bic: str = ""


@dataclass(frozen=True)
class Mentions:
    """The sentences the law wants on this document, already in the document's language.

    `recovery_fee`, `late_interest` and `early_payment` are notes PMT, PMD and AAB.
    `others` are printed in order after them: VAT exemption, insurance, mediator…
    `terms` is the payment term in words (BT-20).
    """

    recovery_fee: str
    late_interest: str
    early_payment: str
    terms: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """One issued invoice, deposit invoice, credit note or corrective invoice."""

    type_code: str  # BT-3: 380, 386, 381, 384, 503
    number: str
    issued_on: date
    language: str  # fr or en
    frame: str  # BT-23: B1, S1, M1, S2, S4…
    seller: Seller
    buyer: Buyer
    lines: tuple[LineItem, ...]
    vat_groups: tuple[VatGroup, ...]
    total_net: Decimal  # BT-109, after document discount
    total_vat: Decimal  # BT-110
    total_gross: Decimal  # BT-112
    mentions: Mentions
    prepaid: Decimal = Decimal("0.00")  # BT-113
    discount: Decimal = Decimal("0.00")  # document discount, BT-107
    discount_label: str = ""
    due_on: date | None = None
    supplied_from: date | None = None
    supplied_to: date | None = None  # alone or equal to `supplied_from`: one day of supply
    purchase_order: str = ""  # BT-13
    note: str = ""  # a free sentence to the client
    preceding: tuple[Preceding, ...] = ()
    reason: str = ""  # why a credit note or a corrective invoice exists
    bank: Bank | None = None
    subject: str = ""
    arrhes: bool = False  # the deposit, or its credit note, is of arrhes and not of an acompte
    deducts_acompte: bool = True  # what the deposits deducted are, if there are any
    deducts_arrhes: bool = False

    @property
    def payable(self) -> Decimal:
        """What is left to pay when the document is issued (BT-115)."""
        return self.total_gross - self.prepaid

    def to_json(self) -> dict[str, Any]:
        """Return plain data that `from_json` reads back to an equal snapshot."""
        return to_plain(self)

    @staticmethod
    def from_json(stored: dict[str, Any]) -> "Snapshot":
        """Read what `to_json` wrote; fields added since take their default."""
        return from_plain(Snapshot, stored)
