"""The pages of reminders; each kind has its file, and joins the same blueprint."""

from facturelite.reminders import (
    ladder_views,
    panels,
    rehearsal_views,
    reminder_views,
    results_views,
    round_views,
    settings_views,
    step_views,
)
from facturelite.reminders.blueprint import blueprint

__all__ = [
    "blueprint",
    "ladder_views",
    "panels",
    "rehearsal_views",
    "reminder_views",
    "results_views",
    "round_views",
    "settings_views",
    "step_views",
]
