"""What the owner types about their terms."""

from enum import StrEnum
from typing import Any

from wtforms import FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from facturelite.fields import DayField, Form, FrenchDecimalField, Part, at_most, radio, required
from facturelite.money import ZERO
from facturelite.numbers import whole_or
from facturelite.refusals import Refusal
from facturelite.terms.conditions import Choices, Deposit, DepositDue, DepositNature
from facturelite.terms.model import Audience, Firmness, HouseRule

_ANY_LENGTH = Length(max=4_000_000)  # the verb says how long is too long, and keeps the text
WHOLE = 100


class Wanted(StrEnum):
    """Whether a deposit is asked, and how it is counted; the value is what the owner reads."""

    NONE = "rien d’avance"
    PERCENT = "une part du prix"
    AMOUNT = "une somme fixe"


class Title(StrEnum):
    """Until when what is delivered stays the seller's; the value is what the owner reads."""

    DELIVERY = "jusqu’à la livraison"
    PAYMENT = "jusqu’au paiement complet"


class TextForm(Form):
    """A text to begin: for whom, and for which activity if not for all."""

    audience = radio("Pour qui ?", Audience, default=Audience.PROFESSIONAL)
    activity = StringField(
        "Activité",
        [at_most(80)],
        description="Vide pour le texte général. Par exemple : formation, vente en ligne.",
    )


class DraftForm(Form):
    """A version being written, in Markdown."""

    version = HiddenField(widget=HiddenInput())
    french = TextAreaField("Texte français", [_ANY_LENGTH], description="C’est lui qui fait foi.")
    english = TextAreaField(
        "Texte anglais",
        [_ANY_LENGTH],
        description="Facultatif : sans lui, vos clients anglophones lisent le texte français.",
    )

    @property
    def revision(self) -> int | None:
        """The state of the draft that the page was loaded with."""
        typed = self.version.data or ""
        return whole_or(typed, None)


class PublicationForm(Form):
    """The day on which a version takes effect."""

    effective_on = DayField("En vigueur à partir du", [required("Choisissez un jour.")])


class ChoicesForm(Form):
    """Payment conditions besides the settings of the business."""

    wanted = radio("À la commande, le client verse", Wanted, default=Wanted.NONE)
    percent = FrenchDecimalField("Part du prix", most=WHOLE, example="30")
    amount = FrenchDecimalField("Somme")
    nature = radio("C’est", DepositNature, default=DepositNature.ACOMPTE)
    due = radio("À verser", DepositDue, default=DepositDue.ORDER)
    title = radio("Ce que vous livrez vous appartient", Title, default=Title.DELIVERY)
    contest_to = StringField(
        "Où vous écrire pour contester ou demander",
        [at_most(120)],
        description="Vide : votre adresse e-mail.",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the figure of the kind of deposit that was chosen, and for no other."""
        valid = bool(super().validate(extra_validators))
        figures = {Wanted.PERCENT: self.percent, Wanted.AMOUNT: self.amount}
        field = figures.get(self.wanted.data)
        if field is not None and not field.errors and not (field.data or ZERO) > 0:
            field.errors = [*field.errors, "Indiquez combien, par exemple 30."]
            return False
        return valid

    def choices(self) -> Choices:
        """Return what was chosen."""
        return Choices(
            deposit=self._deposit(),
            retention_of_title=self.title.data is Title.PAYMENT,
            contest_to=self.contest_to.data or "",
        )

    def _deposit(self) -> Deposit | None:
        kind = self.wanted.data
        if kind is Wanted.NONE:
            return None
        return Deposit(
            self.nature.data,
            self.due.data,
            percent=self.percent.data if kind is Wanted.PERCENT else None,
            amount=self.amount.data if kind is Wanted.AMOUNT else None,
        )


def choices_form(choices: Choices) -> ChoicesForm:
    """Return the form that shows choices, or what was sent."""
    deposit = choices.deposit
    shown: dict[str, Any] = {
        "wanted": Wanted.NONE,
        "title": Title.PAYMENT if choices.retention_of_title else Title.DELIVERY,
        "contest_to": choices.contest_to,
    }
    if deposit is not None:
        shown |= {
            "wanted": Wanted.PERCENT if deposit.percent is not None else Wanted.AMOUNT,
            "percent": deposit.percent,
            "amount": deposit.amount,
            "nature": deposit.nature,
            "due": deposit.due,
        }
    return ChoicesForm(data=shown)


class RulePart(Part):
    """The rule for one audience: a step, how firmly."""

    quote_sent = radio("Avant d’envoyer un devis", Firmness)
    quote_signed = radio("Avant qu’un devis soit signé", Firmness)
    invoice_on_credit = radio("Avant d’émettre une facture à crédit", Firmness)


class RuleForm(Form):
    """The rule of the house, for each audience."""

    professional = FormField(RulePart, "Clients professionnels")
    consumer = FormField(RulePart, "Particuliers")

    def of(self, audience: Audience) -> dict[str, Firmness]:
        """Return what was chosen for an audience, by step."""
        part: RulePart = self[audience.name.lower()].form
        return {name: getattr(part, name).data for name in _STEPS}


_STEPS = ("quote_sent", "quote_signed", "invoice_on_credit")


def rule_form(rules: dict[Audience, HouseRule]) -> RuleForm:
    """Return the form that shows the rules, or what was sent."""
    return RuleForm(
        data={
            audience.name.lower(): {name: getattr(rule, name) for name in _STEPS}
            for audience, rule in rules.items()
        }
    )


def put(refusal: Refusal, form: Form) -> None:
    """Show a refusal at its field, above the form where it has none."""
    field = form._fields.get(refusal.field or "")
    if field is None:
        form.form_errors.append(str(refusal))
    else:
        field.errors = [*field.errors, str(refusal)]
