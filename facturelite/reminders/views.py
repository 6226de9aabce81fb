"""The pages of reminders; the views of this package join the same blueprint."""

from facturelite.reminders import (
    delays_views,
    holds_panels,
    holds_views,
    ladder_views,
    panels,
    penalties_notes_views,
    penalties_panels,
    penalties_views,
    planning_plans_views,
    plans_views,
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
    "delays_views",
    "holds_panels",
    "holds_views",
    "ladder_views",
    "panels",
    "penalties_notes_views",
    "penalties_panels",
    "penalties_views",
    "planning_plans_views",
    "plans_views",
    "rehearsal_views",
    "reminder_views",
    "results_views",
    "round_views",
    "settings_views",
    "step_views",
]
