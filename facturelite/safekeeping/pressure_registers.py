"""The registers of payment in an export: what was asked, answered, agreed, held and claimed."""

from sqlalchemy import select

from facturelite.invoices.answers_model import Acknowledgement, Dispute, DisputeMessage, Promise
from facturelite.reminders.holds_model import HeededAnswer, StandingHold
from facturelite.reminders.penalties_model import PenaltyNote, PenaltyPart, PenaltyWaiver
from facturelite.reminders.plans_model import Instalment, PaymentPlan, PlanDebt
from facturelite.reminders.requests_model import DelayRequest
from facturelite.reminders.rounds_model import Reminder, ReminderItem
from facturelite.safekeeping.tables import Register

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
        "Contestation n°": "id",
        "Document n°": "invoice_id",
        "Motif": "category",
        "Montant contesté": "contested",
        "Mots du client": "words",
        "Ouverte le": "opened_at",
        "Close le": "closed_at",
        "Issue": "outcome",
        "Réponse": "answer",
    },
)
DISPUTE_MESSAGES = Register(
    "echanges-de-contestations",
    select(DisputeMessage).order_by(DisputeMessage.id),
    {
        "Contestation n°": "dispute_id",
        "Du client": "from_client",
        "Le": "at",
        "Texte": "text",
    },
)
DELAYS = Register(
    "demandes-de-delai",
    select(DelayRequest).order_by(DelayRequest.id),
    {
        "Document n°": "invoice_id",
        "Jusqu’au": "asked_until",
        "Mots du client": "words",
        "Demandé le": "asked_at",
        "État": "state",
        "Répondue le": "closed_at",
        "Accordé jusqu’au": "granted_until",
        "Réponse": "answer",
    },
)
HOLDS = Register(
    "relances-retenues",
    select(StandingHold).order_by(StandingHold.id),
    {
        "Client n°": "client_id",
        "Client": "client.name",
        "Document n°": "invoice_id",
        "Raison": "reason",
        "Depuis le": "since",
        "Jusqu’au": "until",
        "Mots": "words",
        "Notée le": "created_at",
        "Levée le": "lifted_at",
    },
)
HEEDED = Register(
    "reponses-prises-en-compte",
    select(HeededAnswer).order_by(HeededAnswer.id),
    {"Document n°": "invoice_id", "Réponse": "answer", "Le": "at"},
)
REMINDERS = Register(
    "relances",
    select(Reminder).order_by(Reminder.id),
    {
        "Relance n°": "id",
        "Client n°": "client_id",
        "Client": "client.name",
        "Ton": "tone",
        "Moyen": "channel",
        "État": "state",
        "Préparée le": "prepared_on",
        "Partie le": "sent_on",
        "Pourquoi": "why",
        "Objet": "title",
        "Texte": "text",
        "Reste à payer": "principal",
        "Avoir déduit": "credit",
        "Pénalités": "interest",
        "Indemnités": "fees",
        "Total demandé": "total",
        "À payer avant le": "deadline_on",
        "N° de suivi": "tracking_number",
        "Issue de l’appel": "outcome",
        "Mots de l’appel": "words",
        "Motif": "reason",
    },
)
REMINDER_ITEMS = Register(
    "factures-relancees",
    select(ReminderItem).order_by(ReminderItem.id),
    {
        "Relance n°": "reminder_id",
        "Document n°": "invoice_id",
        "Numéro": "invoice.number",
        "Jours de retard": "days_late",
        "Reste à payer": "amount",
        "Pénalités": "interest",
        "Indemnité": "fee",
        "Retirée": "dropped",
    },
)
PLANS = Register(
    "echeanciers",
    select(PaymentPlan).order_by(PaymentPlan.id),
    {
        "Échéancier n°": "id",
        "Client n°": "client_id",
        "Client": "client.name",
        "État": "state",
        "Proposé par le client": "by_client",
        "Proposé le": "proposed_at",
        "Répondu le": "closed_at",
        "Accord donné en ligne": "agreed_by_client",
        "Total": "total",
        "Tout est dû au premier défaut": "whole_due_on_default",
        "Mots": "words",
        "Réponse": "answer",
        "Dénoncé le": "ended_at",
        "Pourquoi": "ended_reason",
    },
)
PLAN_DEBTS = Register(
    "factures-des-echeanciers",
    select(PlanDebt).order_by(PlanDebt.id),
    {
        "Échéancier n°": "plan_id",
        "Document n°": "invoice_id",
        "Numéro": "invoice.number",
        "Montant": "amount",
    },
)
INSTALMENTS = Register(
    "versements-des-echeanciers",
    select(Instalment).order_by(Instalment.plan_id, Instalment.position),
    {
        "Échéancier n°": "plan_id",
        "Rang": "position",
        "Au plus tard le": "due_on",
        "Montant": "amount",
    },
)
NOTES = Register(
    "notes-de-penalites",
    select(PenaltyNote).order_by(PenaltyNote.id),
    {
        "Note n°": "id",
        "Numéro": "number",
        "Client n°": "client_id",
        "Client": "client.name",
        "Date": "issued_on",
        "État": "state",
        "Pénalités": "interest",
        "Indemnités": "recovery_fees",
        "Total": "total",
        "Close le": "closed_on",
        "Motif": "reason",
    },
)
NOTE_PARTS = Register(
    "factures-des-notes",
    select(PenaltyPart).order_by(PenaltyPart.id),
    {
        "Note n°": "note_id",
        "Document n°": "invoice_id",
        "Numéro": "invoice.number",
        "Jusqu’au": "until",
        "Pénalités": "interest",
        "Indemnité": "recovery_fee",
    },
)
WAIVERS = Register(
    "penalites-abandonnees",
    select(PenaltyWaiver).order_by(PenaltyWaiver.id),
    {
        "Document n°": "invoice_id",
        "Jusqu’au": "until",
        "Pénalités": "interest",
        "Indemnité": "recovery_fee",
        "Pour toujours": "for_good",
        "Motif": "reason",
        "Le": "at",
    },
)
PRESSURE_REGISTERS = (
    ACKNOWLEDGEMENTS,
    PROMISES,
    DISPUTES,
    DISPUTE_MESSAGES,
    DELAYS,
    HOLDS,
    HEEDED,
    REMINDERS,
    REMINDER_ITEMS,
    PLANS,
    PLAN_DEBTS,
    INSTALMENTS,
    NOTES,
    NOTE_PARTS,
    WAIVERS,
)
