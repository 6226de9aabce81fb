"""What the owner must weigh before they claim late interest: nothing is forbidden."""

from collections.abc import Iterator, Sequence

from facturelite.dates import in_words
from facturelite.invoices.answers_queries import open_disputes
from facturelite.money import in_french
from facturelite.reminders.interest import Statement
from facturelite.reminders.plans_model import PaymentPlan
from facturelite.reminders.plans_queries import living_plans
from facturelite.spacing import french_spaces


def doubts_about(told: Sequence[Statement]) -> dict[int, list[str]]:
    """Return what to weigh of each invoice, by id, in French: contested, or paid by a plan."""
    ids = [one.invoice.id for one in told]
    disputes, plans = open_disputes(ids), living_plans(ids)
    found = {}
    for one in told:
        number = one.invoice.id
        contested = disputes[number].contested if number in disputes else None
        said = [
            *(_contested(in_french(contested) if contested else "") if number in disputes else ()),
            *(_spread(plans[number]) if number in plans else ()),
        ]
        if said:
            found[number] = [french_spaces(text) for text in said]
    return found


def _contested(amount: str) -> Iterator[str]:
    what = f"{amount} sont contestés" if amount else "Cette facture est contestée"
    yield (
        f"{what}, sans réponse de votre part encore : les pénalités comptées sur cette somme "
        "peuvent l’être aussi."
    )


def _spread(plan: PaymentPlan) -> Iterator[str]:
    if not plan.is_agreed:
        yield f"Un échéancier est proposé pour cette facture ({plan.name}) : répondez-y d’abord."
        return
    day = plan.closed_at
    agreed = f", convenu le {in_words(day.date())}" if day else ""
    yield (
        f"Cette facture est dans un échéancier ({plan.name}{agreed}) : il laisse du temps pour "
        "payer, relisez-le avant de réclamer des pénalités."
    )
