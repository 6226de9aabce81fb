"""The registers of quotes and orders in an export: offered, signed, reached, billed, ended."""

from sqlalchemy import select

from facturelite.orders.model import BilledPart, Cancellation, ReachedPart
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
ORDER_PARTS = Register(
    "commandes",
    select(BilledPart).order_by(BilledPart.quote_id, BilledPart.id),
    {
        "Devis": "quote.number",
        "Client n°": "quote.client_id",
        "Client": "quote.client.name",
        "Part": "part",
        "Étape, rang": "stage",
        "Mois, rang": "month",
        "Montant convenu TTC": "amount",
        "Facturée le": "made_on",
        "Document n°": "invoice_id",
        "Facture": "invoice.number",
        "Remplacée le": "released_at",
        "À vérifier": "problem",
    },
)
REACHED = Register(
    "etapes-et-livraisons",
    select(ReachedPart).order_by(ReachedPart.quote_id, ReachedPart.id),
    {
        "Devis n°": "quote_id",
        "Part": "part",
        "Étape, rang": "stage",
        "Mois, rang": "month",
        "Atteinte ou livrée le": "reached_on",
        "Noté le": "at",
    },
)
CANCELLATIONS = Register(
    "commandes-annulees",
    select(Cancellation).order_by(Cancellation.id),
    {
        "Devis": "quote.number",
        "Client": "quote.client.name",
        "Par": "ended_by",
        "Le": "cancelled_on",
        "Motif": "reason",
        "Décision": "outcome",
        "Précisions": "words",
        "Décidé le": "decided_at",
        "Indemnité due au client": "indemnity",
        "Indemnité versée le": "indemnity_paid_on",
    },
)
QUOTE_REGISTERS = (
    QUOTES,
    QUOTE_LINES,
    QUOTE_STAGES,
    QUOTE_MESSAGES,
    SIGNATURES,
    RENUNCIATIONS,
    ORDER_PARTS,
    REACHED,
    CANCELLATIONS,
)
