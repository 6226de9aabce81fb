"""A payment plan on paper: what is owed, the instalments, the clause, two places to sign."""

import json
from datetime import date, datetime

from markupsafe import Markup

from facturelite import dates
from facturelite.business.letterhead import seller_of
from facturelite.business.queries import the_business
from facturelite.documents.actions import keep
from facturelite.documents.model import StoredDocument
from facturelite.documents.texts import Drawn, PrintedText, draw, drawn_or
from facturelite.documents.typography import printable
from facturelite.money import in_english, in_french
from facturelite.reminders.plans_model import PaymentPlan
from facturelite.reminders.plans_words import PENALTIES
from facturelite.terms.proof import page

_WORDS = {
    "fr": {
        "title": "Échéancier de paiement",
        "between": "Entre {seller} et {client}.",
        "client": "Client",
        "agreed": "Convenu le",
        "total": "Total",
        "owed": "Ce qui reste dû",
        "invoice": "Facture",
        "issued": "Émise le",
        "due": "Échéance",
        "left": "Reste dû",
        "schedule": "Les versements",
        "rank": "Versement",
        "day": "Au plus tard le",
        "amount": "Montant",
        "order": "Chaque paiement est affecté aux versements dans leur ordre, et aux factures "
        "dans celui du tableau.",
        "default": "Si un versement manque",
        "whole": "À défaut de paiement d’un versement à son jour, la totalité de ce qui reste dû "
        "devient immédiatement exigible.",
        "part": "À défaut de paiement d’un versement à son jour, seul ce versement peut être "
        "réclamé : les suivants gardent leur jour (Code civil, article 1305-4).",
        "meanwhile": "Tant que l’échéancier est respecté, aucune relance n’est envoyée.",
        "online": "L’accord",
        "given": "Accepté en ligne par {name}, au nom de {client}, le {at} (heure de Paris), avec "
        "un code reçu par e-mail à l’adresse {to}, ce qui montre que cette boîte aux lettres est "
        "lue.",
        "shown": "Ce qui a été lu et coché : « {wording} »",
        "print": "Empreinte du texte lu (SHA-256) : {shown}. Adresse réseau : {address}.",
        "signatures": "Signatures",
        "debtor": "Le client (nom, date, signature, et le total en chiffres et en lettres de sa "
        "main) :",
        "creditor": "Le créancier (date, signature) :",
    },
    "en": {
        "title": "Payment plan",
        "between": "Between {seller} and {client}.",
        "client": "Client",
        "agreed": "Agreed on",
        "total": "Total",
        "owed": "What is owed",
        "invoice": "Invoice",
        "issued": "Issued on",
        "due": "Due date",
        "left": "Amount left",
        "schedule": "The instalments",
        "rank": "Instalment",
        "day": "On or before",
        "amount": "Amount",
        "order": "Each payment is set against the instalments in order, and against the invoices "
        "in the order of the table.",
        "default": "If an instalment is missed",
        "whole": "If an instalment is not paid on its day, all that is still owed becomes due at "
        "once.",
        "part": "If an instalment is not paid on its day, only that instalment may be claimed: "
        "the others keep their day (French civil code, article 1305-4).",
        "meanwhile": "As long as the plan is kept, no reminder is sent.",
        "online": "The agreement",
        "given": "Accepted online by {name}, for {client}, on {at} (Paris time), with a code "
        "received by email at {to}, which shows that this mailbox is read.",
        "shown": "What was read and ticked: “{wording}”",
        "print": "Fingerprint of the text read (SHA-256): {shown}. Network address: {address}.",
        "signatures": "Signatures",
        "debtor": "The client (name, date, signature, and the total in figures and in words, by "
        "hand):",
        "creditor": "The creditor (date, signature):",
    },
}
_ROOM = Markup("<p><br/><br/><br/></p>\n")


def keep_agreement(
    plan: PaymentPlan,
    *,
    evidence: str = "",
    drawn: Drawn | None,
    at: datetime,
    on: date,
) -> StoredDocument:
    """Store the document of a plan that is being agreed, as it was drawn if it still is so;
    `evidence` proves that it is agreed online."""
    text = _printed(plan, evidence=evidence, at=at, on=on)
    content = drawn_or(drawn, text, logo=the_business().logo)
    name = f"echeancier-{plan.id}.pdf"
    return keep(content, media_type="application/pdf", filename=name, at=at)


def draw_agreement(plan: PaymentPlan, *, at: datetime, on: date) -> Drawn:
    """Draw the PDF/A-3b of a plan, in the client's language, before it is agreed."""
    return draw(_printed(plan, at=at, on=on), logo=the_business().logo)


def _printed(plan: PaymentPlan, *, evidence: str = "", at: datetime, on: date) -> PrintedText:
    business, language = the_business(), plan.client.language
    say = _WORDS[language]
    amount = in_english if language == "en" else in_french
    return PrintedText(
        title=say["title"],
        subtitle=f"n° {plan.id}" if language == "fr" else f"no. {plan.id}",
        seller=seller_of(business),
        body=_body(plan, language, business.legal_name) + _agreed(plan, language, evidence),
        dated_at=at,
        language=language,
        facts=(
            (say["client"], printable(plan.client.name)),
            (say["agreed"], dates.in_words(on, language)),
            (say["total"], amount(plan.total)),
        ),
    )


def _body(plan: PaymentPlan, language: str, seller: str) -> Markup:
    say = _WORDS[language]
    default = say["whole"] if plan.whole_due_on_default else say["part"]
    between = say["between"].format(seller=seller, client=plan.client.name)
    return Markup("").join(
        (
            page.paragraph(between),
            page.heading(say["owed"]),
            _debts(plan, language),
            page.heading(say["schedule"]),
            _instalments(plan, language),
            page.paragraph(say["order"]),
            page.heading(say["default"]),
            page.paragraph(default),
            page.paragraph(PENALTIES[language]),
            page.paragraph(say["meanwhile"]),
        )
    )


def _agreed(plan: PaymentPlan, language: str, evidence: str) -> Markup:
    """Return who agreed online, when and how it is known, or room for two signatures."""
    say = _WORDS[language]
    if not evidence:
        title, debtor, creditor = say["signatures"], say["debtor"], say["creditor"]
        return Markup("").join(
            (page.heading(title), page.paragraph(debtor), _ROOM, page.paragraph(creditor), _ROOM)
        )
    told = json.loads(evidence)
    given = say["given"].format(
        name=", ".join(filter(None, (told["name"], told["capacity"]))),
        client=plan.client.name,
        at=dates.moment_in_words(datetime.fromisoformat(told["agreed_at"]), language),
        to=told["code"]["to"],
    )
    prints = say["print"].format(shown=told["shown_sha256"], address=told["address"])
    shown = say["shown"].format(wording=told["wording"])
    return Markup("").join(
        (page.heading(say["online"]), *map(page.paragraph, (given, shown, prints)))
    )


def _debts(plan: PaymentPlan, language: str) -> Markup:
    say, amount = _WORDS[language], in_english if language == "en" else in_french
    heads = ((say["invoice"], 46), (say["issued"], 44), (say["due"], 44), (say["left"], 40))
    return page.table(
        heads,
        (
            (
                debt.invoice.number or "",
                _day(debt.invoice.issued_on, language),
                _day(debt.invoice.due_on, language),
                amount(debt.amount),
            )
            for debt in plan.debts
        ),
    )


def _instalments(plan: PaymentPlan, language: str) -> Markup:
    say, amount = _WORDS[language], in_english if language == "en" else in_french
    heads = ((say["rank"], 40), (say["day"], 74), (say["amount"], 60))
    return page.table(
        heads,
        (
            (f"{n.position} / {len(plan.instalments)}", _day(n.due_on, language), amount(n.amount))
            for n in plan.instalments
        ),
    )


def _day(day: date | None, language: str) -> str:
    return dates.in_words(day, language) if day else ""
