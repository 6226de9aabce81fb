"""What the owner types about their business, one form a topic."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from itertools import pairwise
from typing import Any, ClassVar

from flask_wtf.file import FileField
from wtforms import EmailField, SelectField, StringField, TelField, TextAreaField
from wtforms.fields import ColorField, Field
from wtforms.validators import ValidationError

from facturelite import identifiers
from facturelite.business import details, mail_text, numbering
from facturelite.business.model import Activity, LateInterest, Registration, VatRegime
from facturelite.documents.typography import unprintable
from facturelite.fields import Form, FrenchDecimalField, at_most, radio, required
from facturelite.payment_terms import USUAL_TERMS, PaymentTerm
from facturelite.refusals import Refusal

Reader = Callable[[str], str]
_WEBSITE = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)+(:\d+)?(/\S*)?")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_APE = re.compile(r"(\d{2})\.?(\d{2})([A-Z])")
_POSTCODE = re.compile(r"\d{5}")


class NotThat(Refusal):
    """What was typed is not of the kind asked for."""


def read_ape(text: str) -> str:
    """Return an APE code as « 74.10Z »."""
    found = _APE.fullmatch("".join(text.split()).upper())
    if not found:
        raise NotThat("Un code APE s’écrit comme 74.10Z : quatre chiffres et une lettre.")
    return f"{found[1]}.{found[2]}{found[3]}"


def read_postcode(text: str) -> str:
    """Return a French postcode."""
    compact = "".join(text.split())
    if not _POSTCODE.fullmatch(compact):
        raise NotThat("Un code postal compte 5 chiffres, comme 69007.")
    return compact


def read_website(text: str) -> str:
    """Return the address of a site; nothing that a browser would run."""
    if not _WEBSITE.fullmatch(text):
        raise NotThat("Écrivez l’adresse d’un site, comme www.atelier.fr.")
    return text


def read_colour(text: str) -> str:
    """Return « #rrggbb »."""
    if not _COLOUR.fullmatch(text):
        raise NotThat("Écrivez une couleur comme #1f4e79.")
    return text.lower()


def read_mail_text(text: str) -> str:
    """Return the text, or nothing when it is the one that comes with facturelite."""
    return "" if text == mail_text.USUAL else text


class Readable:
    """Check that a reader takes what was typed; nothing typed is no error here."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def __call__(self, form: Form, field: Field) -> None:
        try:
            if field.data:
                self.reader(field.data)
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from None


def printable(form: Form, field: Field) -> None:
    """Check that documents can show every character."""
    lost = unprintable(field.data or "")
    if lost:
        raise ValidationError(
            f"Vos documents ne savent pas écrire « {' '.join(lost)} » : retirez ce caractère."
        )


class GroupedField(StringField):
    """A number shown in groups that can be read over: an IBAN, a SIRET."""

    def __init__(self, *args: Any, groups: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups

    def _value(self) -> str:
        text = str(self.data or "")
        if self.raw_data:
            return text
        cut = [0]
        while cut[-1] < len(text):
            cut.append(cut[-1] + self.groups[min(len(cut), len(self.groups)) - 1])
        return " ".join(text[start:end] for start, end in pairwise(cut))


class TopicForm(Form):
    """The form of one topic: `typed` gives what can be read, `told` the whole once valid."""

    kind: ClassVar[type]
    readers: ClassVar[Mapping[str, Reader]] = {}

    def typed(self) -> dict[str, Any]:
        """Return the values of the fields that have no error, as the business keeps them."""
        names = [field.name for field in fields(self.kind)]
        return {name: self._read(self[name]) for name in names if not self[name].errors}

    def told(self) -> Any:
        """Return what was said, once the form is valid."""
        return self.kind(**self.typed())

    def _read(self, field: Field) -> Any:
        reader = self.readers.get(field.name)
        return reader(field.data) if reader and field.data else field.data


class IdentityForm(TopicForm):
    """Who bills."""

    kind = details.Identity
    readers: ClassVar[Mapping[str, Reader]] = {
        "siret": identifiers.read_siret,
        "ape": read_ape,
        "postcode": read_postcode,
        "email": identifiers.read_email,
        "website": read_website,
    }

    name = StringField(
        "Prénom et nom",
        [required("Indiquez votre prénom et votre nom."), at_most(115), printable],
        render_kw={"autocomplete": "name"},
    )
    trade_name = StringField("Nom commercial", [at_most(120), printable])
    siret = GroupedField(
        "SIRET",
        [at_most(30), Readable(identifiers.read_siret)],
        groups=(3, 3, 3, 5),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    ape = StringField("Code APE", [at_most(12), Readable(read_ape)])
    line1 = StringField("Adresse", [at_most(120), printable], render_kw={"autocomplete": "off"})
    line2 = StringField("Complément d’adresse", [at_most(120), printable])
    postcode = StringField(
        "Code postal", [at_most(12), Readable(read_postcode)], render_kw={"inputmode": "numeric"}
    )
    city = StringField("Ville", [at_most(80), printable])
    email = EmailField("E-mail professionnel", [at_most(255), Readable(identifiers.read_email)])
    phone = TelField("Téléphone", [at_most(40), printable])
    website = StringField("Site", [at_most(255), Readable(read_website)])


class RegimeForm(TopicForm):
    """What is sold, and under which regime."""

    kind = details.Regime
    readers: ClassVar[Mapping[str, Reader]] = {"vat_number": identifiers.read_vat_number}

    activity = radio("Vous vendez", Activity)
    registration = radio("Votre entreprise est inscrite", Registration)
    rcs_city = StringField("Ville du greffe", [at_most(80), printable])
    vat_regime = radio("TVA", VatRegime)
    vat_number = StringField(
        "Numéro de TVA intracommunautaire", [at_most(20), Readable(identifiers.read_vat_number)]
    )


class PaymentForm(TopicForm):
    """Where and when clients pay."""

    kind = details.PaymentConditions
    readers: ClassVar[Mapping[str, Reader]] = {
        "iban": identifiers.read_iban,
        "bic": identifiers.read_bic,
    }

    iban = GroupedField(
        "IBAN",
        [at_most(60), Readable(identifiers.read_iban)],
        groups=(4,),
        render_kw={"autocomplete": "off"},
    )
    bic = StringField("BIC", [at_most(20), Readable(identifiers.read_bic)])
    payment_term_code = SelectField("Délai de paiement habituel")
    late_interest = radio("Pénalités de retard entre professionnels", LateInterest)
    contract_rate = FrenchDecimalField(
        "Taux annuel", places=2, most=100, example="un taux comme 12,5"
    )
    early_payment = StringField("Escompte pour paiement anticipé", [at_most(200), printable])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = list(USUAL_TERMS)
        agreed = getattr(kwargs.get("obj"), "payment_term_code", "")
        if agreed and PaymentTerm.from_code(agreed) not in usual:
            usual.append(PaymentTerm.from_code(agreed))
        self.payment_term_code.choices = [(term.code, term.in_words()) for term in usual]


class MentionsForm(TopicForm):
    """What some trades and some clients want besides."""

    kind = details.FurtherMentions

    insurance = TextAreaField("Assurance décennale", [at_most(500), printable])
    mediator = TextAreaField("Médiateur de la consommation", [at_most(500), printable])


class AppearanceForm(TopicForm):
    """How documents look."""

    kind = details.Appearance
    readers: ClassVar[Mapping[str, Reader]] = {"accent": read_colour}

    logo = FileField("Logo", render_kw={"accept": "image/png,image/jpeg,image/webp,image/gif"})
    accent = ColorField("Couleur", [Readable(read_colour)])
    tagline = StringField("Métier ou devise", [at_most(120), printable])


class NumberingForm(TopicForm):
    """How numbers are written."""

    kind = details.Numbering
    readers: ClassVar[Mapping[str, Reader]] = {
        "invoice_format": numbering.read_format,
        "credit_note_format": numbering.read_format,
        "quote_format": numbering.read_format,
    }

    invoice_format = StringField(
        "Factures",
        [required("Écrivez un format."), at_most(30), Readable(numbering.read_format)],
    )
    credit_note_format = StringField(
        "Avoirs", [required("Écrivez un format."), at_most(30), Readable(numbering.read_format)]
    )
    quote_format = StringField(
        "Devis", [required("Écrivez un format."), at_most(30), Readable(numbering.read_format)]
    )


class MailTextForm(TopicForm):
    """The usual invoice mail."""

    kind = details.MailText
    readers: ClassVar[Mapping[str, Reader]] = {"mail_text": read_mail_text}

    mail_text = TextAreaField("Texte de l’e-mail", [at_most(4000)])
