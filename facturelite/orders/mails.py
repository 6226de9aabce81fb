"""What the owner is written about orders: the deposit has arrived, parts were billed late."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from facturelite.accounts.telling import tell_the_owner
from facturelite.dates import in_words
from facturelite.money import in_french
from facturelite.orders.model import BilledPart
from facturelite.outbox.words import no_blanks
from facturelite.quotes.model import Quote

MOST_LISTED = 30


def tell_deposit_arrived(quote: Quote, received: Decimal, *, at: datetime) -> None:
    """Tell the owner that the work may begin."""
    tell_the_owner(
        key=f"{quote.subject}/deposit-arrived",
        subject=quote.subject,
        client_id=quote.client_id,
        at=at,
        title=f"{quote.name} : l’avance est arrivée, vous pouvez commencer",
        paragraphs=(
            f"{no_blanks(quote.client.name)} a payé l’avance du devis {quote.number} : "
            f"{in_french(received)}.",
            "Ce travail l’attendait : vous pouvez commencer.",
        ),
    )


def tell_of_catching_up(rows: Sequence[tuple[BilledPart, date]], *, at: datetime, on: date) -> None:
    """Tell the owner which parts were billed today though their day had come before."""
    count, first = len(rows), min(day for _, day in rows)
    tell_the_owner(
        key=f"orders/caught-up/{min(row.id for row, _ in rows)}",
        at=at,
        title=f"{count} étapes de devis facturées en retard",
        paragraphs=(
            f"{count} étapes de devis attendaient d’être facturées, la plus ancienne depuis le "
            f"{in_words(first)} : le programme ne tournait pas.",
            f"Chacune a été facturée une seule fois, à la date du {in_words(on)}, car les numéros "
            "suivent les dates.",
            _listed(rows),
        ),
    )


def _listed(rows: Sequence[tuple[BilledPart, date]]) -> str:
    lines = [_line(row, day) for row, day in rows[:MOST_LISTED]]
    left = len(rows) - len(lines)
    return "\n".join([*lines, f"Et {left} autres."] if left else lines)


def _line(row: BilledPart, day: date) -> str:
    done = " (à vérifier)" if row.problem else ""
    named = f"{row.quote.client.name}, {row.quote.name}"
    return f"– {no_blanks(named)}, {in_french(row.amount)}, du {in_words(day)}{done}"
