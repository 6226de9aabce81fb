"""What is told of orders, which are signed quotes."""

from collections.abc import Mapping

from facturelite.journal.sentences.wording import Wording

SENTENCES: Mapping[str, Wording] = {
    "order.billed": Wording(
        "{label}[ : {amount:euros}] facturé[ sur le devis {quote}]", "file-invoice", "waiting"
    ),
    "order.cancelled": Wording("Commande annulée[ : {ended_by}][ (« {reason} »)]", "ban", "late"),
    "order.caught_up": Wording(
        "[{count} ]parts de devis rattrapées[, la plus ancienne à facturer depuis le {since:day}]",
        "history",
        "soon",
    ),
    "order.decided": Wording(
        "Sommes versées[ : {outcome}][ (« {words} »)][, indemnité à verser : {indemnity:euros}]",
        "scale",
    ),
    "order.decided_again": Wording(
        "Sommes versées, après la rétractation[ : {outcome}][ (« {words} »)]", "scale"
    ),
    "order.delivered": Wording("Travail livré[ le {day:day}]", "circle-check", "settled"),
    "order.deposit_arrived": Wording(
        "Avance reçue[ ({number})] : le travail peut commencer", "cash", "settled"
    ),
    "order.end_told": Wording("Le client est averti de l’annulation[, par e-mail à {to}]", "mail"),
    "order.indemnity_paid": Wording(
        "Indemnité versée au client[ : {amount:euros}][, le {day:day}]", "cash", "settled"
    ),
    "order.referenced": Wording("N° de commande du client[ : {reference}]", "pencil"),
    "order.stage_reached": Wording("Étape atteinte[ : {label}][, le {day:day}]", "flag", "settled"),
    "order.stages_by_hand": Wording("Étapes datées : à facturer à la main", "pencil"),
    "order.stages_by_themselves": Wording(
        "Étapes datées : émises et envoyées d’elles-mêmes", "send"
    ),
    "order.taken_back": Wording("Date annulée[ : {label}][, le {day:day}]", "refresh"),
}
