"""How a part of the price is shared between VAT rates: to the cent, whatever was billed before.

Each part takes of each rate in proportion to what is left of it, and the VAT that brings the
running sum nearest to what was signed: all the parts together are the signed total exactly, at
each rate, net and VAT.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from facturelite.business.model import Business
from facturelite.invoices.deducting import left_of
from facturelite.invoices.depositing import MoreThanWhole, parts_of
from facturelite.invoices.drafting import totals_of
from facturelite.invoices.exactness import Part
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO, round_to_cent, share_out
from facturelite.orders.parts import chosen_in
from facturelite.quotes.model import Quote
from facturelite.quotes.totals import counted, totals_for


def signed_parts(quote: Quote, business: Business) -> tuple[Part, ...]:
    """Return what was signed at each VAT rate."""
    chosen = chosen_in(quote)
    return parts_of(counted(quote, chosen), totals_for(quote, chosen, business))


def billed_parts(documents: Iterable[Invoice], business: Business) -> dict[Decimal, Part]:
    """Return what deposit invoices bill at each rate, drafts included, credit notes deducted."""
    found: dict[Decimal, Part] = {}
    for document in documents:
        for part in _parts_of(document, business):
            before = found.get(part.rate, Part(part.rate, ZERO, ZERO))
            found[part.rate] = Part(part.rate, before.net + part.net, before.vat + part.vat)
    return found


def next_shares(amount: Decimal, signed: Sequence[Part], billed: dict[Decimal, Part]) -> list[Part]:
    """Share an amount, VAT included, between what is left at each rate.

    Raise MoreThanWhole when less is left.
    """
    before = [billed.get(part.rate, Part(part.rate, ZERO, ZERO)) for part in signed]
    left = [max(part.gross - b.gross, ZERO) for part, b in zip(signed, before, strict=True)]
    if amount > sum(left, ZERO):
        raise MoreThanWhole
    shares = share_out(amount, left)
    return [
        _share(part, b, share)
        for part, b, share in zip(signed, before, shares, strict=True)
        if share
    ]


def _share(signed: Part, before: Part, gross: Decimal) -> Part:
    """Return a share of what was signed at a rate, after what was billed before."""
    so_far = before.gross + gross
    vat = (
        signed.vat if so_far == signed.gross else round_to_cent(signed.vat * so_far / signed.gross)
    )
    return Part(signed.rate, gross - (vat - before.vat), vat - before.vat, signed.goods)


def _parts_of(document: Invoice, business: Business) -> list[Part]:
    if not document.is_draft:
        return left_of(document)
    groups = totals_of(document, business).groups
    return [Part(group.rate, group.base, group.tax) for group in groups]
