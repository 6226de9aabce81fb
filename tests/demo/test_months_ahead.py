"""The demonstration moved forward: who is reminded, who is left alone, what really leaves.

The owner looks in each week, approves what is proposed and posts the letters; mails go to a real
server.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from facturelite.cli import main
from facturelite.cli.installation import installation
from facturelite.clients.model import Client
from facturelite.dates import PARIS
from facturelite.db import db, transaction
from facturelite.invoices import answers
from facturelite.invoices.answers_model import DisputeOutcome
from facturelite.invoices.answers_queries import open_dispute
from facturelite.invoices.model import Invoice
from facturelite.outbox.model import MailAccount, Security
from facturelite.outbox.worker import empty_the_outbox
from facturelite.payments.actions import record_payment
from facturelite.payments.model import Method
from facturelite.reminders import deciding, posting
from facturelite.reminders.model import Channel, Tone
from facturelite.reminders.plans_model import PaymentPlan
from facturelite.reminders.rounds_model import GONE, Reminder, ReminderState
from smtp_server import SmtpServer

START = date(2026, 11, 20)


class Ahead:
    """A demonstration whose days go by, and the mails that left it."""

    def __init__(self, data: Path, server: SmtpServer) -> None:
        self.data, self.server, self.today = data, server, START
        (data / "DEMO").write_text(json.dumps({"until": START.isoformat()}))
        with self.opened(), transaction():
            account = {"host": server.host, "port": server.port, "security": Security.NONE}
            sender = {"from_address": "nadia@atelier.example", "from_name": "Atelier Belkacem"}
            db.session.merge(MailAccount(id=1, **account, **sender))

    @property
    def now(self) -> datetime:
        """Eleven in the morning, an hour at which reminders leave."""
        return datetime.combine(self.today, time(11), PARIS).astimezone(UTC)

    @contextmanager
    def opened(self) -> Iterator[None]:
        with installation(self.data):
            yield

    def weeks(self, count: int) -> None:
        """Let weeks pass: the day's work, then the owner, then what leaves."""
        for _ in range(count):
            self.today += timedelta(days=7)
            assert main(["day", "--on", self.today.isoformat(), "--data", str(self.data)]) == 0
            with self.opened():
                self._decide()
                empty_the_outbox(now=lambda: self.now)
                self._post()

    def _decide(self) -> None:
        with transaction():
            for one in _in(ReminderState.PROPOSED):
                if one.channel is Channel.CALL:
                    deciding.skip(one, reason="Vu au marché.", at=self.now)
                else:
                    deciding.approve_many([one], at=self.now, on=self.today)

    def _post(self) -> None:
        with transaction():
            for one in _in(ReminderState.APPROVED):
                number = "2C12345678901"
                posting.mark_posted(one, tracking_number=number, at=self.now, on=self.today)

    def mails_to(self, address: str) -> list[str]:
        """The reminders that an address received, by their subjects."""
        reminding = ("Relance", "rappel", "Un oubli", "À payer", "Votre facture")
        return [
            " ".join(letter["Subject"].split())
            for letter in self.server.letters
            if address in letter["To"] and any(word in letter["Subject"] for word in reminding)
        ]


def _in(state: ReminderState) -> list[Reminder]:
    return list(db.session.scalars(select(Reminder).where(Reminder.state == state)).unique())


def client(name: str) -> Client:
    return next(one for one in db.session.scalars(select(Client)).unique() if name in one.name)


def gone(name: str, *, since: date = START) -> list[Tone]:
    """The steps that a client was told after a day, in order."""
    found = select(Reminder).where(Reminder.state.in_(GONE)).order_by(Reminder.id)
    told = db.session.scalars(found).unique()
    return [one.tone for one in told if name in one.client.name and one.sent_on > since]


def owed(name: str) -> list[Invoice]:
    found = select(Invoice).where(Invoice.client_id == client(name).id)
    return [one for one in db.session.scalars(found) if not one.is_draft and one.balance > 0]


def pay_all(name: str, ahead: Ahead) -> None:
    """A client pays all that is asked of them."""
    with ahead.opened(), transaction():
        for invoice in owed(name):
            amount = invoice.balance
            record_payment(
                invoice.client,
                amount=amount,
                method=Method.TRANSFER,
                received_on=ahead.today,
                allocations={invoice.id: amount},
                at=ahead.now,
                on=ahead.today,
            )


def settle(name: str, ahead: Ahead) -> None:
    """The owner answers what a client contests: the invoice stands."""
    (invoice,) = owed(name)
    found, answer = open_dispute(invoice), "Le cadre est celui du bon signé le 3 septembre."
    with transaction():
        answers.close_dispute(found, outcome=DisputeOutcome.REJECTED, answer=answer, at=ahead.now)


@pytest.fixture
def ahead(demo_data, tmp_path, smtp_server):
    return Ahead(Path(shutil.copytree(demo_data, tmp_path / "demo")), smtp_server)


def test_each_client_s_story_can_be_followed_to_its_end(ahead):
    """One who needs three steps, one who contests, a plan that is kept, and the worst payer."""
    ahead.weeks(1)
    pay_all("Lefèvre", ahead)
    ahead.weeks(1)
    with ahead.opened():
        the_worst_payer_has_the_formal_notice()
    ahead.weeks(3)
    with ahead.opened():
        assert gone("Marchand") == []
        settle("Marchand", ahead)
    pay_all("Théâtre du Quai", ahead)
    ahead.weeks(3)

    assert len(ahead.mails_to("compta@theatre-du-quai.example")) == 2
    assert ahead.mails_to("thomas.lefevre") == []
    with ahead.opened():
        told = [gone(name) for name in ("Théâtre du Quai", "Marchand", "Lefèvre")]
        assert told == [[Tone.FIRM, Tone.LAST_WARNING], [Tone.FORMAL_NOTICE], []]
        assert all(plan.is_kept for plan in db.session.scalars(select(PaymentPlan)))
        each_step_came_once_and_in_order()
        no_consumer_was_asked_for_more_than_is_due()


def the_worst_payer_has_the_formal_notice() -> None:
    (notice,) = [
        one
        for one in _in(ReminderState.SENT)
        if one.tone is Tone.FORMAL_NOTICE and "Lenteur" in one.client.name
    ]
    assert (notice.channel, notice.tracking_number) == (Channel.REGISTERED, "2C12345678901")
    assert notice.document_id
    assert "mettons en demeure" in notice.text


def each_step_came_once_and_in_order() -> None:
    ranks: dict[int, list[int]] = {}
    for reminder in _in(ReminderState.SENT):
        for item in reminder.items:
            if item.step_id and not item.dropped:
                ranks.setdefault(item.invoice_id, []).append(item.rank)

    assert len(ranks) > 30
    assert all(told == sorted(set(told)) for told in ranks.values())


def no_consumer_was_asked_for_more_than_is_due() -> None:
    texts = [one.text for one in _in(ReminderState.SENT) if one.client.is_consumer]
    assert texts
    assert not any("40,00" in text or "forfaitaire" in text for text in texts)
