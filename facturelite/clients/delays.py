"""How long a client has to pay, against what the law allows at most."""

from datetime import date

from facturelite import law
from facturelite.clients.details import ClientKind
from facturelite.payment_terms import PaymentTerm, TermBase


def excess(kind: ClientKind, term: PaymentTerm | None, *, on: date) -> str:
    """Say in French that an agreed delay is longer than a professional may have, or nothing.

    C. com. L441-10 I: 60 days from the invoice, or 45 days end of month. It is said, and not
    forbidden: exceptions exist (exports, seasonal trades).
    """
    if term is None or kind is not ClientKind.PROFESSIONAL:
        return ""
    days = law.in_force("payment_term.longest_days", on=on)
    month_end = law.in_force("payment_term.longest_month_end_days", on=on)
    allowed = days if term.base is TermBase.INVOICE_DATE else month_end
    if term.days <= allowed.value:
        return ""
    return (
        f"Entre professionnels, la loi limite le délai à {days.value} jours après la date de la "
        f"facture, ou {month_end.value} jours fin de mois (Code de commerce, art. L441-10). Un "
        "délai plus long expose votre client à une amende, sauf exception prévue par la loi."
    )
