"""Days and instants as people read them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from facturelite import clock, dates

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2026, 12, 1), "1er décembre 2026", "1 December 2026"),
        (date(2026, 8, 11), "11 août 2026", "11 August 2026"),
        (date(2028, 2, 29), "29 février 2028", "29 February 2028"),
    ],
)
def test_days_in_words(day, french, english):
    assert (dates.in_words(day), dates.in_words(day, "en")) == (french, english)


def test_days_in_figures():
    assert dates.in_figures(date(2026, 2, 3)) == "03/02/2026"


@pytest.mark.parametrize(
    ("at", "french", "english"),
    [
        (
            datetime(2026, 11, 20, 23, 30, tzinfo=UTC),
            "21 novembre 2026 à 00:30",
            "21 November 2026 at 00:30",
        ),
        (
            datetime(2026, 7, 1, 12, 0, tzinfo=UTC),
            "1er juillet 2026 à 14:00",
            "1 July 2026 at 14:00",
        ),
    ],
)
def test_instants_are_told_as_they_were_in_paris(at, french, english):
    assert (dates.moment_in_words(at), dates.moment_in_words(at, "en")) == (french, english)


@pytest.mark.parametrize(
    ("distance", "french", "english"),
    [
        (0, "aujourd’hui", "today"),
        (1, "demain", "tomorrow"),
        (-1, "hier", "yesterday"),
        (3, "dans 3 jours", "in 3 days"),
        (-12, "il y a 12 jours", "12 days ago"),
        (60, "dans 60 jours", "in 60 days"),
        (61, "20 janvier 2027", "20 January 2027"),
        (-61, "20 septembre 2026", "20 September 2026"),
    ],
)
def test_how_far_a_day_is(distance, french, english):
    day = TODAY + timedelta(days=distance)

    assert dates.relative(day, on=TODAY) == french
    assert dates.relative(day, on=TODAY, language="en") == english


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
    ],
)
def test_the_legal_day_is_the_one_in_paris(app, at, day):
    app.config["CLOCK"] = lambda: at

    assert clock.today() == day


def test_the_real_clock_is_in_utc(app):
    app.config.pop("CLOCK")

    now = clock.now()

    assert now.utcoffset() == timedelta(0)
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)
