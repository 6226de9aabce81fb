"""Signed quotes, which are orders: what is billed of them, when, and what is left."""
