"""What to do now, by urgency and by money; and what is coming."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from facturelite.invoices.model import Invoice
from facturelite.invoices.queries import Filter
from facturelite.outbox.queries import count_held, failures
from facturelite.payments.queries import unallocated_payments
from facturelite.reminders.delays import open_requests
from facturelite.reminders.holding import holds_of
from facturelite.reminders.plans_queries import proposed_by_clients, running_plans
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
    late = sorted(_pressing(queries.late_invoices(on=on), on), key=lambda i: -_cost(i, on))
    return [
        *things.daily_problems(queries.daily_work(on=on)),
        *(things.dispute(dispute, invoice) for dispute, invoice in queries.open_disputes()),
        *map(things.delay_asked, open_requests()),
        *map(things.plan_proposed, proposed_by_clients()),
        *map(things.failure, failures()),
        *map(things.terms_refused, refusals_to_answer()),
        *(things.broken_promise(p.promised_on, i) for p, i in queries.promises(on=on, kept=False)),
        *(things.plan_broken(plan, on) for plan in running_plans() if plan.is_broken(on=on)),
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


def _pressing(invoices: Sequence[Invoice], on: date) -> list[Invoice]:
    """Leave out what is held whole: a pause, a delay, a plan that is kept, a request to answer."""
    held = holds_of(invoices, on=on)
    return [i for i in invoices if i.id not in held or held[i.id].uncontested]


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
