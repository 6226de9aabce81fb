"""What is typed about a client, as the register's verbs want it."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, StopValidation, ValidationError

from facturelite.clients.checking import Nameless
from facturelite.clients.countries import countries
from facturelite.clients.details import (
    AddressUse,
    ClientDetails,
    ClientKind,
    ContactDetails,
    PostalAddress,
)
from facturelite.fields import Form, Part, at_most, options, radio, select
from facturelite.identifiers import (
    WrongIdentifier,
    read_email,
    read_siren,
    read_siret,
    read_vat_number,
)
from facturelite.numbers import whole_or
from facturelite.payment_terms import USUAL_TERMS, PaymentTerm, TermBase

USUAL, OWN = "", "autre"  # the business's usual delay; another one than those of the list
LONGEST_DELAY = 365
MOST_CONTACTS = 20
_KINDS_OF_FIELD = {
    ClientKind.CONSUMER: ("civility", "first_name", "last_name"),
    ClientKind.PROFESSIONAL: ("company_name", "siret", "siren", "vat_number", "service_code"),
    ClientKind.PUBLIC_BODY: ("company_name", "siret", "siren", "vat_number", "service_code"),
}
_COMMON = ("email", "phone", "language", "notes")
_USES = {
    "main_address": AddressUse.MAIN,
    "billing_address": AddressUse.BILLING,
    "delivery_address": AddressUse.DELIVERY,
}


class AddressForm(Part):
    """A postal address."""

    line1 = StringField("Adresse", [at_most(120)], render_kw={"autocomplete": "off"})
    line2 = StringField("Complément", [at_most(120)], render_kw={"autocomplete": "off"})
    postcode = StringField("Code postal", [at_most(12)], render_kw={"autocomplete": "off"})
    city = StringField("Ville", [at_most(80)], render_kw={"autocomplete": "off"})
    country = SelectField("Pays", choices=lambda: options(countries().items()), default="FR")

    @property
    def address(self) -> PostalAddress:
        """The address, false when nothing but the country was typed."""
        return PostalAddress(
            self.line1.data or "",
            self.line2.data or "",
            self.postcode.data or "",
            self.city.data or "",
            self.country.data or "FR",
        )


class ContactForm(Part):
    """A person at a client's; a row without a name nor anything else is no contact."""

    name = StringField("Nom", [at_most(120)])
    role = StringField("Fonction", [at_most(80)])
    email = StringField("E-mail", [at_most(255)], render_kw={"type": "email"})
    phone = StringField("Téléphone", [at_most(40)], render_kw={"type": "tel"})
    receives_invoices = BooleanField("Reçoit aussi les factures")

    def validate_name(self, field: StringField) -> None:
        """A person has a name."""
        if not field.data and (self.email.data or self.phone.data or self.role.data):
            raise ValidationError("Indiquez le nom de ce contact, ou videz toute la ligne.")

    def validate_email(self, field: StringField) -> None:
        """An address that can be written to."""
        try:
            if field.data:
                read_email(field.data)
        except WrongIdentifier as refusal:
            raise ValidationError(str(refusal)) from None

    @property
    def contact(self) -> ContactDetails:
        """The person."""
        return ContactDetails(**{n: f.data for n, f in self._fields.items()})


def _read_by(reader: Callable[[str], str]) -> Callable[["ClientForm", StringField], None]:
    """Check an identifier, where this kind of client has one, along with the other fields."""

    def check(form: "ClientForm", field: StringField) -> None:
        asked = form.kind.data and field.name in (*_COMMON, *_KINDS_OF_FIELD[form.kind.data])
        try:
            if asked and field.data:
                reader(field.data)
        except WrongIdentifier as refusal:
            raise ValidationError(str(refusal)) from None

    return check


def _name(form: "ClientForm", field: StringField) -> None:
    """Ask for the name that this kind of client is called by."""
    kind = form.kind.data
    if kind and field.name in _KINDS_OF_FIELD[kind] and not field.data:
        raise StopValidation(str(Nameless(kind)))


def _of_own_delay(form: "ClientForm", field: IntegerField) -> None:
    """Ask for the days of another delay than those of the list, and only then."""
    typed = "".join(field.raw_data or ()).strip()
    if form.term.data == OWN and typed:
        return
    field.errors = []
    if form.term.data == OWN:
        raise StopValidation("Écrivez le nombre de jours convenu, comme 20.")
    raise StopValidation


class ClientForm(Form):
    """A client's card. Fields that their kind does not have are shown apart and not kept."""

    version = HiddenField()
    kind = radio("Type de client", ClientKind, default=ClientKind.PROFESSIONAL)
    company_name = StringField("Raison sociale ou nom", [_name])
    civility = StringField("Civilité", [at_most(20)])
    first_name = StringField("Prénom", [at_most(100)])
    last_name = StringField("Nom", [_name, at_most(100)])
    siret = StringField(
        "SIRET", [at_most(40), _read_by(read_siret)], render_kw={"inputmode": "numeric"}
    )
    siren = StringField(
        "SIREN", [at_most(20), _read_by(read_siren)], render_kw={"inputmode": "numeric"}
    )
    vat_number = StringField("Numéro de TVA", [at_most(40), _read_by(read_vat_number)])
    service_code = StringField("Code service", [at_most(100)])
    email = StringField("E-mail", [at_most(255), _read_by(read_email)], render_kw={"type": "email"})
    phone = StringField("Téléphone", [at_most(40)], render_kw={"type": "tel"})
    language = RadioField(
        "Langue des documents et des messages",
        choices=options([("fr", "Français"), ("en", "Anglais")]),
        default="fr",
    )
    term = SelectField("Délai de paiement", default=USUAL)
    term_days = IntegerField(
        "Nombre de jours",
        [
            _of_own_delay,
            NumberRange(0, LONGEST_DELAY, f"Écrivez un nombre de 0 à {LONGEST_DELAY}."),
        ],
    )
    term_base = select("Comptés", TermBase, default=TermBase.INVOICE_DATE)
    notes = TextAreaField("Remarques", render_kw={"rows": 4})
    main_address = FormField(AddressForm, "Adresse")
    billing_address = FormField(AddressForm, "Adresse de facturation")
    delivery_address = FormField(AddressForm, "Adresse de livraison")
    contacts = FieldList(FormField(ContactForm), max_entries=MOST_CONTACTS)

    def __init__(self, usual: PaymentTerm, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(term.code, term.in_words()) for term in USUAL_TERMS]
        self.term.choices = options(
            [(USUAL, f"Mon délai habituel ({usual.in_words()})"), *words, (OWN, "Un autre délai…")]
        )

    @property
    def details(self) -> ClientDetails:
        """What the register keeps, for a client of this kind."""
        texts = {n: self[n].data for n in (*_COMMON, *_KINDS_OF_FIELD[self.kind.data])}
        return ClientDetails(
            kind=self.kind.data,
            **texts,
            payment_term=self._payment_term,
            addresses={
                use: self[name].form.address
                for name, use in _USES.items()
                if self[name].form.address
            },
            contacts=tuple(e.form.contact for e in self.contacts if e.form.name.data),
        )

    @property
    def _payment_term(self) -> PaymentTerm | None:
        if self.term.data == OWN:
            return PaymentTerm(self.term_days.data or 0, self.term_base.data)
        return PaymentTerm.from_code(self.term.data) if self.term.data else None

    def change_rows(self, asked: str) -> None:
        """Add a contact (« ajouter ») or remove one (its place), as the buttons ask."""
        if asked == "ajouter" and len(self.contacts) < MOST_CONTACTS:
            self.contacts.append_entry()
        elif (removed := whole_or(asked, None)) is not None:
            kept = [e.data for place, e in enumerate(self.contacts) if place != removed]
            while len(self.contacts):
                self.contacts.pop_entry()
            for data in kept:
                self.contacts.append_entry(data)


def form_data(details: ClientDetails) -> dict[str, Any]:
    """Return a card as ClientForm shows it."""
    term = details.payment_term
    code = term.code if term else USUAL
    listed = code == USUAL or term in USUAL_TERMS
    shown = asdict(details) | {
        "term": code if listed else OWN,
        "term_days": term.days if term and not listed else None,
        "term_base": term.base if term and not listed else TermBase.INVOICE_DATE,
        "contacts": [asdict(contact) for contact in details.contacts],
    }
    return shown | _addresses_data(details.addresses.items())


def _addresses_data(addresses: Iterable[tuple[AddressUse, PostalAddress]]) -> dict[str, Any]:
    by_use = dict(addresses)
    return {name: asdict(by_use[use]) for name, use in _USES.items() if use in by_use}


class ImportForm(Form):
    """A list of clients to bring in."""

    file = FileField(
        "Votre liste de clients",
        [FileRequired("Choisissez le fichier de votre liste, enregistrée au format CSV.")],
    )
