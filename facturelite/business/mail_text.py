"""The usual text of the mail that brings an invoice, and the blanks it may hold."""

import re
from collections.abc import Mapping

BLANKS: Mapping[str, str] = {
    "client": "le nom du client",
    "document": "« Facture F2026-0012 »",
    "montant": "le montant à payer",
    "échéance": "le dernier jour pour payer",
    "entreprise": "votre nom commercial",
    "lien": "le lien privé du client (sur une ligne à lui seul, il devient un bouton)",
}
USUAL = """Bonjour,

Voici votre document : {document}, {montant}, à payer au plus tard le {échéance}.

Il est joint à cet e-mail. Pour le consulter, dire que vous l’avez reçu et le régler :

{lien}

Pour toute question, répondez simplement à cet e-mail.

{entreprise}"""

_BRACES = re.compile(r"\{([^{}]*)\}")


def unknown_blanks(text: str) -> list[str]:
    """Return what stands between braces and would be sent as it is written."""
    return [f"{{{name}}}" for name in _BRACES.findall(text) if name not in BLANKS]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with the blanks that have a value filled in, and nothing else touched."""
    return _BRACES.sub(lambda blank: values.get(blank[1], blank[0]), text)
