"""The registers of an export: what each is called, and the titles of its columns."""

from sqlalchemy import select

from facturelite.catalogue.model import Item
from facturelite.clients.model import Client, ClientAddress, Contact
from facturelite.invoices.answers_model import Acknowledgement, Dispute, Promise
from facturelite.invoices.model import Invoice, InvoiceLine, Settlement
from facturelite.orders.model import BilledPart, Cancellation, ReachedPart
from facturelite.outbox.model import Message
from facturelite.payments.model import Payment, ReceiptEntry
from facturelite.safekeeping.quote_registers import QUOTE_REGISTERS
from facturelite.safekeeping.tables import Register

CLIENTS = Register(
    "clients",
    select(Client).order_by(Client.id),
    {
        "Client n°": "id",
        "Nature": "kind",
        "Nom": "name",
        "SIRET": "siret",
        "SIREN": "siren",
        "N° TVA": "vat_number",
        "E-mail": "email",
        "Téléphone": "phone",
        "Langue": "language",
        "Code service": "service_code",
        "Remarques": "notes",
        "Ajouté le": "created_at",
        "Archivé le": "archived_at",
    },
)
ADDRESSES = Register(
    "adresses",
    select(ClientAddress).order_by(ClientAddress.client_id, ClientAddress.id),
    {
        "Client n°": "client_id",
        "Emploi": "use",
        "Adresse": "line1",
        "Complément": "line2",
        "Code postal": "postcode",
        "Ville": "city",
        "Pays": "country",
    },
)
CONTACTS = Register(
    "contacts",
    select(Contact).order_by(Contact.client_id, Contact.id),
    {
        "Client n°": "client_id",
        "Nom": "name",
        "Fonction": "role",
        "E-mail": "email",
        "Téléphone": "phone",
        "Reçoit les factures": "receives_invoices",
    },
)
CATALOGUE = Register(
    "catalogue",
    select(Item).order_by(Item.id),
    {
        "Libellé": "label",
        "Détail": "detail",
        "Unité": "unit",
        "Prix unitaire HT": "unit_price",
        "TVA %": "vat_rate",
        "Marchandise": "goods",
        "Archivé le": "archived_at",
    },
)
INVOICES = Register(
    "factures",
    select(Invoice).order_by(Invoice.issued_on, Invoice.id),
    {
        "Document n°": "id",
        "Numéro": "number",
        "Type": "label",
        "État": "state",
        "Client n°": "client_id",
        "Client": "client.name",
        "Date": "issued_on",
        "Échéance": "due_on",
        "Objet": "title",
        "Prestation du": "supplied_from",
        "au": "supplied_to",
        "Bon de commande": "purchase_order",
        "Total HT": "total_net",
        "TVA": "total_vat",
        "Total TTC": "total_gross",
        "Réglé": "settled",
        "Reste dû": "balance",
        "Corrige": "corrects.number",
        "Motif": "reason",
    },
)
LINES = Register(
    "lignes",
    select(InvoiceLine).order_by(InvoiceLine.invoice_id, InvoiceLine.position),
    {
        "Document n°": "invoice_id",
        "Rang": "position",
        "Libellé": "label",
        "Détail": "detail",
        "Quantité": "quantity",
        "Unité": "unit",
        "Prix unitaire HT": "unit_price",
        "Remise %": "discount_percent",
        "TVA %": "vat_rate",
        "Marchandise": "goods",
        "TVA arrêtée": "exact_vat",
        "Acompte déduit": "deducts.number",
    },
)
PAYMENTS = Register(
    "encaissements",
    select(Payment).order_by(Payment.id),
    {
        "Encaissement n°": "id",
        "Client n°": "client_id",
        "Client": "client.name",
        "Reçu le": "received_on",
        "Montant": "amount",
        "Mode": "method",
        "Référence": "reference",
        "Note": "note",
        "Annule le n°": "reverses_id",
        "Enregistré le": "created_at",
    },
)
SETTLEMENTS = Register(
    "reglements",
    select(Settlement).order_by(Settlement.id),
    {
        "Document n°": "invoice_id",
        "Montant": "amount",
        "Date": "settled_on",
        "Libellé": "label",
        "Encaissement n°": "payment_id",
        "Avoir, document n°": "credit_id",
    },
)
RECEIPTS = Register(
    "livre-des-recettes",
    select(ReceiptEntry).order_by(ReceiptEntry.id),
    {
        "N°": "id",
        "Date": "received_on",
        "Pièces": "documents",
        "Client": "client_name",
        "Nature": "nature",
        "Ventes": "goods",
        "Prestations": "services",
        "Montant": "amount",
        "Mode": "method",
        "Référence": "reference",
        "Écrit le": "recorded_at",
        "Encaissement n°": "payment_id",
    },
)
MAILS = Register(
    "envois",
    select(Message).where(Message.kind == "mail").order_by(Message.id),
    {
        "Écrit le": "created_at",
        "Document": "subject",
        "Client n°": "client_id",
        "Destinataires": "recipients",
        "Objet": "title",
        "État": "state",
        "Accepté le": "done_at",
        "Réponse du serveur": "answer",
        "Dernière erreur": "last_error",
        "Revenu le": "returned_at",
        "Raison du retour": "returned_reason",
    },
)
ACKNOWLEDGEMENTS = Register(
    "accuses-de-reception",
    select(Acknowledgement).order_by(Acknowledgement.id),
    {
        "Document n°": "invoice_id",
        "Par": "name",
        "Le": "at",
        "Adresse réseau": "address",
        "Navigateur": "browser",
    },
)
PROMISES = Register(
    "promesses",
    select(Promise).order_by(Promise.id),
    {
        "Document n°": "invoice_id",
        "Promis pour le": "promised_on",
        "Dit le": "at",
        "Mots du client": "words",
    },
)
DISPUTES = Register(
    "contestations",
    select(Dispute).order_by(Dispute.id),
    {
        "Document n°": "invoice_id",
        "Mots du client": "words",
        "Ouverte le": "opened_at",
        "Close le": "closed_at",
        "Issue": "outcome",
        "Réponse": "answer",
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
REGISTERS = (
    CLIENTS,
    ADDRESSES,
    CONTACTS,
    CATALOGUE,
    INVOICES,
    LINES,
    *QUOTE_REGISTERS,
    PAYMENTS,
    SETTLEMENTS,
    RECEIPTS,
    ORDER_PARTS,
    REACHED,
    CANCELLATIONS,
    MAILS,
    ACKNOWLEDGEMENTS,
    PROMISES,
    DISPUTES,
)
