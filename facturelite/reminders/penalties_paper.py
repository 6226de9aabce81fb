"""A note of penalties on paper, from its frozen content only: same content, same bytes."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from facturelite import dates
from facturelite.business.letterhead import seller_of
from facturelite.business.model import Business
from facturelite.documents.texts import PrintedText
from facturelite.documents.typography import printable
from facturelite.money import in_english, in_french, number_in_french
from facturelite.terms.proof import page

_WORDS = {
    "fr": {
        "title": "Note de pénalités de retard",
        "client": "Client",
        "day": "Date",
        "total": "À payer",
        "to": "À l’attention de {client}, {address}.",
        "invoice": "Facture {number}, échue le {day}, {gross}",
        "since": "Du",
        "until": "Au (inclus)",
        "days": "Jours",
        "base": "Sur",
        "rate": "Taux annuel",
        "amount": "Intérêts",
        "accrued": "Intérêts courus",
        "apart": "Déjà facturés ou abandonnés",
        "interest": "Intérêts réclamés",
        "recovery_fee": "Indemnité forfaitaire",
        "no_vat": "Ces sommes réparent un retard de paiement : elles ne rémunèrent aucune "
        "livraison ni prestation et n’entrent pas dans le champ de la TVA.",
        "pay": "À régler à réception",
        "iban": "Par virement sur le compte {iban}, avec la référence {number}.",
        "sources": "Sources des taux",
    },
    "en": {
        "title": "Late payment statement",
        "client": "Client",
        "day": "Date",
        "total": "To pay",
        "to": "For the attention of {client}, {address}.",
        "invoice": "Invoice {number}, due on {day}, {gross}",
        "since": "From",
        "until": "To (included)",
        "days": "Days",
        "base": "On",
        "rate": "Yearly rate",
        "amount": "Interest",
        "accrued": "Interest accrued",
        "apart": "Already billed or waived",
        "interest": "Interest claimed",
        "recovery_fee": "Recovery costs",
        "no_vat": "These sums make good a late payment: they pay for nothing supplied and are "
        "outside the scope of VAT.",
        "pay": "Payable on receipt",
        "iban": "By transfer to account {iban}, with reference {number}.",
        "sources": "Sources of the rates",
    },
}


def note_on_paper(content: Mapping[str, Any], *, business: Business, at: datetime) -> PrintedText:
    """Return what the paper of a note says."""
    writer = _Writer(content)
    return PrintedText(
        title=writer.say["title"],
        subtitle=content["number"],
        seller=seller_of(business),
        body=Markup("").join(writer.body(business.iban)),
        dated_at=at,
        language=writer.language,
        facts=(
            (writer.say["client"], printable(content["client"])),
            (writer.say["day"], writer.day(content["issued_on"])),
            (writer.say["total"], writer.amount(content["total"])),
        ),
    )


class _Writer:
    """One note, in one language."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content
        self.language: str = content["language"]
        self.say = _WORDS[self.language]

    def body(self, iban: str) -> Iterator[Markup]:
        told = self.content
        address = ", ".join(told["address"])
        yield page.paragraph(self.say["to"].format(client=told["client"], address=address))
        for stated in told["invoices"]:
            yield from self._invoice(stated)
        yield page.heading(self.say["pay"])
        yield page.facts([(self.say["total"], self.amount(told["total"]))])
        if iban:
            yield page.paragraph(self.say["iban"].format(iban=iban, number=told["number"]))
        yield page.paragraph(self.say["no_vat"])
        yield page.heading(self.say["sources"], 3)
        lines = [line["source"] for stated in told["invoices"] for line in stated["lines"]]
        for source in dict.fromkeys(lines):
            yield page.paragraph(source)

    def _invoice(self, stated: Mapping[str, Any]) -> Iterator[Markup]:
        named = {
            "number": stated["number"],
            "day": self.day(stated["due_on"]),
            "gross": self.amount(stated["gross"]),
        }
        yield page.heading(self.say["invoice"].format(**named))
        widths = {"since": 34, "until": 36, "days": 16, "base": 30, "rate": 26, "amount": 30}
        yield page.table(
            [(self.say[name], width) for name, width in widths.items()],
            [self._row(line) for line in stated["lines"]],
        )
        parts = ("accrued", "apart", "interest", "recovery_fee")
        yield page.facts(
            [(self.say[p], self.amount(stated[p])) for p in parts if Decimal(stated[p])]
        )
        for sentence in stated["explained"]:
            yield page.paragraph(sentence)

    def _row(self, line: Mapping[str, Any]) -> list[str]:
        rate = Decimal(line["rate"])
        percent = f"{rate}%" if self.language == "en" else f"{number_in_french(rate, 2)} %"
        return [
            dates.in_figures(date.fromisoformat(line["since"])),
            dates.in_figures(date.fromisoformat(line["until"])),
            str(line["days"]),
            self.amount(line["base"]),
            percent,
            self.amount(line["amount"]),
        ]

    def amount(self, plain: str) -> str:
        """Write an amount in the note's language."""
        amount = Decimal(plain)
        return in_english(amount) if self.language == "en" else in_french(amount)

    def day(self, iso: str) -> str:
        """Write a day in the note's language."""
        return dates.in_words(date.fromisoformat(iso), self.language) if iso else ""
