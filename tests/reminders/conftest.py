"""Invoices, the money that pays them, what holds the pressure, and rounds of reminders."""

from rounds import days_pass, house, mailbox, round_of
from smtp_server import open_smtp_server, smtp_server
from till import bill, martin, pay

__all__ = (
    "bill",
    "days_pass",
    "house",
    "mailbox",
    "martin",
    "open_smtp_server",
    "pay",
    "round_of",
    "smtp_server",
)
