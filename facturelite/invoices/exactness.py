"""Amounts settled to the cent: parts of a document that must add up to it, tax by tax."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from facturelite.invoices.model import Invoice, InvoiceLine
from facturelite.money import ZERO, round_to_cent, share_out
from facturelite.sheets.writing import LineContent


@dataclass(frozen=True)
class Part:
    """What is billed at one VAT rate, in euros; `goods` tells its nature."""

    rate: Decimal
    net: Decimal
    vat: Decimal
    goods: bool = False

    @property
    def gross(self) -> Decimal:
        """The amount with its VAT."""
        return self.net + self.vat

    def line(self, label: str, *, detail: str = "", deducts_id: int | None = None) -> LineContent:
        """Return a line that bills the part, or takes it off when it deducts a deposit.

        A price is never negative: the quantity is.
        """
        off = self.net < 0 if deducts_id is None else self.net >= 0
        return LineContent(
            label=label,
            detail=detail,
            quantity=Decimal(-1 if off else 1),
            unit_price=abs(self.net),
            vat_rate=self.rate,
            goods=self.goods,
            exact_vat=self.vat if deducts_id is None else -self.vat,
            deducts_id=deducts_id,
        )


def split(amount: Decimal, parts: Sequence[Part]) -> list[Part]:
    """Share an amount, VAT included, between what is billed at each rate, to the cent.

    All of a part keeps its exact net and VAT; of less, the VAT is the part of the amount that
    the rate makes. Parts worth nothing or less get nothing.
    """
    weights = [max(part.gross, ZERO) for part in parts]
    shares = share_out(amount, weights)
    return [_of(part, share) for part, share in zip(parts, shares, strict=True) if share]


def part_at(gross: Decimal, rate: Decimal, *, goods: bool = False) -> Part:
    """Return an amount, VAT included, as billed at one rate."""
    vat = round_to_cent(gross * rate / (100 + rate))
    return Part(rate, gross - vat, vat, goods)


def _of(part: Part, gross: Decimal) -> Part:
    return part if gross == part.gross else part_at(gross, part.rate, goods=part.goods)


def as_exact(lines: Iterable[LineContent], invoice: Invoice) -> list[LineContent]:
    """Give back its VAT to the cent to each line whose amounts the owner did not change."""
    exact = [line for line in invoice.lines if line.exact_vat is not None and not line.deducts_id]
    return [_exact(line, exact) for line in lines]


def _exact(line: LineContent, known: list[InvoiceLine]) -> LineContent:
    same = next((old for old in known if _amounts(old) == _amounts(line)), None)
    if same is None or line.exact_vat is not None:
        return line
    known.remove(same)
    return replace(line, exact_vat=same.exact_vat)


def _amounts(line: InvoiceLine | LineContent) -> tuple[Decimal, ...]:
    return (line.quantity, line.unit_price, line.discount_percent, line.vat_rate)
