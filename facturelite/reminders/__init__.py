"""Reminders: whom to press, when and how; what holds the pressure, and what lateness costs."""
