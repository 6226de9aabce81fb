"""Quotes for the furnished house: in every state, with something in every field."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

from PIL import Image

from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.documents.scans import Scan, clean_scan
from facturelite.payment_terms import PaymentTerm
from facturelite.quotes.answering import answer_question, ask_question, decline, withdraw
from facturelite.quotes.attaching import attach
from facturelite.quotes.content import Offer, QuoteContent, StageContent
from facturelite.quotes.drafting import start_quote, write_quote
from facturelite.quotes.mailing import mail_quote, usual_mail
from facturelite.quotes.model import LineChoice, Quote, StageEvent
from facturelite.quotes.revising import revise
from facturelite.quotes.sending import send_quote
from facturelite.sheets.writing import LineContent
from signing_quotes import signed_on_paper, with_pdf


class QuoteFurnisher:
    """Who writes the quotes: for whom, when, and the mark to leave."""

    def __init__(self, business: Business, *, at: datetime, mark: str) -> None:
        self.business, self.at, self.on, self.mark = business, at, at.date(), mark

    def furnish(self, martin: Client, smith: Client) -> dict[str, object]:
        """Write the quotes, and name them."""
        quotes = {
            "quote_draft": self._draft(martin),
            "empty_quote": start_quote(martin, business=self.business, at=self.at),
            "quote": self._discussed(martin),
            "english_quote": self._sent(smith),
            "expired_quote": self._sent(martin, days_ago=60),
            "declined_quote": self._sent(martin),
            "withdrawn_quote": self._sent(martin),
            "revised_quote": self._sent(martin),
            "signed_quote": with_pdf(self._sent(martin), at=self.at),
        }
        seen = {"address": "203.0.113.9", "browser": f"Mozilla{self.mark}"}
        reason = f"Trop cher{self.mark}"
        decline(quotes["declined_quote"], reason=reason, at=self.at, on=self.on, **seen)
        withdraw(quotes["withdrawn_quote"], reason=f"Erreur{self.mark}", at=self.at)
        revision = revise(quotes["revised_quote"], business=self.business, at=self.at)
        read = {"name": f"Paule{self.mark}", "capacity": f"gérante{self.mark}"}
        signed_on_paper(quotes["signed_quote"], at=self.at, **read)
        file = attach(quotes["quote_draft"], self._picture(), label=self._plan, at=self.at)
        names = {name: quote.id for name, quote in quotes.items()}
        return {**names, "revision": revision.id, "attachment": file.id}

    @property
    def _plan(self) -> str:
        return f"Plan{self.mark}"

    def _draft(self, client: Client) -> Quote:
        quote = start_quote(client, business=self.business, at=self.at)
        write_quote(quote, self._content(), business=self.business, at=self.at)
        return quote

    def _sent(self, client: Client, *, days_ago: int = 3) -> Quote:
        quote, on = self._draft(client), self.on - timedelta(days=days_ago)
        attach(quote, self._picture(), label=self._plan, at=self.at)
        send_quote(quote, business=self.business, at=self.at, on=on)
        return quote

    def _discussed(self, client: Client) -> Quote:
        quote = self._sent(client)
        mail = usual_mail(quote, business=self.business)
        mail_quote(quote, mail, business=self.business, at=self.at)
        ask_question(quote, text=f"Quel délai ?{self.mark}", at=self.at)
        answer = f"Trois semaines{self.mark}"
        answer_question(quote, text=answer, business=self.business, at=self.at)
        ask_question(quote, text=f"Merci{self.mark}", at=self.at)
        return quote

    def _content(self) -> QuoteContent:
        mark, group = self.mark, f"P{self.mark}"
        option, variant = LineChoice.OPTION, LineChoice.VARIANT
        return QuoteContent(
            PaymentTerm(30),
            title=f"Vitrine{mark}",
            note=f"Merci{mark}",
            offers=(
                Offer(self._line("Site", "840")),
                Offer(self._line("Suivi", "100"), option, is_chosen=False),
                Offer(self._line("Couché", "30"), variant, group),
                Offer(self._line("Coton", "60"), variant, group, is_chosen=False),
            ),
            starts_on=date(2027, 1, 4),
            duration=f"un mois{mark}",
            travel=f"compris{mark}",
            deposit_percent=Decimal(30),
            waits_for_deposit=True,
            stages=(
                StageContent(f"Maquette{mark}", percent=Decimal(20)),
                StageContent(
                    f"Suivi{mark}", StageEvent.MONTHLY, None, Decimal(90), date(2027, 2, 1), 3
                ),
            ),
        )

    def _line(self, label: str, price: str) -> LineContent:
        label, detail = f"{label}{self.mark}", f"x{self.mark}"
        return LineContent(label, Decimal(1), Decimal(price), detail=detail)

    def _picture(self) -> Scan:
        drawn = BytesIO()
        Image.new("RGB", (40, 20), "#1f4e79").save(drawn, "PNG")
        return clean_scan(drawn.getvalue())
