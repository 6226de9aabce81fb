"""Who a client is, as typed in a form or read from a file: the input of the register's verbs."""

from dataclasses import dataclass, field
from enum import StrEnum

from facturelite.payment_terms import PaymentTerm


class ClientKind(StrEnum):
    """Which law applies to this client; the value is what the owner reads."""

    PROFESSIONAL = "professionnel"
    CONSUMER = "particulier"
    PUBLIC_BODY = "organisme public"


class AddressUse(StrEnum):
    """What an address is for; every client has a main one."""

    MAIN = "adresse principale"
    BILLING = "adresse de facturation"
    DELIVERY = "adresse de livraison"


@dataclass(frozen=True)
class PostalAddress:
    """A postal address as a client has it; `country` is ISO 3166-1 alpha-2."""

    line1: str = ""
    line2: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "FR"

    def __bool__(self) -> bool:
        return bool(self.line1 or self.line2 or self.postcode or self.city)


@dataclass(frozen=True)
class ContactDetails:
    """A person at a client's; `receives_invoices` puts them in copy of what is sent."""

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""
    receives_invoices: bool = False


@dataclass(frozen=True)
class ClientDetails:
    """All that the register keeps of a client. Identifiers are compact and checked.

    Professionals and public bodies are named by `company_name`, consumers by `first_name`
    and `last_name`. `payment_term` None means the business's usual one.
    """

    kind: ClientKind
    company_name: str = ""
    civility: str = ""
    first_name: str = ""
    last_name: str = ""
    siret: str = ""
    siren: str = ""
    vat_number: str = ""
    email: str = ""
    phone: str = ""
    language: str = "fr"
    payment_term: PaymentTerm | None = None
    service_code: str = ""
    notes: str = ""
    addresses: dict[AddressUse, PostalAddress] = field(default_factory=dict)
    contacts: tuple[ContactDetails, ...] = ()
