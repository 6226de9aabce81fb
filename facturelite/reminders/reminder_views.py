"""One reminder: what it says and why, and what the owner decides of it."""

import io
from collections.abc import Callable
from typing import Any

from flask import abort, request, send_file, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.documents.correspondence import render_letter
from facturelite.documents.queries import get_document
from facturelite.journal.queries import timeline
from facturelite.journal.wording import stories
from facturelite.numbers import whole_or
from facturelite.refusals import Refusal
from facturelite.reminders import deciding, posting, queries, round_forms
from facturelite.reminders.blueprint import blueprint
from facturelite.reminders.checks import speaks_of_earlier
from facturelite.reminders.letters import VARIABLES
from facturelite.reminders.model import Step
from facturelite.reminders.next_moves import next_moves
from facturelite.reminders.printing import letter_of
from facturelite.reminders.round_queries import failure_of
from facturelite.reminders.rounds_model import GONE, Reminder
from facturelite.reminders.showing import Shown, shown

AS_TYPED = "tel-quel"  # what the owner's own words say is wrong, and leaves all the same


def known(reminder_id: int) -> Reminder:
    """Return a reminder, or answer 404."""
    return queries.get_reminder(reminder_id) or abort(404)


@blueprint.get("/relances/<int:reminder_id>")
def show(reminder_id: int) -> ResponseReturnValue:
    """Show a reminder: its words, its sums, its why, what became of it."""
    return _page(known(reminder_id))


@blueprint.get("/relances/<int:reminder_id>/lettre.pdf")
def letter(reminder_id: int) -> ResponseReturnValue:
    """Send the letter: the one that was kept, or else as it would be now."""
    reminder = known(reminder_id)
    if reminder.document_id and shown([reminder], on=clock.today())[0].is_untrue:
        untrue = "Cette lettre ne dit plus ce qui est dû : reprenez-la avant d’imprimer."
        return web.done(url_for(".show", reminder_id=reminder_id), untrue, category="warning")
    if reminder.document_id:
        document = get_document(reminder.document_id)
        return send_file(
            io.BytesIO(document.content), document.media_type, download_name=document.filename
        )
    (one,) = shown([reminder], on=clock.today())
    if one.words is None or one.sums is None:
        abort(404)
    business = the_business()
    drawn = letter_of(reminder, one.sums, business=business, at=clock.now(), words=one.words)
    content = render_letter(drawn, logo=business.logo)
    return send_file(io.BytesIO(content), "application/pdf", download_name="projet-relance.pdf")


@blueprint.post("/relances/<int:reminder_id>/validation")
def approve(reminder_id: int) -> ResponseReturnValue:
    """Have it leave at the next hour that the house allows, or be printed."""
    reminder = known(reminder_id)
    with transaction():
        deciding.approve(
            reminder, confirmed=AS_TYPED in request.form, at=clock.now(), on=clock.today()
        )
        said = (
            "La lettre se prépare : imprimez-la, puis notez le jour où vous la postez."
            if reminder.channel.is_paper
            else "Relance validée : elle part à la prochaine heure permise."
        )
    return _done(said)


@blueprint.post("/relances/<int:reminder_id>/envoi")
def send_now(reminder_id: int) -> ResponseReturnValue:
    """Have it leave at once, whatever the day and the hour."""
    reminder = known(reminder_id)
    with transaction():
        deciding.send_now(
            reminder, confirmed=AS_TYPED in request.form, at=clock.now(), on=clock.today()
        )
    return _done("La relance part tout de suite.")


@blueprint.post("/relances/<int:reminder_id>/reprise")
def take_back(reminder_id: int) -> ResponseReturnValue:
    """Have what was approved wait for the owner again."""
    reminder = known(reminder_id)
    with transaction():
        deciding.take_back(reminder, at=clock.now())
    return web.done(
        url_for(".show", reminder_id=reminder_id), "La relance est reprise : elle vous attend ici."
    )


@blueprint.post("/relances/<int:reminder_id>/texte")
def edit(reminder_id: int) -> ResponseReturnValue:
    """Write other words, or come back to those of the step."""
    reminder, form = known(reminder_id), round_forms.WordsForm(prefix="mots")
    resets = "reset" in request.form
    title = "" if resets else form.title.data or ""
    text = "" if resets else form.text.data or ""

    def do() -> None:
        deciding.edit(reminder, title=title, text=text, at=clock.now())

    said = "Le texte de l’étape est rétabli." if resets else "Le texte de cette relance est changé."
    return _decide(reminder, {"writing": form}, do, said, url_for(".show", reminder_id=reminder_id))


@blueprint.post("/relances/<int:reminder_id>/etape")
def choose_step(reminder_id: int) -> ResponseReturnValue:
    """Tell it at another step of the ladder than the next."""
    reminder, wanted = known(reminder_id), whole_or(request.form.get("step", ""), 0)
    step = next((one for one in _other_steps(reminder) if one.id == wanted), None) or abort(404)
    with transaction():
        deciding.choose_step(reminder, step, at=clock.now())
    url = url_for(".show", reminder_id=reminder_id)
    return web.done(url, "Étape choisie. Rien n’est parti : relisez, puis validez.")


@blueprint.post("/relances/<int:reminder_id>/report")
def postpone(reminder_id: int) -> ResponseReturnValue:
    """Propose it again on a later day."""
    reminder = known(reminder_id)
    form = round_forms.PostponeForm(prefix=f"report{reminder_id}")

    def do() -> None:
        until, today = form.until.data or clock.today(), clock.today()
        reason = form.reason.data or ""
        deciding.postpone(reminder, until=until, reason=reason, at=clock.now(), on=today)

    return _decide(reminder, {"postponing": form}, do, "La relance est reportée.")


@blueprint.post("/relances/<int:reminder_id>/saut")
def skip(reminder_id: int) -> ResponseReturnValue:
    """Pass over this step."""
    reminder = known(reminder_id)
    form = round_forms.SkipForm(prefix=f"saut{reminder_id}")

    def do() -> None:
        deciding.skip(reminder, reason=form.reason.data or "", at=clock.now())

    said = "Étape passée : la suivante viendra à son heure."
    return _decide(reminder, {"skipping": form}, do, said)


@blueprint.post("/relances/<int:reminder_id>/appel")
def mark_call(reminder_id: int) -> ResponseReturnValue:
    """Write down how a call went."""
    reminder = known(reminder_id)
    form = round_forms.CallForm(prefix=f"appel{reminder_id}")

    def do() -> None:
        words, today = form.words.data or "", clock.today()
        deciding.mark_call(reminder, form.outcome.data, words=words, at=clock.now(), on=today)

    return _decide(reminder, {"calling": form}, do, "L’appel est noté.")


@blueprint.post("/relances/<int:reminder_id>/depot")
def mark_posted(reminder_id: int) -> ResponseReturnValue:
    """Write down that a letter was posted, or its tracking number afterwards."""
    reminder = known(reminder_id)
    form = round_forms.PostForm(prefix=f"depot{reminder_id}")
    number = form.tracking_number.data or ""

    def do() -> None:
        if reminder.may("post"):
            posting.mark_posted(
                reminder,
                posted_on=form.posted_on.data,
                tracking_number=number,
                confirmed=AS_TYPED in request.form,
                at=clock.now(),
                on=clock.today(),
            )
        else:
            posting.track(reminder, number, at=clock.now())

    said = "La lettre est notée comme postée." if reminder.may("post") else "Numéro de suivi noté."
    return _decide(reminder, {"posting": form}, do, said)


def _decide(
    reminder: Reminder, forms: dict[str, Any], do: Callable[[], None], said: str, url: str = ""
) -> ResponseReturnValue:
    """Do what a form asks, or show the reminder with what is wrong; `forms` holds that one."""
    number, form = reminder.id, next(iter(forms.values()))
    if not form.validate_on_submit():
        return _page(reminder, **forms), 422
    try:
        with transaction():
            do()
    except Refusal as refusal:
        put(refusal, form)
        return _page(known(number), **forms), 422
    return _done(said, url)


def put(refusal: Refusal, form: Any) -> None:
    """Write a refusal where it belongs in a form; what was typed stays."""
    db.session.rollback()
    field = form[refusal.field] if refusal.field and refusal.field in form else None
    if field is None:
        form.form_errors.append(str(refusal))
    else:
        field.errors = [*field.errors, str(refusal)]


def _done(said: str, url: str = "") -> ResponseReturnValue:
    back = web.local(request.form.get("retour"), url or url_for(".index"))
    return web.done(back, said)


def _other_steps(reminder: Reminder) -> list[Step]:
    """Return the steps of its ladder that it could be told at instead."""
    ladder = queries.get_ladder(reminder.step.ladder_id)
    return [step for step in ladder.steps if step.id != reminder.step_id] if ladder else []


def _claims_earlier(reminder: Reminder, one: Shown) -> bool:
    """Tell whether it speaks of messages before it, when none has left from here."""
    if one.words is None or not reminder.may("edit") or not speaks_of_earlier(one.words.text):
        return False
    told = {
        item.invoice_id
        for sent in queries.reminders_of_client(reminder.client_id)
        if sent.state in GONE
        for item in sent.asked
    }
    return not told & one.asked.keys()


def _page(reminder: Reminder, **refused: Any) -> str:
    today = clock.today()
    (one,) = shown([reminder], on=today)
    forms = {
        "writing": round_forms.words_form(reminder),
        "postponing": round_forms.postpone_form(reminder, on=today),
        "skipping": round_forms.skip_form(reminder),
        "calling": round_forms.call_form(reminder),
        "posting": round_forms.post_form(reminder, on=today),
    }
    return web.page(
        "reminders/show.html",
        reminder=reminder,
        shown=one,
        failure=failure_of(reminder) if reminder.state.name == "FAILED" else None,
        entries=stories(timeline(reminder.subject)),
        claims_earlier=_claims_earlier(reminder, one),
        moves=next_moves(
            reminder.client_id, on=today, about=[item.invoice_id for item in reminder.asked]
        ),
        other_steps=_other_steps(reminder) if reminder.may("edit") else [],
        variables=VARIABLES,
        today=today,
        **(forms | refused),
    )
