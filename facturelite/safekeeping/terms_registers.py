"""The registers of terms in an export: what was published, asked for, accepted or refused."""

from sqlalchemy import select

from facturelite.safekeeping.tables import Register
from facturelite.terms.acceptance_model import Acceptance, TermsRequest
from facturelite.terms.model import TermsVersion, VersionState

VERSIONS = Register(
    "conditions-publiees",
    select(TermsVersion)
    .where(TermsVersion.state == VersionState.PUBLISHED)
    .order_by(TermsVersion.id),
    {
        "Version n°": "id",
        "Pour": "text.audience_and_activity",
        "Version": "label",
        "Publiée le": "published_at",
        "En vigueur le": "effective_on",
        "Texte": "french_text",
        "Texte anglais": "english_text",
        "Empreinte": "text_sha256",
    },
)
REQUESTS = Register(
    "conditions-demandees",
    select(TermsRequest).order_by(TermsRequest.id),
    {
        "Client n°": "client_id",
        "Client": "client.name",
        "Version n°": "version_id",
        "Version": "version.label",
        "Demandée le": "asked_at",
        "Rappels": "reminders",
        "État": "state",
        "Close le": "closed_at",
        "Motif": "reason",
    },
)
ACCEPTANCES = Register(
    "conditions-acceptees",
    select(Acceptance).order_by(Acceptance.id),
    {
        "Client n°": "client_id",
        "Client": "client.name",
        "Version n°": "version_id",
        "Version": "version.label",
        "Acceptée le": "accepted_on",
        "Enregistrée le": "at",
        "Moyen": "method",
        "Par": "name",
        "Fonction": "capacity",
        "E-mail vérifié": "email",
        "Adresse réseau": "address",
        "Navigateur": "browser",
        "Empreinte du texte": "text_sha256",
    },
)
TERMS_REGISTERS = (VERSIONS, REQUESTS, ACCEPTANCES)
