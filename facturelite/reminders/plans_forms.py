"""What the owner types for a payment plan, and to answer one."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, FieldList, FormField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired

from facturelite.fields import DayField, Form, FrenchDecimalField, Part, at_most
from facturelite.money import ZERO
from facturelite.refusals import Refusal
from facturelite.reminders.plans import MOST_INSTALMENTS, Proposal

WORDS_LENGTH = 1000


class InstalmentRow(Part):
    """One instalment; an empty row is left out."""

    due_on = DayField("Au plus tard le")
    amount = FrenchDecimalField("Montant", shown=2)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed."""
        return self.due_on.data is None and self.amount.data is None


class PlanForm(Form):
    """The invoices, the instalments, the clause, a few words."""

    invoices = SelectMultipleField("Factures", coerce=int, validate_choice=False)
    rows = FieldList(FormField(InstalmentRow), "Versement", max_entries=MOST_INSTALMENTS)
    whole_due_on_default = BooleanField(
        "Si un versement manque, tout ce qui reste devient exigible",
        description="Clause à convenir expressément avec le client. Sans elle, seul le versement "
        "manqué peut être réclamé (Code civil, art. 1305-4).",
    )
    words = TextAreaField("Quelques mots au client", [at_most(WORDS_LENGTH)])

    @property
    def proposal(self) -> Proposal:
        """What is proposed."""
        rows = [row.form for row in self.rows.entries if not row.form.is_empty]
        schedule = [(row.due_on.data or date.min, row.amount.data or ZERO) for row in rows]
        words = self.words.data or ""
        return Proposal(schedule, words, whole_due_on_default=self.whole_due_on_default.data)

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal where it belongs."""
        if refusal.field == "invoices":
            self.invoices.errors = [*self.invoices.errors, str(refusal)]
        else:
            self.form_errors.append(str(refusal))

    @staticmethod
    def filled(invoices: Sequence[int], schedule: Sequence[tuple[date, Decimal]]) -> "PlanForm":
        """Return the form with a schedule ready to be changed."""
        rows = [{"due_on": day, "amount": amount} for day, amount in schedule]
        return PlanForm(formdata=None, data={"invoices": list(invoices), "rows": rows})


class AnswerForm(Form):
    """Words that go with a refusal, or with the end of a plan."""

    answer = TextAreaField(
        "Quelques mots au client",
        [InputRequired("Dites pourquoi en quelques mots."), at_most(WORDS_LENGTH)],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
