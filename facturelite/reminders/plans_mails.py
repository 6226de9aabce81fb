"""Telling the other side of a plan: the owner in French, the client in their language."""

from datetime import datetime

from facturelite import dates
from facturelite.invoices import recorded_mails
from facturelite.money import in_french
from facturelite.outbox.words import no_blanks, quoted
from facturelite.reminders import answering_mails as mails
from facturelite.reminders.plans_model import PaymentPlan

_WORDS = {
    "fr": {
        "offer": "Un échéancier vous est proposé",
        "offered": "Nous vous proposons de régler {total} en {times} versements, dont le premier "
        "de {amount} au plus tard le {day}.",
        "whole": "Si un versement manque, tout ce qui reste devient dû immédiatement.",
        "asked": "Votre proposition de paiement en plusieurs fois",
        "received": "Nous avons bien reçu votre proposition : {total} en {times} versements, dont "
        "le premier de {amount} au plus tard le {day}. Nous devons vous répondre.",
        "look": "Le détail est sur votre espace privé, où vous pouvez l’accepter ou le refuser.",
        "yes": "Votre échéancier est accepté",
        "agreed": "C’est entendu : {total} en {times} versements, dont le premier de {amount} au "
        "plus tard le {day}. Tant que les versements arrivent à leur jour, aucune relance ne vous "
        "sera envoyée.",
        "no": "Votre proposition d’échéancier",
        "refused": "Nous ne pouvons pas accepter l’échéancier que vous proposez.",
        "over": "Votre échéancier prend fin",
        "ended": "Un versement n’étant pas arrivé à son jour, nous mettons fin à l’échéancier "
        "convenu.",
        "button": "Voir l’échéancier",
    },
    "en": {
        "offer": "A payment plan is proposed to you",
        "offered": "We propose that you pay {total} in {times} instalments, the first of {amount} "
        "by {day}.",
        "whole": "If an instalment is missed, all that is left becomes due at once.",
        "asked": "Your proposal to pay in instalments",
        "received": "We have received your proposal: {total} in {times} instalments, the first of "
        "{amount} by {day}. We have to answer you.",
        "look": "The details are on your private page, where you can accept or refuse it.",
        "yes": "Your payment plan is accepted",
        "agreed": "Agreed: {total} in {times} instalments, the first of {amount} by {day}. As long "
        "as the instalments come on their day, no reminder will be sent to you.",
        "no": "The payment plan that you proposed",
        "refused": "We cannot accept the payment plan that you propose.",
        "over": "Your payment plan ends",
        "ended": "As an instalment did not come on its day, we end the plan that was agreed.",
        "button": "See the plan",
    },
}


def tell_proposed(plan: PaymentPlan, *, in_vain: bool, at: datetime) -> None:
    """Tell the other side that a plan awaits their answer; `in_vain` after the owner refused."""
    if not plan.by_client:
        said = ("offered", "whole", "look") if plan.whole_due_on_default else ("offered", "look")
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
    say, still = _WORDS[language], recorded_mails.meanwhile(language, what="all", in_vain=in_vain)
    recorded_mails.confirm(
        plan.client,
        subject=plan.subject,
        key=f"{plan.subject}/client",
        title=say["asked"],
        paragraphs=(f"{say['received'].format(**_facts(plan))} {still}", quoted(plan.words)),
        button=say["button"],
        at=at,
    )


def tell_agreed(plan: PaymentPlan, *, by_client: bool, at: datetime) -> None:
    """Tell the other side that a plan is agreed."""
    if not by_client:
        _write(plan, "agreed", "yes", ("agreed",), words=plan.answer, at=at)
        return
    title = f"{plan.client.name} accepte votre échéancier"
    _tell_the_owner(plan, "agreed", title, _in_french(plan), mails.quoted(plan.answer), at=at)


def tell_refused(plan: PaymentPlan, *, by_client: bool, at: datetime) -> None:
    """Tell the other side that a plan is refused, and why."""
    if not by_client:
        _write(plan, "refused", "no", ("refused",), words=plan.answer, at=at)
        return
    title = f"{plan.client.name} refuse votre échéancier"
    _tell_the_owner(plan, "refused", title, _in_french(plan), mails.quoted(plan.answer), at=at)


def tell_ended(plan: PaymentPlan, *, at: datetime) -> None:
    """Tell the client that the plan is over."""
    _write(plan, "ended", "over", ("ended",), words=plan.ended_reason, at=at)


def _write(
    plan: PaymentPlan, key: str, title: str, said: tuple[str, ...], *, words: str, at: datetime
) -> None:
    say = _WORDS[plan.client.language]
    mails.write_to_client(
        plan.client,
        subject=plan.subject,
        key=f"{plan.subject}/{key}",
        title=say[title],
        paragraphs=(*(say[name].format(**_facts(plan)) for name in said), no_blanks(words)),
        button=say["button"],
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
    numbers = ", ".join(str(invoice.number) for invoice in plan.invoices)
    return f"{in_french(plan.total)} ({numbers}) : {instalments}."


def _facts(plan: PaymentPlan) -> dict[str, str]:
    language = plan.client.language
    amount = recorded_mails.in_their_words
    first = plan.instalments[0]
    return {
        "total": amount(plan.total, language),
        "times": str(len(plan.instalments)),
        "amount": amount(first.amount, language),
        "day": dates.in_words(first.due_on, language),
    }
