"""What is told of payments."""

from collections.abc import Mapping

from facturelite.journal.sentences.wording import Wording

SENTENCES: Mapping[str, Wording] = {
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
}
