"""What to do now, by urgency and by money; and what is coming."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from facturelite.invoices.model import Invoice
from facturelite.invoices.queries import Filter
from facturelite.orders.queries import indemnities_to_pay
from facturelite.orders.to_bill import orders_to_bill
from facturelite.orders.waiting import that_may_begin
from facturelite.outbox.queries import count_held, failures
from facturelite.payments.queries import owing_among, unallocated_payments
from facturelite.reminders.delays import open_requests
from facturelite.reminders.holding import holds_of
from facturelite.reminders.penalties_credit import asked_of
from facturelite.reminders.plans_queries import proposed_by_clients, running_plans
from facturelite.reminders.round_queries import count_letters, in_hand, proposed_reminders
from facturelite.terms.asking_queries import refusals_to_answer
from facturelite.today import answers_things, queries, quotes_things, things
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
        *(answers_things.dispute(dispute, invoice) for dispute, invoice in queries.open_disputes()),
        *map(answers_things.delay_asked, open_requests()),
        *map(answers_things.plan_proposed, proposed_by_clients()),
        *map(things.failure, failures()),
        *quotes_things.renounced(),
        *map(things.indemnity, indemnities_to_pay()),
        *quotes_things.to_answer(),
        *map(answers_things.terms_refused, refusals_to_answer()),
        *things.reminders_to_approve(*proposed_reminders()),
        *things.letters_to_post(count_letters()),
        *(
            answers_things.broken_promise(p.promised_on, i)
            for p, i in queries.promises(on=on, kept=False)
        ),
        *(
            answers_things.plan_broken(plan, on)
            for plan in running_plans()
            if plan.is_broken(on=on)
        ),
        *_first(late, lambda invoice: things.late(invoice, on), Filter.LATE),
        *(things.overpaid(invoice) for invoice in queries.overpaid()),
        *_unused(on),
        *(things.may_begin(order) for order in that_may_begin(on=on)),
        *_to_bill(on),
        *(things.note_to_send(one) for one in queries.open_notes() if one.delivery.is_to_send),
        *_first(queries.unsent(on=on), things.to_send, Filter.UNPAID),
        *quotes_things.signed(on=on),
        *_first(queries.drafts(), things.draft, Filter.DRAFTS),
        *quotes_things.drafts(),
        *things.held(count_held()),
    ]


def coming(*, on: date) -> list[Thing]:
    """List what is about to happen without the owner, by day: due dates, promises, last days."""
    dated = [(i.due_on or on, things.due(i, on)) for i in queries.due_soon(on=on)]
    dated += [
        (p.promised_on, things.promised(p.promised_on, i, on))
        for p, i in queries.promises(on=on, kept=True)
    ]
    dated += quotes_things.expiring(on=on)
    return [thing for _, thing in sorted(dated, key=lambda pair: pair[0])]


def _pressing(invoices: Sequence[Invoice], on: date) -> list[Invoice]:
    """Leave out what a reminder takes care of, and what is held whole: a pause, a delay, a plan
    that is kept, a request to answer."""
    held, reminded = holds_of(invoices, on=on), in_hand([i.id for i in invoices], on=on)
    left = (i for i in invoices if i.id not in reminded)
    return [i for i in left if i.id not in held or held[i.id].uncontested]


def _cost(invoice: Invoice, on: date) -> Decimal:
    """Return euros × days: what waiting has cost so far."""
    return invoice.balance * invoice.lateness(on=on)


def _unused(on: date) -> Iterator[Thing]:
    """Yield the money that pays nothing yet, with what its clients owe."""
    left = unallocated_payments()
    clients = {payment.client_id for payment in left}
    asked, owing = asked_of(clients, on=on), owing_among(clients)
    for payment, amount in left.items():
        number = payment.client_id
        yield things.unused(payment, amount, asked.get(number), owes=number in owing)


def _to_bill(on: date) -> Iterator[Thing]:
    """Yield the work to bill, oldest first, then where the rest is."""
    found = orders_to_bill(on=on)
    shown = found if len(found) <= MOST + 1 else found[:MOST]
    yield from (things.to_bill(one, on) for one in shown)
    left = len(found) - len(shown)
    if left:
        yield Thing("soon", "dots", f"{left} autres choses à facturer", "", "Voir", "orders.index")


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
