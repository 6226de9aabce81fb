"""The first page's things about what clients answer: contested, asked, promised, refused."""

from datetime import date

from facturelite.dates import in_words
from facturelite.invoices.answers_model import Dispute
from facturelite.invoices.model import Invoice
from facturelite.money import in_french
from facturelite.reminders.plans_model import PaymentPlan
from facturelite.reminders.requests_model import DelayRequest
from facturelite.terms.acceptance_model import TermsRequest
from facturelite.today.things import LONGEST_QUOTE, Press, Thing


def dispute(opened: Dispute, invoice: Invoice) -> Thing:
    """A client contests."""
    return Thing(
        "contested",
        "message-question",
        f"{invoice.client.name} conteste {invoice.number}",
        f"« {opened.words[:LONGEST_QUOTE]} »",
        "Répondre",
        "portal.owner.show_dispute",
        {"invoice_id": invoice.id, "dispute_id": opened.id},
        invoice.balance,
    )


def delay_asked(asked: DelayRequest) -> Thing:
    """A client asks for time."""
    invoice, where = asked.invoice, {"request_id": asked.id}
    return Thing(
        "soon",
        "hourglass",
        f"{invoice.client.name} demande un délai pour {invoice.number}",
        f"Jusqu’au {in_words(asked.asked_until)}. {_quoted(asked.words)}",
        "Répondre",
        "reminders.show_delay",
        where,
        invoice.balance,
        Press("Accorder", "reminders.grant_delay", where),
    )


def plan_proposed(plan: PaymentPlan) -> Thing:
    """A client proposes to pay in several times."""
    first = plan.instalments[0]
    return Thing(
        "soon",
        "calendar",
        f"{plan.client.name} propose de payer en {len(plan.instalments)} fois",
        f"Le premier versement, {in_french(first.amount)}, le {in_words(first.due_on)}. "
        f"{_quoted(plan.words)}",
        "Répondre",
        "reminders.show_plan",
        {"plan_id": plan.id},
        plan.total,
    )


def plan_broken(plan: PaymentPlan, on: date) -> Thing:
    """An instalment was missed."""
    return Thing(
        "late",
        "calendar",
        plan.client.name,
        f"{plan.name} : un versement n’est pas arrivé.",
        "Voir",
        "reminders.show_plan",
        {"plan_id": plan.id},
        plan.overdue(on=on),
    )


def terms_refused(request: TermsRequest) -> Thing:
    """A client refuses the terms of sale."""
    return Thing(
        "contested",
        "scale",
        f"{request.client.name} refuse vos conditions (version {request.version.number})",
        f"« {request.reason[:LONGEST_QUOTE]} »",
        "Répondre",
        "clients.show",
        {"client_id": request.client_id, "_anchor": "client-terms"},
    )


def broken_promise(promised_on: date, invoice: Invoice) -> Thing:
    """A day that the client gave has passed without the money."""
    return Thing(
        "late",
        "calendar-due",
        invoice.client.name,
        f"{invoice.number}, promise pour le {in_words(promised_on)} et toujours due.",
        "Voir",
        "invoices.show",
        {"invoice_id": invoice.id},
        invoice.balance,
    )


def _quoted(words: str) -> str:
    return f"« {words[:LONGEST_QUOTE]} »" if words else ""
