"""The register of clients: who is billed, where, in which language, and by which link."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Enum, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from facturelite.clients.details import AddressUse, ClientKind, PostalAddress
from facturelite.dates import PARIS
from facturelite.db import Model, Moment
from facturelite.payment_terms import PaymentTerm


class Client(Model):
    """A professional, a consumer or a public body. Never deleted, only archived.

    `search_text` is everything about them, folded, for searching as one types.
    """

    __tablename__ = "client"
    __table_args__ = (
        CheckConstraint("company_name <> '' OR last_name <> ''", name="named"),
        CheckConstraint("siret = '' OR siren <> ''", name="siren_of_siret"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ClientKind] = mapped_column(Enum(ClientKind, native_enum=False, length=20))
    company_name: Mapped[str] = mapped_column(String(200), default="")
    civility: Mapped[str] = mapped_column(String(20), default="")
    first_name: Mapped[str] = mapped_column(String(100), default="")
    last_name: Mapped[str] = mapped_column(String(100), default="")
    siret: Mapped[str] = mapped_column(String(14), default="", index=True)
    siren: Mapped[str] = mapped_column(String(9), default="")
    vat_number: Mapped[str] = mapped_column(String(20), default="")
    email: Mapped[str] = mapped_column(String(255), default="", index=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(2), default="fr")
    payment_term_code: Mapped[str] = mapped_column(String(40), default="")
    service_code: Mapped[str] = mapped_column(String(100), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")
    sort_name: Mapped[str] = mapped_column(String(300), default="", index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime] = mapped_column(Moment)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)

    addresses: Mapped[list["ClientAddress"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )
    contacts: Mapped[list["Contact"]] = relationship(
        cascade="all, delete-orphan", order_by="Contact.id", lazy="select"
    )

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def name(self) -> str:
        """How the client is called, on documents and in lists."""
        return self.company_name or " ".join(
            part for part in (self.civility, self.first_name, self.last_name) if part
        )

    @property
    def subject(self) -> str:
        """How the journal names this client."""
        return f"client/{self.id}"

    @property
    def created_on(self) -> date:
        """The day, in Paris, on which the client joined the register."""
        return self.created_at.astimezone(PARIS).date()

    @property
    def is_consumer(self) -> bool:
        """Tell whether consumer law protects this client."""
        return self.kind is ClientKind.CONSUMER

    @property
    def reads_english(self) -> bool:
        """Tell whether the client is written to in English."""
        return self.language == "en"

    @property
    def payment_term(self) -> PaymentTerm | None:
        """What was agreed with this client, None for the business's usual term."""
        return PaymentTerm.from_code(self.payment_term_code) if self.payment_term_code else None

    def address(self, use: AddressUse = AddressUse.MAIN) -> PostalAddress:
        """Return an address, empty (and false) when there is none for this use."""
        return next((a.postal for a in self.addresses if a.use is use), PostalAddress())

    @property
    def country(self) -> str:
        """The country of the main address."""
        return self.address().country

    @property
    def mail_recipients(self) -> list[str]:
        """The addresses that invoices are sent to, the client's own first."""
        others = [c.email for c in self.contacts if c.receives_invoices and c.email]
        return list(dict.fromkeys([e for e in (self.email, *others) if e]))


class ClientAddress(Model):
    """One address of a client, at most one per use."""

    __tablename__ = "client_address"
    __table_args__ = (UniqueConstraint("client_id", "use"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    use: Mapped[AddressUse] = mapped_column(Enum(AddressUse, native_enum=False, length=20))
    line1: Mapped[str] = mapped_column(String(120), default="")
    line2: Mapped[str] = mapped_column(String(120), default="")
    postcode: Mapped[str] = mapped_column(String(12), default="")
    city: Mapped[str] = mapped_column(String(80), default="")
    country: Mapped[str] = mapped_column(String(2), default="FR")

    @property
    def postal(self) -> PostalAddress:
        """The address as a value."""
        return PostalAddress(self.line1, self.line2, self.postcode, self.city, self.country)


class Contact(Model):
    """A person at a client's."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(80), default="")
    email: Mapped[str] = mapped_column(String(255), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    receives_invoices: Mapped[bool] = mapped_column(Boolean, default=False)


class PortalLink(Model):
    """A client's private link. Revoked links stay, and open nothing."""

    __tablename__ = "portal_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    seed: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
