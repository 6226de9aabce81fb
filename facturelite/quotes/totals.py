"""What a quote comes to: its firm lines, and the options and variants that are chosen."""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby

from facturelite.business.model import Business
from facturelite.documents.quote_snapshot import QuoteSnapshot
from facturelite.quotes.model import LineChoice, Quote, QuoteLine
from facturelite.refusals import Refusal
from facturelite.sheets.totals import Totals, compute, line_total


class WrongChoice(Refusal):
    """Lines were chosen that the quote does not offer, or not together."""

    field = "chosen"


def totals_of(quote: Quote, business: Business) -> Totals:
    """Total a quote as it is proposed; `lines` are those of `counted(quote, proposed(quote))`."""
    taxed = charges_vat(quote, business)
    return _total(quote, counted(quote, proposed(quote)), charges_vat=taxed)


def totals_for(quote: Quote, chosen: frozenset[int], business: Business) -> Totals:
    """Total a quote with the lines at the `chosen` positions; the firm ones always count.

    `lines` of the answer are those of `counted`. Raise WrongChoice for a position that is not
    offered, or when a group has not exactly one variant chosen.
    """
    refuse_wrong_choice(quote, chosen)
    return _total(quote, counted(quote, chosen), charges_vat=charges_vat(quote, business))


def totals_as_sent(quote: Quote, snapshot: QuoteSnapshot, chosen: frozenset[int]) -> Totals:
    """Total what was sent with the lines at the `chosen` positions; raise WrongChoice."""
    refuse_wrong_choice(quote, chosen)
    return _total(quote, counted(quote, chosen), charges_vat=snapshot.charges_vat)


def refuse_wrong_choice(quote: Quote, chosen: frozenset[int]) -> None:
    """Raise WrongChoice unless the quote offers these lines, and offers them together.

    A firm line is in whatever is chosen: it is no choice.
    """
    if chosen - choices(quote):
        raise WrongChoice(
            "Une des lignes choisies n’est pas au choix dans ce devis : rechargez la page et "
            "choisissez à nouveau."
        )
    for name, variants in variants_of(quote.lines).items():
        taken = sum(line.position in chosen for line in variants)
        if taken != 1:
            raise WrongChoice(f"Choisissez une ligne, et une seule, parmi « {name} ».")


def choices(quote: Quote) -> frozenset[int]:
    """Return the positions of the lines that may be taken or left."""
    return frozenset(line.position for line in quote.lines if line.choice is not LineChoice.FIRM)


def proposed(quote: Quote) -> frozenset[int]:
    """Return the positions of the options and variants that the owner proposes to take."""
    return frozenset(
        line.position
        for line in quote.lines
        if line.choice is not LineChoice.FIRM and line.is_chosen
    )


def counted(quote: Quote, chosen: frozenset[int]) -> list[QuoteLine]:
    """Return the lines that count when those are chosen, in order."""
    return [
        line for line in quote.lines if line.choice is LineChoice.FIRM or line.position in chosen
    ]


def least(quote: Quote) -> frozenset[int]:
    """Return the choice that costs least: no option, the cheapest variant of each group."""
    return frozenset(
        min(variants, key=lambda line: line_total(line).net).position
        for variants in variants_of(quote.lines).values()
    )


def most(quote: Quote) -> frozenset[int]:
    """Return the choice that costs most: every option, the dearest variant of each group."""
    options = (line.position for line in quote.lines if line.choice is LineChoice.OPTION)
    dearest = (
        max(variants, key=lambda line: line_total(line).net).position
        for variants in variants_of(quote.lines).values()
    )
    return frozenset((*options, *dearest))


def variants_of(lines: Iterable[QuoteLine]) -> dict[str, list[QuoteLine]]:
    """Return the variants of each group, in order."""
    variants = [line for line in lines if line.choice is LineChoice.VARIANT]
    variants.sort(key=lambda line: line.variant_group)
    return {name: list(group) for name, group in groupby(variants, lambda v: v.variant_group)}


def charges_vat(quote: Quote, business: Business) -> bool:
    """Tell whether a quote holds VAT: a sent one as it was sent, a draft as today.

    A change of regime never changes what was offered.
    """
    if quote.snapshot_text:
        return bool(json.loads(quote.snapshot_text)["charges_vat"])
    return business.charges_vat


def _total(quote: Quote, lines: Sequence[QuoteLine], *, charges_vat: bool) -> Totals:
    return compute(
        lines,
        charges_vat=charges_vat,
        treatment=quote.vat_treatment,
        discount_percent=quote.discount_percent,
        discount_amount=quote.discount_amount,
    )
