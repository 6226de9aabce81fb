"""The list of clients as its address says it: search, filter, order, how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for

from facturelite.clients import queries
from facturelite.clients.details import ClientKind
from facturelite.clients.model import Client
from facturelite.clients.queries import PAGE, Counts, Order, Wanted
from facturelite.numbers import whole_or

_LONGEST_SEARCH = 200
_MOST = 100_000
KINDS = {
    "professionnels": ClientKind.PROFESSIONAL,
    "particuliers": ClientKind.CONSUMER,
    "publics": ClientKind.PUBLIC_BODY,
}
ARCHIVES = "archives"


@dataclass(frozen=True)
class Listing:
    """What one address of the list shows, and the addresses around it."""

    text: str
    view: str
    order: Order
    descending: bool
    limit: int

    @staticmethod
    def of(args: Mapping[str, str]) -> "Listing":
        """Read an address; what is not understood is what is usual."""
        view, order, shown = args.get("vue", ""), args.get("tri", ""), args.get("n", "")
        return Listing(
            text=args.get("q", "").strip()[:_LONGEST_SEARCH],
            view=view if view in KINDS or view == ARCHIVES else "",
            order=Order(order) if order in list(Order) else Order.NAME,
            descending=args.get("sens") == "desc",
            limit=min(max(whole_or(shown, PAGE), PAGE), _MOST),
        )

    @cached_property
    def clients(self) -> Sequence[Client]:
        """Those that are shown."""
        wanted = Wanted(
            self.text, KINDS.get(self.view), self.view == ARCHIVES, self.order, self.descending
        )
        return queries.list_clients(wanted, limit=self.limit)

    @cached_property
    def counts(self) -> Counts:
        """How many match the search, for each filter."""
        return queries.count_clients(self.text)

    @property
    def total(self) -> int:
        """How many match the search and the filter."""
        if self.view == ARCHIVES:
            return self.counts.archived
        kind = KINDS.get(self.view)
        return self.counts.by_kind[kind] if kind else self.counts.everyone

    @property
    def is_untouched(self) -> bool:
        """Tell whether the register itself is empty, rather than this search."""
        return not self.text and not self.counts.everyone and not self.counts.archived

    @property
    def chips(self) -> list[dict[str, Any]]:
        """The filters, each with how many it would show."""
        counts = self.counts
        found = [("", "Tous", counts.everyone)]
        found += [(name, name.capitalize(), counts.by_kind[kind]) for name, kind in KINDS.items()]
        found.append((ARCHIVES, "Archivés", counts.archived))
        return [
            {"label": label, "count": count, "active": self.view == view, "url": self.url(vue=view)}
            for view, label, count in found
        ]

    @property
    def kept(self) -> dict[str, str]:
        """What a new search leaves as it is."""
        return {"vue": self.view, "tri": self._order_text, "sens": "desc" * self.descending}

    @property
    def more_url(self) -> str:
        """The same list, longer."""
        return self.url(n=self.limit + PAGE)

    def url(self, **changes: object) -> str:
        """Return this list's address with something changed."""
        args: dict[str, object] = {"q": self.text, **self.kept, **changes}
        told: dict[str, Any] = {name: value for name, value in args.items() if value}
        return url_for("clients.index", **told)

    def head(self, order: str) -> dict[str, str | None]:
        """Return a column head's address, and how the list is sorted by it now."""
        active = self.order == order
        now = "descending" if self.descending else "ascending"
        turned = "desc" if active and not self.descending else ""
        asked = order if order != Order.NAME else ""
        return {"url": self.url(tri=asked, sens=turned), "sorted": now if active else None}

    @property
    def _order_text(self) -> str:
        return "" if self.order is Order.NAME else self.order.value
