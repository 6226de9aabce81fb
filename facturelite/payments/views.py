"""Lists and pages of payments; the other views of this package join the same blueprint."""

from datetime import date
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.db import transaction
from facturelite.journal.queries import timeline
from facturelite.journal.wording import stories
from facturelite.numbers import read_whole
from facturelite.payments import actions, panels, queries, recording_views, refund_views
from facturelite.payments.blueprint import blueprint
from facturelite.payments.forms import AllocationForm, ReversalForm
from facturelite.payments.model import Payment, ReversalCause
from facturelite.payments.queries import PAGE, Wanted
from facturelite.payments.register import entry_of
from facturelite.periods import Period
from facturelite.refusals import Refusal

__all__ = ["blueprint", "panels", "recording_views", "refund_views"]

MOST_SHOWN = 2000
REVERSED = {
    ReversalCause.MISTAKE: "L’écriture est annulée : les factures qu’elle réglait sont de nouveau "
    "dues, et le livre des recettes porte l’écriture inverse.",
    ReversalCause.BOUNCED: "Le rejet est enregistré à la date d’aujourd’hui : les factures "
    "concernées sont de nouveau dues.",
}


@blueprint.get("/encaissements")
def index() -> ResponseReturnValue:
    """List payments: searched and cut in periods by the address."""
    wanted, period = _wanted(), request.args.get("periode", "")
    found = queries.find(wanted)
    return web.page(
        "payments/index.html",
        "payments",
        found=found,
        wanted=wanted,
        period=period,
        periods=_periods(clock.today()),
        numbers=queries.numbers_of(found.payments),
        credits=queries.credits_of({payment.client_id for payment in found.payments}),
        is_empty=not found.count and queries.last_entry() is None,
        step=PAGE,
    )


@blueprint.get("/encaissements/<int:payment_id>")
def show(payment_id: int) -> ResponseReturnValue:
    """Show a payment: what it settled, what is left of it, how to undo it."""
    payment = known(payment_id)
    left, invoices = queries.unspent(payment), _payable(payment)
    form = AllocationForm.over(invoices, formdata=None)
    form.spread(queries.propose_allocation(left, invoices))
    return _page(payment, form, ReversalForm(formdata=None))


@blueprint.post("/encaissements/<int:payment_id>/affectation")
def allocate(payment_id: int) -> ResponseReturnValue:
    """Set what is left of a payment against invoices."""
    payment = known(payment_id)
    form = AllocationForm.over(_payable(payment))
    if not form.validate_on_submit():
        return _page(payment, form, ReversalForm(formdata=None)), 422
    try:
        with transaction():
            actions.allocate(payment, form.allocations, at=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(payment, form, ReversalForm(formdata=None)), 422
    return web.done(url_for(".show", payment_id=payment_id), "Le paiement est affecté.")


@blueprint.post("/encaissements/<int:payment_id>/annulation")
def reverse(payment_id: int) -> ResponseReturnValue:
    """Undo a payment by writing its opposite."""
    payment, form = known(payment_id), ReversalForm()
    if not form.validate_on_submit():
        return _page(payment, AllocationForm.over(_payable(payment), formdata=None), form), 422
    with transaction():
        actions.reverse_payment(
            payment,
            reason=form.reason.data or "",
            cause=form.cause.data,
            at=clock.now(),
            on=clock.today(),
        )
    return web.done(url_for(".show", payment_id=payment_id), REVERSED[form.cause.data])


def known(payment_id: int) -> Payment:
    """Return a payment, or answer 404."""
    payment = queries.get_payment(payment_id)
    return payment if payment is not None else abort(404)


def _page(payment: Payment, form: AllocationForm, reversal: ReversalForm) -> str:
    return web.page(
        "payments/show.html",
        "payment",
        payment=payment,
        entry=entry_of(payment),
        parts=queries.parts_of(payment),
        left=queries.unspent(payment),
        form=form,
        reversal=reversal,
        entries=stories(timeline(payment.subject)),
        today=clock.today(),
    )


def _payable(payment: Payment) -> Any:
    return queries.payable_of(payment.client_id) if queries.unspent(payment) else []


def _wanted() -> Wanted:
    try:
        period = Period.from_code(request.args.get("periode", ""))
    except ValueError:
        period = None
    return Wanted(
        text=request.args.get("q", "")[:100],
        since=period.since if period else None,
        until=period.until if period else None,
        client_id=request.args.get("client", None, read_whole),
        shown=min(max(request.args.get("montrer", PAGE, read_whole), 1), MOST_SHOWN),
    )


def _periods(today: date) -> list[tuple[str, str]]:
    month, year = Period.month_of(today), Period.year_of(today)
    return [
        ("Tout", ""),
        ("Ce mois-ci", month.code),
        ("Le mois dernier", month.before().code),
        (f"{year.year}", year.code),
        (f"{year.year - 1}", year.before().code),
    ]
