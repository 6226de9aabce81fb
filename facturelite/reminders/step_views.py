"""One step of a ladder: its day, its way, its words, read on a real late invoice as it is typed."""

from dataclasses import replace
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.db import db, transaction
from facturelite.numbers import whole_or
from facturelite.refusals import Refusal
from facturelite.reminders import ladders
from facturelite.reminders.blueprint import blueprint
from facturelite.reminders.checks import findings
from facturelite.reminders.contents import (
    MOST_STEPS,
    LadderContent,
    StepContent,
    StepRefused,
)
from facturelite.reminders.gathering import the_rules
from facturelite.reminders.ladder_forms import StepForm, step_form
from facturelite.reminders.ladder_views import known_ladder
from facturelite.reminders.letters import VARIABLES, require_known
from facturelite.reminders.model import Channel, Claim, Ladder, Step, Tone
from facturelite.reminders.ready import explanations, ready_ladder
from facturelite.reminders.reminder_views import put
from facturelite.reminders.sampling import sample

LATER = 7
LANGUAGES = {"fr": "En français", "en": "En anglais"}


@blueprint.route("/relances/parcours/<int:ladder_id>/etapes/nouvelle", methods=["GET", "POST"])
def new_step(ladder_id: int) -> ResponseReturnValue:
    """Write a step more."""
    ladder = known_ladder(ladder_id)
    if request.method == "GET":
        return _page(ladder, None, step_form(_proposed(ladder)))
    form = StepForm()
    return _save(ladder, None, form, "Étape ajoutée.")


@blueprint.route("/relances/parcours/<int:ladder_id>/etapes/<int:step_id>", methods=["GET", "POST"])
def edit_step(ladder_id: int, step_id: int) -> ResponseReturnValue:
    """Write a step anew."""
    ladder = known_ladder(ladder_id)
    step = _step(ladder, step_id)
    if request.method == "GET":
        written = next(one for one in ladders.content_of(ladder).steps if one.id == step_id)
        return _page(ladder, step, step_form(written))
    return _save(ladder, step, StepForm(), "Étape enregistrée.")


@blueprint.post("/relances/parcours/<int:ladder_id>/etapes/apercu")
def preview_step(ladder_id: int) -> ResponseReturnValue:
    """Show what is typed on a real invoice; nothing is kept."""
    ladder = known_ladder(ladder_id)
    number = whole_or(request.form.get("step", ""), 0)
    step = next((one for one in ladder.steps if one.id == number), None)
    return _page(ladder, step, StepForm())


@blueprint.post("/relances/parcours/<int:ladder_id>/etapes/<int:step_id>/retrait")
def remove_step(ladder_id: int, step_id: int) -> ResponseReturnValue:
    """Take a step out; what clients have already reached keeps counting."""
    ladder = known_ladder(ladder_id)
    _step(ladder, step_id)
    content = ladders.content_of(ladder)
    kept = tuple(one for one in content.steps if one.id != step_id)
    with transaction():
        ladders.change_ladder(ladder, replace(content, steps=kept), at=clock.now())
    return web.done(url_for(".show_ladder", ladder_id=ladder_id), "Étape retirée.")


@blueprint.post("/relances/parcours/<int:ladder_id>/jours")
def move_steps(ladder_id: int) -> ResponseReturnValue:
    """Move the steps: a day for each, negative before the due date."""
    ladder = known_ladder(ladder_id)
    content = ladders.content_of(ladder)
    moved = tuple(replace(one, days=_day_typed(one)) for one in content.steps)
    url = url_for(".show_ladder", ladder_id=ladder_id)
    try:
        with transaction():
            ladders.change_ladder(ladder, replace(content, steps=moved), at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        return web.done(url, str(refusal), category="danger")
    return web.done(url, "Les jours sont changés.")


def _day_typed(step: StepContent) -> int:
    typed = request.form.get(f"jours-{step.id}", "").strip().replace("−", "-")
    days = whole_or(typed.removeprefix("-"), abs(step.days))
    return -days if typed.startswith("-") else days


def _save(ladder: Ladder, step: Step | None, form: StepForm, said: str) -> ResponseReturnValue:
    number, step_id = ladder.id, step.id if step else None
    if not form.validate_on_submit():
        return _page(ladder, step, form), 422
    content = _with(ladders.content_of(ladder), form.content(step_id))
    try:
        with transaction():
            ladders.change_ladder(ladder, content, at=clock.now())
    except Refusal as refusal:
        _put(refusal, form, content)
        ladder = known_ladder(number)
        return _page(ladder, _step(ladder, step_id) if step_id else None, form), 422
    return web.done(url_for(".show_ladder", ladder_id=number), said)


def _with(content: LadderContent, written: StepContent) -> LadderContent:
    """Return a ladder with a step written anew, or one more."""
    others = tuple(one for one in content.steps if one.id != written.id or one.id is None)
    return replace(content, steps=(*others, written))


def _put(refusal: Refusal, form: StepForm, content: LadderContent) -> None:
    """Write a refusal at its field, unless it is about another step of the ladder."""
    if isinstance(refusal, StepRefused) and content.in_order[refusal.rank - 1] != content.steps[-1]:
        db.session.rollback()
        form.form_errors.append(str(refusal))
    else:
        put(refusal, form)


def _page(ladder: Ladder, step: Step | None, form: StepForm) -> str:
    today = clock.today()
    content = form.content(step.id if step else None) if _can_be_read(form) else None
    return web.page(
        "reminders/step.html",
        "side",
        ladder=ladder,
        step=step,
        form=form,
        rules=the_rules(),
        variables=VARIABLES,
        explained=explanations(ladder.audience).get(form.tone.data) if step else None,
        languages=LANGUAGES,
        **(_beside(content, ladder, today) if content else {}),
    )


def _beside(content: StepContent, ladder: Ladder, today: Any) -> dict[str, Any]:
    """Return what stands beside the editor: points to look at, and the text on an invoice."""
    texts = {"fr": f"{content.title_fr}\n\n{content.text_fr}"}
    if content.text_en:
        texts["en"] = f"{content.title_en}\n\n{content.text_en}"
    return {
        "problem": _problem(texts),
        "findings": {
            language: findings(text, audience=ladder.audience, tone=content.tone, on=today)
            for language, text in texts.items()
        },
        "samples": {
            language: sample(content, ladder.audience, language=language, on=today)
            for language in texts
        },
    }


def _problem(texts: dict[str, str]) -> str:
    try:
        for text in texts.values():
            require_known(text, field="text_fr")
    except Refusal as refusal:
        return str(refusal)
    return ""


def _can_be_read(form: StepForm) -> bool:
    chosen = (form.channel.data, form.tone.data, form.claim.data)
    kinds = (Channel, Tone, Claim)
    return form.days.data is not None and all(map(isinstance, chosen, kinds))


def _proposed(ladder: Ladder) -> StepContent:
    """Return a step that begins as the last one of the ladder does, a week later."""
    if len(ladder.steps) >= MOST_STEPS:
        abort(404)
    steps = ladders.content_of(ladder).in_order or list(ready_ladder(ladder.audience).steps)
    last = steps[-1]
    return replace(last, id=None, days=last.days + LATER)


def _step(ladder: Ladder, step_id: int | None) -> Step:
    found = next((step for step in ladder.steps if step.id == step_id), None)
    return found or abort(404)
