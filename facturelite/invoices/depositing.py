"""Deposit invoices: a part of what will be done, billed before it is."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.invoices.drafting import DraftContent, start_draft, write_draft
from facturelite.invoices.exactness import Part, split
from facturelite.invoices.model import Invoice, InvoiceKind
from facturelite.money import NBSP, ZERO, number_in_french
from facturelite.payment_terms import ON_RECEIPT, PaymentTerm
from facturelite.refusals import Refusal
from facturelite.sheets.model import SheetLine, VatTreatment
from facturelite.sheets.totals import Totals
from facturelite.terms.conditions import DepositNature


class NotADeposit(Refusal):
    """A deposit is a part of a price: more than nothing."""

    field = "amount"

    def __init__(self) -> None:
        super().__init__("Écrivez un acompte supérieur à zéro.")


class MoreThanWhole(Refusal):
    """A deposit is a part of a price: not more than it."""

    field = "amount"

    def __init__(self) -> None:
        super().__init__("L’acompte dépasse le prix convenu : réduisez-le.")


# What a sum binds to: its name and the words printed under it, in French and in English.
_WORDS = {
    DepositNature.ACOMPTE: (
        ("Acompte", "Versé à titre d’acompte, et non d’arrhes."),
        ("Deposit", "Paid on account (acompte): it binds both parties."),
    ),
    DepositNature.ARRHES: (
        ("Arrhes", "Versé à titre d’arrhes."),
        ("Earnest money", "Paid as earnest money (arrhes)."),
    ),
}


def nature_in_words(nature: DepositNature, language: str) -> str:
    """Return the sentence, for the client, that says what the sum binds to."""
    return _WORDS[nature][language == "en"][1]


def deposit_label(nature: DepositNature, what: str, percent: Decimal | None, language: str) -> str:
    """Write « Acompte de 30 % sur devis D2026-0012 », or without the share."""
    name = _WORDS[nature][language == "en"][0]
    if language == "en":
        share = f"{percent.normalize():f}% " if percent else ""
        return f"{share}{name if not share else name.lower()} on {what}"
    share = f" de {number_in_french(percent)}{NBSP}%" if percent else ""
    return f"{name}{share} sur {what}"


def parts_of(lines: Sequence[SheetLine], totals: Totals) -> tuple[Part, ...]:
    """Return what a quote or an invoice bills at each VAT rate, to share a deposit between."""
    goods: dict[Decimal, bool] = {}
    rates = {group.rate for group in totals.groups}
    for line in lines:
        rate = line.vat_rate if line.vat_rate in rates else Decimal(0)
        goods[rate] = goods.get(rate, True) and line.goods
    return tuple(
        Part(group.rate, group.base, group.tax, goods.get(group.rate, False))
        for group in totals.groups
    )


def draft_deposit(
    client: Client,
    parts: Sequence[Part],
    amount: Decimal,
    *,
    label: str,
    business: Business,
    at: datetime,
    title: str = "",
    nature: DepositNature = DepositNature.ACOMPTE,
    term: PaymentTerm = ON_RECEIPT,
    treatment: VatTreatment = VatTreatment.DOMESTIC,
    purchase_order: str = "",
    supplied_on: date | None = None,
) -> Invoice:
    """Open a deposit invoice for an amount, VAT included, of what `parts` say will be billed.

    Its total is the amount to the cent, one line per VAT rate; `label` says of what it is the
    deposit, `supplied_on` the day of what it bills, if that is done. Raise NotADeposit or
    MoreThanWhole.
    """
    if amount <= 0:
        raise NotADeposit
    if amount > sum((part.gross for part in parts), ZERO):
        raise MoreThanWhole
    words = nature_in_words(nature, client.language)
    lines = tuple(part.line(label, detail=words) for part in split(amount, parts))
    draft = start_draft(client, business=business, at=at, kind=InvoiceKind.DEPOSIT)
    draft.is_arrhes = nature is DepositNature.ARRHES
    content = DraftContent(
        term,
        title=title,
        supplied_to=supplied_on,
        purchase_order=purchase_order,
        vat_treatment=treatment,
        lines=lines,
    )
    write_draft(draft, content, business=business, at=at)
    return draft
