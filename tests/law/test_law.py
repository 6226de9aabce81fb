"""Every rule of the law: dated, sourced, in order; the figures are those that were read."""

import re
import string
import tomllib
from datetime import date, timedelta
from decimal import Decimal
from importlib import resources

import pytest

from facturelite import law

ALL = [rule for entries in law.rules().values() for rule in entries]

# Half-years from 2023: ECB rate on the first day, legal rate for a professional creditor, and
# for a private individual.
RATES = {
    (2023, 1): ("2.50", "2.06", "4.47"),
    (2023, 7): ("4.00", "4.22", "6.82"),
    (2024, 1): ("4.50", "5.07", "8.01"),
    (2024, 7): ("4.25", "4.92", "8.16"),
    (2025, 1): ("3.15", "3.71", "7.21"),
    (2025, 7): ("2.15", "2.76", "6.65"),
    (2026, 1): ("2.15", "2.62", "6.67"),
    (2026, 7): ("2.40", "2.75", "6.84"),
}

# A name, a day, what applies on it; each pair of days stands on both sides of a change.
FIGURES = [
    ("recovery_fee", date(2026, 11, 20), "40"),
    ("ecb_margin", date(2026, 11, 20), "10"),
    ("late_interest.days_in_year", date(2026, 11, 20), "365"),
    ("public_body.margin", date(2026, 11, 20), "8"),
    ("public_body.recovery_fee", date(2026, 11, 20), "40"),
    ("contract_penalty_floor", date(2026, 11, 20), "3"),
    ("payment_term.default_days", date(2026, 11, 20), "30"),
    ("payment_term.longest_days", date(2026, 11, 20), "60"),
    ("payment_term.longest_month_end_days", date(2026, 11, 20), "45"),
    ("cash.longest_amount", date(2026, 11, 20), "1000"),
    ("consumer_note.threshold", date(2026, 11, 20), "25"),
    ("withdrawal.days", date(2026, 11, 20), "14"),
    ("off_premises.days_without_payment", date(2026, 11, 20), "7"),
    ("prepaid.months_without_interest", date(2026, 11, 20), "3"),
    ("arrhes.given_back", date(2026, 11, 20), "2"),
    ("retention.years", date(2026, 11, 20), "10"),
    ("micro.sales.ceiling", date(2025, 12, 31), "188700"),
    ("micro.sales.ceiling", date(2026, 1, 1), "203100"),
    ("micro.services.ceiling", date(2025, 12, 31), "77700"),
    ("micro.services.ceiling", date(2026, 1, 1), "83600"),
    ("vat_franchise.sales.base", date(2026, 11, 20), "85000"),
    ("vat_franchise.sales.raised", date(2026, 11, 20), "93500"),
    ("vat_franchise.services.base", date(2026, 11, 20), "37500"),
    ("vat_franchise.services.raised", date(2026, 11, 20), "41250"),
]


def named(rule: law.Rule) -> str:
    return f"{rule.name} {rule.since}"


@pytest.mark.parametrize("rule", ALL, ids=named)
def test_each_rule_is_dated_sourced_and_says_one_thing(rule):
    for day in (rule.since, rule.published, rule.checked):
        assert type(day) is date
    assert rule.checked >= rule.published
    assert len(rule.source) > 10
    assert isinstance(rule.value, Decimal)
    assert bool(rule.value) != bool(rule.text), "a figure or a sentence, not both"
    assert bool(rule.text) == bool(rule.text_en), "a sentence in both languages"


@pytest.mark.parametrize("rule", [r for r in ALL if r.text], ids=named)
def test_each_sentence_has_the_same_blanks_in_both_languages(rule):
    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    assert blanks(rule.text) == blanks(rule.text_en)
    assert all(re.fullmatch(r"[a-z_]+", name) for name in blanks(rule.text))
    assert "'" not in rule.text, "the French apostrophe is ’"


@pytest.mark.parametrize(("name", "entries"), law.rules().items(), ids=law.rules())
def test_the_entries_of_a_rule_are_in_order(name, entries):
    days = [entry.since for entry in entries]

    assert days == sorted(set(days))
    assert all(entry.name == name for entry in entries)


def test_no_entry_holds_an_unknown_key():
    known = {"since", "published", "checked", "recalled", "value", "text", "text_en", "source"}
    for file in law.FILES:
        raw = tomllib.loads(resources.files(law).joinpath(file).read_text("utf-8"))
        for name, entries in raw.items():
            for entry in entries:
                assert set(entry) <= known, name
                assert ("checked" in entry) is not entry.get("recalled", False), name


def test_no_figure_was_read_as_a_float():
    raw = resources.files(law).joinpath("figures.toml").read_text("utf-8")
    written = [Decimal(found) for found in re.findall(r"^value = ([\d.]+)$", raw, re.MULTILINE)]

    assert written == [rule.value for rule in ALL if rule.value]


@pytest.mark.parametrize(("name", "entries"), law.rules().items(), ids=law.rules())
def test_a_rule_applies_from_its_first_day_to_the_eve_of_the_next(name, entries):
    for entry, following in zip(entries, [*entries[1:], None], strict=True):
        assert law.in_force(name, on=entry.since) is entry
        last_day = following.since - timedelta(days=1) if following else date(2099, 12, 31)
        assert law.in_force(name, on=last_day) is entry


@pytest.mark.parametrize(("name", "entries"), law.rules().items(), ids=law.rules())
def test_before_its_first_day_a_rule_is_missing(name, entries):
    with pytest.raises(law.RuleMissing):
        law.in_force(name, on=entries[0].since - timedelta(days=1))


def test_an_unknown_rule_is_missing():
    with pytest.raises(law.RuleMissing, match="no tax_on_windows in force"):
        law.in_force("tax_on_windows", on=date(2026, 11, 20))


@pytest.mark.parametrize(("name", "on", "value"), FIGURES)
def test_the_figures_are_those_of_the_texts(name, on, value):
    assert law.in_force(name, on=on).value == Decimal(value)


@pytest.mark.parametrize(("half_year", "rates"), RATES.items())
def test_the_rates_of_each_half_year(half_year, rates):
    first = date(*half_year, 1)
    ecb, legal, individual = rates

    for day in (first, first + timedelta(days=180)):
        assert law.in_force("ecb_refinancing_rate", on=day).value == Decimal(ecb)
        assert law.in_force("legal_rate.professional_creditor", on=day).value == Decimal(legal)
        assert law.in_force("legal_rate.individual_creditor", on=day).value == Decimal(individual)


def test_every_figure_is_looked_at_above():
    looked_at = {name for name, _, _ in FIGURES}
    by_half_year = {
        "ecb_refinancing_rate",
        "legal_rate.individual_creditor",
        "legal_rate.professional_creditor",
    }
    figures = {rule.name for rule in ALL if rule.value}

    assert figures == looked_at | by_half_year
    for name in by_half_year:
        assert len(law.rules()[name]) == len(RATES)


def test_what_was_not_read_again_lately_is_listed():
    newest = {entries[-1] for entries in law.rules().values()}
    last_read = max(rule.checked for rule in newest)

    assert set(law.not_rechecked_since(last_read + timedelta(days=1))) == newest
    assert list(law.not_rechecked_since(min(rule.checked for rule in newest))) == []
