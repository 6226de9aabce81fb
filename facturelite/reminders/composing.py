"""The words of a reminder: a step's text, or the owner's, with its variables filled in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from facturelite import dates, money
from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.money import NBSP
from facturelite.reminders.claims import Claimed, Since, Sums
from facturelite.reminders.letters import filled
from facturelite.reminders.model import Channel, Step
from facturelite.reminders.penalties_open import added_by
from facturelite.spacing import french_spaces


@dataclass(frozen=True)
class Words:
    """What the client reads; the link is filled in when the mail leaves."""

    title: str
    text: str
    language: str


def compose(
    client: Client,
    step: Step,
    sums: Sums,
    *,
    business: Business,
    on: date,
    title: str = "",
    text: str = "",
) -> Words:
    """Return the words of a step for a client, or of a title and text put in their place."""
    language = client.language
    values = values_of(client, step, sums, business=business, on=on)
    if step.channel is not Channel.EMAIL:
        values["lien"] = ""
    return Words(
        " ".join(filled(title or step.title(language), values).split()),
        filled(with_notes(text or step.text(language), sums, language), values),
        language,
    )


def with_notes(text: str, sums: Sums, language: str) -> str:
    """Return a text that also tells the open notes of penalties: after what it asks, in a
    paragraph of their own; nothing is added without one."""
    told = added_by(sums.notes, language)
    if not told:
        return text
    blocks = text.replace("\r\n", "\n").strip().split("\n\n")
    for names in (("{decompte}", "{factures}"), ("{total}", "{montant}")):
        asking = [rank for rank, block in enumerate(blocks) if any(name in block for name in names)]
        if asking:
            return "\n\n".join([*blocks[: asking[-1] + 1], told, *blocks[asking[-1] + 1 :]])
    return "\n\n".join([*blocks, told])


def values_of(
    client: Client, step: Step, sums: Sums, *, business: Business, on: date
) -> dict[str, str]:
    """Return what each variable becomes, but for the link; none of what is not claimed."""
    language = client.language
    oldest = min(sums.lines, key=lambda line: line.due_on or on)
    due_on = oldest.due_on or on
    deadline = on + timedelta(days=step.deadline_days) if step.deadline_days else None
    euros = _euros(language)
    return {
        "client": client.name,
        "entreprise": business.display_name,
        "numeros": numbers_in(sums, language),
        "factures": "\n".join([*invoice_lines(sums, language), *_credit_line(sums, language)]),
        "promesse": promise_in_words(sums, language),
        "echeancier": _SPREAD[language] if sums.may_be_spread else "",
        "echeance": dates.in_words(due_on, language),
        "retard": days_in_words(max(oldest.days_late, 0), language),
        "montant": euros(sums.principal - sums.credit),
        "penalites": euros(sums.interest) if sums.interest else "",
        "ajouts": added_in_words(sums, language),
        "indemnite": euros(sums.fees) if sums.fees else "",
        "decompte": "\n".join(
            f"– {label}{_colon(language)}{euros(amount)}"
            for label, amount in account(sums, language)
        ),
        "total": euros(sums.total),
        "delai": days_in_words(step.deadline_days, language) if step.deadline_days else "",
        "dernier_jour": dates.in_words(deadline, language) if deadline else "",
    }


def numbers_in(sums: Sums, language: str) -> str:
    """Write « facture F2026-0001 », « factures F2026-0001 et F2026-0003 »."""
    numbers = [line.invoice.number or "" for line in sums.lines]
    noun = {"fr": "facture", "en": "invoice"}[language] + ("s" if len(numbers) > 1 else "")
    return f"{noun} {listed(numbers, language)}"


def invoice_lines(sums: Sums, language: str) -> Iterator[str]:
    """Yield one line per invoice: its number, days, age, what was paid, what is left."""
    for line in sums.lines:
        yield _line(line, language)


def _credit_line(sums: Sums, language: str) -> Iterator[str]:
    if sums.credit:
        label, amount = _ACCOUNT[language]["credit"], _euros(language)(sums.credit)
        yield f"– {label}{_colon(language)}{amount}"


def promise_in_words(sums: Sums, language: str) -> str:
    """Say which payment was announced and did not come, the last one; nothing without."""
    days = [line.promised_on for line in sums.lines if line.promised_on]
    if not days:
        return ""
    day = dates.in_words(max(days), language)
    if language == "en":
        return f"You had told us that payment would be made by {day}; it has not reached us."
    return french_spaces(
        f"Vous nous aviez annoncé un paiement pour le {day} ; il n’est pas arrivé."
    )


def added_in_words(sums: Sums, language: str) -> str:
    """Say what lateness adds, « 12,30 € de pénalités et 40,00 € d’indemnité »; nothing without."""
    added = {"interest": sums.interest, "fees": sums.fees}
    euros, words = _euros(language), _ADDED[language]
    told = [words[name].format(euros(amount)) for name, amount in added.items() if amount]
    return listed(told, language) if told else ""


def account(sums: Sums, language: str) -> list[tuple[str, Decimal]]:
    """Return the sums asked, line by line, those of nothing left out, and their total."""
    words = _ACCOUNT[language]
    lines = [
        (words["principal"], sums.principal),
        (words["provisional" if sums.is_provisional else "interest"], sums.interest),
        (words["fees"], sums.fees),
        (words["credit"], -sums.credit),
    ]
    kept = [(label, amount) for label, amount in lines if amount]
    return [*kept, (words["total"], sums.total)] if len(kept) > 1 else kept


def days_in_words(count: int, language: str) -> str:
    """Write « 12 jours », unbroken."""
    noun = {"fr": "jour", "en": "day"}[language]
    return f"{count}{NBSP}{noun}{'s' if count > 1 or (count == 0 and language == 'en') else ''}"


_SPREAD = {"fr": "un paiement en plusieurs fois", "en": "payment in instalments"}
_SINCE: Mapping[str, Mapping[Since, str]] = {
    "fr": {
        Since.DUE_DATE: "échéance le {}",
        Since.INSTALMENT: "versement de l’échéancier attendu le {}",
        Since.DEFAULT: "due en entier depuis le versement manqué du {}",
    },
    "en": {
        Since.DUE_DATE: "due on {}",
        Since.INSTALMENT: "instalment of the payment plan due on {}",
        Since.DEFAULT: "due in full since the instalment missed on {}",
    },
}
_ADDED: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "interest": "{} de pénalités de retard, qui courent depuis le lendemain de l’échéance",
        "fees": "{} d’indemnité forfaitaire de recouvrement, due pour chaque facture en retard",
    },
    "en": {
        "interest": "{} of interest, running since the day after the due date",
        "fees": "{} of fixed compensation for recovery costs, due for each invoice paid late",
    },
}
_ACCOUNT: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "principal": "Reste à payer",
        "interest": "Pénalités de retard à ce jour",
        "provisional": "Pénalités de retard à ce jour (provisoires)",
        "fees": "Indemnités forfaitaires de recouvrement",
        "credit": "À votre crédit, à déduire",
        "total": "Total",
    },
    "en": {
        "principal": "Still to be paid",
        "interest": "Late payment interest to date",
        "provisional": "Late payment interest to date (provisional)",
        "fees": "Fixed compensation for recovery costs",
        "credit": "To your credit, deducted",
        "total": "Total",
    },
}


def _euros(language: str) -> Callable[[Decimal], str]:
    return money.in_english if language == "en" else money.in_french


def _colon(language: str) -> str:
    return ": " if language == "en" else f"{NBSP}: "


def _line(line: Claimed, language: str) -> str:
    invoice, euros = line.invoice, _euros(language)
    due = dates.in_words(line.due_on, language) if line.due_on else ""
    age = days_in_words(line.days_late, language) if line.days_late > 0 else ""
    left, whole = euros(line.amount), euros(invoice.total_gross)
    apart = euros(line.contested) if line.contested else ""
    is_left = line.already_settled and line.since is not Since.INSTALMENT
    since = _SINCE[language][line.since].format(due)
    if language == "en":
        told = f"– {invoice.number}, {since}{f' ({age} late)' if age else ''}: {left}"
        told += f" left of {whole}" if is_left else ""
        return told + (f", {apart} that you contest left out" if apart else "")
    told = f"– {invoice.number}, {since}{f' ({age} de retard)' if age else ''} : {left}"
    told += f" restant sur {whole}" if is_left else ""
    return french_spaces(told + (f", hors {apart} que vous contestez" if apart else ""))


def listed(words: Sequence[str], language: str) -> str:
    """Write « A, B et C »."""
    *first, last = words
    join = {"fr": "et", "en": "and"}[language]
    return f"{', '.join(first)} {join} {last}" if first else last
