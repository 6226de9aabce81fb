"""A house with something in every room, made by the verbs that pages call.

`mark` is put into every text that a person could have typed, to see where it comes out.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from flask import Flask
from PIL import Image

from agreements import on_paper
from facturelite.business.model import Business
from facturelite.catalogue.actions import ItemDetails, add_item, archive_item
from facturelite.clients import links
from facturelite.clients.actions import archive_client, register_client
from facturelite.clients.details import (
    AddressUse,
    ClientDetails,
    ClientKind,
    ContactDetails,
    PostalAddress,
)
from facturelite.clients.model import Client
from facturelite.clients.uploads import Uploads
from facturelite.db import db, transaction
from facturelite.deadlines import feeds
from facturelite.invoices import answers
from facturelite.invoices.answers_model import DisputeCategory
from facturelite.invoices.correcting import draft_credit_note, draft_replacement, write_off
from facturelite.invoices.deducting import deduct
from facturelite.invoices.depositing import draft_deposit
from facturelite.invoices.drafting import DraftContent, start_draft, write_draft
from facturelite.invoices.exactness import Part
from facturelite.invoices.issuing import issue_invoice
from facturelite.invoices.mailing import send_invoice, usual_mail
from facturelite.invoices.model import Invoice
from facturelite.orders.billing import bill_balance, bill_deposit
from facturelite.orders.cancelling import cancel_order, decide
from facturelite.orders.model import CancelledBy, Outcome, PartKey
from facturelite.orders.progress import deliver, reach_stage
from facturelite.outbox.actions import report_return
from facturelite.outbox.model import Message, MessageState
from facturelite.outbox.worker import empty_the_outbox
from facturelite.payment_terms import PaymentTerm
from facturelite.payments.actions import record_payment, refund, reverse_payment
from facturelite.payments.model import Method, Payment
from facturelite.quotes.drafting import Offer
from facturelite.quotes.model import Quote
from facturelite.recurring import actions as recurring
from facturelite.recurring.model import Mode
from facturelite.recurring.producing import bill_period
from facturelite.recurring.schedule import Unit
from facturelite.reminders.delays import ask_delay, refuse_delay
from facturelite.reminders.holds_model import HoldReason
from facturelite.reminders.instalments import split
from facturelite.reminders.interest import statement, statements
from facturelite.reminders.pausing import hold_reminders
from facturelite.reminders.penalties import bill as bill_penalties
from facturelite.reminders.penalties import waive
from facturelite.reminders.plans import Proposal, agree, propose
from facturelite.sheets.writing import LineContent
from facturelite.terms.actions import (
    agree_conditions,
    choose_conditions,
    start_text,
    start_version,
)
from facturelite.terms.actions import write_draft as write_terms
from facturelite.terms.asking import ask
from facturelite.terms.conditions import Choices, DepositNature
from facturelite.terms.model import Audience
from facturelite.terms.publishing import publish
from furnished_quotes import QuoteFurnisher
from furnished_reminders import let_reminders_end, reminders_of_every_kind
from furnished_signatures import furnish_signatures
from ordering import a_stage, an_order

Names = dict[str, object]
LYON = PostalAddress("1 rue du Four", "", "69001", "Lyon")
LONDON = PostalAddress("2 Oven Street", "", "N1 9GU", "London", "GB")


@dataclass
class Furnisher:
    """Who carries the furniture in: an instant to act at, and the mark to leave."""

    app: Flask
    at: datetime
    mark: str

    def furnish(self) -> Names:
        """Fill the house, do what waits, and name what was put where."""
        with transaction():
            self.business = db.session.get_one(Business, 1)
            self._mark_business()
            names = {**self._clients(), **self._items(), **self._terms()}
            days = (63, 62, 61, 60)
            oldest = [self._issued(self.martin, "400", days_ago=days_ago) for days_ago in days]
            names |= self._reminders()
            names |= self._documents()
            names |= self._recurrences()
            names |= self._orders()
            quotes = QuoteFurnisher(self.business, at=self.at, mark=self.mark)
            names |= quotes.furnish(self.martin, self.smith)
            names |= self._pressure(oldest)
            names |= self._doors()
            names |= self._signatures()
        empty_the_outbox(now=lambda: self.at)
        with transaction():
            let_reminders_end(names, mark=self.mark, at=self.at)
        return {**names, **self._mails(), "upload": self._upload()}

    def _mark_business(self) -> None:
        self.business.tagline = f"Création graphique{self.mark}"
        self.business.trade_name += self.mark
        self.business.mediator = f"CM2C, 14 rue Saint-Jean, Paris{self.mark}"
        self.business.insurance = f"MAAF, France{self.mark}"
        self.business.line2 = f"Bâtiment B{self.mark}"
        logo = BytesIO()
        Image.new("RGB", (120, 40), "#1f4e79").save(logo, "PNG")
        self.business.logo = logo.getvalue()

    def _clients(self) -> Names:
        mark, contact = self.mark, ContactDetails(f"Paule Martin{self.mark}", f"gérante{self.mark}")
        martin = ClientDetails(
            ClientKind.PROFESSIONAL,
            company_name=f"Boulangerie Martin{mark}",
            siret="55210055400013",
            siren="552100554",
            email="compta@martin.example",
            notes=f"Préfère le matin{mark}",
            addresses={AddressUse.MAIN: replace(LYON, line2=f"Fond de cour{mark}")},
            contacts=(contact,),
        )
        eve = ClientDetails(
            ClientKind.CONSUMER,
            civility="Mme",
            first_name=f"Ève{mark}",
            last_name="Durand",
            addresses={AddressUse.MAIN: LYON},
        )
        smith = replace(
            martin,
            company_name=f"Smith Ltd{mark}",
            siret="",
            siren="",
            email="smith@client.example",
            language="en",
            addresses={AddressUse.MAIN: LONDON},
        )
        self.martin = register_client(martin, at=self.at)
        self.smith = register_client(smith, at=self.at)
        gone = register_client(replace(eve, last_name="Partie"), at=self.at)
        archive_client(gone, at=self.at)
        consumer = register_client(eve, at=self.at)
        return {
            "client": self.martin.id,
            "english": self.smith.id,
            "consumer": consumer.id,
            "archived": gone.id,
        }

    def _items(self) -> Names:
        details = ItemDetails(f"Logo{self.mark}", Decimal(450), f"Trois pistes{self.mark}")
        item = add_item(details, at=self.at)
        gone = add_item(ItemDetails(f"Affiche{self.mark}", Decimal(90)), at=self.at)
        archive_item(gone, at=self.at)
        return {"item": item.id, "archived_item": gone.id}

    def _terms(self) -> Names:
        """A version that Martin accepted on paper and Smith is asked to accept, the draft of
        the next, a text of consumers."""
        whom, on = Audience.PROFESSIONAL, self._day(0)
        choose_conditions(whom, Choices(contest_to=f"Nadia{self.mark}"), at=self.at)
        agree_conditions(self.martin, Choices(retention_of_title=True), at=self.at)
        version = start_text(whom, business=self.business, at=self.at)
        written = f"## Titre{self.mark}\n\nÀ 30 jours{self.mark}"
        write_terms(version, written, f"## Title{self.mark}", at=self.at)
        publish(version, effective_on=on, business=self.business, at=self.at, on=on)
        given = on_paper(self.martin, version, at=self.at, name=f"Paule{self.mark}")
        ask(self.smith, version, at=self.at)
        draft = start_version(version.text, at=self.at)
        write_terms(draft, f"{written}\n\nEncore{self.mark}", f"Again{self.mark}", at=self.at)
        start_text(
            Audience.CONSUMER, business=self.business, at=self.at, activity=f"cours{self.mark}"
        )
        return {
            "terms_text": version.text_id,
            "terms": version.id,
            "terms_draft": draft.id,
            "agreement": given.id,
        }

    def _documents(self) -> Names:
        late = self._issued(self.martin, "840", days_ago=50)
        self._pay(self.martin, late, "100")
        paid = self._issued(self.martin, "300", days_ago=40)
        payment = self._pay(self.martin, paid, "300")
        cancelled = self._issued(self.martin, "120", days_ago=30)
        credit = draft_credit_note(
            cancelled, reason=f"Erreur{self.mark}", business=self.business, at=self.at
        )
        issue_invoice(credit, business=self.business, at=self.at, on=self._day(20))
        lost = self._issued(self.martin, "60", days_ago=20)
        write_off(lost, reason=f"Introuvable{self.mark}", at=self.at)
        sent = self._issued(self.smith, "1250.50", days_ago=5)
        send_invoice(
            sent, usual_mail(sent, business=self.business), business=self.business, at=self.at
        )
        contested = self._issued(self.martin, "500", days_ago=5)
        send_invoice(
            contested,
            usual_mail(contested, business=self.business),
            business=self.business,
            at=self.at,
        )
        dispute = self._answers(late, sent, contested)
        replacement = draft_replacement(
            self._issued(self.martin, "70", days_ago=4),
            reason=f"Adresse{self.mark}",
            business=self.business,
            at=self.at,
        )
        return {
            "late": late.id,
            "paid": paid.id,
            "cancelled": cancelled.id,
            "credit": credit.id,
            "lost": lost.id,
            "sent": sent.id,
            "contested": contested.id,
            "dispute": dispute,
            "replacement": replacement.id,
            "draft": self._draft(self.martin, "99").id,
            "empty_draft": start_draft(self.martin, business=self.business, at=self.at).id,
            "payment": payment,
            **self._money(),
            **self._deposits(),
        }

    def _deposits(self) -> Names:
        """A deposit that a balance deducts, another that a draft may deduct."""
        made = [self._deposit(amount) for amount in ("90", "30")]
        balance, draft = self._draft(self.martin, "300"), self._draft(self.martin, "200")
        deduct(balance, [made[0].id], business=self.business, at=self.at)
        issue_invoice(balance, business=self.business, at=self.at, on=self._day(0))
        return {
            "deposit": made[0].id,
            "open_deposit": made[1].id,
            "balance": balance.id,
            "balance_draft": draft.id,
        }

    def _deposit(self, amount: str) -> Invoice:
        deposit = draft_deposit(
            self.martin,
            [Part(Decimal(0), Decimal(300), Decimal(0))],
            Decimal(amount),
            label=f"Acompte sur site{self.mark}",
            business=self.business,
            at=self.at,
        )
        issue_invoice(deposit, business=self.business, at=self.at, on=self._day(1))
        return deposit

    def _recurrences(self) -> Names:
        """One that has billed and is paused, one that begins, one that was ended."""
        on, names = self._day(0), ("recurrence", "fresh_recurrence", "ended_recurrence")
        content = recurring.RecurrenceContent(
            title=f"Maintenance{self.mark}",
            unit=Unit.MONTHS,
            every=1,
            starts_on=on,
            payment_term=PaymentTerm(30),
            mode=Mode.CHECK,
            purchase_order=f"BC2{self.mark}",
            note=f"Merci{self.mark}",
        )
        lines = (LineContent(f"Site{self.mark}", Decimal(2), Decimal(40), detail=f"x{self.mark}"),)
        billing, fresh, ended = (
            recurring.start(self.martin, content, lines, at=self.at, on=on) for _ in names
        )
        later = self._day(-40)
        tariff = recurring.add_tariff(billing, since=later, lines=lines, at=self.at)
        period = bill_period(billing, billing.due(on=on)[0], at=self.at, on=on)
        period.problem = f"Adresse incomplète{self.mark}"
        recurring.pause(billing, at=self.at, on=on)
        recurring.end(ended, last=on, at=self.at)
        made = dict(zip(names, (billing.id, fresh.id, ended.id), strict=True))
        return {**made, "tariff": tariff.id}

    def _orders(self) -> Names:
        """One at its beginning, one whose deposit work waits for, one delivered, one ended."""
        on, mark = self._day(0), self.mark
        stages = (a_stage("20", label=f"Maquettes{mark}"), a_stage("30", label=f"Pose{mark}"))
        offers = (Offer(LineContent(f"Boutique{mark}", Decimal(1), Decimal(1000))),)
        plans: dict[str, dict[str, object]] = {
            "order": {"stages": stages, "deposit_percent": Decimal(30), "waits_for_deposit": True},
            "begun_order": {"deposit_percent": Decimal(30), "waits_for_deposit": True},
            "whole_order": {},
            "ended_order": {"deposit_percent": Decimal(40), "deposit_nature": DepositNature.ARRHES},
            "settled_order": {"deposit_percent": Decimal(10)},
            "owed_order": {"deposit_percent": Decimal(20), "deposit_nature": DepositNature.ARRHES},
        }
        quotes = {
            name: an_order(self.martin, at=self.at, on=on, offers=offers, mark=mark, **plan)
            for name, plan in plans.items()
        }
        for name in ("begun_order", "ended_order", "settled_order", "owed_order"):
            self._deposit_paid(quotes[name])
        reach_stage(quotes["order"], PartKey.from_code("stage-0-0"), day=on, at=self.at, on=on)
        deliver(quotes["whole_order"], day=on, at=self.at, on=on)
        bill_balance(quotes["begun_order"], business=self.business, at=self.at, on=on)
        for name in ("ended_order", "settled_order", "owed_order"):
            cancel_order(
                quotes[name],
                by=CancelledBy.OWNER if name == "owed_order" else CancelledBy.CLIENT,
                reason=f"Budget{mark}",
                day=on,
                at=self.at,
                on=on,
            )
        decided = {"settled_order": Outcome.GIVE_BACK, "owed_order": Outcome.DOUBLE}
        for name, outcome in decided.items():
            words = f"Tout{mark}"
            decide(quotes[name], outcome, words=words, business=self.business, at=self.at, on=on)
        return {name: quote.id for name, quote in quotes.items()}

    def _deposit_paid(self, quote: Quote) -> None:
        on = self._day(0)
        deposit = bill_deposit(quote, business=self.business, at=self.at, on=on)
        issue_invoice(deposit, business=self.business, at=self.at, on=on)
        self._pay(self.martin, deposit, str(deposit.total_gross), reference=f"D{deposit.id} ")

    def _reminders(self) -> Names:
        return reminders_of_every_kind(
            lambda client, amount: self._issued(client, amount, days_ago=60),
            mark=self.mark,
            at=self.at,
            on=self._day(0),
        )

    def _pressure(self, spread: list[Invoice]) -> Names:
        """Holds, a delay asked and one refused, plans proposed and agreed, penalties."""
        on, mark, at = self._day(0), self.mark, self.at
        hold_reminders(
            self.martin,
            HoldReason.PAUSE,
            invoice=spread[0],
            until=self._day(-5),
            words=f"Vacances{mark}",
            at=at,
            on=on,
        )
        hold_reminders(self.smith, HoldReason.DO_NOT_REMIND, words=f"Ami{mark}", at=at, on=on)
        delays = [
            ask_delay(invoice, asked_until=self._day(-20), words=f"Bientôt{mark}", at=at, on=on)
            for invoice in spread[:2]
        ]
        refuse_delay(delays[1], answer=f"Trop long{mark}", at=at)
        days = [self._day(-10), self._day(-40)]
        plans = [
            propose(
                self.martin,
                [invoice],
                Proposal(split(invoice.balance, days), f"En deux fois{mark}"),
                by_client=by_client,
                at=at,
                on=on,
            )
            for invoice, by_client in zip(spread[1:], (True, False, False), strict=True)
        ]
        agree(plans[2], by_client=True, answer=f"Merci{mark}", at=at, on=on)
        note = bill_penalties(self.martin, statements(spread[2:3], on=on), at=at, on=on)
        waive(statement(spread[3], on=on), reason=f"Geste{mark}", for_good=False, at=at)
        return {
            "held_invoice": spread[0].id,
            "delay": delays[0].id,
            "answered_delay": delays[1].id,
            "offered_plan": plans[0].id,
            "sent_plan": plans[1].id,
            "agreed_plan": plans[2].id,
            "penalty_note": note.id,
            "waived": spread[3].id,
        }

    def _answers(self, late: Invoice, sent: Invoice, contested: Invoice) -> int:
        seen = {"address": "203.0.113.9", "browser": f"Mozilla{self.mark}"}
        answers.acknowledge(sent, name=f"John{self.mark}", at=self.at, **seen)
        answers.promise(
            late,
            promised_on=self._day(-10),
            words=f"Bientôt{self.mark}",
            at=self.at,
            on=self._day(0),
        )
        opened = answers.dispute(
            contested,
            words=f"Rien reçu{self.mark}",
            category=DisputeCategory.DELIVERY,
            contested=Decimal(200),
            at=self.at,
        )
        answers.reply(opened, words=f"Posté lundi{self.mark}", from_client=False, at=self.at)
        return opened.id

    def _money(self) -> Names:
        excess = self._pay(self.smith, None, "50")
        mistaken = self._pay(self.smith, None, "20", reference="DOUBLE")
        reverse_payment(
            db.session.get_one(Payment, mistaken),
            reason=f"Double{self.mark}",
            at=self.at,
            on=self._day(0),
        )
        given_back = refund(
            self.smith,
            amount=Decimal(10),
            method=Method.TRANSFER,
            paid_on=self._day(0),
            allocations={},
            at=self.at,
            on=self._day(0),
        )
        return {"excess": excess, "reversed": mistaken, "refund": given_back.id}

    def _doors(self) -> Names:
        key = str(self.app.config["SECRET_KEY"])
        link = links.open_link(self.martin, key=key, at=self.at)
        english = links.open_link(self.smith, key=key, at=self.at)
        return {
            "token": links.token(link, key=key),
            "english_token": links.token(english, key=key),
            "client_feed": feeds.token(feeds.open_feed(link, key=key, at=self.at), key=key),
            "owner_feed": feeds.token(feeds.open_feed(None, key=key, at=self.at), key=key),
        }

    def _signatures(self) -> Names:
        key = str(self.app.config["SECRET_KEY"])
        return furnish_signatures(self.smith, key=key, at=self.at, mark=self.mark)

    def _mails(self) -> Names:
        with transaction():
            found = db.session.query(Message).filter_by(kind="mail").order_by(Message.id)
            mails = [mail for mail in found if mail.subject.startswith("invoice/")]
            held, failed, returned = mails[0], mails[1], mails[2]
            failed.state, failed.last_error = MessageState.FAILED, f"550 non{self.mark}"
            returned.state, returned.answer = MessageState.DONE, f"250 ok{self.mark}"
            report_return(returned, f"Boîte pleine{self.mark}", at=self.at)
            with_file = next(m for m in mails if m.payload.get("attachments"))
            return {
                "held": held.id,
                "failed": failed.id,
                "returned": returned.id,
                "with_file": with_file.id,
            }

    def _upload(self) -> str:
        content = f"Société;SIRET;E-mail\nDupont{self.mark.replace(';', '')};;x\n;12;\n"
        data: Path = self.app.config["SETTINGS"].data
        return Uploads(data).keep(content.encode(), f"liste{self.mark}.csv", at=self.at).name

    def _draft(self, client: Client, amount: str) -> Invoice:
        draft = start_draft(client, business=self.business, at=self.at)
        line = LineContent(f"Site{self.mark}", Decimal(1), Decimal(amount), detail=f"x{self.mark}")
        content = DraftContent(
            PaymentTerm(30),
            title=f"Saison{self.mark}",
            purchase_order=f"BC1{self.mark}",
            note=f"Merci{self.mark}",
            lines=(line,),
        )
        write_draft(draft, content, business=self.business, at=self.at)
        return draft

    def _issued(self, client: Client, amount: str, *, days_ago: int) -> Invoice:
        invoice = self._draft(client, amount)
        issue_invoice(invoice, business=self.business, at=self.at, on=self._day(days_ago))
        return invoice

    def _pay(
        self, client: Client, invoice: Invoice | None, amount: str, reference: str = ""
    ) -> int:
        return record_payment(
            client,
            amount=Decimal(amount),
            method=Method.TRANSFER,
            received_on=self._day(2),
            allocations={invoice.id: Decimal(amount)} if invoice else {},
            reference=f"{reference}VIR{self.mark}",
            note=f"reçu{self.mark}",
            at=self.at,
            on=self._day(0),
        ).id

    def _day(self, days_ago: int) -> date:
        return (self.at - timedelta(days=days_ago)).date()
