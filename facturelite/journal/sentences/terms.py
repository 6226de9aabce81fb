"""What is told of the terms of sale, and of who accepted them."""

from collections.abc import Mapping

from facturelite.journal.sentences.wording import Wording

SENTENCES: Mapping[str, Wording] = {
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
