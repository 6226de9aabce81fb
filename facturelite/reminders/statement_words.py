"""What a statement says of itself: its rule, its sources, in the reader's language."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from facturelite import law
from facturelite.dates import in_words
from facturelite.money import in_french, number_in_french
from facturelite.reminders.accrual import Imputation
from facturelite.reminders.interest import Statement
from facturelite.reminders.rates import Regime
from facturelite.spacing import french_spaces

_RULES = {
    "fr": {
        Regime.DEFAULT: "Taux de refinancement de la BCE au premier jour du semestre, majoré de "
        "{margin} points (C. com. L441-10 II), à compter du lendemain de l’échéance.",
        Regime.CONTRACT: "Taux annuel convenu de {rate} % (C. com. L441-10 II), à compter du "
        "lendemain de l’échéance.",
        Regime.PUBLIC_BODY: "Taux de la BCE du semestre où les intérêts ont commencé, majoré de "
        "8 points (Code de la commande publique, R2192-31).",
        Regime.CONSUMER: "Taux légal à compter de la mise en demeure (C. civ. 1231-6 et 1344-1).",
        "formula": "Montant TTC × taux × jours / {year}, arrondi au centime par ligne.",
        "first": "Un paiement partiel règle d’abord les intérêts (C. civ. 1343-1).",
        "second": "Un paiement partiel règle d’abord la facture, comme convenu.",
        "fee": "Indemnité forfaitaire de recouvrement, due une fois par facture (C. com. D441-5).",
        "provisional": "Calcul provisoire : le taux du semestre commençant le {day} ne nous est "
        "pas encore connu, le dernier connu est appliqué.",
        "insolvency": "Les intérêts s’arrêtent au jugement d’ouverture du {day} (C. com. L622-28).",
    },
    "en": {
        Regime.DEFAULT: "European Central Bank refinancing rate of the first day of the half-year "
        "plus {margin} percentage points (C. com. L441-10 II), from the day after the due date.",
        Regime.CONTRACT: "Agreed yearly rate of {rate}% (C. com. L441-10 II), from the day after "
        "the due date.",
        Regime.PUBLIC_BODY: "ECB rate of the half-year in which interest began, plus 8 percentage "
        "points (Code de la commande publique, R2192-31).",
        Regime.CONSUMER: "Legal rate from the formal notice (C. civ. 1231-6 and 1344-1).",
        "formula": "Amount including tax × rate × days / {year}, rounded to the cent on each line.",
        "first": "A part payment pays the interest first (C. civ. 1343-1).",
        "second": "A part payment pays the invoice first, as agreed.",
        "fee": "Fixed compensation for recovery costs, due once per invoice (C. com. D441-5).",
        "provisional": "Provisional: the rate of the half-year that begins on {day} is not known "
        "to us yet; the last one known is used.",
        "insolvency": "Interest stops at the opening judgment of {day} (C. com. L622-28).",
    },
}
_UNKNOWN = (
    "facturelite ne connaît pas encore le taux du semestre commençant le {day} : il applique le "
    "dernier qu’il connaît, et le dit provisoire. Il peut être publié : mettez facturelite à jour "
    "avant de réclamer, ou vérifiez le taux."
)
_UNCERTAIN = (
    "Règle propre aux organismes publics, à relire avant de l’invoquer : vérifiez le texte en "
    "vigueur."
)


def explained(told: Statement, language: str = "fr") -> list[str]:
    """Return the sentences under a statement: rule, formula, imputation, what is provisional."""
    texts = _sentences(told, language)
    return [french_spaces(text) for text in texts] if language == "fr" else list(texts)


def rules(told: Iterable[Statement]) -> list[str]:
    """Return, in French and once each, what explains several statements and their rates."""
    told = list(told)
    said = [sentence for one in told for sentence in explained(one)]
    sources = [f"{line.rate.source}." for one in told for line in one.lines]
    return list(dict.fromkeys((*said, *map(french_spaces, sources))))


def standing(told: Statement) -> str:
    """Say in French what an invoice itself still asks, and what its lateness left to pay."""
    invoice = told.invoice
    if told.paid_on and told.total:
        said = (
            f"payée le {in_words(told.paid_on)}, {in_french(told.total)} de pénalités restent dues"
        )
    elif told.paid_on:
        said = f"payée le {in_words(told.paid_on)}, rien de plus n’est à réclamer"
    else:
        due = f"échue le {in_words(invoice.due_on)}, " if invoice.due_on else ""
        said = f"{due}{in_french(invoice.balance)} restent dus"
    return french_spaces(said)


def warnings(told: Statement) -> list[str]:
    """Return what the owner must know before they claim it, in French."""
    doubts = [_UNCERTAIN] if told.regime is Regime.PUBLIC_BODY and told.lines else []
    if told.unknown_since:
        doubts.append(_UNKNOWN.format(day=in_words(told.unknown_since)))
    return [french_spaces(text) for text in doubts]


def _sentences(told: Statement, language: str) -> Iterator[str]:
    say, debt = _RULES[language], told.debt
    if debt is None or not told.lines:
        return
    first = told.lines[0].since
    margin = law.in_force("ecb_margin", on=first).value
    yield say[debt.regime].format(
        margin=_figure(margin, language), rate=_figure(debt.rate or Decimal(0), language)
    )
    year = law.in_force("late_interest.days_in_year", on=first).value
    yield say["formula"].format(year=year)
    if told.imputed:
        yield say["first" if debt.imputation is Imputation.INTEREST_FIRST else "second"]
    if told.account.recovery_fee:
        yield say["fee"]
    if told.unknown_since:
        yield say["provisional"].format(day=in_words(told.unknown_since, language))
    if debt.insolvency_on:
        yield say["insolvency"].format(day=in_words(debt.insolvency_on, language))


def _figure(value: Decimal, language: str) -> str:
    return f"{value.normalize():f}" if language == "en" else number_in_french(value)
