"""Reminders: whom to press, when, in which words; each step once, and never who has paid."""
