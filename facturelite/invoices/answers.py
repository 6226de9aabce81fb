"""What a client answers to an invoice, and how the owner closes a dispute.

Each answer is journalled as the client's act and told to the owner by e-mail; what a client
promises or contests is confirmed to them. The refusals are sentences for the owner's language;
the client's pages have their own words for them.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from facturelite import dates
from facturelite.db import db
from facturelite.invoices import answers_mails, answers_queries, recorded_mails
from facturelite.invoices.answers_model import (
    Acknowledgement,
    Dispute,
    DisputeCategory,
    DisputeMessage,
    DisputeOutcome,
    Promise,
)
from facturelite.invoices.model import Invoice
from facturelite.journal.actions import record
from facturelite.money import in_french
from facturelite.refusals import Refusal

MOST_PROMISES = 12  # for one invoice
LONGEST_PROMISE = timedelta(days=60)
ADDRESS_LENGTH, BROWSER_LENGTH = 60, 300


class NotAnswerable(Refusal):
    """The document awaits no such answer: a draft, a credit note, or cancelled, or paid."""

    def __init__(self) -> None:
        super().__init__("Ce document n’attend plus cette réponse : rechargez la page.")


class NobodyNamed(Refusal):
    """An acknowledgement without a name proves little."""

    field = "name"

    def __init__(self) -> None:
        super().__init__("Indiquez votre nom.")


class AlreadyAcknowledged(Refusal):
    """The client already said that they received the document; the first time counts."""

    def __init__(self, given: Acknowledgement) -> None:
        self.name, self.at = given.name, given.at
        super().__init__(
            f"{given.name} a déjà confirmé la réception le {dates.moment_in_words(given.at)}."
        )


class PromiseOutOfReach(Refusal):
    """A promise is for a day that comes soon, or today."""

    field = "promised_on"

    def __init__(self, latest: date) -> None:
        self.latest = latest
        super().__init__(
            f"Choisissez un jour entre aujourd’hui et le {dates.in_words(latest)} : au-delà, "
            "écrivez-nous."
        )


class AlreadyPromised(Refusal):
    """The same day was already promised."""

    def __init__(self, made: Promise) -> None:
        self.promised_on = made.promised_on
        super().__init__(
            f"Le paiement est déjà annoncé pour le {dates.in_words(made.promised_on)}."
        )


class TooManyPromises(Refusal):
    """So many days were promised for one invoice that another says nothing more."""

    def __init__(self) -> None:
        super().__init__("Trop de jours ont été annoncés pour cette facture : écrivez-nous.")


class NothingSaid(Refusal):
    """A dispute, or the answer that closes one, needs words."""

    field = "words"

    def __init__(self) -> None:
        super().__init__("Dites en quelques mots ce qui ne va pas.")


class AlreadyDisputed(Refusal):
    """One dispute at a time: the first is still open."""

    def __init__(self, opened: Dispute) -> None:
        self.at = opened.opened_at
        super().__init__(
            f"Cette facture est déjà contestée depuis le {dates.moment_in_words(opened.opened_at)}."
        )


class ContestedOutOfReach(Refusal):
    """One contests a part of what the invoice asks, or all of it."""

    field = "contested"

    def __init__(self, most: Decimal) -> None:
        self.most = most
        super().__init__(
            f"Indiquez un montant entre 0,01 € et {in_french(most)}, ou rien si vous contestez "
            "tout."
        )


class AlreadyClosed(Refusal):
    """The dispute was closed, in another tab perhaps."""

    def __init__(self) -> None:
        super().__init__("Cette contestation est déjà close : sa réponse est sur la facture.")


def acknowledge(
    invoice: Invoice, *, name: str, address: str, browser: str, at: datetime
) -> Acknowledgement:
    """Keep the client's word that they received a document: once, and for ever.

    `address` is the network address, `browser` what it says of itself. Raise NotAnswerable,
    NobodyNamed or AlreadyAcknowledged.
    """
    if not answers_queries.may_be_acknowledged(invoice):
        raise NotAnswerable
    if not name.strip():
        raise NobodyNamed
    given = answers_queries.acknowledgement_of(invoice)
    if given:
        raise AlreadyAcknowledged(given)
    evidence = {"address": address[:ADDRESS_LENGTH], "browser": browser[:BROWSER_LENGTH]}
    given = Acknowledgement(invoice_id=invoice.id, name=name.strip(), at=at, **evidence)
    db.session.add(given)
    _record("acknowledged", invoice, at=at, name=given.name, **evidence)
    answers_mails.tell_acknowledged(invoice, given, at=at)
    return given


def promise(invoice: Invoice, *, promised_on: date, words: str, at: datetime, on: date) -> Promise:
    """Note the day on which the client says they will pay; a later promise replaces it.

    One made after another was broken holds nothing by itself, nor does one that puts off
    another that stands, beyond its day.

    Raise NotAnswerable, PromiseOutOfReach beyond 60 days, AlreadyPromised for the same day, or
    TooManyPromises.
    """
    if not answers_queries.may_be_promised(invoice):
        raise NotAnswerable
    if not on <= promised_on <= on + LONGEST_PROMISE:
        raise PromiseOutOfReach(on + LONGEST_PROMISE)
    last = answers_queries.current_promise(invoice)
    if last and last.promised_on == promised_on:
        raise AlreadyPromised(last)
    earlier = answers_queries.promises_about([invoice.id]).get(invoice.id, [])
    if len(earlier) >= MOST_PROMISES:
        raise TooManyPromises
    made = Promise(invoice_id=invoice.id, promised_on=promised_on, at=at, words=words.strip())
    db.session.add(made)
    db.session.flush()
    _record("promised", invoice, at=at, promised_on=str(promised_on), words=made.words)
    puts_off, broken = made.puts_off(earlier), made.follows_broken(earlier)
    in_vain = broken or puts_off is not None
    answers_mails.tell_promised(invoice, made, in_vain=broken, puts_off=puts_off, at=at)
    recorded_mails.confirm_promise(invoice, made, in_vain=in_vain, at=at)
    return made


def dispute(
    invoice: Invoice,
    *,
    words: str,
    category: DisputeCategory = DisputeCategory.OTHER,
    contested: Decimal | None = None,
    at: datetime,
) -> Dispute:
    """Note that the client contests an invoice: pressure stops until the owner answers.

    `contested` is the part they contest, in euros, None for the whole: the rest may still be
    asked for. One opened after another was closed against them holds nothing by itself.

    Raise NotAnswerable, NothingSaid, ContestedOutOfReach, or AlreadyDisputed while a dispute is
    open.
    """
    if not answers_queries.may_be_disputed(invoice):
        raise NotAnswerable
    if not words.strip():
        raise NothingSaid
    if contested is not None and not 0 < contested <= invoice.total_gross:
        raise ContestedOutOfReach(invoice.total_gross)
    if already := answers_queries.open_dispute(invoice):
        raise AlreadyDisputed(already)
    opened = Dispute(
        invoice_id=invoice.id,
        category=category,
        contested=contested,
        words=words.strip(),
        opened_at=at,
    )
    db.session.add(opened)
    db.session.flush()
    part = "" if contested is None else f"{contested:.2f}"
    told = {"words": opened.words, "category": category.value, "contested": part}
    _record("disputed", invoice, at=at, **told)
    in_vain = opened.follows_lost(answers_queries.disputes_of(invoice))
    answers_mails.tell_disputed(invoice, opened, in_vain=in_vain, at=at)
    recorded_mails.confirm_dispute(invoice, opened, in_vain=in_vain, at=at)
    return opened


def reply(dispute: Dispute, *, words: str, from_client: bool, at: datetime) -> DisputeMessage:
    """Add a message to an open dispute, and send it to the other side.

    Raise AlreadyClosed or NothingSaid.
    """
    if not dispute.is_open:
        raise AlreadyClosed
    if not words.strip():
        raise NothingSaid
    invoice = db.session.get_one(Invoice, dispute.invoice_id)
    said = DisputeMessage(dispute_id=dispute.id, from_client=from_client, text=words.strip(), at=at)
    db.session.add(said)
    db.session.flush()
    db.session.expire(dispute, ["messages"])
    actor = "client" if from_client else "owner"
    _record("dispute_replied", invoice, at=at, actor=actor, words=said.text)
    answers_mails.pass_on(invoice, said, at=at)
    return said


def close_dispute(dispute: Dispute, *, outcome: DisputeOutcome, answer: str, at: datetime) -> None:
    """Close a dispute with its outcome, and send the answer to the client.

    Changes nothing to what is owed: correcting the invoice is another move. Raise AlreadyClosed.
    """
    if not dispute.is_open:
        raise AlreadyClosed
    invoice = db.session.get_one(Invoice, dispute.invoice_id)

    dispute.closed_at, dispute.outcome, dispute.answer = at, outcome, answer.strip()
    _record(
        "dispute_closed",
        invoice,
        at=at,
        actor="owner",
        outcome=outcome.value,
        answer=dispute.answer,
    )
    answers_mails.answer_dispute(invoice, dispute, at=at)


def _record(
    what: str, invoice: Invoice, *, at: datetime, actor: str = "client", **facts: str
) -> None:
    record(
        f"invoice.{what}",
        invoice.subject,
        at=at,
        actor=actor,
        client_id=invoice.client_id,
        number=invoice.number,
        **facts,
    )
