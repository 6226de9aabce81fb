"""Invoices, the money that pays them, and what holds the pressure."""

from till import bill, martin, pay

__all__ = ("bill", "martin", "pay")
