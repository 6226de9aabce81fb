"""The mail that tells a client that their order is ended, and what becomes of what they paid."""

from datetime import datetime

from facturelite.business.model import Business
from facturelite.dates import in_words
from facturelite.journal.actions import record
from facturelite.money import in_english, in_french
from facturelite.orders import refusals
from facturelite.orders.model import Cancellation, CancelledBy, Outcome
from facturelite.orders.order import Order
from facturelite.outbox.actions import post
from facturelite.outbox.letters import Letter, NobodyToSendTo, filled
from facturelite.outbox.queries import last_beginning_with

_WORDS = {
    "fr": {
        "subject": "Devis {number} : commande annulée – {sender}",
        "hello": "Bonjour,",
        CancelledBy.CLIENT: "Comme vous l’avez demandé le {day}, la commande du devis {number} "
        "est annulée.",
        CancelledBy.OWNER: "Je ne peux pas honorer la commande du devis {number} : elle est "
        "annulée le {day}.",
        CancelledBy.WITHDRAWAL: "Vous vous êtes rétracté le {day} : la commande du devis {number} "
        "est annulée.",
        CancelledBy.BOTH: "Comme convenu, la commande du devis {number} est annulée le {day}.",
        "withdrawn": "Vous vous êtes rétracté le {day} : ce que vous avez versé ({paid}) est à "
        "vous rendre, sauf le prix de ce qui a été fait plus tôt à votre demande.",
        Outcome.GIVE_BACK: "Ce que vous avez versé ({paid}) vous est rendu.",
        Outcome.DOUBLE: "Les arrhes que vous avez versées ({paid}) vous sont rendues, et une "
        "indemnité de {indemnity} s’y ajoute.",
        Outcome.KEEP: "Ce que vous avez versé ({paid}) reste acquis.",
        Outcome.CLAIM: "Ce que vous avez signé engage les deux parties : je reviendrai vers vous "
        "pour ce qui reste dû.",
        "nothing": "Plus rien ne vous sera facturé.",
        "write": "Pour en parler, répondez simplement à cet e-mail.",
        "button": "Voir la commande",
    },
    "en": {
        "subject": "Quote {number}: order cancelled – {sender}",
        "hello": "Hello,",
        CancelledBy.CLIENT: "As you asked on {day}, the order of quote {number} is cancelled.",
        CancelledBy.OWNER: "I cannot carry out the order of quote {number}: it is cancelled on "
        "{day}.",
        CancelledBy.WITHDRAWAL: "You withdrew on {day}: the order of quote {number} is cancelled.",
        CancelledBy.BOTH: "As agreed, the order of quote {number} is cancelled on {day}.",
        "withdrawn": "You withdrew on {day}: what you paid ({paid}) is to be given back to you, "
        "but for the price of what was done earlier at your request.",
        Outcome.GIVE_BACK: "What you paid ({paid}) is given back to you.",
        Outcome.DOUBLE: "The earnest money that you paid ({paid}) is given back to you, with an "
        "indemnity of {indemnity}.",
        Outcome.KEEP: "What you paid ({paid}) is kept.",
        Outcome.CLAIM: "What you signed binds both parties: I will come back to you about what is "
        "still due.",
        "nothing": "Nothing more will be invoiced.",
        "write": "To talk about it, just reply to this email.",
        "button": "See the order",
    },
}


def key_of(order: Order) -> str:
    """Return the outbox key of the mail: an end is told once, a late withdrawal too."""
    return f"{order.quote.subject}/{'withdrawn' if order.later else 'cancelled'}"


def was_told(order: Order) -> bool:
    """Tell whether the mail has left, or is about to."""
    return last_beginning_with(key_of(order)) is not None


def usual_mail(order: Order, made: Cancellation, *, business: Business) -> Letter:
    """Return the mail that would leave if the owner changed nothing, in the client's language."""
    language = order.quote.client.language
    words, sums = _WORDS[language], of_sums(order, made, language)
    ended_by = order.ended_by or made.ended_by
    paragraphs = [words["hello"], words[ended_by], sums, words["write"]]
    text = "\n\n".join([*paragraphs, "{lien}", "{entreprise}"])
    values = blanks_of(order, made, business)
    return Letter(
        tuple(order.quote.client.mail_recipients),
        filled(words["subject"], values),
        filled(text, values),
    )


def blanks_of(order: Order, made: Cancellation, business: Business) -> dict[str, str]:
    """Return what each blank becomes."""
    return _facts(order, made, order.quote.client.language) | {
        "sender": business.display_name,
        "entreprise": business.display_name,
    }


def tell_the_client(
    order: Order, made: Cancellation, mail: Letter, *, business: Business, at: datetime
) -> None:
    """Have the mail leave, once; raise NobodyToSendTo, or ToldAlready."""
    if not mail.to:
        raise NobodyToSendTo
    if was_told(order):
        raise refusals.ToldAlready
    quote, values = order.quote, {"entreprise": business.display_name}
    post(
        "mail",
        key=key_of(order),
        at=at,
        subject=quote.subject,
        client_id=quote.client_id,
        to=list(mail.to),
        title=filled(mail.subject, values),
        text=filled(mail.text, values),
        language=quote.client.language,
        button=_WORDS[quote.client.language]["button"],
    )
    record("order.end_told", quote.subject, at=at, client_id=quote.client_id, to=list(mail.to))


def of_sums(order: Order, made: Cancellation, language: str) -> str:
    """Tell a client what becomes of what they paid; what was agreed otherwise is the owner's
    to write."""
    words, outcome = _WORDS[language], order.outcome
    said = words.get(outcome, "") if outcome and order.received else ""
    if order.received and order.is_renounced and (outcome is None or order.is_reopened):
        said = words["withdrawn"]
    told = " ".join(part for part in (said, words["nothing"]) if part)
    return filled(told, _facts(order, made, language))


def _facts(order: Order, made: Cancellation, language: str) -> dict[str, str]:
    written = in_english if language == "en" else in_french
    return {
        "number": order.quote.number or "",
        "day": in_words(order.ended_on or made.cancelled_on, language),
        "paid": written(order.received),
        "indemnity": written(made.indemnity),
    }
