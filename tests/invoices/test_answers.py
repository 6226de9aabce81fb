"""What clients answer is kept once, told to the owner, and stops pressure while it should."""

import contextlib
from datetime import timedelta
from decimal import Decimal

import pytest

from billing import a_client, a_credit_note, a_draft, an_invoice
from facturelite.clients.model import Client
from facturelite.db import db, transaction
from facturelite.invoices import answers, answers_queries
from facturelite.invoices.answers_model import DisputeOutcome
from facturelite.invoices.correcting import write_off
from facturelite.invoices.model import Invoice
from facturelite.journal.queries import timeline
from facturelite.outbox.model import Message
from facturelite.payments.actions import record_payment
from facturelite.payments.model import Method

WHO = {"name": "Paul Martin", "address": "192.0.2.7", "browser": "Mozilla/5.0 (iPhone)"}


@pytest.fixture
def client(nadia, clock) -> Client:
    with transaction():
        return a_client(at=clock())


@pytest.fixture
def invoice(client, clock) -> Invoice:
    with transaction():
        return an_invoice(client, "840", on=clock.today, at=clock())


def _mails(key: str) -> list[Message]:
    return db.session.query(Message).filter(Message.kind == "mail", Message.key == key).all()


def _promise(invoice, clock, days: int, words: str = ""):
    day = clock.today + timedelta(days=days)
    return answers.promise(invoice, promised_on=day, words=words, at=clock(), on=clock.today)


def test_an_acknowledgement_keeps_who_when_and_from_where(invoice, clock):
    given = answers.acknowledge(invoice, **WHO, at=clock())
    kept = answers_queries.acknowledgement_of(invoice)
    assert kept is given
    assert (kept.name, kept.address, kept.browser) == tuple(WHO.values())
    assert kept.at == clock()


def test_it_is_the_clients_act_in_the_journal(invoice, clock):
    answers.acknowledge(invoice, **WHO, at=clock())
    entry = timeline(invoice.subject)[0]
    assert (entry.event, entry.actor) == ("invoice.acknowledged", "client")
    assert entry.client_id == invoice.client_id
    assert entry.details["name"] == "Paul Martin"
    assert entry.details["number"] == invoice.number


def test_a_second_acknowledgement_says_when_the_first_was(invoice, clock):
    answers.acknowledge(invoice, **WHO, at=clock())
    clock.travel(days=1)
    with pytest.raises(answers.AlreadyAcknowledged, match=r"Paul Martin.*20 novembre 2026 à 10:00"):
        answers.acknowledge(invoice, **WHO | {"name": "Marie"}, at=clock())
    assert len(_mails(f"{invoice.subject}/acknowledged")) == 1


@pytest.mark.parametrize("name", ["", "  ", "\t"])
def test_nobody_cannot_acknowledge(invoice, clock, name):
    with pytest.raises(answers.NobodyNamed):
        answers.acknowledge(invoice, **WHO | {"name": name}, at=clock())


def test_an_endless_browser_name_is_cut(invoice, clock):
    given = answers.acknowledge(invoice, **WHO | {"browser": "x" * 5000}, at=clock())
    db.session.flush()
    assert len(given.browser) == 300


def test_a_credit_note_is_acknowledged_but_neither_promised_nor_disputed(client, invoice, clock):
    credit = a_credit_note(invoice, amount="40", on=clock.today, at=clock())
    answers.acknowledge(credit, **WHO, at=clock())
    with pytest.raises(answers.NotAnswerable):
        _promise(credit, clock, 3)
    with pytest.raises(answers.NotAnswerable):
        answers.dispute(credit, words="Non", at=clock())


def test_a_draft_awaits_no_answer(client, clock):
    draft = a_draft(client, "10", at=clock())
    with pytest.raises(answers.NotAnswerable):
        answers.acknowledge(draft, **WHO, at=clock())
    with pytest.raises(answers.NotAnswerable):
        _promise(draft, clock, 3)
    with pytest.raises(answers.NotAnswerable):
        answers.dispute(draft, words="Non", at=clock())


def test_a_cancelled_invoice_awaits_neither_promise_nor_dispute(invoice, clock):
    a_credit_note(invoice, on=clock.today, at=clock())
    with pytest.raises(answers.NotAnswerable):
        _promise(invoice, clock, 3)
    with pytest.raises(answers.NotAnswerable):
        answers.dispute(invoice, words="Non", at=clock())


def test_a_paid_invoice_may_be_disputed_but_not_promised(client, invoice, clock):
    record_payment(
        client,
        amount=invoice.balance,
        method=Method.TRANSFER,
        received_on=clock.today,
        allocations={invoice.id: invoice.balance},
        at=clock(),
        on=clock.today,
    )
    db.session.refresh(invoice)
    with pytest.raises(answers.NotAnswerable):
        _promise(invoice, clock, 3)
    answers.dispute(invoice, words="Payée deux fois", at=clock())


def test_what_the_owner_gave_up_may_still_be_promised(invoice, clock):
    write_off(invoice, reason="Introuvable", at=clock())
    _promise(invoice, clock, 3)
    assert answers_queries.current_promise(invoice) is not None


@pytest.mark.parametrize("days", [0, 1, 60])
def test_a_promise_is_for_a_day_within_reach(invoice, clock, days):
    assert _promise(invoice, clock, days).promised_on == clock.today + timedelta(days=days)


@pytest.mark.parametrize("days", [-1, 61, 3650])
def test_a_promise_for_another_day_is_refused(invoice, clock, days):
    with pytest.raises(answers.PromiseOutOfReach) as refused:
        _promise(invoice, clock, days)
    assert refused.value.field == "promised_on"
    assert answers_queries.current_promise(invoice) is None


def test_the_last_promise_counts(invoice, clock):
    _promise(invoice, clock, 5)
    clock.travel(days=1)
    last = _promise(invoice, clock, 20)
    assert answers_queries.current_promise(invoice) is last


def test_the_same_day_is_not_promised_twice(invoice, clock):
    made = _promise(invoice, clock, 5)
    with pytest.raises(answers.AlreadyPromised):
        _promise(invoice, clock, 5, "encore")
    assert len(_mails(f"promise/{made.id}")) == 1


def test_a_dispute_needs_words(invoice, clock):
    with pytest.raises(answers.NothingSaid):
        answers.dispute(invoice, words=" \n ", at=clock())


def test_one_dispute_at_a_time(invoice, clock):
    first = answers.dispute(invoice, words="Trop cher", at=clock())
    with pytest.raises(answers.AlreadyDisputed):
        answers.dispute(invoice, words="Trop cher", at=clock())
    answers.close_dispute(first, outcome=DisputeOutcome.REJECTED, answer="Non.", at=clock())
    second = answers.dispute(invoice, words="Vraiment trop cher", at=clock())
    assert answers_queries.open_dispute(invoice) is second
    assert answers_queries.disputes_of(invoice) == [second, first]


def test_closing_keeps_the_outcome_and_answers_the_client(invoice, clock):
    opened = answers.dispute(invoice, words="Trop cher", at=clock())
    clock.travel(hours=2)
    answers.close_dispute(
        opened, outcome=DisputeOutcome.SETTLED, answer="Remise de 10 %.", at=clock()
    )
    assert not opened.is_open
    assert opened.closed_at == clock()
    [mail] = _mails(f"dispute/{opened.id}/answer")
    assert mail.payload["to"] == ["compta@martin.example"]
    assert "Remise de 10 %." in mail.payload["text"]
    assert "{lien}" in mail.payload["text"]
    entry = timeline(invoice.subject)[0]
    assert (entry.event, entry.actor) == ("invoice.dispute_closed", "owner")
    assert entry.details["outcome"] == "un accord a été trouvé"


def test_a_client_who_reads_english_is_answered_in_english(client, invoice, clock):
    client.language = "en"
    opened = answers.dispute(invoice, words="Too much", at=clock())
    answers.close_dispute(opened, outcome=DisputeOutcome.UPHELD, answer="Sorry.", at=clock())
    [mail] = _mails(f"dispute/{opened.id}/answer")
    assert mail.payload["title"] == f"Invoice {invoice.number}: our answer"
    assert mail.payload["text"].startswith("Hello,\n\nYou were right.\n\nSorry.")
    assert mail.payload["language"] == "en"


def test_a_client_without_an_address_gets_no_mail(client, invoice, clock):
    client.email = ""
    opened = answers.dispute(invoice, words="Trop cher", at=clock())
    answers.close_dispute(opened, outcome=DisputeOutcome.UPHELD, answer="Soit.", at=clock())
    assert _mails(f"dispute/{opened.id}/answer") == []


def test_a_dispute_is_closed_once(invoice, clock):
    opened = answers.dispute(invoice, words="Trop cher", at=clock())
    answers.close_dispute(opened, outcome=DisputeOutcome.UPHELD, answer="Oui.", at=clock())
    with pytest.raises(answers.AlreadyClosed):
        answers.close_dispute(opened, outcome=DisputeOutcome.REJECTED, answer="Non.", at=clock())
    assert opened.outcome is DisputeOutcome.UPHELD


def test_each_answer_is_told_to_the_owner(invoice, clock):
    answers.acknowledge(invoice, **WHO, at=clock())
    promise = _promise(invoice, clock, 11, "Après la paie")
    dispute = answers.dispute(invoice, words="Il manque une page", at=clock())
    told = {
        f"{invoice.subject}/acknowledged": "Paul Martin",
        f"promise/{promise.id}": "1er décembre 2026",
        f"dispute/{dispute.id}": "> Il manque une page",
    }
    for key, words in told.items():
        [mail] = _mails(key)
        assert mail.payload["to"] == ["nadia@atelier.example"]
        assert words in mail.payload["text"]
        assert mail.payload["text"].endswith("{page}")


@pytest.mark.parametrize(
    ("language", "promised", "disputed"),
    [
        ("fr", "paierez 840,00 € au plus tard le 1er décembre 2026", "qui porte sur 200,00 €"),
        ("en", "will pay €840.00 by 1 December 2026", "which is about €200.00"),
    ],
)
def test_what_a_client_said_is_confirmed_to_them(invoice, clock, language, promised, disputed):
    invoice.client.language = language
    promise = _promise(invoice, clock, 11, "Après {lien}\n\nhttps://evil.example")
    dispute = answers.dispute(invoice, words="Flou", contested=Decimal(200), at=clock())
    for key, words, theirs in (
        (f"promise/{promise.id}/client", promised, "> Après"),
        (f"dispute/{dispute.id}/client", disputed, "> Flou"),
    ):
        [mail] = _mails(key)
        assert mail.payload["to"] == ["compta@martin.example"]
        assert (mail.payload["language"], mail.payload["automatic"]) == (language, True)
        text = mail.payload["text"].replace("\N{NO-BREAK SPACE}", " ")
        assert words in text
        assert theirs in text
        assert text.count("{lien}") == 1
        assert not any(line.startswith("https://") for line in text.splitlines())


def test_a_client_without_an_address_is_confirmed_nothing(invoice, clock):
    invoice.client.email = ""
    promise = _promise(invoice, clock, 11)
    assert _mails(f"promise/{promise.id}/client") == []


def test_the_owner_is_told_at_their_login_when_the_business_has_no_address(nadia, invoice, clock):
    nadia.email = ""
    answers.acknowledge(invoice, **WHO, at=clock())
    [mail] = _mails(f"{invoice.subject}/acknowledged")
    assert mail.payload["to"] == ["nadia@atelier.example"]


def test_a_clients_words_are_neither_a_template_nor_a_button(invoice, clock):
    opened = answers.dispute(invoice, words="{lien}\n\nhttps://evil.example\n{page}", at=clock())
    [mail] = _mails(f"dispute/{opened.id}")
    assert "{lien}" not in mail.payload["text"]
    assert mail.payload["text"].count("{page}") == 1
    assert not any(line.startswith("https://") for line in mail.payload["text"].splitlines())


def test_many_invoices_are_answered_for_at_once(client, invoice, clock):
    other = an_invoice(client, "10", on=clock.today, at=clock())
    quiet = an_invoice(client, "20", on=clock.today, at=clock())
    answers.acknowledge(invoice, **WHO, at=clock())
    answers.dispute(other, words="Trop cher", at=clock())
    _promise(invoice, clock, 5)
    every = [invoice.id, other.id, quiet.id]
    assert set(answers_queries.acknowledgements(every)) == {invoice.id}
    assert set(answers_queries.open_disputes(every)) == {other.id}
    assert set(answers_queries.promises_about(every)) == {invoice.id}
    assert set(answers_queries.disputes_about(every)) == {other.id}


def test_a_rollback_forgets_the_answer_and_its_mail(invoice, clock):
    with contextlib.suppress(KeyError), transaction():
        answers.dispute(invoice, words="Trop cher", at=clock())
        raise KeyError
    assert answers_queries.open_dispute(invoice) is None
    assert db.session.query(Message).filter(Message.key.startswith("dispute/")).count() == 0
