"""What the owner is written when several periods were billed late."""

from collections.abc import Sequence
from datetime import date, datetime

from facturelite.accounts.telling import tell_the_owner
from facturelite.dates import in_words
from facturelite.outbox.words import no_blanks
from facturelite.recurring.model import BilledPeriod

MOST_LISTED = 30


def tell_of_catching_up(periods: Sequence[BilledPeriod], *, at: datetime, on: date) -> None:
    """Tell the owner which periods were billed today though they were due before."""
    count = len(periods)
    first = min(period.due_on for period in periods)
    paragraphs = (
        f"{count} factures d’abonnement attendaient, la plus ancienne depuis le "
        f"{in_words(first)} : le programme ne tournait pas.",
        "Chaque période a été facturée une seule fois. Les factures sont datées "
        f"du {in_words(on)}, car les numéros suivent les dates ; la période qu’elles portent "
        "est la vraie.",
        _listed(periods),
    )
    tell_the_owner(
        key=f"recurrences/caught-up/{min(period.id for period in periods)}",
        title=f"{count} factures d’abonnement rattrapées",
        paragraphs=paragraphs,
        at=at,
    )


def _listed(periods: Sequence[BilledPeriod]) -> str:
    lines = [_line(period) for period in periods[:MOST_LISTED]]
    left = len(periods) - len(lines)
    return "\n".join([*lines, f"Et {left} autres."] if left else lines)


def _line(period: BilledPeriod) -> str:
    recurrence = period.recurrence
    named = no_blanks(f"{recurrence.client.name}, {recurrence.title}")
    done = "" if not period.problem else " (à vérifier)"
    return f"– {named}, {period.span.in_words()}{done}"
