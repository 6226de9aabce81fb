"""Messages leave at least once, in order, on a lease; what fails is said."""

import threading

import pytest

from facturelite.db import db, transaction
from facturelite.journal.queries import timeline
from facturelite.outbox import actions, delivering, worker
from facturelite.outbox.actions import PermanentFailure, post
from facturelite.outbox.delivering import FIRST_PAUSE, LEASE, MOST_ATTEMPTS, deliver_next
from facturelite.outbox.model import Message, MessageState
from facturelite.outbox.worker import empty_the_outbox
from smtp_server import wait_until


class PowerCut(BaseException):
    """The process dies: nothing after it runs."""


@pytest.fixture
def work(monkeypatch):
    """Do messages of kind « test » by a list of what happens, one at a time."""
    events, seen = [], []

    def handler(attempt):
        seen.append(attempt.key)
        event = events.pop(0) if events else "fait"
        if isinstance(event, BaseException):
            raise event
        return event

    monkeypatch.setitem(actions._handlers, "test", handler)
    handler.events, handler.seen = events, seen
    return handler


@pytest.fixture
def post_one(app, clock):
    def posted(key="test/1", **payload):
        with transaction():
            return post("test", key=key, at=clock(), **payload).id

    return posted


def test_nothing_to_do(app, clock):
    assert not deliver_next(at=clock())


def test_done_once_and_for_all(work, post_one, clock, reread):
    number = post_one()

    assert deliver_next(at=clock())
    assert not deliver_next(at=clock())

    message = reread(number)
    assert (message.state, message.answer, message.done_at) == (MessageState.DONE, "fait", clock())
    assert work.seen == ["test/1"]


def test_a_key_is_an_effect(work, post_one, clock):
    first = post_one(colour="bleu")
    clock.travel(hours=1)
    again = post_one(colour="rouge")

    assert first == again
    assert db.session.get_one(Message, first).payload == {"colour": "bleu"}
    assert empty_the_outbox(now=clock) == 1


def test_a_rollback_unwrites(app, clock, work):
    def decide_and_fail():
        with transaction():
            post("test", key="test/1", at=clock())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        decide_and_fail()

    assert not deliver_next(at=clock())


def test_the_most_overdue_goes_first(work, post_one, clock):
    for key in ("a", "b"):
        clock.travel(minutes=1)
        post_one(key)

    empty_the_outbox(now=clock)

    assert work.seen == ["a", "b"]


def test_pauses_double_until_it_is_said_to_have_failed(work, post_one, clock, reread):
    work.events.extend(OSError(f"panne {n}") for n in range(1, MOST_ATTEMPTS + 1))
    number = post_one()

    pauses = []
    for _ in range(MOST_ATTEMPTS - 1):
        deliver_next(at=clock())
        message = reread(number)
        assert message.state is MessageState.PENDING
        pauses.append(message.due_at - clock())
        clock.at = message.due_at
    deliver_next(at=clock())

    assert pauses == [FIRST_PAUSE * 2**n for n in range(MOST_ATTEMPTS - 1)]
    failed = reread(number)
    assert (failed.state, failed.last_error) == (MessageState.FAILED, f"panne {MOST_ATTEMPTS}")
    assert not deliver_next(at=clock())


def test_an_error_without_words_is_named(work, post_one, clock, reread):
    work.events.append(KeyError())
    number = post_one()

    deliver_next(at=clock())

    assert reread(number).last_error == "KeyError"


def test_no_for_good_is_said_at_once(work, post_one, clock, reread):
    work.events.append(PermanentFailure("jamais"))
    number = post_one()

    deliver_next(at=clock())

    assert reread(number).state is MessageState.FAILED
    assert reread(number).needs_the_owner


def test_a_kind_that_nobody_does_any_more_is_said(app, clock, reread):
    with transaction():
        number = post("disparu", key="x", at=clock()).id

    deliver_next(at=clock())

    assert "ne sait pas faire « disparu »" in reread(number).last_error


def test_a_crash_gives_the_message_back_after_the_lease(work, post_one, clock, reread):
    work.events.append(PowerCut())
    number = post_one()

    with pytest.raises(PowerCut):
        deliver_next(at=clock())
    assert not deliver_next(at=clock())
    clock.at += LEASE
    assert deliver_next(at=clock())

    assert reread(number).state is MessageState.DONE
    assert work.seen == ["test/1", "test/1"]


def test_what_crashes_each_time_ends_as_a_failure(work, post_one, clock, reread):
    work.events.extend(PowerCut() for _ in range(MOST_ATTEMPTS))
    number = post_one()

    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(PowerCut):
            deliver_next(at=clock())
        clock.at += LEASE
    deliver_next(at=clock())

    assert reread(number).state is MessageState.FAILED
    assert len(work.seen) == MOST_ATTEMPTS


def test_a_late_failure_does_not_undo_the_attempt_that_followed(
    app, clock, post_one, reread, monkeypatch
):
    number = post_one()

    def slow(attempt):
        monkeypatch.setitem(actions._handlers, "test", lambda attempt: "fait")
        clock.at += LEASE
        assert deliver_next(at=clock())
        raise OSError("trop tard")

    monkeypatch.setitem(actions._handlers, "test", slow)
    deliver_next(at=clock())

    message = reread(number)
    assert (message.state, message.last_error) == (MessageState.DONE, "")


def test_two_workers_do_a_message_once(app, clock, monkeypatch, post_one):
    seen, inside = [], threading.Barrier(3)
    monkeypatch.setitem(
        actions._handlers, "test", lambda attempt: seen.append(attempt.key) or "fait"
    )
    for n in range(30):
        post_one(f"test/{n}")

    def worker():
        with app.app_context():
            inside.wait()
            while deliver_next(at=clock()):
                pass

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    inside.wait()
    for thread in threads:
        thread.join()

    assert sorted(seen) == sorted(f"test/{n}" for n in range(30))


def test_a_handler_may_post_in_turn(app, clock, monkeypatch):
    def first(attempt):
        with transaction():
            post("second", key=f"{attempt.key}/suite", at=attempt.at)
        return "suite"

    done = []
    monkeypatch.setitem(actions._handlers, "first", first)
    monkeypatch.setitem(
        actions._handlers, "second", lambda attempt: done.append(attempt.key) or "fait"
    )
    with transaction():
        post("first", key="un", at=clock())

    assert empty_the_outbox(now=clock) == 2
    assert done == ["un/suite"]


# Mails, through a real server


def test_a_mail_leaves_and_the_journal_says_so(account, write, smtp_server, clock, reread):
    account(smtp_server)
    number = write(subject="invoice/1")

    deliver_next(at=clock())

    assert reread(number).answer == "250 2.0.0 Ok: queued as 1"
    (entry,) = timeline("invoice/1")
    assert (entry.event, entry.actor) == ("mail.accepted", "system")
    assert entry.details["to"] == ["martin@boulangerie.example"]


def test_without_a_server_a_mail_is_kept(write, clock, reread):
    number = write()

    deliver_next(at=clock())

    message = reread(number)
    assert (message.state, message.attempts) == (MessageState.HELD, 0)
    assert not message.needs_the_owner
    assert not deliver_next(at=clock())


def test_greylisting_delays_and_loses_nothing(account, write, smtp_server, clock, reread):
    smtp_server.data_answers = ["451 4.7.1 Greylisted"]
    account(smtp_server)
    number = write()

    deliver_next(at=clock())
    assert reread(number).last_error == "451 4.7.1 Greylisted"
    assert not smtp_server.letters
    clock.at += FIRST_PAUSE
    deliver_next(at=clock())

    assert reread(number).state is MessageState.DONE
    assert len(smtp_server.letters) == 1


def test_a_refused_recipient_is_a_return(account, write, smtp_server, clock, reread):
    smtp_server.refused["parti@boulangerie.example"] = "550 5.1.1 User unknown"
    account(smtp_server)
    number = write(to=["martin@boulangerie.example", "parti@boulangerie.example"])

    deliver_next(at=clock())

    message = reread(number)
    assert message.state is MessageState.DONE
    assert message.needs_the_owner
    assert message.returned_reason.startswith("Refusé pour parti@boulangerie.example")
    assert len(smtp_server.letters) == 1


def test_an_unknown_recipient_fails_at_once(account, write, smtp_server, clock, reread):
    smtp_server.refused["martin@boulangerie.example"] = "550 5.1.1 User unknown"
    account(smtp_server)
    number = write(subject="invoice/1")

    deliver_next(at=clock())

    assert reread(number).state is MessageState.FAILED
    (entry,) = timeline("invoice/1")
    assert (entry.event, entry.details["reason"]) == ("mail.failed", "550 5.1.1 User unknown")


def test_a_crash_after_the_server_accepted_sends_twice_under_one_id(
    account, write, smtp_server, clock, reread, monkeypatch
):
    """What SMTP allows: never lost, and a double that mail programs can recognise."""
    account(smtp_server)
    number = write()
    with monkeypatch.context() as broken:

        def cut(*args, **kwargs):
            raise PowerCut

        broken.setattr(delivering, "_write_sent", cut)
        with pytest.raises(PowerCut):
            deliver_next(at=clock())
    clock.at += LEASE
    deliver_next(at=clock())

    first, second = smtp_server.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert reread(number).state is MessageState.DONE


def test_a_changed_secret_key_is_said_in_words(account, app, write, smtp_server, clock, reread):
    account(smtp_server, username="nadia", password="secret")
    app.config["SECRET_KEY"] = "autre" * 20
    number = write()

    deliver_next(at=clock())

    assert "saisissez-le de nouveau dans Réglages" in reread(number).last_error


def test_what_fails_in_delivering_does_not_stop_the_daily_work(app, clock, monkeypatch, caplog):
    monkeypatch.setattr(worker, "REST", 0.01)
    monkeypatch.setattr(worker, "deliver_next", lambda at: 1 / 0)
    stop, turns = threading.Event(), []

    def also():
        turns.append(1)
        if len(turns) == 3:
            stop.set()

    worker.run(app, now=clock, stop=stop, also=also)

    assert len(turns) == 3
    assert caplog.text.count("ZeroDivisionError") == 2  # the last turn was told to stop


def test_a_worker_in_a_thread_delivers(account, app, write, smtp_server, clock, monkeypatch):
    monkeypatch.setattr(worker, "REST", 0.01)
    account(smtp_server)
    stop = threading.Event()

    def also():
        raise RuntimeError("le travail du jour échoue, chaque jour")

    thread = threading.Thread(
        target=worker.run, args=(app,), kwargs={"now": clock, "stop": stop, "also": also}
    )
    thread.start()
    try:
        write()
        wait_until(lambda: smtp_server.letters)
        write("invoice/2/send")
        wait_until(lambda: len(smtp_server.letters) == 2)
    finally:
        stop.set()
        thread.join(timeout=5)
    assert not thread.is_alive()
