"""Invoices and the money that pays them."""

from till import bill, martin, pay

__all__ = ("bill", "martin", "pay")
