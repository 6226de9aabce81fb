"""A year of ordinary work: who comes, what is billed, and how each client pays."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import format_date

from facturelite.demo import quoting, steps, subscribing
from facturelite.demo.calendar import working_day
from facturelite.demo.data import Job, Person, jobs, people
from facturelite.demo.steps import Step
from facturelite.invoices.drafting import DraftContent
from facturelite.payment_terms import THIRTY_DAYS
from facturelite.payments.model import Method
from facturelite.sheets.writing import LineContent

LENGTH = 363  # days
RECENT = 4  # the last days are told apart, in stories.py

# How long after the invoice, or after its due date, each temper pays.
PATIENCE: dict[str, tuple[str, int, int]] = {
    "prompt": ("issue", 2, 11),
    "usual": ("due", -6, 2),
    "month_end": ("due", -1, 1),
    "public": ("due", -9, 4),
    "cash": ("issue", 0, 5),
    "slow": ("due", 4, 26),
    "late": ("due", 24, 71),
    "gone": ("due", -5, 0),
}
HABITS: dict[str, tuple[Method, ...]] = {
    "cash": (Method.CASH,),
    "prompt": (Method.TRANSFER, Method.CARD, Method.TRANSFER),
    "slow": (Method.TRANSFER, Method.CHEQUE),
}
ISSUE = {
    steps.bill,
    steps.credit,
    steps.replace_invoice,
    subscribing.bill_period,
    quoting.bill,
    quoting.find_billed,
}
OPENED, ACKNOWLEDGED = 0.7, 0.4  # shares of the invoices


class Year:
    """Writes down the steps of a year, in any order; `today` is its last day."""

    def __init__(self, today: date, *, seed: int = 2026) -> None:
        self.today = today
        self.steps: list[Step] = []
        self.chance = random.Random(seed)  # noqa: S311  a story, not a secret
        self._turns: dict[str, int] = {}
        self._known = {person.key: person for person in people()}

    def then(self, on: date, do: Callable[..., None], **told: object) -> None:
        """Write down one step, unless its day is still to come."""
        if on <= self.today:
            self.steps.append(Step(on, do, told))

    def ago(self, days: int) -> date:
        """Return a working day, so many days before today."""
        return working_day(self.today - timedelta(days=days))

    def person(self, key: str) -> Person:
        """Return a client."""
        return self._known[key]

    @property
    def documents(self) -> int:
        """How many documents the steps written down will issue."""
        return sum(step.do in ISSUE for step in self.steps)

    def in_order(self) -> list[Step]:
        """Return every step, day by day; each client comes on the day they are first needed."""
        first: dict[str, date] = {}
        for step in self.steps:
            if client := step.told.get("client"):
                first[client] = min(step.on, first.get(client, step.on))
        start = self.ago(LENGTH + 2)
        come = [
            Step(first.get(person.key, start), steps.register, {"person": person})
            for person in people()
        ]
        return sorted([*come, *self.steps], key=lambda step: step.on)

    def ordinary_work(self, count: int) -> None:
        """Bill so many ordinary jobs, spread over the year."""
        weights = [person.weight for person in people()]
        for rank in range(count):
            person = self.chance.choices(people(), weights)[0]
            elapsed = LENGTH - (LENGTH - RECENT) * (rank + self.chance.random()) / count
            self.bill(f"job {rank}", person, self._next_job(person), self.ago(int(elapsed)))

    def bill(self, name: str, person: Person, job: Job, on: date) -> None:
        """Bill a job, and let the client do as usual."""
        self.then(
            on, steps.bill, name=name, client=person.key, content=self.content(job, person, on)
        )
        if person.temper != "cash":
            self._receive(name, person, on)
        self._pay(name, person, on)

    def content(self, job: Job, person: Person, on: date) -> DraftContent:
        """Return what is billed for a job that ends on a day."""
        started = on - timedelta(days=job.days) if job.days else None
        order = f"BC-{on:%y}{self.chance.randrange(1000, 9999)}" if job.order else ""
        return DraftContent(
            payment_term=person.details.payment_term or THIRTY_DAYS,
            title=job.title.format(mois=month_of(on)),
            supplied_from=started or on,
            supplied_to=on if started else None,
            purchase_order=order,
            vat_treatment=person.treatment,
            discount_percent=job.discount,
            lines=job.lines,
        )

    def usual(self, client: str, days: int) -> DraftContent:
        """Return the first job of a client's trade, ended so many days ago."""
        person = self.person(client)
        job = next(job for job in jobs() if job.trade == person.trade)
        return self.content(job, person, self.ago(days))

    def _next_job(self, person: Person) -> Job:
        """Take a client's jobs in turn, so that nobody buys the same thing twice running."""
        offered = [job for job in jobs() if job.trade == person.trade]
        turn = self._turns.setdefault(person.key, self.chance.randrange(len(offered)))
        self._turns[person.key] = turn + 1
        return offered[turn % len(offered)]

    def _receive(self, name: str, person: Person, on: date) -> None:
        if self.chance.random() < OPENED:
            self.then(on + timedelta(days=self.chance.randrange(0, 3)), steps.look, name=name)
        if self.chance.random() < ACKNOWLEDGED:
            later = on + timedelta(days=self.chance.randrange(1, 5))
            self.then(later, steps.acknowledge, name=name, by=reader(person))

    def _pay(self, name: str, person: Person, on: date) -> None:
        since, least, most = PATIENCE[person.temper]
        due = (person.details.payment_term or THIRTY_DAYS).due_on(on)
        paid = (on if since == "issue" else due) + timedelta(days=self.chance.randint(least, most))
        method = self.chance.choice(HABITS.get(person.temper, (Method.TRANSFER,)))
        reference = f"CHQ {self.chance.randrange(10**6, 10**7)}" if method is Method.CHEQUE else ""
        self.then(
            max(working_day(paid), on),
            steps.pay,
            names=(name,),
            method=method,
            reference=reference,
        )


def reader(person: Person) -> str:
    """Return who reads the invoices at a client's."""
    details = person.details
    contact = next((contact.name for contact in details.contacts), "")
    return contact or f"{details.first_name} {details.last_name}".strip() or "L’accueil"


def line(content: DraftContent, label: str, price: str, **told: object) -> DraftContent:
    """Return the same, with one line only."""
    return replace(content, lines=(LineContent(label, Decimal(1), Decimal(price), **told),))  # type: ignore[arg-type]


def month_of(on: date) -> str:
    """Return the name of a day's month, in French."""
    return format_date(on, "MMMM", locale="fr_FR")
