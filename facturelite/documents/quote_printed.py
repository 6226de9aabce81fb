"""What a quote shows: a snapshot turned into ready texts, so that templates only place them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from facturelite.dates import PARIS
from facturelite.documents import figures, letterhead
from facturelite.documents.quote_snapshot import (
    AttachedFile,
    BindingTerms,
    OfferedLine,
    QuoteSnapshot,
    Section,
    SignatureBlock,
)
from facturelite.documents.quote_wording import quote_wording
from facturelite.documents.typography import paragraphs
from facturelite.documents.wording import Wording

_ENDS = (".", "!", "?", ":", ";")
_AIR = 0.65  # conditions take room: what precedes them stands closer


def printed(snapshot: QuoteSnapshot) -> dict[str, Any]:
    """Return everything the template places."""
    words = quote_wording(snapshot.language)
    brand = snapshot.seller.trade_name or snapshot.seller.name
    return {
        "words": words.labels,
        "title": words["quote"],
        "reference": f"{words['quote']} {words['numbered']} {snapshot.number}",
        "number": f"{words['numbered'].capitalize()} {snapshot.number}",
        "seller": snapshot.seller,
        "brand": brand,
        "initials": letterhead.initials(brand),
        "parties": letterhead.parties(snapshot.seller, snapshot.buyer, words, towards="offered_to"),
        "places": letterhead.places(snapshot.buyer, words),
        "facts": _facts(snapshot, words),
        "topics": _topics(snapshot, words),
        "references": [words["replaces_quote"].format(snapshot.revises)] * bool(snapshot.revises),
        "columns": figures.columns((line.item for line in snapshot.lines), snapshot.vat_groups),
        "air": min(_AIR, figures.air(len(snapshot.lines))),
        "may_choose": _may_choose(snapshot),
        "lines": list(_lines(snapshot, words)),
        "totals": _totals(snapshot, words),
        "balance": _balance(snapshot, words),
        "payments": list(_payments(snapshot, words)),
        "conditions": [_section(told) for told in snapshot.conditions],
        "withdrawal": [_section(told) for told in snapshot.withdrawal],
        "mentions": [line for text in snapshot.mentions for line in paragraphs(text)],
        "note": paragraphs(snapshot.note),
        "enclosed": list(_enclosed(snapshot, words)),
        "signed": _signed(snapshot.signature, words) if snapshot.signature else None,
        "footer": " · ".join(letterhead.identity(snapshot.seller, words)),
        "foot": words["signed_foot" if snapshot.signature else "unsigned_foot"],
    }


def _facts(snapshot: QuoteSnapshot, words: Wording) -> figures.Rows:
    starts_on = words.day(snapshot.starts_on) if snapshot.starts_on else ""
    told = [
        (words["sent_on"], words.day(snapshot.sent_on)),
        (words["valid_until"], words.day(snapshot.valid_until)),
        (words["starts_on"], starts_on),
        (words["duration"], snapshot.duration),
    ]
    return [(label, value) for label, value in told if value]


def _topics(snapshot: QuoteSnapshot, words: Wording) -> figures.Rows:
    told = [
        (words["subject"], snapshot.subject),
        (words["purchase_order"], snapshot.purchase_order),
        (words["travel"], snapshot.travel),
    ]
    return [(label, value) for label, value in told if value]


def _lines(snapshot: QuoteSnapshot, words: Wording) -> Iterator[dict[str, Any]]:
    """Yield the texts of the lines; the first variant of a group is told what it belongs to.

    Variants stand together, whatever their places.
    """
    sizes = Counter(line.group for line in snapshot.lines if line.choice == "VARIANT")
    told: set[str] = set()
    for line in _together(snapshot.lines):
        group = ""
        if line.choice == "VARIANT" and line.group not in told:
            told.add(line.group)
            group = words["variants"].format(line.group, sizes[line.group])
        yield figures.line_cells(line.item, words) | {
            "group": group,
            "mark": _mark(line, words, is_signed=snapshot.signature is not None),
            "counts": line.is_chosen,
        }


def _together(lines: tuple[OfferedLine, ...]) -> Iterator[OfferedLine]:
    """Yield the lines in order, each group of variants where its first one stands."""
    told: set[str] = set()
    for line in lines:
        if line.choice != "VARIANT":
            yield line
        elif line.group not in told:
            told.add(line.group)
            yield from (one for one in lines if one.choice == "VARIANT" and one.group == line.group)


def _mark(line: OfferedLine, words: Wording, *, is_signed: bool) -> str:
    if line.choice == "FIRM":
        return ""
    kind = line.choice.lower()
    if is_signed:
        box = "✓" if line.is_chosen else "✗"
        return f"{box} {words[f'{kind}_taken' if line.is_chosen else f'{kind}_left']}"
    return f"□ {words[f'{kind}_in' if line.is_chosen else f'{kind}_out']}"


def _totals(snapshot: QuoteSnapshot, words: Wording) -> figures.Rows:
    rows: figures.Rows = []
    if snapshot.discount:
        before = words.euros(snapshot.total_net + snapshot.discount)
        label = snapshot.discount_label or words["discount"]
        rows += [(words["total_lines"], before), (label, words.euros(-snapshot.discount))]
    rows.append((words["total_net"], words.euros(snapshot.total_net)))
    return [*rows, *figures.vat_rows(snapshot, words)]


def _balance(snapshot: QuoteSnapshot, words: Wording) -> tuple[str, str]:
    """Return the figure everyone looks for, and what it is."""
    name = "total_offered" if _may_choose(snapshot) else "total_to_pay"
    return words["total_ordered" if snapshot.signature else name], words.euros(snapshot.total_gross)


def _may_choose(snapshot: QuoteSnapshot) -> bool:
    return any(line.choice != "FIRM" for line in snapshot.lines)


def _section(told: Section) -> dict[str, Any]:
    """Return a section as lines, and as one paragraph whose sentences end."""
    lines = [line for sentence in told.sentences for line in paragraphs(sentence)]
    ended = (line if line.endswith(_ENDS) else f"{line}." for line in lines)
    return {"heading": told.heading, "lines": lines, "text": " ".join(ended)}


def _payments(snapshot: QuoteSnapshot, words: Wording) -> Iterator[tuple[str, str, str]]:
    """Yield the parts of the price: once signed, what had no day may have one."""
    for one in snapshot.payments:
        day = words.day(one.day) if one.day and snapshot.signature else ""
        when = f"{one.when} ({day})" if day and day not in one.when else one.when
        yield one.label, when, words.euros(one.amount)


def _enclosed(snapshot: QuoteSnapshot, words: Wording) -> Iterator[tuple[str, str]]:
    """Yield what goes with the quote, and its hash."""
    if snapshot.terms:
        yield _terms(snapshot.terms, words), f"{words['sha256']} {snapshot.terms.pdf_sha256}"
    for file in snapshot.attachments:
        yield _file(file), f"{words['sha256']} {file.sha256}"


def _terms(terms: BindingTerms, words: Wording) -> str:
    if terms.effective_on is None:
        return words["terms_undated"].format(terms.number)
    return words["terms"].format(terms.number, words.day(terms.effective_on))


def _file(file: AttachedFile) -> str:
    return f"{file.label} ({file.filename})" if file.label else file.filename


def _signed(block: SignatureBlock, words: Wording) -> dict[str, Any]:
    local = block.at.astimezone(PARIS)
    when = words["moment"].format(words.day(local.date()), f"{local:%H:%M}")
    how = words[block.method]
    if block.method == "PORTAL":
        how = words["PORTAL"].format(block.email) if block.email else words["PORTAL_alone"]
    else:
        when = words.day(block.signed_on)
    rows = [
        (words["signed_by"], ", ".join(part for part in (block.name, block.capacity) if part)),
        (words["signed_on"], when),
        (words["how"], how),
    ]
    return {
        "formula": block.formula,
        "rows": rows,
        "ticked": [line for text in block.ticked for line in paragraphs(text)],
        "read": block.quote_pdf_sha256,
    }
