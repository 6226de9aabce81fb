"""The points of law looked for in terms of sale, for each audience: a table, to be read.

Each is a rule of law/clauses.toml (what, and its source) and a way of looking for it in the
folded French text, which prevails. A way may miss a point, or see one wrongly: it informs.
"""

import re
from datetime import date
from decimal import Decimal

from facturelite import law
from facturelite.business.model import Activity, Business
from facturelite.terms.looking import Figure, Lacking, Point, Void
from facturelite.terms.model import Audience

_NUMBER = r"(\d+(?:[.,]\d+)?)"


def lowest_penalty_rate(on: date) -> Decimal:
    """Return the lowest penalty rate that a contract may set (C. com. L441-10 II)."""
    legal = law.in_force("legal_rate.professional_creditor", on=on).value
    return legal * law.in_force("contract_penalty_floor", on=on).value


def _rate_too_low(sentence: str, on: date) -> bool:
    if not re.search(r"penalite|interets? de retard", sentence) or "fois le taux" in sentence:
        return False
    rates = re.findall(rf"{_NUMBER} ?%", sentence)
    return any(Decimal(rate.replace(",", ".")) < lowest_penalty_rate(on) for rate in rates)


def _term_too_long(sentence: str, on: date) -> bool:
    if not re.search(r"pai(?:e|em)|regle|payable|echeance", sentence):
        return False
    longest = {
        "": law.in_force("payment_term.longest_days", on=on).value,
        " fin de mois": law.in_force("payment_term.longest_month_end_days", on=on).value,
    }
    found = re.findall(r"\b(\d+) jours( fin de mois)?", sentence)
    return any(Decimal(days) > longest[end] for days, end in found)


def _fee_is_wrong(sentence: str, on: date) -> bool:
    if not re.search(r"indemnite forfaitaire", sentence):
        return False
    amounts = re.findall(rf"{_NUMBER} ?(?:€|euros?)", sentence)
    fee = law.in_force("recovery_fee", on=on).value
    return bool(amounts) and all(Decimal(a.replace(",", ".")) != fee for a in amounts)


def _sells_goods(business: Business) -> bool:
    return business.activity in {Activity.SALE, Activity.MIXED}


_NONE = r"\b(?:aucune?s?|sans|ni|pas|jamais)\b"
_CHANGE = (
    r"modifi\w+ (?:a tout moment|unilateralement|seul|sans preavis|librement)"
    r"|(?:se reserve|reserve a\w*) le droit de (?:modifier|changer|reviser)"
)
_NO_LIABILITY = (
    r"(?:decline|exclut?|exclue?s?|degage)\w* (?:de )?(?:toute|sa) responsabilite"
    r"|responsabilite\b.{0,60}\bne (?:peut|pourra|saurait)[^.]{0,30}\b(?:engagee|recherchee)"
    r"|responsabilite\b.{0,60}\bexclue"
    r"|aucune responsabilite"
)
_IDENTITY = (r"\bei\b|entrepreneur individuel", r"siret|siren|\b\d{3} ?\d{3} ?\d{3}\b")
_PRO, _CONSUMER = "clause.professional", "clause.consumer"
POINTS: dict[Audience, tuple[Point, ...]] = {
    Audience.PROFESSIONAL: (
        Lacking(f"{_PRO}.identity", _IDENTITY),
        Lacking(f"{_PRO}.price", (r"\bprix\b|\btarifs?\b",)),
        Lacking(f"{_PRO}.payment", (r"(?:paie|paiement|regle|payable)[^\n]*(?:jours|reception)",)),
        Lacking(
            f"{_PRO}.late_interest",
            (r"(?:penalite|interet)\w*[^\n]*(?:taux|%|points)|taux[^\n]*(?:penalite|interet)",),
        ),
        Lacking(
            f"{_PRO}.recovery_fee", (r"indemnite forfaitaire|frais de recouvrement", r"\b40\b")
        ),
        Lacking(f"{_PRO}.early_payment", (r"escompte",)),
        Figure(f"{_PRO}.void.rate_too_low", _rate_too_low),
        Figure(f"{_PRO}.void.term_too_long", _term_too_long),
        Figure(f"{_PRO}.void.recovery_fee", _fee_is_wrong),
        Void(
            f"{_PRO}.void.no_penalty", rf"{_NONE}[^.]*\b(?:penalites?|interets?) (?:de|pour) retard"
        ),
        Void(
            f"{_PRO}.void.no_liability",
            _NO_LIABILITY,
            r"force majeure|elements fournis|due au client",
        ),
        Void(f"{_PRO}.void.unilateral_change", _CHANGE),
    ),
    Audience.CONSUMER: (
        Lacking(f"{_CONSUMER}.identity", (*_IDENTITY, r"@", r"\b0\d(?: ?\d\d){4}\b|\+\d")),
        Lacking(f"{_CONSUMER}.price", (r"\bprix\b|\btarifs?\b",)),
        Lacking(
            f"{_CONSUMER}.performance",
            (
                r"(?:delai|date)[^\n]*(?:livr|execut|realis)|(?:livr|execut|realis)[^\n]*(?:delai|date)",
            ),
        ),
        Lacking(f"{_CONSUMER}.payment", (r"virement|cheque|carte|especes|prelevement",)),
        Lacking(f"{_CONSUMER}.complaints", (r"reclamation",)),
        Lacking(f"{_CONSUMER}.withdrawal", (r"retract", r"quatorze|\b14\b")),
        Lacking(f"{_CONSUMER}.withdrawal_form", (r"formulaire", r"notifi\w+[^\n]*retractation")),
        Lacking(f"{_CONSUMER}.mediator", (r"mediateur",)),
        Lacking(
            f"{_CONSUMER}.guarantees",
            (r"garantie legale de conformite", r"vices caches"),
            concerns=_sells_goods,
        ),
        Lacking(
            f"{_CONSUMER}.insurance",
            (r"assur",),
            concerns=lambda business: bool(business.insurance),
        ),
        Void(
            f"{_CONSUMER}.void.recovery_costs",
            r"indemnite forfaitaire|frais de (?:recouvrement|relance|rappel|mise en demeure)",
            _NONE,
        ),
        Void(
            f"{_CONSUMER}.void.late_interest",
            r"l\. ?441-10|banque centrale europeenne|\bbce\b|trois fois le taux",
        ),
        Void(
            f"{_CONSUMER}.void.jurisdiction",
            r"tribuna(?:l|ux)[^.]*(?:seuls?|exclusi)|competence exclusive"
            r"|(?:relevent?|soumis\w*) (?:du|au|des|aux) tribuna",
            r"a son choix|domicile du client|ou il (?:habit|demeur|resid)",
        ),
        Void(f"{_CONSUMER}.void.arbitration", r"arbitr(?:e|al|age)|clause compromissoire", _NONE),
        Void(
            f"{_CONSUMER}.void.deposit_kept",
            r"(?:acompte|arrhes|sommes? versees?)[^.]*(?:conserve|acquis|non rembours|perd|garde)",
            r"double|le meme dedommagement|reciproque",
        ),
        Void(f"{_CONSUMER}.void.no_liability", _NO_LIABILITY, r"force majeure"),
        Void(f"{_CONSUMER}.void.unilateral_change", _CHANGE),
        Void(
            f"{_CONSUMER}.void.no_withdrawal",
            r"renonc\w+ (?:\w+ )?aux? (?:son |leur |tout )?(?:droit de |delai de )?retract"
            r"|renonc\w+ (?:\w+ )?a (?:son |leur |tout )(?:droit de |delai de )?retract"
            r"|(?:aucun\w*|pas de) (?:droit de |delai de )?retractation",
            r"expres",
        ),
        Void(
            f"{_CONSUMER}.void.indicative_date",
            r"(?:delai|date)s?[^.]*(?:a titre indicatif|indicatifs?\b|indicatives?\b)",
        ),
    ),
}
