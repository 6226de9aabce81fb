"""What makes a year, told one by one.

Days are counted back from today, so that the first page always has something to say.
"""

from facturelite.demo import loose_ends, mishaps, subscriptions
from facturelite.demo.pressure import the_pressure
from facturelite.demo.quotes import the_quotes
from facturelite.demo.terms import the_terms
from facturelite.demo.year import Year

STORIES = (
    the_terms,
    mishaps.a_long_invoice,
    mishaps.a_gesture,
    mishaps.a_mistake,
    mishaps.a_replacement,
    mishaps.a_client_who_left,
    mishaps.a_double_payment,
    mishaps.a_bounced_cheque,
    loose_ends.the_late,
    loose_ends.a_part_payment,
    loose_ends.the_disputes,
    mishaps.one_transfer_for_two,
    loose_ends.mails_that_failed,
    loose_ends.the_last_days,
    subscriptions.the_subscriptions,
    the_quotes,
    the_pressure,
)


def tell_all(year: Year) -> None:
    """Tell every story."""
    for story in STORIES:
        story(year)
