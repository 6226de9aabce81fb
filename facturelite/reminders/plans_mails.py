"""Telling the other side of a plan: the owner in French, the client in their language."""

from collections.abc import Sequence
from datetime import date, datetime

from facturelite import dates
from facturelite.business.queries import the_business
from facturelite.invoices import recorded_mails
from facturelite.money import in_french
from facturelite.outbox.words import no_blanks
from facturelite.reminders import answering_mails as mails
from facturelite.reminders.plans_model import PaymentPlan
from facturelite.reminders.plans_words import (
    conditions_in_words,
    numbers_in_words,
    schedule_in_words,
)

_WORDS = {
    "fr": {
        "offer": "Un échéancier vous est proposé – {sender}",
        "offered": "Nous vous proposons de régler {total} ({numbers}) en {times} versements :",
        "asked": "Votre proposition de paiement en plusieurs fois – {sender}",
        "received": "Nous avons bien reçu votre proposition : {total} ({numbers}) en {times} "
        "versements. Nous devons vous répondre.",
        "look": "Le détail est sur votre espace privé, où vous pouvez l’accepter ou le refuser.",
        "yes": "Votre échéancier est accepté – {sender}",
        "agreed": "C’est entendu : vous réglez {total} ({numbers}) en {times} versements, et "
        "l’accord est joint.",
        "quiet": "Tant que les versements arrivent à leur jour, aucune relance ne vous sera "
        "envoyée.",
        "no": "Votre proposition d’échéancier – {sender}",
        "refused": "Nous ne pouvons pas accepter l’échéancier que vous proposez.",
        "over": "Votre échéancier prend fin – {sender}",
        "ended": "Le versement attendu le {missed} n’étant pas arrivé, nous mettons fin à "
        "l’échéancier convenu le {agreed}. Il reste {left} à payer ({numbers}), sans attendre les "
        "versements suivants : les factures reprennent leur propre échéance.",
        "button": "Voir l’échéancier",
    },
    "en": {
        "offer": "A payment plan is proposed to you – {sender}",
        "offered": "We propose that you pay {total} ({numbers}) in {times} instalments:",
        "asked": "Your proposal to pay in instalments – {sender}",
        "received": "We have received your proposal: {total} ({numbers}) in {times} instalments. "
        "We have to answer you.",
        "look": "The details are on your private page, where you can accept or refuse it.",
        "yes": "Your payment plan is accepted – {sender}",
        "agreed": "Agreed: you pay {total} ({numbers}) in {times} instalments, and the agreement "
        "is attached.",
        "quiet": "As long as the instalments come on their day, no reminder will be sent to you.",
        "no": "The payment plan that you proposed – {sender}",
        "refused": "We cannot accept the payment plan that you propose.",
        "over": "Your payment plan ends – {sender}",
        "ended": "As the instalment due on {missed} did not come, we end the plan agreed on "
        "{agreed}. {left} is left to pay ({numbers}), without waiting for the next instalments: "
        "the invoices take back their own due dates.",
        "button": "See the plan",
    },
}


def tell_proposed(plan: PaymentPlan, *, in_vain: bool, at: datetime) -> None:
    """Tell the other side that a plan awaits their answer; `in_vain` after the owner refused."""
    if not plan.by_client:
        said = (_say(plan, "offered"), *_terms(plan), _say(plan, "look"))
        _write(plan, "proposed", "offer", said, words=plan.words, at=at)
        return
    _tell_the_owner(
        plan,
        "proposed",
        f"{plan.client.name} propose de payer en {len(plan.instalments)} fois",
        _in_french(plan),
        mails.quoted(plan.words),
        "Acceptez, refusez ou proposez autre chose depuis la page de l’échéancier.",
        "Vous avez déjà refusé une proposition : celle-ci ne retient pas les relances, sauf si "
        "vous l’acceptez ou le décidez depuis la facture."
        if in_vain
        else "Rien ne relance ce client d’ici là.",
        at=at,
    )


def confirm_proposed(plan: PaymentPlan, *, in_vain: bool, at: datetime) -> None:
    """Confirm to the client what they proposed."""
    language = plan.client.language
    still = recorded_mails.meanwhile(language, what="all", in_vain=in_vain)
    recorded_mails.confirm(
        plan.client,
        subject=plan.subject,
        key=f"{plan.subject}/client",
        title=_say(plan, "asked"),
        paragraphs=(f"{_say(plan, 'received')} {still}", *_terms(plan)),
        words=plan.words,
        button=_say(plan, "button"),
        at=at,
    )


def tell_agreed(plan: PaymentPlan, *, by_client: bool, at: datetime) -> None:
    """Send the client their copy of what is agreed, and tell the owner what the client agreed."""
    said = (_say(plan, "agreed"), *_terms(plan), _say(plan, "quiet"))
    kept = [plan.pdf_id] if plan.pdf_id else []
    key = "copy" if by_client else "agreed"
    _write(plan, key, "yes", said, words=plan.answer, attachments=kept, at=at)
    if not by_client:
        return
    title = f"{plan.client.name} accepte votre échéancier"
    _tell_the_owner(plan, "agreed", title, _in_french(plan), mails.quoted(plan.answer), at=at)


def tell_refused(plan: PaymentPlan, *, by_client: bool, at: datetime) -> None:
    """Tell the other side that a plan is refused, and why."""
    if not by_client:
        _write(plan, "refused", "no", (_say(plan, "refused"),), words=plan.answer, at=at)
        return
    title = f"{plan.client.name} refuse votre échéancier"
    _tell_the_owner(plan, "refused", title, _in_french(plan), mails.quoted(plan.answer), at=at)


def tell_ended(plan: PaymentPlan, *, missed_on: date, at: datetime) -> None:
    """Tell the client that the plan is over, what was missed and what is left to pay."""
    agreed_on = dates.day_of(plan.closed_at or plan.proposed_at)
    language = plan.client.language
    said = _say(
        plan,
        "ended",
        missed=dates.in_words(missed_on, language),
        agreed=dates.in_words(agreed_on, language),
        left=recorded_mails.in_their_words(plan.total - plan.paid, language),
    )
    _write(plan, "ended", "over", (said,), words=plan.ended_reason, at=at)


def _write(
    plan: PaymentPlan,
    key: str,
    title: str,
    said: tuple[str, ...],
    *,
    words: str,
    attachments: Sequence[int] = (),
    at: datetime,
) -> None:
    mails.write_to_client(
        plan.client,
        subject=plan.subject,
        key=f"{plan.subject}/{key}",
        title=_say(plan, title),
        paragraphs=(*said, no_blanks(words)),
        button=_say(plan, "button"),
        attachments=attachments,
        at=at,
    )


def _tell_the_owner(
    plan: PaymentPlan, key: str, title: str, *paragraphs: str, at: datetime
) -> None:
    mails.tell_the_owner(
        plan.client,
        subject=plan.subject,
        key=f"{plan.subject}/{key}",
        title=title,
        paragraphs=paragraphs,
        button="Ouvrir l’échéancier",
        at=at,
    )


def _in_french(plan: PaymentPlan) -> str:
    instalments = " ; ".join(
        f"{in_french(part.amount)} le {dates.in_words(part.due_on)}" for part in plan.instalments
    )
    return f"{in_french(plan.total)} ({numbers_in_words(plan)}) : {instalments}."


def _say(plan: PaymentPlan, name: str, **facts: str) -> str:
    language = plan.client.language
    return _WORDS[language][name].format(
        sender=no_blanks(the_business().display_name),
        total=recorded_mails.in_their_words(plan.total, language),
        numbers=numbers_in_words(plan),
        times=len(plan.instalments),
        **facts,
    )


def _terms(plan: PaymentPlan) -> tuple[str, str]:
    language = plan.client.language
    return schedule_in_words(plan, language), conditions_in_words(plan, language)
