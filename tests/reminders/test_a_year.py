"""A year of rounds, whatever goes wrong: no step missed for ever, none twice, none in vain."""

import random
import threading
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from billing import a_client, an_invoice
from facturelite.business.queries import the_business
from facturelite.clients.details import ClientKind
from facturelite.clients.model import Client
from facturelite.dates import PARIS
from facturelite.db import db, transaction
from facturelite.invoices import answers
from facturelite.invoices.answers_model import Dispute, DisputeOutcome, Promise
from facturelite.invoices.answers_queries import disputes_of, open_dispute
from facturelite.invoices.model import Invoice
from facturelite.outbox.actions import retry
from facturelite.outbox.model import Message, MessageState
from facturelite.outbox.worker import empty_the_outbox
from facturelite.payments.actions import record_payment
from facturelite.payments.model import Method
from facturelite.reminders.ladders import change_ladder, content_of, default_ladder
from facturelite.reminders.model import Channel, Tone
from facturelite.reminders.preparing import prepare_reminders
from facturelite.reminders.rounds_model import GONE, Reminder, ReminderState
from rounds import reminders

EVENTS = ("bill", "pay", "pay_part", "promise", "contest", "agree", "nothing", "nothing")
TROUBLES = ("once", "once", "twice", "two workers", "clock set back", "server says no")
RUNS = st.lists(
    st.tuples(
        st.one_of(st.integers(1, 4), st.integers(1, 60)),
        st.sampled_from(EVENTS),
        st.sampled_from(TROUBLES),
        st.integers(0, 23),
    ),
    min_size=10,
    max_size=30,
)


@pytest.fixture
def all_by_itself(house, clock):
    """Every step leaves by mail, by itself."""
    ladder = default_ladder(ClientKind.PROFESSIONAL)
    content = content_of(ladder)
    steps = tuple(
        replace(step, channel=Channel.EMAIL, automatic=True, attach_letter=False)
        for step in content.steps
    )
    with transaction():
        change_ladder(ladder, replace(content, steps=steps), at=clock())
    return len(steps)


@dataclass
class Year:
    """A client's year: what happens to them, and what is checked of each round."""

    app: Flask
    clock: object
    mailbox: object
    client_id: int
    chance: random.Random
    seen: set[tuple[int, int]] = field(default_factory=set)
    ranks: dict[int, int] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)
    tones: dict[int, int] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.clock().astimezone(PARIS).date()

    def unpaid(self) -> list[Invoice]:
        found = db.session.query(Invoice).filter_by(client_id=self.client_id)
        return [invoice for invoice in found.order_by(Invoice.id) if invoice.balance > 0]

    def happen(self, event: str) -> None:
        db.session.rollback()
        unpaid, at, on = self.unpaid(), self.clock(), self.today
        invoice = self.chance.choice(unpaid) if unpaid else None
        with transaction():
            if event == "bill" and len(unpaid) < 4:
                client = db.session.get_one(Client, self.client_id)
                an_invoice(client, "100", on=_last_issue(on), at=at)
            elif invoice is None:
                return
            elif event.startswith("pay"):
                part = invoice.balance if event == "pay" else Decimal(1)
                record_payment(
                    invoice.client,
                    amount=part,
                    allocations={invoice.id: part},
                    method=Method.TRANSFER,
                    confirmed=True,
                    received_on=on,
                    on=on,
                    at=at,
                )
            elif event == "promise":
                day = on + timedelta(days=self.chance.randint(1, 20))
                answers.promise(invoice, promised_on=day, words="", at=at, on=on)
            elif event == "contest" and open_dispute(invoice) is None:
                answers.dispute(invoice, words="Non conforme", at=at)
            elif event == "agree":
                self.agree(at)

    def agree(self, at) -> None:
        for invoice in self.unpaid():
            for dispute in disputes_of(invoice):
                if dispute.is_open:
                    answers.close_dispute(
                        dispute, outcome=DisputeOutcome.REJECTED, answer="Non", at=at
                    )

    def run(self, trouble: str = "once") -> None:
        if trouble == "server says no":
            self.mailbox.data_answers.extend(["451 plus tard"] * 3)
        self.work()
        if trouble == "twice":
            self.work()
        elif trouble == "two workers":
            self.work_beside()
        elif trouble == "clock set back":
            self.clock.travel(days=-2)
            self.work()
            self.clock.travel(days=2)
        self.check(most=2 if trouble == "clock set back" else 1)

    def work(self) -> None:
        assert list(prepare_reminders(at=self.clock(), on=self.today)) == []
        self.retry_failed()
        empty_the_outbox(now=self.clock)

    def work_beside(self) -> None:
        """Work in two threads at once, as two processes would."""

        def work() -> None:
            with self.app.app_context():
                self.work()

        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    def retry_failed(self) -> None:
        db.session.rollback()
        failed = db.session.query(Message).filter_by(state=MessageState.FAILED).all()
        with transaction():
            for message in failed:
                retry(message, at=self.clock())

    def check(self, *, most: int) -> None:
        db.session.rollback()
        gone = db.session.query(Reminder).filter(
            Reminder.client_id == self.client_id,
            Reminder.state.in_(GONE),
            Reminder.id.not_in(self.told),
        )
        fresh = gone.order_by(Reminder.id).all()
        assert len(fresh) <= most
        for reminder in fresh:
            self.told.add(reminder.id)
            self.check_one(reminder)

    def check_one(self, reminder: Reminder) -> None:
        stopped = held([item.invoice_id for item in reminder.asked], on=self.today)
        for item in reminder.asked:
            assert item.invoice.balance > 0, "chased after paying"
            assert item.invoice_id not in stopped, "chased while held"
            if item.step_id is None:
                continue
            assert (item.invoice_id, item.step_id) not in self.seen
            rank = item.step.ladder.steps.index(item.step) + 1
            assert rank > self.ranks.get(item.invoice_id, 0)
            assert item.rank in {None, rank}
            self.seen.add((item.invoice_id, item.step_id))
            self.ranks[item.invoice_id] = rank
        self.check_tone(reminder)

    def check_tone(self, reminder: Reminder) -> None:
        """What may still be asked keeps the tone up, as far as the last warning."""
        if reminder.step.days < 0:
            return
        unpaid = [invoice.id for invoice in self.unpaid()]
        stopped = held(unpaid, on=self.today)
        told = [self.tones[n] for n in unpaid if n in self.tones and n not in stopped]
        firmest = min(max(told, default=0), Tone.LAST_WARNING.severity)
        assert reminder.tone.severity >= firmest, "the tone fell"
        for item in reminder.asked:
            self.tones[item.invoice_id] = reminder.tone.severity


def held(invoice_ids: list[int], *, on: date) -> set[int]:
    """Return the invoices that an answer holds, by the rule, reckoned apart from the engine."""
    return {number for number in invoice_ids if _promised(number, on) or _contested(number)}


def _promised(invoice_id: int, on: date) -> bool:
    """The last promise made before the day of any had passed holds until its own."""
    made = db.session.query(Promise).filter_by(invoice_id=invoice_id).order_by(Promise.id).all()
    in_time = []
    for promise in made:
        first_day = min((one.promised_on for one in made if one.id < promise.id), default=date.max)
        if promise.at.astimezone(PARIS).date() <= first_day:
            in_time.append(promise.promised_on)
    return bool(in_time) and in_time[-1] >= on


def _contested(invoice_id: int) -> bool:
    """Only the first dispute holds: all are closed against the client here."""
    disputes = db.session.query(Dispute).filter_by(invoice_id=invoice_id).order_by(Dispute.id)
    first = disputes.first()
    return first is not None and first.is_open


def _last_issue(on: date) -> date:
    """Return the day to date an invoice: never before the last one, whatever the clock."""
    last = db.session.query(Invoice.issued_on).order_by(Invoice.issued_on.desc()).limit(1).scalar()
    return max(on, last) if last else on


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes seconds
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(runs=RUNS, seed=st.integers(0, 10**6))
def test_whatever_goes_wrong_each_step_leaves_once_and_in_order(
    app, clock, mailbox, all_by_itself, runs, seed
):
    assert the_business()
    with transaction():
        client = a_client(f"Client {seed}", at=clock())
    year = Year(app, clock, mailbox, client.id, random.Random(seed))
    year.happen("bill")
    for days, event, trouble, hour in runs:
        year.happen(event)
        clock.travel(days=days)
        clock.at = clock.at.replace(hour=hour)
        year.run(trouble)

    mailbox.data_answers.clear()
    with transaction():
        year.agree(clock())
    clock.at = clock.at.replace(hour=9)
    for _ in range(24):
        clock.travel(days=5)
        year.run()

    db.session.rollback()
    assert all(year.ranks.get(invoice.id) == all_by_itself for invoice in year.unpaid())
    letters = Counter(letter["Message-ID"] for letter in mailbox.letters)
    assert set(letters.values()) <= {1}
    settle(year)


def settle(year: Year) -> None:
    """Have the client pay all, so that the next example begins afresh."""
    while year.unpaid():
        year.happen("pay")


def test_the_database_refuses_a_step_twice(mailbox, martin, bill, round_of):
    bill(martin, "100", on=date(2026, 10, 15))
    round_of()
    columns = "invoice_id, step_id, rank, days_late, amount, interest, fee, dropped"
    again = text(
        f"INSERT INTO reminder_item (reminder_id, {columns}) "
        f"SELECT reminder_id + 1, {columns} FROM reminder_item"
    )
    with pytest.raises(IntegrityError, match="invoice_id"), transaction():
        db.session.execute(again)


def test_two_workers_at_once_prepare_one_reminder(app, mailbox, martin, bill, clock):
    bill(martin, "100", on=date(2026, 10, 15))
    year = Year(app, clock, mailbox, martin.id, random.Random(1))
    year.work_beside()

    assert [one.state for one in reminders()] == [ReminderState.SENT]
    assert len(mailbox.letters) == 1
