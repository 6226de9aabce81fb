"""What the owner reads of the journal: one sentence per event, its icon and its colour.

A sentence names facts as `{number}`, or `{amount:euros}` and `{due_on:day}` to write them as
people do. What stands between square brackets is left out when a fact in it is missing or
empty: « Facture[ {number}] émise ».
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from facturelite import dates, money
from facturelite.journal.model import Entry

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_FACT = re.compile(r"\{(\w+)(?::(\w+))?\}")


@dataclass(frozen=True)
class Wording:
    """A sentence with its facts, an icon of icons.svg, and a tone of macros.html."""

    sentence: str
    icon: str = "circle"
    tone: str = "draft"


# Sorted by event, so that each capability finds its own.
WORDINGS: Mapping[str, Wording] = {
    "account.created": Wording("Accès créé[ pour {email}]", "user-plus", "settled"),
    "account.email_changed": Wording("Adresse de connexion changée[ : {after}]", "mail"),
    "account.password_changed": Wording("Mot de passe changé", "lock"),
    "account.password_link_made": Wording("Lien de nouveau mot de passe demandé", "key", "soon"),
    "account.sessions_ended": Wording("Tous les appareils déconnectés", "logout"),
    "account.signed_in": Wording("Connexion", "user"),
    "business.appearance_changed": Wording("Apparence des documents modifiée", "star"),
    "business.changed": Wording("Réglages modifiés[ : {changed}]", "settings"),
    "business.iban_changed": Wording(
        "IBAN modifié[ : {after}][ au lieu de {before}]", "building-bank", "soon"
    ),
    "business.identity_changed": Wording("Identité modifiée", "user"),
    "business.logo_changed": Wording("Logo changé", "photo"),
    "business.mail_text_changed": Wording("E-mail type modifié", "mail"),
    "business.mentions_changed": Wording("Mentions modifiées", "gavel"),
    "business.numbering_changed": Wording("Format des numéros modifié", "list-check", "soon"),
    "business.payment_changed": Wording("Conditions de paiement modifiées", "building-bank"),
    "business.regime_changed": Wording("Activité ou régime modifié", "building-store", "soon"),
    "business.set_up": Wording("Entreprise enregistrée", "building-store", "settled"),
    "calendar.feed_opened": Wording("Lien d’agenda créé", "calendar"),
    "calendar.feed_renewed": Wording(
        "Lien d’agenda renouvelé : l’ancien ne s’ouvre plus", "refresh"
    ),
    "calendar.feed_revoked": Wording("Lien d’agenda révoqué", "unlink", "soon"),
    "client.archived": Wording("Client archivé", "archive"),
    "client.changed": Wording("Fiche modifiée[ : {changed}]", "pencil"),
    "client.imported": Wording("Importé[ de la ligne {line}][ de « {file} »]", "upload", "settled"),
    "client.merged": Wording(
        "Fiche complétée par un import[ : {changed}][ (ligne {line}[ de « {file} »])]", "upload"
    ),
    "client.registered": Wording("Ajouté au fichier clients", "user-plus", "settled"),
    "client.restored": Wording("Client sorti des archives", "refresh"),
    "clients.imported": Wording(
        "Liste importée[ de « {file} »][ : {added} ajoutés][, {merged} complétés]"
        "[, {refused} refusés]",
        "upload",
        "settled",
    ),
    "code.sent": Wording("Code de confirmation envoyé[ à {to}]", "key", "waiting"),
    "invoice.acknowledged": Wording(
        "Réception[ de {number}] confirmée[ par {name}]", "checks", "settled"
    ),
    "invoice.cancelled": Wording("Facture[ {number}] annulée[ par l’avoir {by}]", "file-off"),
    "invoice.credited": Wording(
        "Avoir[ {by}][ de {amount:euros}] sur la facture[ {number}]", "receipt-refund"
    ),
    "invoice.deducted": Wording("Acompte[ {number}] déduit[ de {by}]", "receipt-refund"),
    "invoice.deduction_released": Wording(
        "Acompte[ {number}] de nouveau à déduire[ : {by} ne le déduit plus]", "receipt-refund"
    ),
    "invoice.dispute_closed": Wording(
        "Contestation[ de {number}] close[ : {outcome}]", "scale", "settled"
    ),
    "invoice.disputed": Wording(
        "Facture[ {number}] contestée[ : « {words} »]", "message-question", "contested"
    ),
    "invoice.draft_deleted": Wording("Brouillon supprimé", "trash"),
    "invoice.drafted": Wording("Brouillon commencé[ pour {kind:document}]", "file-plus"),
    "invoice.issued": Wording(
        "Émission[ de {kind:document}][ {number}][ : {total:euros}]"
        "[, à payer au plus tard le {due_on:day}]",
        "file-invoice",
        "waiting",
    ),
    "invoice.opened": Wording("Lien ouvert[ pour {number}]", "eye"),
    "invoice.promised": Wording(
        "Paiement[ de {number}] promis[ pour le {promised_on:day}][ : « {words} »]",
        "calendar-due",
        "waiting",
    ),
    "invoice.readdressed": Wording("Brouillon adressé à {to}", "user"),
    "invoice.rendered": Wording("PDF et données Factur-X archivés", "archive"),
    "invoice.replaced": Wording("Facture[ {number}] remplacée[ par {by}]", "refresh"),
    "invoice.sent": Wording("Facture[ {number}] envoyée[ à {to}]", "send", "waiting"),
    "invoice.settled": Wording("{label}[ : {amount:euros}]", "cash", "settled"),
    "invoice.written_off": Wording(
        "Facture[ {number}] passée en irrécouvrable[ : {balance:euros}]", "ban", "late"
    ),
    "item.added": Wording("Article ajouté au catalogue[ : {label}]", "tag", "settled"),
    "item.archived": Wording("Article archivé[ : {label}]", "archive"),
    "item.changed": Wording("Article[ {label}] modifié[ : {changed}]", "pencil"),
    "item.restored": Wording("Article[ {label}] sorti des archives", "refresh"),
    "mail.accepted": Wording("Message accepté par le serveur[ : {to}]", "mail-check", "settled"),
    "mail.account_changed": Wording("Serveur d’envoi réglé[ : {host}]", "settings"),
    "mail.account_removed": Wording("Serveur d’envoi retiré", "settings", "soon"),
    "mail.bounced": Wording("Message revenu[ : {reason}]", "mail-x", "late"),
    "mail.discarded": Wording("Message écarté[ : {to}]", "ban"),
    "mail.failed": Wording("Message refusé[ : {reason}]", "mail-x", "late"),
    "mail.queued": Wording("Message mis dans la boîte d’envoi[ pour {to}]", "mail", "waiting"),
    "mail.released": Wording("[{count} ]message(s) gardé(s) mis en route", "send", "waiting"),
    "mail.retried": Wording("Nouvel essai d’envoi demandé", "refresh", "waiting"),
    "mail.return_settled": Wording("Retour d’un message réglé autrement", "check"),
    "mail.sent_elsewhere": Wording(
        "Message envoyé à une autre adresse[ : {to}][ au lieu de {instead_of}]", "send", "waiting"
    ),
    "numbering.continued": Wording(
        "Suite des numéros de {year} reprise après le {last}", "history"
    ),
    "payment.allocated": Wording(
        "[{amount:euros} ]affectés[ à {number}]", "git-compare", "settled"
    ),
    "payment.recorded": Wording(
        "Encaissement[ de {amount:euros}] enregistré[, {method}][, pour {number}]",
        "cash",
        "settled",
    ),
    "payment.refunded": Wording(
        "Remboursement[ de {amount:euros}][, {method}][, sur {number}]", "receipt-refund"
    ),
    "payment.released": Wording(
        "Trop-perçu[ de {amount:euros}][ sur {number}] mis au crédit du client", "git-compare"
    ),
    "payment.reversed": Wording(
        "Écriture[ de {amount:euros}] annulée[ : {reason}]", "receipt-refund", "soon"
    ),
    "portal.link_opened": Wording("Lien privé créé", "link"),
    "portal.link_renewed": Wording("Lien privé renouvelé : l’ancien ne s’ouvre plus", "refresh"),
    "portal.link_revoked": Wording("Lien privé révoqué", "unlink", "soon"),
    "portal.opened": Wording("Lien ouvert[ : {document}]", "eye"),
    "quote.draft_deleted": Wording("Brouillon de devis supprimé", "trash"),
    "quote.drafted": Wording("Brouillon de devis commencé", "file-plus"),
    "recurrence.billed": Wording(
        "Période facturée par l’abonnement[ « {title} »][ : {period}]", "refresh", "waiting"
    ),
    "recurrence.caught_up": Wording(
        "[{count} ]factures d’abonnement rattrapées[, la plus ancienne due le {since:day}]",
        "history",
        "soon",
    ),
    "recurrence.changed": Wording("Abonnement[ « {title} »] modifié", "pencil"),
    "recurrence.ended": Wording(
        "Abonnement[ « {title} »] arrêté[, dernier jour : {last:day}]", "ban"
    ),
    "recurrence.paused": Wording("Abonnement[ « {title} »] mis en pause", "player-pause", "soon"),
    "recurrence.resumed": Wording(
        "Abonnement[ « {title} »] repris[ à partir du {since:day}]", "player-play", "settled"
    ),
    "recurrence.started": Wording(
        "Abonnement[ « {title} »] commencé[, {rhythm}][, à partir du {since:day}]",
        "refresh",
        "settled",
    ),
    "recurrence.tariff_removed": Wording(
        "Tarif[ de l’abonnement « {title} »] retiré[ (à partir du {since:day})]", "coins"
    ),
    "recurrence.tariff_set": Wording(
        "Tarif[ de l’abonnement « {title} »] écrit[ à partir du {since:day}]", "coins"
    ),
    "terms.accepted": Wording(
        "Conditions acceptées[ par {name}][, version {version}]", "signature", "settled"
    ),
    "terms.asked": Wording(
        "Accord demandé sur les conditions[ ({text}[, version {version}])]", "send", "waiting"
    ),
    "terms.conditions_agreed": Wording("Conditions particulières convenues", "coins", "soon"),
    "terms.conditions_chosen": Wording(
        "Conditions de paiement changées[ pour les {audience}]", "coins"
    ),
    "terms.conditions_usual": Wording("Retour aux conditions habituelles", "coins"),
    "terms.draft_deleted": Wording("Brouillon de conditions supprimé[ ({text})]", "trash"),
    "terms.drafted": Wording("Brouillon de conditions commencé[ ({text})]", "file-plus"),
    "terms.opened": Wording("Demande d’accord ouverte", "eye"),
    "terms.published": Wording(
        "Conditions[ ({text})] publiées[ : version {number}][, en vigueur le {effective_on:day}]",
        "scale",
        "settled",
    ),
    "terms.refusal_noted": Wording("Refus des conditions lu", "eye"),
    "terms.refused": Wording("Conditions refusées[ : « {reason} »]", "x", "late"),
    "terms.reminded": Wording("Rappel de la demande d’accord", "bell", "waiting"),
    "terms.request_withdrawn": Wording("Demande d’accord retirée[ : {reason}]", "ban"),
    "terms.rule_set": Wording(
        "Règle de la maison[ pour les {audience}][ : avant l’envoi d’un devis, {quote_sent}]"
        "[ ; avant sa signature, {quote_signed}]"
        "[ ; avant une facture à crédit, {invoice_on_credit}]",
        "shield-check",
    ),
    "terms.text_archived": Wording("Conditions[ ({text})] archivées", "archive"),
    "terms.text_restored": Wording("Conditions[ ({text})] de nouveau proposées", "refresh"),
    "terms.text_started": Wording("Texte de conditions commencé[ ({text})]", "scale"),
}
_DOCUMENTS = {
    "INVOICE": "la facture",
    "DEPOSIT": "la facture d’acompte",
    "CREDIT_NOTE": "l’avoir",
    "CORRECTIVE": "la facture rectificative",
    "DEPOSIT_CREDIT": "l’avoir d’acompte",
}
_ACTORS = {"owner": "vous", "client": "le client", "system": "automatique"}


def sentence(entry: Entry) -> str:
    """Return what happened, in French; an event without a sentence of its own stays readable."""
    known = WORDINGS.get(entry.event)
    if known is None:
        return _plainly(entry)
    text = _with_facts(known.sentence, entry.details)
    return text[:1].upper() + text[1:]


def stories(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return entries as `ui.timeline` shows them."""
    return [_story(entry) for entry in entries]


def _story(entry: Entry) -> dict[str, Any]:
    looks = WORDINGS.get(entry.event, Wording(""))
    return {
        "title": sentence(entry),
        "at": entry.at,
        "icon": looks.icon,
        "tone": looks.tone,
        "by": _ACTORS.get(entry.actor, entry.actor),
    }


def _with_facts(template: str, facts: Mapping[str, Any]) -> str:
    """Fill in facts; inner brackets first, so that they may be nested."""
    while match := _OPTIONAL.search(template):
        names = [name for name, _ in _FACT.findall(match[1])]
        kept = match[1] if all(_is_told(facts.get(name)) for name in names) else ""
        template = template[: match.start()] + kept + template[match.end() :]
    return _FACT.sub(lambda found: _written(facts.get(found[1]), found[2]), template).strip()


def _is_told(fact: object) -> bool:
    return fact is not None and fact not in ("", [], 0)


def _written(fact: object, form: str | None) -> str:
    if fact is None:
        return ""
    if isinstance(fact, list):
        return ", ".join(map(str, fact))
    try:
        if form == "euros":
            return money.in_french(Decimal(str(fact)))
        if form == "day":
            return dates.in_words(date.fromisoformat(str(fact)))
    except (ValueError, InvalidOperation):
        return str(fact)
    return _DOCUMENTS.get(str(fact), str(fact)) if form == "document" else str(fact)


def _plainly(entry: Entry) -> str:
    what = entry.event.replace("_", " ").replace(".", " : ")
    facts = ", ".join(f"{name} {_written(fact, None)}" for name, fact in entry.details.items())
    return f"{what} ({facts})" if facts else what
