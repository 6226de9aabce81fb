"""What a document shows: a snapshot turned into ready texts, so that templates only place them."""

from typing import Any

from facturelite.documents import figures, letterhead
from facturelite.documents.kinds import CORRECTIVE, CREDITS, DEPOSIT
from facturelite.documents.snapshot import Snapshot
from facturelite.documents.typography import paragraphs
from facturelite.documents.wording import Wording, wording

_WITHOUT_OBJECT = ("sans objet", "not applicable")


def printed(snapshot: Snapshot) -> dict[str, Any]:
    """Return everything the template places."""
    words = wording(snapshot.language)
    title = words[f"{snapshot.type_code}_arrhes" if snapshot.arrhes else snapshot.type_code]
    return {
        "words": words.labels,
        "title": title,
        "reference": f"{title} {words['numbered']} {snapshot.number}",
        "number": f"{words['numbered'].capitalize()} {snapshot.number}",
        "seller": snapshot.seller,
        "brand": snapshot.seller.trade_name or snapshot.seller.name,
        "initials": letterhead.initials(snapshot.seller.trade_name or snapshot.seller.name),
        "parties": letterhead.parties(
            snapshot.seller,
            snapshot.buyer,
            words,
            towards="credited_to" if snapshot.type_code in CREDITS else "billed_to",
        ),
        "places": letterhead.places(snapshot.buyer, words),
        "facts": facts(snapshot, words),
        "topics": topics(snapshot, words),
        "references": references(snapshot, words),
        "columns": figures.columns(snapshot.lines, snapshot.vat_groups),
        "air": figures.air(len(snapshot.lines)),
        "lines": [figures.line_cells(line, words) for line in snapshot.lines],
        "totals": figures.totals(snapshot, words),
        "balance": figures.balance(snapshot, words),
        "mentions": mentions(snapshot),
        "note": paragraphs(snapshot.note),
        "footer": " · ".join(letterhead.identity(snapshot.seller, words)),
    }


def facts(snapshot: Snapshot, words: Wording) -> figures.Rows:
    """Return the dates and references of the band under the parties."""
    kind = nature(snapshot)
    due = words.day(snapshot.due_on) if snapshot.due_on else ""
    told = [
        (words["issued_on"], words.day(snapshot.issued_on)),
        (words["due_on"], "" if snapshot.type_code in CREDITS else due),
        (words[f"{kind}_on"], words.days(snapshot.supplied_from, snapshot.supplied_to)),
        (words["nature"], words[kind]),
    ]
    return [(label, value) for label, value in told if value]


def topics(snapshot: Snapshot, words: Wording) -> figures.Rows:
    """Return what the document is about, in the client's own terms."""
    told = [
        (words["subject"], snapshot.subject),
        (words["purchase_order"], snapshot.purchase_order),
    ]
    return [(label, value) for label, value in told if value]


def nature(snapshot: Snapshot) -> str:
    """Return goods, services or both."""
    kinds = {line.goods for line in snapshot.lines if not line.deducts}
    return "both" if len(kinds) > 1 else "goods" if True in kinds else "services"


def references(snapshot: Snapshot, words: Wording) -> list[str]:
    """Return why the document exists and what earlier ones it is about."""
    told = []
    for earlier in snapshot.preceding:
        nature = "_arrhes" if earlier.arrhes and snapshot.type_code not in CREDITS else ""
        sentence = words[f"{_relation(snapshot, earlier.type_code)}{nature}"]
        named = words["earlier"].format(earlier.number, words.day(earlier.issued_on))
        told.append(sentence.format(named))
        if earlier.unpaid:
            told.append(words[f"deposit_unpaid{nature}"].format(words.euros(earlier.unpaid)))
    return [*told, *paragraphs(snapshot.reason)]


def _relation(snapshot: Snapshot, earlier_type: str) -> str:
    if snapshot.type_code in CREDITS:
        of_acompte = earlier_type == DEPOSIT and not snapshot.arrhes
        return "corrects_deposit" if of_acompte else "corrects"
    if earlier_type == DEPOSIT:
        return "deducts"
    return "replaces" if snapshot.type_code == CORRECTIVE else "refers"


def mentions(snapshot: Snapshot) -> list[str]:
    """Return the sentences to print, a line each.

    Those on payment are left out when idle. Why no VAT is charged is never left out.
    """
    told = snapshot.mentions
    on_payment = (told.terms, told.early_payment, told.late_interest, told.recovery_fee)
    useful = [s for s in on_payment if not s.lower().startswith(_WITHOUT_OBJECT)]
    exemptions = dict.fromkeys(group.exemption_text for group in snapshot.vat_groups)
    unsaid = [reason for reason in exemptions if not any(reason in s for s in told.others)]
    return [line for text in (*useful, *unsaid, *told.others) for line in paragraphs(text)]
