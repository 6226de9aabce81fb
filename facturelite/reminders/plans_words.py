"""What a payment plan says the same way wherever it is read: page, mail, paper, undertaking."""

from facturelite import dates
from facturelite.money import in_english, in_french
from facturelite.reminders.plans_model import PaymentPlan
from facturelite.spacing import french_spaces

# Interest goes on under a plan: see `interest`, which knows no plan, and `claims`, which claims
# none with an instalment.
PENALTIES = {
    "fr": "Les pénalités de retard, s’il en est dû, continuent de courir sur ce qui reste à payer "
    ": elles ne sont pas comprises dans ces versements.",
    "en": "Late payment interest, where due, goes on running on what is left to pay: it is not "
    "included in these instalments.",
}
_EACH = {"fr": "– {amount}, au plus tard le {day}", "en": "– {amount}, by {day}"}
_DEFAULT = {
    "fr": {
        True: "Si un versement manque, tout ce qui reste devient dû immédiatement.",
        False: "Si un versement manque, seul ce versement peut être réclamé : les suivants gardent "
        "leur jour.",
    },
    "en": {
        True: "If an instalment is missed, all that is left becomes due at once.",
        False: "If an instalment is missed, only that instalment may be claimed: the others keep "
        "their day.",
    },
}


def schedule_in_words(plan: PaymentPlan, language: str) -> str:
    """Write one line per instalment: its sum, its day."""
    amount = in_english if language == "en" else in_french
    return "\n".join(
        _EACH[language].format(
            amount=amount(part.amount), day=dates.in_words(part.due_on, language)
        )
        for part in plan.instalments
    )


def conditions_in_words(plan: PaymentPlan, language: str) -> str:
    """Say what a missed instalment makes due, and that interest goes on."""
    said = f"{_DEFAULT[language][plan.whole_due_on_default]} {PENALTIES[language]}"
    return said if language == "en" else french_spaces(said)


def numbers_in_words(plan: PaymentPlan) -> str:
    """List the invoices that a plan pays."""
    return ", ".join(str(invoice.number) for invoice in plan.invoices)
