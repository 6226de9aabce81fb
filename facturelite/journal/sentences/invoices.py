"""What is told of invoices, and of recurrences that write them."""

from collections.abc import Mapping

from facturelite.journal.sentences.wording import Wording

SENTENCES: Mapping[str, Wording] = {
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
    "invoice.dispute_replied": Wording(
        "Message sur la contestation[ de {number}][ : « {words} »]", "message-question"
    ),
    "invoice.disputed": Wording(
        "Facture[ {number}] contestée[, pour {contested:euros}][ ({category})][ : « {words} »]",
        "message-question",
        "contested",
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
}
