"""What the owner is written about orders: the deposit has arrived, parts were billed late."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from facturelite.accounts.queries import owner
from facturelite.business.queries import the_business
from facturelite.dates import in_words
from facturelite.money import in_french
from facturelite.orders.model import BilledPart
from facturelite.outbox.actions import post
from facturelite.quotes.model import Quote

MOST_LISTED = 30


def tell_deposit_arrived(quote: Quote, received: Decimal, *, at: datetime) -> None:
    """Tell the owner that the work may begin."""
    _tell_the_owner(
        key=f"{quote.subject}/deposit-arrived",
        subject=quote.subject,
        client_id=quote.client_id,
        at=at,
        title=f"{quote.name} : l’avance est arrivée, vous pouvez commencer",
        paragraphs=(
            f"{_plain(quote.client.name)} a payé l’avance du {quote.name.lower()} : "
            f"{in_french(received)}.",
            "Ce travail l’attendait : vous pouvez commencer.",
            "{page}",
        ),
    )


def tell_of_catching_up(rows: Sequence[tuple[BilledPart, date]], *, at: datetime, on: date) -> None:
    """Tell the owner which parts were billed today though their day had come before."""
    count, first = len(rows), min(day for _, day in rows)
    _tell_the_owner(
        key=f"orders/caught-up/{min(row.id for row, _ in rows)}",
        subject="",
        client_id=None,
        at=at,
        title=f"{count} étapes de devis facturées en retard",
        paragraphs=(
            f"{count} étapes de devis attendaient d’être facturées, la plus ancienne depuis le "
            f"{in_words(first)} : le programme ne tournait pas.",
            f"Chacune a été facturée une seule fois, à la date du {in_words(on)}, car les numéros "
            "suivent les dates.",
            _listed(rows),
            "{page}",
        ),
    )


def _listed(rows: Sequence[tuple[BilledPart, date]]) -> str:
    lines = [_line(row, day) for row, day in rows[:MOST_LISTED]]
    left = len(rows) - len(lines)
    return "\n".join([*lines, f"Et {left} autres."] if left else lines)


def _line(row: BilledPart, day: date) -> str:
    done = " (à vérifier)" if row.problem else ""
    named = f"{row.quote.client.name}, {row.quote.name}"
    return f"– {_plain(named)}, {in_french(row.amount)}, du {in_words(day)}{done}"


def _tell_the_owner(
    *,
    key: str,
    subject: str,
    client_id: int | None,
    at: datetime,
    title: str,
    paragraphs: Sequence[str],
) -> None:
    account = owner()
    recipient = the_business().email or (account.email if account else "")
    if not recipient:
        return
    post(
        "mail",
        key=key,
        at=at,
        subject=subject,
        client_id=client_id,
        to=[recipient],
        title=title,
        text="\n\n".join(paragraphs),
        language="fr",
        button="Ouvrir facturelite",
        automatic=True,
    )


def _plain(words: str) -> str:
    """Keep what people typed from being read as a blank to fill."""
    return words.replace("{", "{\N{WORD JOINER}")
