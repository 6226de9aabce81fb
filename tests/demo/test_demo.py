"""The demonstration: lifelike, whole, always the same, and never anywhere near real data."""

import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from socket import socket

import pytest
from sqlalchemy import func, select

from facturelite import clock
from facturelite.business.queries import the_business
from facturelite.cli import main
from facturelite.cli.installation import installation
from facturelite.clients.checking import checked
from facturelite.clients.details import ClientKind
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.demo import stories
from facturelite.demo.data import jobs, people
from facturelite.demo.house import EMAIL, PASSWORD
from facturelite.demo.year import Year
from facturelite.invoices.answers_model import Dispute, Promise
from facturelite.invoices.model import Invoice, InvoiceKind, InvoiceState
from facturelite.orders.queries import order_of
from facturelite.orders.to_bill import Waits, to_bill
from facturelite.outbox.model import Message, MessageState
from facturelite.payments.model import Method, Payment
from facturelite.quotes.model import Quote, QuoteState
from facturelite.quotes.proof import proof_of_signature
from facturelite.recurring.model import Mode, Recurrence
from facturelite.reminders.model import Tone
from facturelite.reminders.plans_model import PaymentPlan
from facturelite.reminders.rounds_model import OPEN, Reminder, ReminderState
from facturelite.safekeeping.queries import problems
from facturelite.terms.proof.bundle import bundle

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def year(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The stories, to look at."""
    data = Path(shutil.copytree(demo_data, tmp_path_factory.mktemp("demo") / "année"))
    with installation(data):
        yield data


def invoices() -> list[Invoice]:
    return list(db.session.scalars(select(Invoice)))


def test_everything_in_it_is_intact(year):
    assert list(problems()) == []


def test_every_kind_of_document_and_of_client_is_there(year):
    found = {invoice.kind for invoice in invoices()}
    states = {invoice.state for invoice in invoices()}
    kinds = {client.kind for client in db.session.scalars(select(Client))}
    snapshots = [invoice.snapshot for invoice in invoices() if invoice.snapshot]

    assert found >= {InvoiceKind.INVOICE, InvoiceKind.CREDIT_NOTE, InvoiceKind.CORRECTIVE}
    assert states == set(InvoiceState)
    assert kinds == set(ClientKind)
    assert {snapshot.language for snapshot in snapshots} == {"fr", "en"}
    assert any(snapshot.discount for snapshot in snapshots)
    assert any(len(snapshot.lines) > 60 for snapshot in snapshots)
    assert all(invoice.pdf_id for invoice in invoices() if not invoice.is_draft)


def test_the_first_page_has_something_to_say(year):
    late = sorted(invoice.lateness(on=TODAY) for invoice in invoices())
    opened = select(func.count()).where(Dispute.closed_at.is_(None))
    promised = select(func.count()).where(Promise.promised_on > TODAY)
    states = set(db.session.scalars(select(Message.state).distinct()))

    assert late[-1] >= 90
    assert sum(0 < days < 15 for days in late) >= 2
    assert db.session.scalar(opened) == 3
    assert db.session.scalar(promised) == 1
    assert states == {MessageState.DONE, MessageState.FAILED, MessageState.HELD}
    assert sum(invoice.is_draft for invoice in invoices()) == 3
    assert sum(invoice.is_part_paid for invoice in invoices()) >= 1


def test_money_came_and_went_back_in_several_ways(year):
    payments = list(db.session.scalars(select(Payment)))

    assert {payment.method for payment in payments} >= {Method.TRANSFER, Method.CHEQUE}
    assert any(payment.is_refund for payment in payments)
    assert any(payment.reverses_id for payment in payments)


def test_quotes_are_at_every_stage_of_the_road(year):
    quotes = {quote.title: quote for quote in db.session.scalars(select(Quote))}
    road = quotes["Identité visuelle de la boulangerie"]
    order = order_of(road)

    assert {quote.state for quote in quotes.values()} == set(QuoteState)
    assert any(quote.has_expired(on=TODAY) for quote in quotes.values())
    assert {quote.client.kind for quote in quotes.values()} == set(ClientKind)
    assert [part.document.is_settled for part in order.parts] == [True] * 4
    assert sum(part.document.total_gross for part in order.parts) == road.signature.total_gross
    assert {one.waits for one in to_bill(business=the_business(), on=TODAY)} >= {
        Waits.DELIVERED,
        Waits.REACHED,
        Waits.SIGNED,
    }


def test_the_proof_of_a_signed_quote_holds_all_of_it(year):
    road = db.session.scalars(select(Quote).where(Quote.number == "D2026-0001")).one()
    proof = bundle(proof_of_signature(road), business=the_business())
    with zipfile.ZipFile(BytesIO(proof)) as archive:
        names = " ".join(archive.namelist())

    assert all(part in names for part in ("preuve.pdf", "journal.jsonl", "D2026-0001", "texte.txt"))


def test_clients_are_reminded_step_by_step(year):
    reminders = list(db.session.scalars(select(Reminder)))
    sent = {one.tone for one in reminders if one.state is ReminderState.SENT}
    proposed = {one.client.name: one.tone for one in reminders if one.state in OPEN}
    paid_at_the_third = [
        one.tone
        for one in reminders
        if one.client.name.startswith("Optique") and one.sent_on and one.sent_on > date(2026, 9, 1)
    ]
    plans = list(db.session.scalars(select(PaymentPlan)))

    assert sent == {Tone.COURTESY, Tone.FRIENDLY, Tone.FIRM, Tone.LAST_WARNING}
    assert proposed["SAS Lenteur & Associés"] is Tone.FORMAL_NOTICE
    assert paid_at_the_third[:3] == [Tone.COURTESY, Tone.FRIENDLY, Tone.FIRM]
    assert sorted(plan.is_kept for plan in plans) == [False, True]
    assert not any(plan.is_broken(on=TODAY) for plan in plans)


def test_time_passes_in_a_demonstration(demo_data, tmp_path, capsys):
    data = Path(shutil.copytree(demo_data, tmp_path / "demo"))
    (data / "DEMO").write_text('{"until": "2026-11-20"}')
    told = [main(["day", "--on", day, "--data", str(data)]) for day in ("2030-01-15", "2030-01-15")]
    with installation(data):
        made = db.session.scalars(select(Reminder).order_by(Reminder.id.desc())).first()
        on, today = made.created_at.date(), clock.today()

    assert told == [0, 0]
    assert (on, today) == (date(2030, 1, 15), date(2030, 1, 15))
    assert "déjà fait" in capsys.readouterr().out


def test_nothing_could_reach_anybody(year):
    addresses = [client.email for client in db.session.scalars(select(Client))]
    answers = db.session.scalars(select(Message.answer).where(Message.kind == "mail"))
    errors = db.session.scalars(select(Message.last_error).where(Message.last_error != ""))

    assert all(address.endswith(".example") for address in addresses if address)
    assert all("démonstration" in answer for answer in answers if answer)
    assert all("démonstration" in error for error in errors)


def test_nothing_happens_after_today(year):
    latest = db.session.scalar(select(func.max(Message.created_at)))

    assert max(invoice.issued_on for invoice in invoices() if invoice.issued_on) <= TODAY
    assert latest is not None
    assert latest < datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize("person", people(), ids=lambda person: person.key)
def test_every_client_would_be_taken_by_the_register(person):
    checked(person.details)
    assert any(job.trade == person.trade for job in jobs())


def plan(today: date, ordinary: int) -> Year:
    told = Year(today)
    stories.tell_all(told)
    told.ordinary_work(ordinary)
    return told


def test_the_same_day_tells_the_same_year():
    first, second = (plan(TODAY, 60).in_order() for _ in range(2))

    assert [(s.on, s.do, repr(s.told)) for s in first] == [
        (s.on, s.do, repr(s.told)) for s in second
    ]


@pytest.mark.parametrize("days", range(0, 366, 13))
def test_any_day_can_be_today(days):
    """Steps stay within the year, no client is needed before they come, none comes twice."""
    today = date(2027, 1, 1) + timedelta(days=days)
    steps = plan(today, 92).in_order()
    come: set[str] = set()
    named: set[str] = set()

    for step in steps:
        assert today - timedelta(days=370) < step.on <= today
        if "person" in step.told:
            assert step.told["person"].key not in come
            come.add(step.told["person"].key)
        if client := step.told.get("client"):
            assert client in come
        for earlier in (step.told.get("original"), *step.told.get("names", ())):
            assert earlier is None or earlier in named
        named.add(step.told.get("name", ""))


def test_a_full_year_has_120_documents():
    told = Year(TODAY)
    stories.tell_all(told)
    told.ordinary_work(120 - told.documents)

    assert told.documents == 120


@pytest.fixture
def demo(demo_data: Path, tmp_path: Path) -> Path:
    """A directory that `facturelite demo` has made."""
    directory = Path(shutil.copytree(demo_data, tmp_path / "demo"))
    (directory / "DEMO").write_text('{"until": "2026-11-20"}')
    return directory


def test_it_is_taken_up_again_and_tells_how_to_enter(demo, capsys):
    assert main(["demo", "--seed-only", "--data", str(demo), "--today", "2026-11-20"]) == 0

    told = capsys.readouterr().out
    assert EMAIL in told
    assert PASSWORD in told
    assert len(re.findall(r"http://127\.0\.0\.1:8000/p/\w{52}", told)) == 5


def test_its_links_and_its_password_open(demo, capsys):
    main(["demo", "--seed-only", "--data", str(demo), "--today", "2026-11-20"])
    paths = re.findall(r"http://127\.0\.0\.1:8000(/p/\w+)", capsys.readouterr().out)

    with installation(demo) as app:
        app.config["WTF_CSRF_ENABLED"] = False
        pages = [app.test_client().get(path) for path in paths]
        login = app.test_client().post("/connexion", data={"email": EMAIL, "password": PASSWORD})
    assert [page.status_code for page in pages] == [200] * 5
    assert sum('<html lang="en"' in page.text for page in pages) == 1
    assert login.status_code == 303


def test_real_data_are_never_touched(tmp_path, capsys):
    real = tmp_path / "vrai"
    real.mkdir()
    (real / "facturelite.sqlite3").write_bytes(b"ma comptabilite")

    assert main(["demo", "--seed-only", "--data", str(real)]) == 1

    assert "n’est pas une démonstration" in capsys.readouterr().err
    assert [path.name for path in real.iterdir()] == ["facturelite.sqlite3"]
    assert (real / "facturelite.sqlite3").read_bytes() == b"ma comptabilite"


def test_a_port_that_is_taken_is_said_before_anything_is_made(tmp_path, capsys):
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert main(["demo", "--data", str(tmp_path / "demo"), "--port", str(port)]) == 1
    assert f"port {port}" in capsys.readouterr().err
    assert not (tmp_path / "demo").exists()


def test_the_environment_of_real_data_is_not_read(demo, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgresql://vrai/base")
    monkeypatch.setenv("FACTURELITE_DATA", "/vrai/dossier")

    assert main(["demo", "--seed-only", "--data", str(demo), "--today", "2026-11-20"]) == 0


def test_an_interrupted_demonstration_is_told_again(demo, monkeypatch, capsys):
    (demo / "DEMO").write_text('{"until": null}')
    with closing(sqlite3.connect(demo / "facturelite.sqlite3")) as database, database:
        database.execute("UPDATE business SET name = 'à moitié'")
    seeded = []
    monkeypatch.setattr("facturelite.cli.demo.seed", lambda **told: seeded.append(told["today"]))
    monkeypatch.setattr("facturelite.cli.demo._say_how_to_enter", lambda app, settings: None)

    assert main(["demo", "--seed-only", "--data", str(demo), "--today", "2026-11-20"]) == 0

    assert seeded == [TODAY]
    with closing(sqlite3.connect(demo / "facturelite.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM business").fetchone() == (0,)
    assert '"2026-11-20"' in (demo / "DEMO").read_text()


def test_what_comes_back_is_billed_by_itself_or_after_a_check(year):
    found = {one.mode: one for one in db.session.scalars(select(Recurrence))}
    sent, checked_first = found[Mode.SEND], found[Mode.CHECK]

    assert len(sent.billed) == 3
    assert all(period.invoice and period.invoice.issued_on for period in sent.billed)
    assert not any(
        one.due(on=TODAY) or any(p.problem for p in one.billed) for one in found.values()
    )
    assert checked_first.coming(most=1)[0].since > TODAY
