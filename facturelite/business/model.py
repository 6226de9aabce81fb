"""The entrepreneur: who bills, under which regime, paid where, numbered how."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from facturelite.db import Model, Moment
from facturelite.identifiers import french_vat_number
from facturelite.money import Fine
from facturelite.payment_terms import THIRTY_DAYS, PaymentTerm


class Activity(StrEnum):
    """What is sold, as URSSAF sorts it; the value is what the owner reads."""

    SALE = "vente de marchandises"
    BIC_SERVICE = "prestation de services artisanale ou commerciale (BIC)"
    BNC = "profession libérale (BNC)"
    MIXED = "vente et prestation de services"


class Registration(StrEnum):
    """Where the business is registered."""

    RNE_ONLY = "RNE seulement (artisan, libéral)"
    RCS = "RCS (commerçant)"


class VatRegime(StrEnum):
    """Whether VAT may be charged."""

    FRANCHISE = "franchise en base (pas de TVA)"
    REAL = "assujetti à la TVA"


class LateInterest(StrEnum):
    """How penalties for late payment are set for professionals."""

    ECB = "taux BCE + 10 points"
    CONTRACT = "taux annuel choisi"


class Business(Model):
    """The one business of this installation; completed step by step after set-up."""

    __tablename__ = "business"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("vat_regime = 'FRANCHISE' OR vat_number <> ''", name="vat_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str] = mapped_column(String(120), default="")  # first and last name
    trade_name: Mapped[str] = mapped_column(String(120), default="")
    tagline: Mapped[str] = mapped_column(String(120), default="")
    siret: Mapped[str] = mapped_column(String(14), default="")
    ape: Mapped[str] = mapped_column(String(6), default="")
    line1: Mapped[str] = mapped_column(String(120), default="")
    line2: Mapped[str] = mapped_column(String(120), default="")
    postcode: Mapped[str] = mapped_column(String(12), default="")
    city: Mapped[str] = mapped_column(String(80), default="")
    email: Mapped[str] = mapped_column(String(255), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    website: Mapped[str] = mapped_column(String(255), default="")

    activity: Mapped[Activity] = mapped_column(
        Enum(Activity, native_enum=False, length=20), default=Activity.BNC
    )
    registration: Mapped[Registration] = mapped_column(
        Enum(Registration, native_enum=False, length=20), default=Registration.RNE_ONLY
    )
    rcs_city: Mapped[str] = mapped_column(String(80), default="")
    vat_regime: Mapped[VatRegime] = mapped_column(
        Enum(VatRegime, native_enum=False, length=20), default=VatRegime.FRANCHISE
    )
    vat_number: Mapped[str] = mapped_column(String(14), default="")

    iban: Mapped[str] = mapped_column(String(34), default="")
    bic: Mapped[str] = mapped_column(String(11), default="")
    iban_changed_at: Mapped[datetime | None] = mapped_column(Moment)
    payment_term_code: Mapped[str] = mapped_column(String(40), default=THIRTY_DAYS.code)
    late_interest: Mapped[LateInterest] = mapped_column(
        Enum(LateInterest, native_enum=False, length=20), default=LateInterest.ECB
    )
    contract_rate: Mapped[Decimal | None] = mapped_column(Fine)  # percent a year
    early_payment: Mapped[str] = mapped_column(String(200), default="")  # escompte; empty: none

    insurance: Mapped[str] = mapped_column(Text, default="")  # insurer, contact, territory
    mediator: Mapped[str] = mapped_column(Text, default="")  # name, address, site

    accent: Mapped[str] = mapped_column(String(7), default="#1f4e79")
    logo: Mapped[bytes | None] = mapped_column(LargeBinary)
    invoice_format: Mapped[str] = mapped_column(String(30), default="F{AAAA}-{0000}")
    credit_note_format: Mapped[str] = mapped_column(String(30), default="A{AAAA}-{0000}")
    quote_format: Mapped[str] = mapped_column(String(30), default="D{AAAA}-{0000}")
    mail_text: Mapped[str] = mapped_column(Text, default="")  # the usual invoice mail; empty: ours
    quote_mail_text: Mapped[str] = mapped_column(Text, default="")  # that of quotes, likewise
    further_steps_hidden: Mapped[bool] = mapped_column(default=False)

    @property
    def legal_name(self) -> str:
        """The name with « EI », as every document must say it (C. com. R526-27)."""
        return f"{self.name} EI" if self.name else ""

    @property
    def display_name(self) -> str:
        """What clients know the business by."""
        return self.trade_name or self.legal_name

    @property
    def siren(self) -> str:
        """The first nine digits of the SIRET."""
        return self.siret[:9]

    @property
    def charges_vat(self) -> bool:
        """Tell whether VAT may be printed at all."""
        return self.vat_regime is VatRegime.REAL

    @property
    def sells_goods(self) -> bool:
        """Tell whether goods are the usual nature of what is billed."""
        return self.activity is Activity.SALE

    @property
    def payment_term(self) -> PaymentTerm:
        """How long clients have to pay, unless agreed otherwise."""
        return PaymentTerm.from_code(self.payment_term_code)

    @property
    def usual_vat_number(self) -> str:
        """The VAT number that the SIREN gives, to propose."""
        return french_vat_number(self.siren) if self.siren else ""

    @property
    def registration_mention(self) -> str:
        """What documents say about registration."""
        if self.registration is Registration.RCS:
            return f"RCS {self.rcs_city}"
        return "Immatriculation au RNE, dispense d’immatriculation au RCS"

    def missing(self) -> list[str]:
        """Name, in French, what an invoice cannot be issued without."""
        wanted = {
            "votre nom": self.name,
            "votre SIRET": self.siret,
            "votre adresse": self.line1 and self.postcode and self.city,
        }
        return [label for label, value in wanted.items() if not value]
