"""What the owner types about money, and against which invoices it goes."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from facturelite.fields import (
    DayField,
    Form,
    FrenchDecimalField,
    at_most,
    radio,
    required,
    select,
)
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO
from facturelite.payments.allocation import propose_allocation
from facturelite.payments.model import Method, ReversalCause
from facturelite.payments.refused import MoreThanOwed
from facturelite.refusals import Refusal

F = TypeVar("F", bound="AllocationForm")
PART = "part_"


class AllocationForm(Form):
    """Amounts by invoice. `over` adds one field per invoice: WTForms wants them on the class."""

    invoices: tuple[Invoice, ...] = ()

    @classmethod
    def over(cls: type[F], invoices: Iterable[Invoice], **given: Any) -> F:
        """Return the form with a field for each invoice."""
        listed = tuple(invoices)
        fields: dict[str, Any] = {
            f"{PART}{invoice.id}": FrenchDecimalField(
                f"Pour {invoice.number}", shown=2, example="un montant comme 250,00"
            )
            for invoice in listed
        }
        made: type[F] = type(cls.__name__, (cls,), fields | {"invoices": listed})
        return made(**given)

    def part(self, invoice: Invoice) -> Any:
        """Return the field of an invoice."""
        return self[f"{PART}{invoice.id}"]

    @property
    def allocations(self) -> dict[int, Decimal]:
        """Euros by invoice id, those left empty apart."""
        parts = {invoice.id: self.part(invoice).data for invoice in self.invoices}
        return {number: amount for number, amount in parts.items() if amount}

    @property
    def allocated(self) -> Decimal:
        """The sum of what is typed for the invoices."""
        return sum(self.allocations.values(), ZERO)

    def spread(self, proposed: dict[int, Decimal]) -> None:
        """Write a proposal in the fields, over what was typed."""
        for invoice in self.invoices:
            field = self.part(invoice)
            field.data, field.raw_data = proposed.get(invoice.id), None
            field.process_errors = []

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal where it belongs: on its field, on its invoice, or on the whole form."""
        if isinstance(refusal, MoreThanOwed) and f"{PART}{refusal.invoice_id}" in self:
            target = self[f"{PART}{refusal.invoice_id}"]
        elif refusal.field and refusal.field in self:
            target = self[refusal.field]
        else:
            self.form_errors.append(str(refusal))
            return
        target.errors = [*target.errors, str(refusal)]


class MoneyForm(AllocationForm):
    """What any movement of money has."""

    client = HiddenField()
    amount = FrenchDecimalField(
        "Montant", [InputRequired("Indiquez le montant.")], shown=2, least=Decimal("0.01")
    )
    received_on = DayField("Date", [InputRequired("Indiquez la date.")])
    method = select("Moyen de paiement", Method, default=Method.TRANSFER)
    reference = StringField(
        "Référence",
        [at_most(140)],
        description="Libellé du virement, numéro du chèque… Elle figure au livre des recettes.",
    )
    note = TextAreaField("Note pour vous", [at_most(2000)])
    confirmed = BooleanField("Je confirme")


class PaymentForm(MoneyForm):
    """Money received; `first` is the id of the invoice that it was said to be for."""

    first = HiddenField()

    @property
    def named(self) -> Invoice | None:
        """The invoice that the money was said to be for, if it may be paid."""
        chosen = str(self.first.data or "")
        return next((invoice for invoice in self.invoices if str(invoice.id) == chosen), None)

    def propose(self, amount: Decimal) -> None:
        """Spread money over the invoices: the one that was named, then the oldest due."""
        first = self.named.id if self.named else None
        self.spread(propose_allocation(amount, self.invoices, first=first))


class RefundForm(MoneyForm):
    """Money given back."""


class ReversalForm(Form):
    """Why an entry is undone."""

    cause = radio("Que s’est-il passé ?", ReversalCause, default=ReversalCause.MISTAKE)
    reason = StringField(
        "Explication",
        [required("Dites en quelques mots pourquoi : cela reste au journal."), at_most(300)],
    )
