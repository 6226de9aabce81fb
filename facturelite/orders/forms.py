"""What the owner types about an order."""

from datetime import date

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from facturelite.dates import PARIS
from facturelite.fields import DayField, Form, at_most, options, radio
from facturelite.orders.consequences import outcomes_for, reasons_for
from facturelite.orders.model import CancelledBy, Outcome
from facturelite.orders.order import Order
from facturelite.refusals import Refusal


class DayForm(Form):
    """The day on which something happened."""

    day = DayField("Quel jour ?", [InputRequired("Choisissez un jour.")])


class ReferenceForm(Form):
    """The reference that the client gives their order."""

    purchase_order = StringField(
        "N° de commande du client",
        [at_most(100)],
        description="Il figurera sur les factures à venir de cette commande.",
    )


class CancelForm(Form):
    """Who ends the order, when and why."""

    ended_by = radio("Qui arrête ?", CancelledBy, default=CancelledBy.CLIENT)
    day = DayField("Dit le", [InputRequired("Choisissez un jour.")])
    reason = TextAreaField(
        "Pourquoi",
        [at_most(500)],
        description="Facultatif : pour vous en souvenir, et pour la suite.",
    )


class DecisionForm(Form):
    """What becomes of the sums paid."""

    outcome = radio("Votre décision", Outcome)
    words = TextAreaField("En quelques mots", [at_most(500)], description="Facultatif.")


def day_form(day: date) -> DayForm:
    """Return a form that proposes a day."""
    return DayForm(formdata=None, data={"day": day})


def cancel_form(order: Order, *, on: date, filled: bool) -> CancelForm:
    """Return the form that ends an order, with the reasons that are for this client."""
    form = CancelForm() if filled else CancelForm(formdata=None, data=_usual(order, on))
    form.ended_by.choices = options(
        (one.name, one.value[:1].upper() + one.value[1:]) for one in reasons_for(order)
    )
    return form


def _usual(order: Order, on: date) -> dict[str, object]:
    """Propose what is known: the day on which a consumer withdrew, else today."""
    given = order.quote.renunciation
    if given is None:
        return {"day": on}
    day = given.at.astimezone(PARIS).date()
    return {"day": day, "ended_by": CancelledBy.WITHDRAWAL}


def decision_form(order: Order, *, filled: bool) -> DecisionForm:
    """Return the form that decides of the sums: what the rule says is chosen already."""
    reopened = CancelledBy.WITHDRAWAL if order.is_reopened else order.ended_by
    found = outcomes_for(order, reopened) if reopened else []
    usual = {"outcome": found[0]} if found else {}
    form = DecisionForm() if filled else DecisionForm(formdata=None, data=usual)
    form.outcome.choices = options(
        (one.name, one.value[:1].upper() + one.value[1:]) for one in found
    )
    return form


def refuse(form: Form, refusal: Refusal) -> None:
    """Write a refusal where it belongs in a form; what was typed stays."""
    field = getattr(form, refusal.field or "", None)
    (form.form_errors if field is None else field.errors).append(str(refusal))
