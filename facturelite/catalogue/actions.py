"""Keeping the catalogue: what is sold, at which price."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from facturelite.catalogue import queries
from facturelite.catalogue.model import Item
from facturelite.db import db
from facturelite.identifiers import fold
from facturelite.journal.actions import record
from facturelite.refusals import Refusal

# Every field as the owner calls it, in the order of the form.
FIELD_NAMES = {
    "label": "désignation",
    "detail": "détail",
    "unit": "unité",
    "unit_price": "prix unitaire",
    "vat_rate": "taux de TVA",
    "goods": "nature",
}


@dataclass(frozen=True)
class ItemDetails:
    """What is kept of an item. `unit` is a code of documents.units, the price is before tax."""

    label: str
    unit_price: Decimal
    detail: str = ""
    unit: str = "C62"
    vat_rate: Decimal = Decimal(20)
    goods: bool = False


class LabelKnown(Refusal):
    """Two items with one label could not be told apart on an invoice; `item` is the first."""

    field = "label"

    def __init__(self, item: Item) -> None:
        super().__init__(
            f"« {item.label} » est déjà dans votre catalogue : modifiez cet article, ou donnez à "
            "celui-ci un nom qui le distingue."
        )
        self.item = item


class AlreadyArchived(Refusal):
    """The item is in the archives, or is not, as wanted."""

    def __init__(self, archived: bool) -> None:
        super().__init__(
            "Cet article est déjà archivé." if archived else "Cet article n’est pas archivé."
        )


def add_item(details: ItemDetails, *, at: datetime) -> Item:
    """Put an item in the catalogue; raise LabelKnown."""
    _refuse_known_label(details)

    item = Item(created_at=at)
    _write(item, details)
    db.session.add(item)
    db.session.flush()
    record("item.added", item.subject, at=at, label=item.label)
    return item


def change_item(item: Item, details: ItemDetails, *, at: datetime) -> None:
    """Change an item for the invoices to come; those that exist do not move.

    Raise LabelKnown.
    """
    _refuse_known_label(details, apart_from=item)
    fields = [
        words
        for name, words in FIELD_NAMES.items()
        if getattr(item, name) != getattr(details, name)
    ]
    if not fields:
        return

    _write(item, details)
    record("item.changed", item.subject, at=at, label=item.label, changed=fields)


def archive_item(item: Item, *, at: datetime) -> None:
    """Stop suggesting an item; raise AlreadyArchived."""
    if item.archived_at:
        raise AlreadyArchived(archived=True)
    item.archived_at = at
    record("item.archived", item.subject, at=at, label=item.label)


def restore_item(item: Item, *, at: datetime) -> None:
    """Suggest an archived item again; raise AlreadyArchived, or LabelKnown meanwhile."""
    if not item.archived_at:
        raise AlreadyArchived(archived=False)
    known = queries.item_called(item.label, apart_from=item)
    if known is not None:
        raise LabelKnown(known)
    item.archived_at = None
    record("item.restored", item.subject, at=at, label=item.label)


def _write(item: Item, details: ItemDetails) -> None:
    for name in FIELD_NAMES:
        setattr(item, name, getattr(details, name))
    item.search_text = fold(f"{details.label}\n{details.detail}")


def _refuse_known_label(details: ItemDetails, apart_from: Item | None = None) -> None:
    known = queries.item_called(details.label, apart_from=apart_from)
    if known is not None:
        raise LabelKnown(known)
