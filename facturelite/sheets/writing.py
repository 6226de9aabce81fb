"""Writing the lines of a sheet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from facturelite.refusals import Refusal
from facturelite.sheets.model import SheetLine

L = TypeVar("L", bound=SheetLine)


class DiscountTwice(Refusal):
    """A discount is a share or an amount, not both."""

    field = "discount_amount"

    def __init__(self) -> None:
        super().__init__("Choisissez une remise en pourcentage ou en euros, pas les deux.")


@dataclass(frozen=True)
class LineContent:
    """One line as written. Euros before tax, percent; `unit` is a code of documents.units.

    Only an invoice keeps the last two: the VAT of a line whose amounts were settled elsewhere
    (see `totals.compute`), and the deposit invoice that the line deducts.
    """

    label: str
    quantity: Decimal
    unit_price: Decimal
    unit: str = "C62"
    detail: str = ""
    discount_percent: Decimal = Decimal(0)
    vat_rate: Decimal = Decimal(0)
    goods: bool = False
    exact_vat: Decimal | None = None
    deducts_id: int | None = None


def refuse_two_discounts(percent: Decimal | None, amount: Decimal | None) -> None:
    """Raise DiscountTwice when a document has a share and an amount of discount."""
    if percent and amount:
        raise DiscountTwice


def write_lines(lines: list[L], contents: Iterable[LineContent], kind: type[L]) -> None:
    """Make the lines of a draft say `contents`, in order; rows that stay are written over."""
    written = tuple(contents)
    del lines[len(written) :]
    for position, content in enumerate(written):
        if position == len(lines):
            lines.append(kind())
        line = lines[position]
        line.position = position
        for name in _kept_by(kind):
            setattr(line, name, getattr(content, name))


def contents_of(lines: Iterable[SheetLine]) -> tuple[LineContent, ...]:
    """Return what lines say, to write it elsewhere."""
    return tuple(
        LineContent(**{name: getattr(line, name) for name in _kept_by(type(line))})
        for line in lines
    )


def _kept_by(kind: type[SheetLine]) -> Iterator[str]:
    return (name for name in LineContent.__dataclass_fields__ if hasattr(kind, name))
