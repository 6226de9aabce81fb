"""Ladders: what is ready, what the owner may write, and what no consumer is ever told."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing import a_client
from facturelite.business.queries import the_business
from facturelite.clients.details import ClientKind
from facturelite.db import db, transaction
from facturelite.identifiers import fold
from facturelite.reminders import contents, ladders
from facturelite.reminders.checks import findings
from facturelite.reminders.claims import Background, claimed
from facturelite.reminders.composing import compose
from facturelite.reminders.contents import LadderContent, StepContent, require_sound
from facturelite.reminders.interest import statements
from facturelite.reminders.letters import StrayBrace, UnknownVariables, filled, names_in
from facturelite.reminders.model import Channel, Claim, Ladder, Tone
from facturelite.reminders.preparing import prepare_reminders
from facturelite.reminders.queries import given_ladder
from facturelite.reminders.queries import ladders as ladders_in_use
from facturelite.reminders.quiet import Rules
from facturelite.reminders.ready import explanations, ready_ladder, ready_ladders
from rounds import reminders

TODAY = date(2026, 11, 20)
STEPS = [
    pytest.param(ladder.audience, step, id=f"{ladder.audience.name}{step.days:+d}")
    for ladder in ready_ladders()
    for step in ladder.steps
]
FRIENDLY = StepContent(3, Channel.EMAIL, Tone.FRIENDLY, Claim.AMOUNT, "Rappel", "Bonjour {client}")
FIRM = replace(FRIENDLY, days=12, tone=Tone.FIRM)
NOTICE = replace(FRIENDLY, days=40, tone=Tone.FORMAL_NOTICE, deadline_days=8)


def ladder(*steps: StepContent, audience: ClientKind = ClientKind.PROFESSIONAL) -> LadderContent:
    return LadderContent(audience, "Le mien", steps)


def test_each_audience_has_its_ready_ladder():
    assert {one.audience for one in ready_ladders()} == set(ClientKind)
    for one in ready_ladders():
        require_sound(one)
        assert one.in_order == list(one.steps)
        assert one.steps[-1].tone is Tone.FORMAL_NOTICE
        assert explanations(one.audience).keys() == {step.tone for step in one.steps}


def test_the_ready_steps_keep_the_usual_days():
    days = {one.audience: [step.days for step in one.steps] for one in ready_ladders()}

    assert days[ClientKind.PROFESSIONAL] == [-5, 3, 12, 25, 35]
    assert days[ClientKind.CONSUMER] == [-5, 6, 15, 30, 45]


@pytest.mark.parametrize(("audience", "step"), STEPS)
def test_ready_texts_say_the_same_in_both_languages_and_nothing_the_law_forbids(audience, step):
    assert set(names_in(step.text_fr)) == set(names_in(step.text_en))
    assert set(names_in(step.title_fr)) == set(names_in(step.title_en))
    for words in (step.title_fr, step.text_fr, step.title_en, step.text_en):
        assert words.strip()
    for text in (step.text_fr, step.text_en):
        assert findings(text, audience=audience, tone=step.tone, on=TODAY) == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("noticed", [False, True])
@pytest.mark.parametrize(("audience", "step"), STEPS)
def test_no_consumer_is_told_of_a_fee_nor_of_interest_before_the_notice(
    nadia, bill, clock, audience, step, noticed, language
):
    """Even by the steps written for others, since a client's kind may be corrected."""
    with transaction():
        eva = a_client("Lœuillet", at=clock(), consumer=True)
        eva.language = language
        written = ladders.start_ladder(LadderContent(audience, "x", (step,)), at=clock())
    invoice = bill(eva, "1000", on=TODAY - timedelta(days=90))
    notices = {invoice.id: TODAY - timedelta(days=20)} if noticed else {}
    (stated,) = statements([invoice], on=TODAY, formal_notices=notices)
    sums = claimed(
        eva,
        written.steps[0],
        [(invoice, invoice.balance)],
        credit=Decimal(0),
        background=Background(notices, {}, {}, {invoice.id: stated}),
        on=TODAY,
    )

    assert sums.fees == 0
    assert (sums.interest > 0) is (noticed and step.claim.has_interest)
    if audience is ClientKind.CONSUMER:
        words = compose(eva, written.steps[0], sums, business=the_business(), on=TODAY)
        assert "40,00" not in words.text
        assert "40.00" not in words.text
        assert "penalite" not in fold(words.text)
        assert "indemnite" not in fold(words.text)
        assert "{" not in words.text.replace("{lien}", "")


@pytest.mark.parametrize(
    ("content", "refusal", "field"),
    [
        (replace(ladder(FRIENDLY), name=" "), contents.NoName, "name"),
        (ladder(), contents.WrongSteps, None),
        (ladder(FRIENDLY, replace(FIRM, days=3)), contents.StepRefused, "days"),
        (ladder(replace(FRIENDLY, days=400)), contents.StepRefused, "days"),
        (ladder(FIRM, replace(FRIENDLY, days=20)), contents.StepRefused, "tone"),
        (ladder(replace(FRIENDLY, text_fr=" ")), contents.StepRefused, "text_fr"),
        (ladder(replace(FRIENDLY, text_en="{ami}")), UnknownVariables, "text_en"),
        (ladder(replace(FRIENDLY, title_fr="{client")), StrayBrace, "title_fr"),
        (
            ladder(replace(FRIENDLY, channel=Channel.CALL, automatic=True)),
            contents.StepRefused,
            "automatic",
        ),
        (ladder(replace(NOTICE, deadline_days=None)), contents.StepRefused, "deadline_days"),
        (ladder(replace(FRIENDLY, deadline_days=0)), contents.StepRefused, "deadline_days"),
        (ladder(replace(FRIENDLY, days=-3, claim=Claim.INTEREST)), contents.StepRefused, "claim"),
        (
            ladder(replace(FIRM, claim=Claim.INTEREST_AND_FEE), audience=ClientKind.CONSUMER),
            contents.StepRefused,
            "claim",
        ),
        (
            ladder(replace(NOTICE, claim=Claim.INTEREST), audience=ClientKind.CONSUMER),
            contents.StepRefused,
            "claim",
        ),
    ],
)
def test_a_ladder_that_cannot_stand_is_refused(content, refusal, field):
    with pytest.raises(refusal) as refused:
        require_sound(content)

    assert refused.value.field == field


def test_a_consumer_may_be_asked_interest_after_the_notice():
    later = replace(NOTICE, days=60, claim=Claim.INTEREST)
    require_sound(ladder(FRIENDLY, NOTICE, later, audience=ClientKind.CONSUMER))


def test_an_unknown_variable_is_refused_with_those_that_are_known():
    with pytest.raises(UnknownVariables, match=r"\{nom\}.*\{client\}, .*\{lien\}"):
        require_sound(ladder(replace(FRIENDLY, text_fr="Bonjour {nom}")))


def test_what_fills_a_variable_brings_no_variable():
    assert filled("{client}", {"client": "{lien}"}) == "{\N{WORD JOINER}lien}"


def test_a_line_whose_variables_say_nothing_goes():
    assert filled("a\n\n{penalites}\n\nb", {"penalites": ""}) == "a\n\nb"


@pytest.mark.parametrize(
    ("text", "audience", "tone", "points"),
    [
        ("Sommation de payer", "PROFESSIONAL", "FIRM", ["official_look"]),
        ("Dernier avis avant saisie.", "CONSUMER", "LAST_WARNING", ["official_look"]),
        ("Commandement de payer sous 8 jours", "PUBLIC_BODY", "FIRM", ["official_look"]),
        ("Des frais de relance de 15 € s’ajoutent.", "CONSUMER", "FIRM", ["consumer_costs"]),
        ("Une indemnité de 40 € est due.", "CONSUMER", "FIRM", ["consumer_costs"]),
        ("Aucune indemnité ne vous est demandée.", "CONSUMER", "FIRM", []),
        ("Une indemnité de 40 € est due.", "PROFESSIONAL", "FIRM", []),
        ("Des pénalités courent.", "CONSUMER", "FIRM", ["consumer_interest"]),
        ("Merci de payer.", "PROFESSIONAL", "FORMAL_NOTICE", ["notice_words", "notice_delay"]),
        ("Nous vous mettons en demeure, sous 8 jours.", "CONSUMER", "FORMAL_NOTICE", []),
        ("This is a formal notice to pay within {delai}.", "PROFESSIONAL", "FORMAL_NOTICE", []),
    ],
)
def test_texts_are_looked_at_for_what_the_law_forbids(text, audience, tone, points):
    found = findings(text, audience=ClientKind[audience], tone=Tone[tone], on=TODAY)

    assert [one.name.removeprefix("reminder_text.") for one in found] == points
    assert all(one.sentence and one.source for one in found)


def in_use(audience: ClientKind = ClientKind.PROFESSIONAL) -> Ladder:
    return next(one for one in ladders_in_use() if one.audience is audience and one.is_default)


def test_editing_a_ladder_keeps_what_was_reached(mailbox, martin, bill, round_of, days_pass, clock):
    bill(martin, "100", on=TODAY - timedelta(days=34))
    round_of()
    written = ladders.content_of(in_use())
    moved = [replace(s, days=s.days + 2) if s.days == 3 else s for s in written.steps]
    with transaction():
        ladders.change_ladder(in_use(), replace(written, steps=tuple(moved)), at=clock())
    days_pass(4)
    assert [one.tone for one in reminders()] == [Tone.FRIENDLY]

    without = tuple(step for step in moved if step.tone is not Tone.FRIENDLY)
    with transaction():
        ladders.change_ladder(in_use(), replace(written, steps=without), at=clock())
    days_pass(8)
    assert [one.tone for one in reminders()] == [Tone.FRIENDLY, Tone.FIRM]


def test_a_client_climbs_the_ladder_that_they_were_given(mailbox, martin, bill, round_of, clock):
    with transaction():
        mine = ladders.start_ladder(ladder(replace(FRIENDLY, days=1)), at=clock())
        ladders.give_ladder(martin, mine, at=clock())
    bill(martin, "100", on=TODAY - timedelta(days=31))
    round_of()

    assert [one.step.ladder_id for one in reminders()] == [mine.id]
    assert given_ladder(martin.id) == mine
    with transaction():
        ladders.give_ladder(martin, None, at=clock())
    assert given_ladder(martin.id) is None


def test_nobody_is_given_the_ladder_of_others(house, martin, clock):
    with pytest.raises(ladders.WrongAudience), transaction():
        ladders.give_ladder(martin, in_use(ClientKind.CONSUMER), at=clock())


def test_a_ladder_on_paper_sends_nothing(mailbox, martin, bill, round_of, clock):
    with transaction():
        ladders.try_on_paper(in_use(), on_paper=True, at=clock())
    bill(martin, "100", on=TODAY - timedelta(days=34))
    round_of()
    assert reminders() == []

    with transaction():
        ladders.try_on_paper(in_use(), on_paper=False, at=clock())
    round_of()
    assert len(mailbox.letters) == 1


def test_a_copy_is_its_own(house, clock):
    with transaction():
        copied = ladders.copy_ladder(in_use(), name="Bons clients", at=clock())

    assert not copied.is_default
    assert len(copied.steps) == len(in_use().steps)
    assert {step.id for step in copied.steps}.isdisjoint({step.id for step in in_use().steps})


def test_the_default_ladder_is_put_away_only_once_replaced(house, clock):
    before = in_use()
    with pytest.raises(ladders.DefaultNeeded), transaction():
        ladders.archive_ladder(before, at=clock())
    with transaction():
        copied = ladders.copy_ladder(before, name="Autre", at=clock())
        ladders.make_default(copied, at=clock())
        ladders.archive_ladder(before, at=clock())
    assert in_use() == copied
    with pytest.raises(ladders.LadderPutAway), transaction():
        ladders.make_default(before, at=clock())


@pytest.mark.parametrize(
    ("rules", "refusal"),
    [
        (Rules(from_hour=19, to_hour=8), ladders.WrongHours),
        (Rules(to_hour=25), ladders.WrongHours),
        (Rules(minimum_days=0), ladders.NoRest),
    ],
)
def test_rules_that_cannot_be_are_refused(house, clock, rules, refusal):
    with pytest.raises(refusal), transaction():
        ladders.change_settings(rules, at=clock())


def test_the_first_round_installs_the_ready_ladders_once(nadia, clock):
    for _ in range(2):
        assert list(prepare_reminders(at=clock(), on=clock.today)) == []

    assert db.session.query(Ladder).count() == 3
    content = ladders.content_of(in_use(ClientKind.CONSUMER))
    assert [s.days for s in content.steps] == [
        s.days for s in ready_ladder(ClientKind.CONSUMER).steps
    ]
