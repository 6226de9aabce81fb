"""Rounds of reminders for tests: a house that reminds, its days, and the mails it sends."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from facturelite.business.model import Business
from facturelite.dates import PARIS
from facturelite.db import db, transaction
from facturelite.outbox.model import MailAccount, Security
from facturelite.outbox.worker import empty_the_outbox
from facturelite.reminders.ladders import change_settings, install_ready
from facturelite.reminders.preparing import prepare_reminders
from facturelite.reminders.quiet import Rules
from facturelite.reminders.rounds_model import Reminder
from smtp_server import SmtpServer

RULES = Rules(automatic=True)


@pytest.fixture
def house(app: Flask, nadia: Business, clock) -> Callable[..., None]:
    """Have the house remind, with rules: `house(minimum_days=3)`; automatic by default."""

    def settle(**changed: object) -> None:
        with transaction():
            change_settings(replace(RULES, **changed), at=clock())  # type: ignore[arg-type]

    with transaction():
        install_ready(at=clock())
    settle()
    return settle


@pytest.fixture
def mailbox(house, smtp_server: SmtpServer) -> SmtpServer:
    """A real mail server, that the house sends through."""
    with transaction():
        db.session.merge(
            MailAccount(
                id=1,
                host=smtp_server.host,
                port=smtp_server.port,
                security=Security.NONE,
                from_address="nadia@atelier.example",
                from_name="Atelier Belkacem",
            )
        )
    return smtp_server


@pytest.fixture
def round_of(house, clock) -> Callable[[], list[str]]:
    """Do the day's round, and let leave what may: `round_of()`, `round_of(days=12)` later."""

    def do(*, days: int = 0) -> list[str]:
        clock.travel(days=days)
        today = clock().astimezone(PARIS).date()
        problems = list(prepare_reminders(at=clock(), on=today))
        empty_the_outbox(now=clock)
        return problems

    return do


@pytest.fixture
def days_pass(round_of, clock) -> Callable[[int], None]:
    """Let days pass one by one, with their rounds: `days_pass(30)`."""

    def passing(days: int) -> None:
        for _ in range(days):
            clock.at += timedelta(days=1)
            round_of()

    return passing


def reminders() -> list[Reminder]:
    """Return every reminder, oldest first, read anew."""
    db.session.rollback()
    return list(db.session.query(Reminder).order_by(Reminder.id).all())


def the_reminder() -> Reminder:
    """Return the only reminder there is."""
    (only,) = reminders()
    return only
