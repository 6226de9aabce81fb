"""What is told of quotes."""

from collections.abc import Mapping

from facturelite.journal.sentences.wording import Wording

SENTENCES: Mapping[str, Wording] = {
    "quote.answered": Wording("Réponse[ sur le devis {number}][ : « {words} »]", "mail"),
    "quote.asked": Wording(
        "Question[ sur le devis {number}][ : « {words} »]", "message-question", "soon"
    ),
    "quote.declined": Wording("Devis[ {number}] refusé[ : « {reason} »]", "ban", "contested"),
    "quote.draft_deleted": Wording("Brouillon de devis supprimé", "trash"),
    "quote.drafted": Wording("Brouillon de devis commencé", "file-plus"),
    "quote.mailed": Wording("Devis[ {number}] envoyé par e-mail[ à {to}]", "send", "waiting"),
    "quote.readdressed": Wording("Brouillon de devis adressé à {to}", "user"),
    "quote.renunciation_noted": Wording("Rétractation lue", "eye"),
    "quote.rendered": Wording("PDF du devis[ {number}] archivé", "archive"),
    "quote.renounced": Wording(
        "Rétractation du client[ sur le devis {number}][, par {name}]", "receipt-refund", "late"
    ),
    "quote.revised": Wording("Révision[ du devis {earlier}] commencée", "refresh"),
    "quote.sent": Wording(
        "Devis[ {number}] arrêté[ : {total:euros}][, valable jusqu’au {valid_until:day}]"
        "[ ; remplace {revises}]",
        "file-description",
        "waiting",
    ),
    "quote.signed": Wording(
        "Devis[ {number}] signé[ par {name}][, {method}][ : {total:euros}]", "signature", "settled"
    ),
    "quote.withdrawn": Wording(
        "Devis[ {number}] retiré[ : {reason}][, remplacé par {replaced_by}]", "file-off"
    ),
}
