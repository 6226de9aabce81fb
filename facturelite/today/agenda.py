"""What to do now, by urgency and by money; and what is coming."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from facturelite.invoices.model import Invoice
from facturelite.invoices.queries import Filter
from facturelite.outbox.queries import count_held, failures
from facturelite.payments.queries import unallocated_payments
from facturelite.reminders.round_queries import count_letters, in_hand, proposed_reminders
from facturelite.terms.asking_queries import refusals_to_answer
from facturelite.today import queries, things
from facturelite.today.things import Thing

MOST = 6  # of a kind, so that no kind hides the others
OTHERS = {
    Filter.LATE: "autres factures en retard",
    Filter.UNPAID: "autres factures à envoyer",
    Filter.DRAFTS: "autres brouillons",
}


def things_to_do(*, on: date) -> list[Thing]:
    """List what waits for the owner, the most urgent first."""
    late = _left_to_the_owner(queries.late_invoices(on=on), on)
    return [
        *things.daily_problems(queries.daily_work(on=on)),
        *(things.dispute(dispute, invoice) for dispute, invoice in queries.open_disputes()),
        *map(things.failure, failures()),
        *map(things.terms_refused, refusals_to_answer()),
        *things.reminders_to_approve(*proposed_reminders()),
        *things.letters_to_post(count_letters()),
        *(things.broken_promise(p.promised_on, i) for p, i in queries.promises(on=on, kept=False)),
        *_first(late, lambda invoice: things.late(invoice, on), Filter.LATE),
        *(things.overpaid(invoice) for invoice in queries.overpaid()),
        *(things.unused(*one) for one in unallocated_payments().items()),
        *_first(queries.unsent(on=on), things.to_send, Filter.UNPAID),
        *_first(queries.drafts(), things.draft, Filter.DRAFTS),
        *things.held(count_held()),
    ]


def coming(*, on: date) -> list[Thing]:
    """List what is about to happen without the owner: due dates and promises, by day."""
    dated = [(i.due_on or on, things.due(i, on)) for i in queries.due_soon(on=on)]
    dated += [
        (p.promised_on, things.promised(p.promised_on, i, on))
        for p, i in queries.promises(on=on, kept=True)
    ]
    return [thing for _, thing in sorted(dated, key=lambda pair: pair[0])]


def _left_to_the_owner(late: Sequence[Invoice], on: date) -> list[Invoice]:
    """Return the late invoices that no reminder takes care of, what they cost first."""
    reminded = in_hand([invoice.id for invoice in late], on=on)
    return sorted((i for i in late if i.id not in reminded), key=lambda i: -_cost(i, on))


def _cost(invoice: Invoice, on: date) -> Decimal:
    """Return euros × days: what waiting has cost so far."""
    return invoice.balance * invoice.lateness(on=on)


def _first(
    invoices: Sequence[Invoice], thing_of: Callable[[Invoice], Thing], kind: Filter
) -> Iterator[Thing]:
    """Yield the first invoices as things, then where the others are."""
    shown = invoices if len(invoices) <= MOST + 1 else invoices[:MOST]
    yield from map(thing_of, shown)
    left = len(invoices) - len(shown)
    if left:
        title = f"{left} {OTHERS[kind]}"
        yield Thing("draft", "dots", title, "", "Voir", "invoices.index", {"etat": kind.value})
