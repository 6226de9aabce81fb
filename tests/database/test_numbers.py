"""Numbers: no gap, no double, whatever happens at once or goes wrong, on both engines."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from billing import a_client, a_credit_note, a_draft, an_invoice
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.invoices.issuing import issue_invoice
from facturelite.invoices.model import Invoice, InvoiceState
from facturelite.invoices.numbering import ClockWentBack
from facturelite.journal.model import Entry
from facturelite.journal.queries import chain_problems
from facturelite.lifecycle import MoveRefused
from facturelite.outbox.model import Message

MANY, AT_ONCE = 50, 10
DAY = date(2026, 11, 20)


def drafts(clock, count: int) -> list[int]:
    with transaction():
        client = a_client(at=clock())
        made = [a_draft(client, "100", at=clock()) for _ in range(count)]
        return [draft.id for draft in made]


def issue(invoice_id: int, *, at, on: date) -> str | None:
    with transaction():
        invoice = db.session.get_one(Invoice, invoice_id)
        issue_invoice(invoice, business=the_business(), at=at, on=on)
    return db.session.get_one(Invoice, invoice_id).number


def numbers() -> list[str]:
    issued = select(Invoice.number).where(Invoice.number.is_not(None)).order_by(Invoice.number)
    return [number for number in db.session.scalars(issued) if number]


def test_fifty_issued_at_once_get_fifty_consecutive_numbers(app: Flask, nadia, clock):
    waiting = drafts(clock, MANY)

    def issue_one(invoice_id: int) -> str | None:
        with app.app_context():
            return issue(invoice_id, at=clock(), on=DAY)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        given = list(pool.map(issue_one, waiting))

    expected = [f"F2026-{n:04d}" for n in range(1, MANY + 1)]
    assert sorted(str(number) for number in given) == expected
    assert numbers() == expected
    assert list(chain_problems()) == []
    renderings = db.session.scalars(select(Message).where(Message.kind == "invoice.render")).all()
    assert len(renderings) == MANY


def test_one_draft_issued_twice_at_once_is_issued_once(app: Flask, nadia, clock):
    (draft,) = drafts(clock, 1)

    def issue_it(_: int) -> str:
        with app.app_context():
            try:
                return issue(draft, at=clock(), on=DAY) or ""
            except MoveRefused:
                return "refused"

    with ThreadPoolExecutor(5) as pool:
        answers = sorted(pool.map(issue_it, range(5)))

    assert answers == ["F2026-0001", *["refused"] * 4]
    assert numbers() == ["F2026-0001"]


@pytest.mark.parametrize("where", ["record", "post", "freeze"])
def test_a_failure_in_the_middle_leaves_no_gap(app, nadia, clock, monkeypatch, where):
    first, second, third = drafts(clock, 3)
    issue(first, at=clock(), on=DAY)
    journal = len(db.session.scalars(select(Entry)).all())

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("plus de place")

    with monkeypatch.context() as broken:
        broken.setattr(f"facturelite.invoices.issuing.{where}", fail)
        with pytest.raises(OSError, match="plus de place"):
            issue(second, at=clock(), on=DAY)

    assert db.session.get_one(Invoice, second).state is InvoiceState.DRAFT
    assert len(db.session.scalars(select(Entry)).all()) == journal
    assert issue(third, at=clock(), on=DAY) == "F2026-0002"
    assert issue(second, at=clock(), on=DAY) == "F2026-0003"


def test_a_new_year_starts_a_new_series(app, nadia, clock):
    one, two, three = drafts(clock, 3)

    assert issue(one, at=clock(), on=date(2026, 12, 31)) == "F2026-0001"
    assert issue(two, at=clock(), on=date(2027, 1, 1)) == "F2027-0001"
    assert issue(three, at=clock(), on=date(2027, 1, 1)) == "F2027-0002"


def test_numbers_follow_dates(app, nadia, clock):
    one, two = drafts(clock, 2)
    issue(one, at=clock(), on=DAY)

    with pytest.raises(ClockWentBack):
        issue(two, at=clock(), on=date(2026, 11, 19))

    assert issue(two, at=clock(), on=DAY) == "F2026-0002"


def test_credit_notes_have_a_series_of_their_own(app, nadia, clock):
    with transaction():
        invoice = an_invoice(a_client(at=clock()), "100", on=DAY, at=clock())
        credit = a_credit_note(invoice, on=DAY, at=clock())
        assert (invoice.number, credit.number) == ("F2026-0001", "A2026-0001")
