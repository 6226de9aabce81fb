"""« Pour aller plus loin »: what makes the house complete, to do when one likes."""

from dataclasses import dataclass, field
from typing import Any

from facturelite.business.model import Business
from facturelite.outbox.queries import mail_account
from facturelite.today.queries import has_client, has_issued


@dataclass(frozen=True)
class Step:
    """One step: what it brings, whether it is done, where it is taken."""

    label: str
    why: str
    done: bool
    endpoint: str
    args: dict[str, Any] = field(default_factory=dict)


def further_steps(business: Business) -> list[Step]:
    """List the steps, done or not, in the order in which they help."""
    topic = "business.show_topic"
    return [
        Step(
            "Votre identité",
            "Nom, SIRET et adresse : la loi les veut sur chaque facture.",
            not business.missing(),
            topic,
            {"slug": "identite", "etape": 1},
        ),
        Step(
            "Votre premier client",
            "Ajoutez-le, ou importez votre liste.",
            has_client(),
            "clients.new",
        ),
        Step("Votre première facture", "Écrite, émise, envoyée.", has_issued(), "invoices.new"),
        Step(
            "Votre IBAN",
            "Vos clients sauront où virer, et pourront scanner un code.",
            bool(business.iban),
            topic,
            {"slug": "paiement"},
        ),
        Step(
            "L’envoi des e-mails",
            "Vos factures partent de votre propre adresse.",
            mail_account() is not None,
            topic,
            {"slug": "envoi"},
        ),
        Step(
            "Votre logo",
            "Il figure sur vos documents et sur l’espace de vos clients.",
            business.logo is not None,
            topic,
            {"slug": "apparence"},
        ),
    ]
