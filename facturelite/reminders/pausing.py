"""Holding the reminders of an invoice or of a client, and letting them go on."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from facturelite import dates
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.journal.actions import record
from facturelite.refusals import Refusal
from facturelite.reminders.holds_model import OF_AN_INVOICE, HoldReason, StandingHold

LONGEST_PAUSE = timedelta(days=366)


class PauseOutOfReach(Refusal):
    """A pause has an end, and not a far one."""

    field = "until"

    def __init__(self, latest: date) -> None:
        super().__init__(
            f"Choisissez un jour entre aujourd’hui et le {dates.in_words(latest)} : une pause a "
            "toujours une fin."
        )


class NoReason(Refusal):
    """In three months, nobody will remember why."""

    field = "words"

    def __init__(self) -> None:
        super().__init__("Dites en quelques mots pourquoi : vous le relirez dans trois mois.")


class JudgmentToCome(Refusal):
    """A judgment that stops pressure has been given."""

    field = "since"

    def __init__(self) -> None:
        super().__init__(
            "Indiquez le jour du jugement d’ouverture, qui est passé : il figure dans l’annonce "
            "du BODACC."
        )


class AlreadyHeld(Refusal):
    """The same is already noted."""

    def __init__(self, reason: HoldReason) -> None:
        super().__init__(
            f"« {reason.value} » est déjà noté : reprenez d’abord les relances pour le changer."
        )


class OfTheWholeClient(Refusal):
    """A death or an insolvency is a client's, not an invoice's."""

    def __init__(self) -> None:
        super().__init__("Ce motif vaut pour tout le client : notez-le sur sa page.")


class AlreadyLifted(Refusal):
    """The reminders already go on."""

    def __init__(self) -> None:
        super().__init__("Les relances ont déjà repris : rechargez la page.")


def hold_reminders(
    client: Client,
    reason: HoldReason,
    *,
    invoice: Invoice | None = None,
    since: date | None = None,
    until: date | None = None,
    words: str = "",
    at: datetime,
    on: date,
) -> StandingHold:
    """Hold the reminders of an invoice, or of a client: from today unless `since` is given.

    Raise PauseOutOfReach, NoReason, JudgmentToCome, OfTheWholeClient or AlreadyHeld.
    """
    _refuse(reason, invoice=invoice, since=since, until=until, words=words, on=on)
    if _same(client, reason, invoice, on=on):
        raise AlreadyHeld(reason)
    held = StandingHold(
        client_id=client.id,
        invoice_id=invoice.id if invoice else None,
        reason=reason,
        since=since or on,
        until=until if reason in {HoldReason.PAUSE, HoldReason.DELAY} else None,
        words=words.strip(),
        created_at=at,
    )
    db.session.add(held)
    db.session.flush()
    _record("reminders.held", held, at=at, since=str(held.since), until=str(held.until or ""))
    return held


def lift(held: StandingHold, *, at: datetime) -> None:
    """Let the reminders go on; raise AlreadyLifted."""
    if held.lifted_at is not None:
        raise AlreadyLifted
    held.lifted_at = at
    _record("reminders.resumed", held, at=at)


def _refuse(
    reason: HoldReason,
    *,
    invoice: Invoice | None,
    since: date | None,
    until: date | None,
    words: str,
    on: date,
) -> None:
    if invoice is not None and reason not in OF_AN_INVOICE:
        raise OfTheWholeClient
    if reason in {HoldReason.PAUSE, HoldReason.DELAY} and not (
        until and on <= until <= on + LONGEST_PAUSE
    ):
        raise PauseOutOfReach(on + LONGEST_PAUSE)
    if reason in {HoldReason.PAUSE, HoldReason.DO_NOT_REMIND} and not words.strip():
        raise NoReason
    if reason is HoldReason.INSOLVENT and (since is None or since > on):
        raise JudgmentToCome


def _same(
    client: Client, reason: HoldReason, invoice: Invoice | None, *, on: date
) -> StandingHold | None:
    found = select(StandingHold).where(
        StandingHold.client_id == client.id,
        StandingHold.invoice_id.is_not_distinct_from(invoice.id if invoice else None),
        StandingHold.reason == reason,
        StandingHold.lifted_at.is_(None),
    )
    standing = db.session.scalars(found).unique()
    return next((held for held in standing if held.until is None or held.until >= on), None)


def _record(event: str, held: StandingHold, *, at: datetime, **facts: str) -> None:
    record(
        event,
        held.subject,
        at=at,
        client_id=held.client_id,
        reason=held.reason.value,
        words=held.words,
        **facts,
    )
