"""What is told of quotes."""

from collections.abc import Mapping

from facturelite.journal.sentences.wording import Wording

SENTENCES: Mapping[str, Wording] = {
    "quote.draft_deleted": Wording("Brouillon de devis supprimé", "trash"),
    "quote.drafted": Wording("Brouillon de devis commencé", "file-plus"),
    "quote.readdressed": Wording("Brouillon de devis adressé à {to}", "user"),
}
