"""What the owner types of a ladder, its steps, and the house's rules."""

from typing import Any

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from facturelite.clients.details import ClientKind
from facturelite.clients.model import Client
from facturelite.fields import Form, at_most, options, radio, select
from facturelite.reminders.contents import MOST_DAYS, StepContent
from facturelite.reminders.model import Channel, Claim, Ladder, Tone
from facturelite.reminders.quiet import Rules

LONGEST_NAME, LONGEST_TITLE, LONGEST_TEXT = 80, 200, 8000
MOST_DEADLINE, MOST_REST = 90, 90
WHOLE = "Écrivez un nombre entier de jours."
AFTER, BEFORE = "apres", "avant"


class NameForm(Form):
    """The name by which a ladder is chosen."""

    name = StringField("Nom du parcours", [at_most(LONGEST_NAME)])


class NewLadderForm(NameForm):
    """A ladder that starts from the ready-made one of its audience."""

    audience = radio("Pour", ClientKind, default=ClientKind.PROFESSIONAL)


class GiveForm(Form):
    """The ladder of one client; empty for the usual one."""

    ladder = SelectField("Parcours")

    def __init__(self, *args: Any, ladders: list[Ladder], usual: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = ((str(ladder.id), _label(ladder)) for ladder in ladders)
        self.ladder.choices = options([("", f"Le parcours habituel ({usual})"), *others])


class StepForm(Form):
    """One step."""

    days = IntegerField(
        "Jours", [InputRequired(WHOLE), NumberRange(0, MOST_DAYS, f"De 0 à {MOST_DAYS} jours.")]
    )
    side = SelectField(
        "Par rapport à l’échéance",
        choices=options([(AFTER, "après l’échéance"), (BEFORE, "avant l’échéance")]),
        default=AFTER,
    )
    channel = select("Par", Channel, default=Channel.EMAIL)
    tone = select("Ton", Tone, default=Tone.FRIENDLY)
    claim = select("Ce qui est demandé", Claim, default=Claim.AMOUNT)
    deadline_days = IntegerField(
        "Délai laissé pour payer",
        [Optional(), NumberRange(1, MOST_DEADLINE, f"De 1 à {MOST_DEADLINE} jours.")],
    )
    automatic = BooleanField("Part sans me demander")
    attach_letter = BooleanField("Joindre la lettre en PDF à l’e-mail")
    title_fr = StringField("Objet", [at_most(LONGEST_TITLE)])
    text_fr = TextAreaField("Texte", [at_most(LONGEST_TEXT)])
    title_en = StringField("Objet en anglais", [at_most(LONGEST_TITLE)])
    text_en = TextAreaField("Texte en anglais", [at_most(LONGEST_TEXT)])

    def content(self, step_id: int | None = None) -> StepContent:
        """Return what was typed in a valid form."""
        days = self.days.data or 0
        return StepContent(
            id=step_id,
            days=-days if self.side.data == BEFORE else days,
            channel=self.channel.data,
            tone=self.tone.data,
            claim=self.claim.data,
            deadline_days=self.deadline_days.data,
            automatic=self.automatic.data,
            attach_letter=self.attach_letter.data,
            title_fr=self.title_fr.data or "",
            text_fr=self.text_fr.data or "",
            title_en=self.title_en.data or "",
            text_en=self.text_en.data or "",
        )


class SettingsForm(Form):
    """When the house reminds."""

    minimum_days = IntegerField(
        "Repos entre deux relances d’un même client",
        [InputRequired(WHOLE), NumberRange(1, MOST_REST, f"De 1 à {MOST_REST} jours.")],
    )
    on_sundays = BooleanField("Aussi le dimanche")
    on_holidays = BooleanField("Aussi les jours fériés")
    from_hour = IntegerField(
        "À partir de", [InputRequired("Écrivez une heure."), NumberRange(0, 23, "De 0 à 23 h.")]
    )
    to_hour = IntegerField(
        "Jusqu’à", [InputRequired("Écrivez une heure."), NumberRange(1, 24, "De 1 à 24 h.")]
    )
    automatic = BooleanField("Laisser partir seules les étapes automatiques")
    bank_days = IntegerField(
        "Seulement si un encaissement a été saisi depuis moins de",
        [Optional(), NumberRange(1, MOST_REST, f"De 1 à {MOST_REST} jours.")],
    )

    @property
    def rules(self) -> Rules:
        """What was typed in a valid form."""
        return Rules(
            minimum_days=self.minimum_days.data or 0,
            on_sundays=self.on_sundays.data,
            on_holidays=self.on_holidays.data,
            from_hour=self.from_hour.data or 0,
            to_hour=self.to_hour.data or 0,
            automatic=self.automatic.data,
            bank_days=self.bank_days.data,
        )


class PublicBodiesForm(Form):
    """Whether the late interest of public bodies is counted."""

    public_interest = BooleanField("Compter les intérêts de retard des organismes publics")


def step_form(content: StepContent) -> StepForm:
    """Return a form filled with a step as written."""
    names = ("channel", "tone", "claim", "deadline_days", "automatic", "attach_letter")
    texts = ("title_fr", "text_fr", "title_en", "text_en")
    data = {name: getattr(content, name) for name in (*names, *texts)}
    data |= {"days": abs(content.days), "side": BEFORE if content.days < 0 else AFTER}
    return StepForm(formdata=None, data=data)


def give_form(client: Client, ladders: list[Ladder], given: Ladder | None) -> GiveForm:
    """Return the form that gives a client one of the ladders written for their kind."""
    usual = next((ladder.name for ladder in ladders if ladder.is_default), "aucun")
    others = [ladder for ladder in ladders if not ladder.is_default]
    data = {"ladder": str(given.id) if given and not given.is_default else ""}
    return GiveForm(ladders=others, usual=usual, prefix=f"parcours{client.id}", data=data)


def _label(ladder: Ladder) -> str:
    return f"{ladder.name} (à l’essai, rien ne part)" if ladder.on_paper else ladder.name
