"""Finding what is sold."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.sql.elements import ColumnElement

from facturelite.catalogue.model import Item
from facturelite.db import db
from facturelite.identifiers import fold

PAGE = 50
_MOST_WORDS = 8


def get_item(item_id: int) -> Item | None:
    """Return an item, archived or not."""
    return db.session.get(Item, item_id)


def list_items(text: str = "", *, archived: bool = False, limit: int = PAGE) -> Sequence[Item]:
    """Return the items that match every word of a text, by label."""
    found = select(Item).where(*_matches(text), _in_archives(archived))
    return db.session.scalars(found.order_by(func.lower(Item.label), Item.id).limit(limit)).all()


def count_items(text: str = "", *, archived: bool = False) -> int:
    """Count the items that match a search."""
    found = select(func.count(Item.id)).where(*_matches(text), _in_archives(archived))
    return db.session.scalars(found).one()


def search_items(text: str, limit: int = 8) -> Sequence[Item]:
    """Return what an invoice line being typed may stand for, archived items left out.

    Items whose label starts with the text come first; an empty text suggests nothing.
    """
    conditions = _matches(text)
    if not conditions:
        return []
    starts = Item.search_text.startswith(fold(text).strip(), autoescape=True)
    found = select(Item).where(*conditions, _in_archives(False))
    ordered = found.order_by(starts.desc(), func.lower(Item.label), Item.id)
    return db.session.scalars(ordered.limit(limit)).all()


def item_called(label: str, *, apart_from: Item | None = None) -> Item | None:
    """Return the item in use with this very label, whatever its case and accents."""
    known = (i for i in list_items(label, limit=500) if fold(i.label) == fold(label))
    return next((item for item in known if item is not apart_from), None)


def _in_archives(archived: bool) -> ColumnElement[bool]:
    return Item.archived_at.is_not(None) if archived else Item.archived_at.is_(None)


def _matches(text: str) -> list[ColumnElement[bool]]:
    words = fold(text).split()[:_MOST_WORDS]
    return [Item.search_text.contains(word, autoescape=True) for word in words]
