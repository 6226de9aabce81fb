"""Each kind of thing to do or to know, in the words of the first page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from facturelite.dates import in_words, relative
from facturelite.invoices.model import Invoice
from facturelite.money import in_french
from facturelite.orders.model import Cancellation
from facturelite.orders.order import Order
from facturelite.orders.to_bill import ToBill, said
from facturelite.outbox.model import Message
from facturelite.payments.model import Payment
from facturelite.reminders.penalties_credit import Asked
from facturelite.reminders.penalties_open import OpenNote
from facturelite.today.queries import DailyWork

LONGEST_QUOTE = 200  # characters


@dataclass(frozen=True)
class Press:
    """What one click does, without opening a page: its label, where it is posted."""

    label: str
    endpoint: str
    args: dict[str, Any]


@dataclass(frozen=True)
class Thing:
    """One thing to do, or to know. `endpoint` and `args` say where it is done."""

    tone: str
    icon: str
    title: str
    text: str
    act: str
    endpoint: str
    args: dict[str, Any] = field(default_factory=dict)
    amount: Decimal | None = None
    press: Press | None = None


def daily_problems(work: DailyWork) -> Iterator[Thing]:
    """What the daily work found, and that it stopped."""
    act, endpoint = "En savoir plus", "today.show_checks"
    for problem in work.problems:
        yield Thing("late", "alert-triangle", problem, "", act, endpoint)
    if work.has_stopped and work.last:
        title = f"Le travail du jour ne s’est pas fait depuis le {in_words(work.last.day)}"
        text = "Ni vérification, ni copie de la nuit : le programme tourne-t-il en continu ?"
        yield Thing("late", "alert-triangle", title, text, act, endpoint)


def indemnity(made: Cancellation) -> Thing:
    """What the owner owes a client whose order they ended."""
    title = f"Indemnité à verser à {made.quote.client.name}"
    text = f"Commande {made.quote.number} annulée : l’autre moitié du double des arrhes."
    where = {"quote_id": made.quote_id}
    return Thing("late", "cash", title, text, "Voir", "orders.show", where, made.owed)


def failure(message: Message) -> Thing:
    """A mail refused or returned, or a work of the background that failed."""
    text = (message.returned_reason or message.last_error)[:LONGEST_QUOTE]
    if not message.is_mail:
        title = "Un document n’a pas pu être préparé"
        return Thing("late", "alert-triangle", title, text, "Vérifier", "outbox.index")
    word = "Message revenu" if message.returned_at else "Message refusé"
    title = f"{word} : {message.payload.get('title', '')}"
    return Thing(
        "late", "mail-x", title, text, "Vérifier", "outbox.show", {"message_id": message.id}
    )


def reminders_to_approve(count: int, calls: int) -> Iterator[Thing]:
    """The round of the day, as one thing to do; calls apart, as they take time."""
    if count:
        title = f"{count} relances à valider" if count > 1 else "Une relance à valider"
        text = "Vérifiez d’abord que la banque est à jour."
        yield Thing("soon", "bell", title, text, "Relire", "reminders.index")
    if calls:
        title = f"{calls} appels à passer" if calls > 1 else "Un appel à passer"
        args = {"_anchor": "appels"}
        yield Thing("soon", "phone", title, "", "Voir", "reminders.index", args)


def letters_to_post(count: int) -> Iterator[Thing]:
    """Letters that are ready, and wait for a stamp."""
    if count:
        title = f"{count} lettres à imprimer et poster" if count > 1 else "Une lettre à poster"
        args = {"_anchor": "lettres"}
        yield Thing("soon", "printer", title, "", "Voir", "reminders.index", args)


def held(count: int) -> Iterator[Thing]:
    """Mails kept for want of a server."""
    if not count:
        return
    title = f"{count} messages gardés" if count > 1 else "Un message gardé"
    text = "Aucun serveur d’envoi n’est réglé, ou il vient de l’être : rien n’est parti ni perdu."
    yield Thing("soon", "send", title, text, "Voir la boîte d’envoi", "outbox.index")


def late(invoice: Invoice, on: date) -> Thing:
    """An invoice to press for."""
    days = invoice.lateness(on=on)
    return Thing(
        "late",
        "alert-triangle",
        invoice.client.name,
        f"{invoice.number}, en retard de {days} jour{'s' if days > 1 else ''}.",
        "Voir",
        "invoices.show",
        {"invoice_id": invoice.id},
        invoice.balance,
    )


def overpaid(invoice: Invoice) -> Thing:
    """Money that is the client’s."""
    return Thing(
        "soon",
        "receipt-refund",
        f"{invoice.client.name} a payé {invoice.number} en trop",
        "À rendre, ou à garder pour sa prochaine facture.",
        "Décider",
        "invoices.show",
        {"invoice_id": invoice.id},
        -invoice.balance,
    )


def unused(payment: Payment, left: Decimal, asked: Asked | None, *, owes: bool) -> Thing:
    """Money received that pays nothing yet, `left` of which may still be used; what penalties
    are asked of the client, and whether they have an invoice to pay."""
    text = f"{payment.label}, {in_french(payment.amount)} reçus."
    if asked:
        text = f"{text} {in_french(asked.amount)} de pénalités {asked.verb} à ce client."
    elif not owes:
        text = f"{text} Rien n’est à payer : à garder à son crédit, ou à rendre."
    return Thing(
        "soon",
        "git-compare",
        f"Un paiement de {payment.client.name} reste à affecter",
        text,
        "Affecter" if owes and not asked else "Décider",
        "payments.show",
        {"payment_id": payment.id},
        left,
    )


def note_to_send(one: OpenNote) -> Thing:
    """A note of penalties that nobody sent."""
    return Thing(
        "soon",
        "send",
        f"{one.note.name} n’est pas encore envoyée",
        f"Établie le {in_words(one.issued_on)} pour {one.note.client.name}.",
        "Envoyer",
        "reminders.ask_send_note",
        {"note_id": one.note.id},
        one.left,
    )


def to_send(invoice: Invoice) -> Thing:
    """An invoice issued, that nobody sent."""
    return Thing(
        "soon",
        "send",
        f"{invoice.number} n’est pas encore envoyée",
        f"Émise le {in_words(invoice.issued_on or date.min)} pour {invoice.client.name}.",
        "Envoyer",
        "invoices.ask_send",
        {"invoice_id": invoice.id},
        invoice.balance,
    )


def to_bill(one: ToBill, on: date) -> Thing:
    """Work to bill: its button is on the page of what waits."""
    return Thing(
        "soon",
        one.waits.icon,
        f"{one.what}, à facturer à {one.client.name}",
        f"{one.waits.word.capitalize()}, {said(one, on=on)}.",
        "Facturer",
        "orders.index",
        {},
        one.amount,
    )


def may_begin(order: Order) -> Thing:
    """The deposit that work waited for is there."""
    return Thing(
        "settled",
        "cash",
        f"Avance reçue de {order.quote.client.name} : vous pouvez commencer",
        f"{order.name}, {order.quote.title}" if order.quote.title else order.name,
        "Voir la commande",
        "orders.show",
        {"quote_id": order.quote.id},
    )


def draft(invoice: Invoice) -> Thing:
    """A document to finish."""
    return Thing(
        "draft",
        "pencil",
        f"{invoice.label} en brouillon pour {invoice.client.name}",
        invoice.title,
        "Terminer",
        "invoices.show",
        {"invoice_id": invoice.id},
        invoice.total_gross,
    )


def due(invoice: Invoice, on: date) -> Thing:
    """A due date that is near."""
    return Thing(
        "soon",
        "calendar-due",
        f"{invoice.number} : échéance {relative(invoice.due_on or on, on=on)}",
        invoice.client.name,
        "Voir",
        "invoices.show",
        {"invoice_id": invoice.id},
        invoice.balance,
    )


def promised(promised_on: date, invoice: Invoice, on: date) -> Thing:
    """A payment that the client announced."""
    return Thing(
        "waiting",
        "calendar-due",
        f"{invoice.number} : paiement promis {relative(promised_on, on=on)}",
        invoice.client.name,
        "Voir",
        "invoices.show",
        {"invoice_id": invoice.id},
        invoice.balance,
    )
