"""Whether all that was written still is what it was."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from facturelite.db import db
from facturelite.documents.queries import altered_documents
from facturelite.invoices.answers_consistency import answer_problems
from facturelite.invoices.consistency import (
    acknowledgement_problems,
    credit_problems,
    document_problems,
)
from facturelite.invoices.continuity import number_problems
from facturelite.journal.queries import chain_problems
from facturelite.orders.consistency import order_problems
from facturelite.payments.against_journal import payment_problems
from facturelite.payments.queries import receipt_problems
from facturelite.quotes.consistency import quote_problems
from facturelite.quotes.signature_consistency import signature_problems
from facturelite.recurring.consistency import recurrence_problems
from facturelite.reminders.consistency import agreed_plan_problems, penalty_problems
from facturelite.reminders.delays_consistency import delay_problems
from facturelite.reminders.rounds_consistency import reminder_problems
from facturelite.safekeeping.since_the_copies import missing_since_the_copies
from facturelite.terms.acceptance_consistency import agreement_problems
from facturelite.terms.consistency import terms_problems

Check = Callable[[], Iterator[str]]

# What each check answers for, in the words that follow « Vérifié : ».
CHECKS: tuple[tuple[str, Check], ...] = (
    ("la chaîne du journal", chain_problems),
    ("les numéros, sans trou ni double", number_problems),
    ("les documents émis, tels que figés", document_problems),
    ("les devis envoyés, tels que figés", quote_problems),
    ("les PDF et XML, octet par octet", altered_documents),
    ("les avoirs", credit_problems),
    ("les périodes d’abonnement facturées", recurrence_problems),
    ("les commandes, telles que signées et facturées", order_problems),
    ("les notes de pénalités", penalty_problems),
    ("les échéanciers convenus", agreed_plan_problems),
    ("les relances parties, telles que dites", reminder_problems),
    ("les conditions publiées", terms_problems),
    ("les accords et refus des clients", agreement_problems),
    ("les devis signés et les rétractations", signature_problems),
    ("les accusés de réception", acknowledgement_problems),
    ("les promesses et contestations des clients", answer_problems),
    ("les délais demandés et accordés", delay_problems),
    ("les encaissements et ce qu’ils règlent", payment_problems),
    ("le livre des recettes et sa chaîne", receipt_problems),
    ("rien de perdu depuis les copies de la nuit", missing_since_the_copies),
)


def problems() -> Iterator[str]:
    """Yield one sentence in French per thing that is not as it was written."""
    for _, check in CHECKS:
        yield from found_by(check)


def found_by(check: Check) -> Iterator[str]:
    """Yield what a check finds; what was altered beyond reading interrupts only that check."""
    try:
        yield from check()
    except Exception as error:  # noqa: BLE001  whatever was written there, it must be told
        db.session.rollback()
        yield f"Cette vérification n’a pas pu aller au bout : {type(error).__name__}, {error}"


@contextmanager
def one_instant() -> Iterator[None]:
    """Read inside the block as if nobody wrote meanwhile, on both engines. Write nothing in it."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield
    finally:
        db.session.rollback()
