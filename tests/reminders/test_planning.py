"""Planning, which knows no database: the next step, whom it concerns, on which day, and why."""

import itertools
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturelite.clients.details import ClientKind
from facturelite.dates import PARIS
from facturelite.reminders.climbing import next_rung
from facturelite.reminders.model import Channel, Tone
from facturelite.reminders.planning import after, message_of, messages_until, next_message
from facturelite.reminders.quiet import Rules
from facturelite.reminders.situations import Account, Climb, Owed, Reached, Rung
from facturelite.working_days import is_holiday

DAYS = {-5: Tone.COURTESY, 3: Tone.FRIENDLY, 12: Tone.FIRM, 25: Tone.LAST_WARNING}
RUNGS = tuple(
    Rung(rank, rank, days, tone, Channel.EMAIL, automatic=True)
    for rank, (days, tone) in enumerate(DAYS.items(), start=1)
)
CLIMB = Climb(1, "Professionnels", ClientKind.PROFESSIONAL, on_paper=False, rungs=RUNGS)
TODAY = date(2026, 11, 20)  # a Friday
EVERY_DAY = Rules(minimum_days=7, on_sundays=True, on_holidays=True)


def owed(late: int, number: int = 1, *ranks: int, **facts) -> Owed:
    """Return an invoice so many days late today, having reached some steps."""
    reached = tuple(Reached(rank, 1, RUNGS[rank - 1].days, RUNGS[rank - 1].tone) for rank in ranks)
    due_on = TODAY - timedelta(days=late)
    return Owed(number, f"F2026-000{number}", due_on, Decimal(100), reached, **facts)


def account(*invoices: Owed, **facts) -> Account:
    return Account(7, "Boulangerie Martin", CLIMB, invoices, **facts)


@pytest.mark.parametrize(
    ("late", "reached", "rank"),
    [
        (-10, (), 1),
        (-5, (), 1),
        (0, (), 1),
        (1, (), 2),  # too late to announce the due date
        (400, (), 2),
        (12, (1, 2), 3),
        (12, (2,), 3),
        (12, (3,), 4),  # never backwards
        (90, (1, 2, 3, 4), None),
    ],
)
def test_the_next_step_is_the_first_not_reached(late, reached, rank):
    found = next_rung(owed(late, 1, *reached), CLIMB, on=TODAY)

    assert (found.rank if found else None) == rank


@pytest.mark.parametrize(("issued_days_ago", "rank"), [(0, 2), (4, 2), (5, 2), (6, 1), (30, 1)])
def test_an_invoice_due_at_once_is_not_announced_again(issued_days_ago, rank):
    told = owed(0, 1, issued_on=TODAY - timedelta(days=issued_days_ago))

    assert next_rung(told, CLIMB, on=TODAY).rank == rank


def test_steps_of_another_ladder_count_by_their_tone():
    elsewhere = (Reached(90, 9, 3, Tone.FRIENDLY), Reached(91, 9, 20, Tone.FIRM))
    climbed = replace(owed(30), reached=elsewhere)

    assert next_rung(climbed, CLIMB, on=TODAY).tone is Tone.LAST_WARNING


@pytest.mark.parametrize(
    ("told", "leaves"),
    [
        (account(owed(2)), False),
        (account(owed(3)), True),
        (account(owed(3), open_reminder=4), False),
        (account(owed(3), last_on=TODAY - timedelta(days=6)), False),
        (account(owed(3), last_on=TODAY - timedelta(days=7)), True),
        (account(owed(3), last_on=TODAY + timedelta(days=2)), False),  # the clock was set back
        (account(owed(30), last_deadline_on=TODAY), False),
        (account(owed(30), last_deadline_on=TODAY - timedelta(days=1)), True),
        (account(owed(3, held="contestée")), False),
        (account(owed(3, held="promise", held_until=TODAY)), False),
        (account(owed(3, held="promise", held_until=TODAY - timedelta(days=1))), True),
        (account(owed(3, held="contestée", uncontested=Decimal(40))), True),
        (account(owed(3), credit=Decimal(100)), False),
        (account(owed(3), credit=Decimal(40)), True),
    ],
)
def test_a_message_leaves_only_when_all_agrees(told, leaves):
    assert (message_of(told, EVERY_DAY, on=TODAY) is not None) is leaves


def test_the_most_pressing_decides_and_the_rest_of_what_is_late_joins():
    told = account(owed(30, 1, 2, 3), owed(4, 2), owed(-5, 3), owed(1, 4))
    planned = message_of(told, EVERY_DAY, on=TODAY)

    assert planned.rung.tone is Tone.LAST_WARNING
    assert [(i.owed.invoice_id, i.rung and i.rung.rank) for i in planned.items] == [
        (1, 4),
        (2, 4),
        (4, 4),
    ]
    assert [item.leads for item in planned.items] == [True, False, False]
    assert planned.why == (
        "F2026-0001 échue depuis 30 jours : 4e étape de « Professionnels » (dernier rappel) ; "
        "2 autres factures jointes."
    )


def test_the_why_tells_of_what_is_to_the_clients_credit():
    planned = message_of(account(owed(3), credit=Decimal(40)), EVERY_DAY, on=TODAY)

    assert planned.why.endswith("40,00\N{NO-BREAK SPACE}€ à son crédit, à déduire.")


def test_a_courtesy_speaks_of_what_is_not_due_yet_and_of_nothing_else():
    planned = message_of(account(owed(10, 1, 2), owed(-5, 2)), EVERY_DAY, on=TODAY)

    assert planned.rung.tone is Tone.COURTESY
    assert [item.owed.invoice_id for item in planned.items] == [2]


def test_the_rehearsal_foresees_one_message_at_a_time():
    told = account(owed(40, 1), owed(-20, 2))
    planned = list(messages_until(told, EVERY_DAY, since=TODAY, until=TODAY + timedelta(days=60)))

    assert [(one.day - TODAY).days for one in planned] == [0, 7, 14, 45]
    assert [one.rung.tone for one in planned] == [
        Tone.FRIENDLY,
        Tone.FIRM,
        Tone.LAST_WARNING,
        Tone.LAST_WARNING,
    ]
    assert planned[3].why.endswith("le ton ne redescend pas tant que F2026-0001 reste due.")


WITH_NOTICE = replace(CLIMB, rungs=(*RUNGS, Rung(5, 5, 35, Tone.FORMAL_NOTICE, Channel.REGISTERED)))


def noticed(*invoices: Owed, **facts) -> Account:
    return replace(account(*invoices, **facts), climb=WITH_NOTICE)


def test_a_formal_notice_is_only_for_what_was_warned_of_it():
    told = noticed(owed(40, 1, 2, 3, 4), owed(30, 2, 4), owed(20, 3, 2, 3), owed(5, 4))
    planned = message_of(told, EVERY_DAY, on=TODAY)

    assert planned.rung.tone is Tone.FORMAL_NOTICE
    assert [item.owed.invoice_id for item in planned.items] == [1, 2]


def test_what_was_held_while_another_was_warned_is_warned_before_its_own_formal_notice():
    held = owed(40, 2, 2, held="contestée", held_until=TODAY - timedelta(days=1))
    told = noticed(owed(40, 1, 2, 3, 4), held)
    planned = list(messages_until(told, EVERY_DAY, since=TODAY, until=TODAY + timedelta(days=60)))

    assert [(one.rung.tone, [i.owed.invoice_id for i in one.items]) for one in planned] == [
        (Tone.FORMAL_NOTICE, [1]),
        (Tone.LAST_WARNING, [2]),
        (Tone.FORMAL_NOTICE, [2]),
    ]


def test_where_a_ladder_warns_less_its_firmest_reproach_is_enough():
    rungs = (*RUNGS[:2], Rung(5, 3, 35, Tone.FORMAL_NOTICE, Channel.REGISTERED))
    short = replace(CLIMB, rungs=rungs)
    told = replace(account(owed(40, 1, 2), owed(20, 2, 2), owed(5, 3)), climb=short)
    planned = message_of(told, EVERY_DAY, on=TODAY)

    assert planned.rung.tone is Tone.FORMAL_NOTICE
    assert [item.owed.invoice_id for item in planned.items] == [1, 2]


def test_after_a_formal_notice_a_younger_invoice_is_warned_once_then_noticed_apart():
    was_noticed = replace(owed(60, 1, 2, 3, 4), reached=(Reached(5, 1, 35, Tone.FORMAL_NOTICE),))
    told = noticed(was_noticed, owed(5, 2))
    planned = list(messages_until(told, EVERY_DAY, since=TODAY, until=TODAY + timedelta(days=60)))

    assert [(one.day - TODAY).days for one in planned] == [20, 30]
    assert [one.rung.tone for one in planned] == [Tone.LAST_WARNING, Tone.FORMAL_NOTICE]
    assert all([i.owed.invoice_id for i in one.items] == [2] for one in planned)


def test_what_is_paid_or_held_no_longer_keeps_the_tone_up():
    contested = owed(60, 1, 2, 3, 4, held="contestée")
    planned = message_of(account(contested, owed(5, 2)), EVERY_DAY, on=TODAY)

    assert planned.rung.tone is Tone.FRIENDLY
    assert [item.owed.invoice_id for item in planned.items] == [2]


def test_a_ladder_that_has_nothing_so_firm_is_climbed_all_the_same():
    elsewhere = replace(owed(60), reached=(Reached(90, 9, 35, Tone.FORMAL_NOTICE),))
    mild = replace(CLIMB, rungs=RUNGS[:3])
    told = replace(account(elsewhere, owed(13, 2)), climb=mild)

    assert message_of(told, EVERY_DAY, on=TODAY).rung.tone is Tone.FIRM


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-20 09:00", "2026-11-20 09:00"),
        ("2026-11-20 07:59", "2026-11-20 08:00"),
        ("2026-11-20 19:00", "2026-11-21 08:00"),
        ("2026-11-21 22:00", "2026-11-23 08:00"),  # over Sunday
        ("2026-12-24 23:30", "2026-12-26 08:00"),  # over Christmas
        ("2027-03-27 20:00", "2027-03-30 08:00"),  # summer time begins, then Easter Monday
        ("2026-10-24 20:00", "2026-10-26 08:00"),  # summer time ends
    ],
)
def test_what_leaves_waits_for_the_hours_of_the_house(moment, expected):
    def paris(words: str) -> datetime:
        return datetime.fromisoformat(words).replace(tzinfo=PARIS)

    assert Rules().next_moment(paris(moment)) == paris(expected)


INVOICES = st.lists(
    st.builds(
        lambda number, late, ranks, held, until: owed(
            late,
            number,
            *range(1, ranks + 1),
            held="tenue" if held else "",
            held_until=TODAY + timedelta(days=until) if held and until is not None else None,
        ),
        st.integers(1, 9),
        st.integers(-60, 120),
        st.integers(0, 4),
        st.booleans(),
        st.one_of(st.none(), st.integers(0, 50)),
    ),
    max_size=4,
    unique_by=lambda one: one.invoice_id,
)


@given(invoices=INVOICES, rest=st.integers(1, 20), credit=st.integers(0, 300))
def test_whatever_is_owed_steps_come_once_in_order_on_days_that_are_not_quiet(
    invoices, rest, credit
):
    rules = Rules(minimum_days=rest)
    told = account(*invoices, credit=Decimal(credit))
    planned = list(messages_until(told, rules, since=TODAY, until=TODAY + timedelta(days=200)))

    ranks = {one.invoice_id: len(one.reached) for one in invoices}
    pressed: dict[int, int] = {}
    for one in planned:
        if one.rung.days >= 0:
            free = {o.invoice_id for o in one.account.owed if o.asked(one.day) > 0}
            told = [severity for number, severity in pressed.items() if number in free]
            firmest = min(max(told, default=0), Tone.LAST_WARNING.severity)
            assert one.rung.tone.severity >= firmest, "the tone fell"
            pressed |= dict.fromkeys((i.owed.invoice_id for i in one.items), one.rung.tone.severity)
        assert one.day.weekday() < 6
        assert not is_holiday(one.day)
        assert one.credit < one.principal
        for item in one.items:
            assert item.amount > 0
            if item.rung:
                assert item.rung.rank > ranks[item.owed.invoice_id]
                ranks[item.owed.invoice_id] = item.rung.rank
    gaps = [(b.day - a.day).days for a, b in itertools.pairwise(planned)]
    assert all(gap >= rest for gap in gaps)


@given(invoices=INVOICES, gaps=st.lists(st.integers(1, 60), min_size=30, max_size=30))
def test_whatever_the_outages_nothing_is_lost(invoices, gaps):
    told, day = account(*invoices), TODAY
    for gap in [*gaps, *[1] * 120]:
        day += timedelta(days=gap)
        planned = message_of(told, EVERY_DAY, on=day)
        told = after(told, planned) if planned else told

    free = [one for one in told.owed if one.asked(day) > 0]
    assert all(next_rung(one, CLIMB, on=day) is None for one in free)
    assert next_message(told, EVERY_DAY, since=day) is None


@given(invoices=INVOICES, rest=st.integers(1, 20))
def test_nobody_has_a_formal_notice_for_what_had_no_last_warning(invoices, rest):
    rules = replace(EVERY_DAY, minimum_days=rest)
    until = TODAY + timedelta(days=200)
    warned = {one.invoice_id for one in invoices if len(one.reached) == len(RUNGS)}
    for one in messages_until(noticed(*invoices), rules, since=TODAY, until=until):
        told = {item.owed.invoice_id for item in one.items}
        if one.rung.tone is Tone.FORMAL_NOTICE:
            assert told <= warned
        elif one.rung.tone is Tone.LAST_WARNING:
            warned |= told
