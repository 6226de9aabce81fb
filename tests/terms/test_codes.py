"""Codes by e-mail: one use, one purpose, ten minutes, five tries; all that is wrong is alike."""

import json
import logging
from datetime import timedelta

import pytest

from agreements import a_mail_account
from billing import a_client
from facturelite.db import db, transaction
from facturelite.journal.model import Entry
from facturelite.outbox.actions import send_elsewhere
from facturelite.outbox.mail import preview
from facturelite.outbox.model import MailAccount, Message, MessageState
from facturelite.outbox.worker import empty_the_outbox
from facturelite.terms import codes
from facturelite.terms.acceptance_model import EmailCode

SUBJECT = "terms_request/1"


@pytest.fixture
def key(app) -> str:
    return str(app.config["SECRET_KEY"])


@pytest.fixture
def martin(nadia, clock):
    with transaction():
        return a_client(at=clock())


@pytest.fixture
def server(smtp_server, nadia):
    with transaction():
        a_mail_account(smtp_server.port)
    return smtp_server


@pytest.fixture
def ask(martin, key, clock, server):
    """Ask for a code and return its digits, read in the mail that arrived."""

    def asked(client=martin, *, purpose="terms", subject=SUBJECT, language="fr") -> str:
        with transaction():
            codes.send_code(
                client,
                purpose=purpose,
                subject=subject,
                email="compta@martin.example",
                act="accepter nos conditions",
                language=language,
                about="",
                key=key,
                at=clock(),
            )
        empty_the_outbox(now=clock)
        return digits_of(server.letters[-1])

    return asked


def digits_of(letter) -> str:
    (digits,) = (line for line in letter.text.splitlines() if line.strip().isdigit())
    return digits.strip()


@pytest.fixture
def use(martin, key, clock):
    def used(typed, client=martin, *, purpose="terms", subject=SUBJECT) -> bool:
        with transaction():
            code = codes.use_code(
                client, purpose=purpose, subject=subject, about="", typed=typed, key=key, at=clock()
            )
            return code is not None

    return used


def other_than(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06d}"


def test_the_code_of_the_mail_is_good_once(ask, use, server):
    digits = ask()

    assert len(digits) == 6
    assert server.letters[-1].recipients == ["compta@martin.example"]
    assert use(f" {digits[:3]} {digits[3:]} ")
    assert not use(digits)


def test_the_mail_says_what_the_code_is_for(ask, server):
    ask()

    letter = server.letters[-1]
    assert "pour accepter nos conditions" in letter.text
    assert "dix minutes" in letter.text
    assert letter["Auto-Submitted"] == "auto-generated"
    assert digits_of(letter) not in letter["Subject"]


def test_the_mail_is_in_the_language_of_the_reader(ask, server):
    ask(language="en")

    assert "valid for ten minutes" in server.letters[-1].text


@pytest.mark.parametrize("minutes", [10, 11, 60 * 24])
def test_a_code_expires(ask, use, clock, minutes):
    digits = ask()
    clock.travel(minutes=minutes)

    assert not use(digits)


def test_a_code_lives_to_the_last_second(ask, use, clock):
    digits = ask()
    clock.travel(minutes=9, seconds=59)

    assert use(digits)


def test_four_wrong_tries_leave_a_fifth(ask, use):
    digits = ask()

    assert not any(use(other_than(digits)) for _ in range(4))
    assert use(digits)


def test_the_sixth_try_fails_even_when_right(ask, use):
    digits = ask()

    assert not any(use(other_than(digits)) for _ in range(5))
    assert not use(digits)


def test_only_the_last_code_is_good(ask, use):
    first = ask()
    second = ask()

    assert first == second or not use(first)
    assert use(second)


@pytest.mark.parametrize(
    "elsewhere", [{"purpose": "quote"}, {"subject": "terms_request/2"}, {"subject": "quote/1"}]
)
def test_a_code_serves_one_act_only(ask, use, elsewhere):
    digits = ask()

    assert not use(digits, **elsewhere)
    assert use(digits)


def test_a_code_serves_one_client_only(ask, use, clock):
    digits = ask()
    with transaction():
        other = a_client("SAS Lenteur", at=clock())

    assert not use(digits, other)
    assert use(digits)


@pytest.mark.parametrize(
    "typed", ["", "000", "abcdef", "１２３４５６", "1" * 4000, "\x00", "' OR 1=1"]
)
def test_anything_may_be_typed(ask, use, typed):
    digits = ask()

    assert not use(typed)
    assert use(digits)


def test_no_code_was_asked(use, nadia):
    assert not use("123456")


def test_a_seventh_code_in_an_hour_is_refused(ask, clock):
    for _ in range(codes.MOST_SENT):
        ask()

    with pytest.raises(codes.TooManyCodes):
        ask()
    clock.travel(minutes=60, seconds=1)
    assert ask()


def test_the_codes_of_a_day_are_counted_too(ask, clock):
    for _ in range(codes.MOST_IN_A_DAY):
        ask()
        clock.travel(minutes=30)

    with pytest.raises(codes.TooManyCodes):
        ask()
    clock.travel(hours=15)
    assert ask()


def test_without_a_mail_server_no_code_leaves(martin, key, clock):
    with pytest.raises(codes.CodesCannotLeave), transaction():
        codes.send_code(
            martin,
            purpose="terms",
            subject=SUBJECT,
            email="compta@martin.example",
            act="accepter",
            language="fr",
            about="",
            key=key,
            at=clock(),
        )
    assert db.session.query(Message).count() == 0


def test_the_code_is_nowhere_but_in_the_mail(ask, use, owner, key, clock, caplog):
    caplog.set_level(logging.DEBUG)
    digits = ask()
    use(other_than(digits))
    use(digits)
    message = db.session.query(Message).filter_by(kind="mail").one()
    row = db.session.query(EmailCode).one()

    assert digits not in json.dumps(message.payload)
    assert digits not in row.code_hash
    assert digits not in "".join(entry.facts for entry in db.session.query(Entry))
    ours = [r.getMessage() for r in caplog.records if r.name != "mail.log"]  # the peer's own
    assert digits not in "".join(ours)
    shown = owner.get(f"/envois/{message.id}").text
    assert digits not in shown
    assert codes.HIDDEN in shown
    assert digits not in owner.get("/envois").text
    assert digits not in preview(message.payload["text"], key=message.key, client_id=1, at=clock())


def test_equal_codes_have_different_hashes(martin, key, clock, server, monkeypatch):
    monkeypatch.setattr(codes.secrets, "randbelow", lambda most: 42)
    with transaction():
        kept = {
            codes.send_code(
                martin,
                purpose="terms",
                subject=SUBJECT,
                email="compta@martin.example",
                act="accepter",
                language="fr",
                about="",
                key=key,
                at=clock(),
            ).code_hash
            for _ in range(3)
        }
    assert len(kept) == 3


def test_another_installation_cannot_tell_a_code(ask, martin, clock):
    digits = ask()

    with transaction():
        found = codes.use_code(
            martin,
            purpose="terms",
            subject=SUBJECT,
            about="",
            typed=digits,
            key="another",
            at=clock(),
        )
    assert found is None


def test_the_owner_cannot_send_a_code_to_themselves(ask, server, clock):
    ask()
    arrived = len(server.letters)
    message = db.session.query(Message).filter_by(kind="mail").one()
    with transaction():
        again = send_elsewhere(message, ["nadia@atelier.example"], at=clock()).id
    empty_the_outbox(now=clock)

    assert len(server.letters) == arrived
    failed = db.session.get_one(Message, again)
    assert failed.state is MessageState.FAILED
    assert "à l’adresse de celui qui l’a demandé" in failed.last_error


def test_a_code_that_waited_too_long_does_not_leave(martin, key, clock, server):
    with transaction():
        codes.send_code(
            martin,
            purpose="terms",
            subject=SUBJECT,
            email="compta@martin.example",
            act="accepter",
            language="fr",
            about="",
            key=key,
            at=clock(),
        )
        db.session.delete(db.session.get_one(MailAccount, 1))
    empty_the_outbox(now=clock)
    held = db.session.query(Message).one()
    assert held.state is MessageState.HELD

    with transaction():
        a_mail_account(server.port)
        db.session.get_one(Message, held.id).state = MessageState.PENDING
    clock.travel(minutes=11)
    empty_the_outbox(now=clock)

    assert server.letters == []
    assert "expiré" in db.session.get_one(Message, held.id).last_error


def test_old_codes_do_not_count_for_ever(ask, clock):
    """The limit decays: one more may be sent each time the oldest is an hour old."""
    for _ in range(codes.MOST_SENT):
        ask()
        clock.travel(minutes=5)
    clock.at += timedelta(minutes=35)

    assert ask()


def test_what_is_bound_depends_on_each_part_and_on_no_order_of_ticks():
    told = codes.bound_to("a" * 64, "Ana", "gérante", frozenset({"x", "y"}))

    assert told == codes.bound_to("a" * 64, " Ana ", "gérante", {"y", "x"})
    assert told != codes.bound_to("b" * 64, "Ana", "gérante", {"x", "y"})
    assert told != codes.bound_to("a" * 64, "Eve", "gérante", {"x", "y"})
    assert told != codes.bound_to("a" * 64, "Ana", "gérante", {"x"})
