"""The registers of quotes in an export: what was offered, asked, signed, withdrawn from."""

from sqlalchemy import select

from facturelite.quotes.answers_model import QuoteMessage, QuoteRenunciation, QuoteSignature
from facturelite.quotes.model import Quote, QuoteLine, QuoteStage
from facturelite.safekeeping.tables import Register

QUOTES = Register(
    "devis",
    select(Quote).order_by(Quote.sent_on, Quote.id),
    {
        "Devis n°": "id",
        "Numéro": "number",
        "État": "state",
        "Client n°": "client_id",
        "Client": "client.name",
        "Envoyé le": "sent_on",
        "Valable jusqu’au": "valid_until",
        "Objet": "title",
        "Remplace": "revises.number",
        "Début": "starts_on",
        "Durée": "duration",
        "Avance": "deposit_nature",
        "Avance %": "deposit_percent",
        "Avance en euros": "deposit_amount",
        "Avance due le": "deposit_due_on",
        "Total HT": "total_net",
        "TVA": "total_vat",
        "Total TTC": "total_gross",
        "Motif": "answer",
    },
)
QUOTE_LINES = Register(
    "lignes-de-devis",
    select(QuoteLine).order_by(QuoteLine.quote_id, QuoteLine.position),
    {
        "Devis n°": "quote_id",
        "Rang": "position",
        "Libellé": "label",
        "Détail": "detail",
        "Choix": "choice",
        "Groupe": "variant_group",
        "Proposée": "is_chosen",
        "Quantité": "quantity",
        "Unité": "unit",
        "Prix unitaire HT": "unit_price",
        "Remise %": "discount_percent",
        "TVA %": "vat_rate",
        "Marchandise": "goods",
    },
)
QUOTE_STAGES = Register(
    "etapes-de-devis",
    select(QuoteStage).order_by(QuoteStage.quote_id, QuoteStage.position),
    {
        "Devis n°": "quote_id",
        "Rang": "position",
        "Étape": "label",
        "Quand": "event",
        "Part %": "percent",
        "Montant": "amount",
        "Jour": "day",
        "Fois": "times",
    },
)
QUOTE_MESSAGES = Register(
    "questions-sur-devis",
    select(QuoteMessage).order_by(QuoteMessage.id),
    {
        "Devis n°": "quote_id",
        "Du client": "from_client",
        "Le": "at",
        "Texte": "text",
    },
)
SIGNATURES = Register(
    "devis-signes",
    select(QuoteSignature).order_by(QuoteSignature.id),
    {
        "Devis n°": "quote_id",
        "Numéro": "quote.number",
        "Client n°": "quote.client_id",
        "Signé le": "signed_on",
        "Enregistré le": "at",
        "Moyen": "method",
        "Par": "name",
        "Fonction": "capacity",
        "E-mail vérifié": "email",
        "Adresse réseau": "address",
        "Navigateur": "browser",
        "Lignes choisies": "chosen",
        "Total HT": "total_net",
        "TVA": "total_vat",
        "Total TTC": "total_gross",
        "Empreinte": "sha256",
    },
)
RENUNCIATIONS = Register(
    "retractations",
    select(QuoteRenunciation).order_by(QuoteRenunciation.id),
    {
        "Devis n°": "quote_id",
        "Numéro": "quote.number",
        "Le": "at",
        "Par": "name",
        "E-mail": "email",
        "Déclaration": "text",
        "Adresse réseau": "address",
        "Navigateur": "browser",
    },
)
QUOTE_REGISTERS = (QUOTES, QUOTE_LINES, QUOTE_STAGES, QUOTE_MESSAGES, SIGNATURES, RENUNCIATIONS)
