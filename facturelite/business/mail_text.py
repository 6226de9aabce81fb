"""The usual texts of the mails that bring invoices and quotes, and the blanks they may hold."""

import re
from collections.abc import Mapping

BLANKS: Mapping[str, str] = {
    "client": "le nom du client",
    "document": "« Facture F2026-0012 », « Devis D2026-0007 »",
    "montant": "le montant à payer",
    "échéance": "le dernier jour pour payer, ou pour signer le devis",
    "entreprise": "votre nom commercial",
    "lien": "le lien privé du client (sur une ligne à lui seul, il devient un bouton)",
}
USUAL = """Bonjour,

Voici votre document : {document}, {montant}, à payer au plus tard le {échéance}.

Il est joint à cet e-mail. Pour le consulter, dire que vous l’avez reçu et le régler :

{lien}

Pour toute question, répondez simplement à cet e-mail.

{entreprise}"""
USUAL_QUOTE = """Bonjour,

Voici notre proposition : {document}, {montant}. Elle est valable jusqu’au {échéance}.

Vous pouvez la lire, choisir ce que vous retenez, poser une question et la signer en ligne :

{lien}

Elle est aussi jointe à cet e-mail, avec ce qui l’accompagne.

{entreprise}"""

_BRACES = re.compile(r"\{([^{}]*)\}")


def unknown_blanks(text: str) -> list[str]:
    """Return what stands between braces and would be sent as it is written."""
    return [f"{{{name}}}" for name in _BRACES.findall(text) if name not in BLANKS]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with the blanks that have a value filled in, and nothing else touched."""
    return _BRACES.sub(lambda blank: values.get(blank[1], blank[0]), text)
