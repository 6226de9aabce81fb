"""Writing terms: a text, its drafts, the conditions and the rule of the house."""

from datetime import datetime

from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.refusals import Refusal
from facturelite.terms import house, queries
from facturelite.terms.conditions import Choices
from facturelite.terms.markdown import NotReadable, require_readable
from facturelite.terms.model import (
    LIFE,
    Audience,
    ConditionsChoice,
    Firmness,
    HouseRule,
    TermsText,
    TermsVersion,
)
from facturelite.terms.starting import starting_text


class AlreadyWritten(Refusal):
    """There is one text in use per audience and activity."""

    field = "activity"

    def __init__(self, text: TermsText) -> None:
        super().__init__(
            f"Vous avez déjà un texte pour : {text.audience_and_activity}. Ouvrez-le pour en "
            "écrire une nouvelle version, ou précisez une autre activité."
        )


class DraftUnderWay(Refusal):
    """A text has one draft at a time."""

    def __init__(self) -> None:
        super().__init__(
            "Une nouvelle version est déjà en cours d’écriture : terminez-la ou supprimez-la."
        )


class DraftChanged(Refusal):
    """Another page saved the same draft meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "Ce brouillon a été enregistré depuis une autre page : rechargez celle-ci pour ne "
            "rien écraser."
        )


class StillEmpty(Refusal):
    """A version says something, in French."""

    field = "french"

    def __init__(self) -> None:
        super().__init__("Écrivez le texte français : c’est lui qui fait foi.")


def start_text(
    audience: Audience, *, business: Business, at: datetime, activity: str = ""
) -> TermsVersion:
    """Open a text with a first draft made from the settings; return that draft.

    Raise AlreadyWritten where one is in use for the same audience and activity.
    """
    known = queries.text_in_use(audience, activity)
    if known is not None:
        raise AlreadyWritten(known)
    choices = house.house_choices(audience)

    text = TermsText(audience=audience, activity=activity, created_at=at)
    db.session.add(text)
    db.session.flush()
    record("terms.text_started", text.subject, at=at, text=text.audience_and_activity)
    french, english = (
        starting_text(audience, language, business=business, choices=choices)
        for language in ("fr", "en")
    )
    return _draft(text, french, english, at=at)


def start_version(text: TermsText, *, at: datetime) -> TermsVersion:
    """Open a draft that says what the last published version says; raise DraftUnderWay."""
    if text.draft is not None:
        raise DraftUnderWay
    last = next(iter(text.published), None)
    return _draft(text, last.french if last else "", last.english if last else "", at=at)


def write_draft(
    version: TermsVersion, french: str, english: str, *, at: datetime, revision: int | None = None
) -> None:
    """Replace what a draft says.

    `revision` is the one the page was loaded with: raise DraftChanged when another page wrote
    since; MoveRefused once published; NotReadable, with its `field`, for a text that cannot be
    taken.
    """
    LIFE.after("edit", version.state)
    if revision is not None and revision != version.revision:
        raise DraftChanged
    for field, text in (("french", french), ("english", english)):
        _require_readable(text, field)
    version.french, version.english, version.edited_at = french, english, at
    db.session.flush()


def delete_draft(version: TermsVersion, *, at: datetime) -> None:
    """Throw a draft away, and its text with it when nothing of it was ever published."""
    LIFE.after("delete", version.state)
    text = version.text
    record("terms.draft_deleted", text.subject, at=at, text=text.audience_and_activity)
    text.versions.remove(version)
    db.session.delete(version)
    db.session.flush()
    if not text.versions:
        db.session.delete(text)


def archive_text(text: TermsText, *, at: datetime) -> None:
    """Stop offering a text; those bound by it stay bound, and its versions stay readable."""
    text.archived_at = at
    record("terms.text_archived", text.subject, at=at, text=text.audience_and_activity)


def restore_text(text: TermsText, *, at: datetime) -> None:
    """Offer a text again; raise AlreadyWritten where another took its place."""
    known = queries.text_in_use(text.audience, text.activity)
    if known is not None and known is not text:
        raise AlreadyWritten(known)
    text.archived_at = None
    record("terms.text_restored", text.subject, at=at, text=text.audience_and_activity)


def choose_conditions(audience: Audience, choices: Choices, *, at: datetime) -> None:
    """Set the conditions that the house offers an audience."""
    stored = _stored_choice(ConditionsChoice.audience == audience)
    stored = stored or ConditionsChoice(audience=audience)
    before = _write_choices(stored, choices, at=at)
    record(
        "terms.conditions_chosen",
        f"terms_audience/{audience.name}",
        at=at,
        audience=audience.value,
        before=before,
        after=choices.to_json(),
    )


def agree_conditions(client: Client, choices: Choices | None, *, at: datetime) -> None:
    """Write down what was agreed with one client; None returns to the house's conditions."""
    stored = _stored_choice(ConditionsChoice.client_id == client.id)
    if choices is None:
        if stored is not None:
            db.session.delete(stored)
            record("terms.conditions_usual", client.subject, at=at, client_id=client.id)
        return
    stored = stored or ConditionsChoice(client_id=client.id)
    before = _write_choices(stored, choices, at=at)
    record(
        "terms.conditions_agreed",
        client.subject,
        at=at,
        client_id=client.id,
        before=before,
        after=choices.to_json(),
    )


def set_rule(
    audience: Audience,
    *,
    quote_sent: Firmness,
    quote_signed: Firmness,
    invoice_on_credit: Firmness,
    at: datetime,
) -> None:
    """Set how firmly the house asks for its terms to be accepted first."""
    rule = db.session.get(HouseRule, audience) or HouseRule(audience=audience)
    rule.quote_sent, rule.quote_signed = quote_sent, quote_signed
    rule.invoice_on_credit = invoice_on_credit
    db.session.add(rule)
    record(
        "terms.rule_set",
        f"terms_audience/{audience.name}",
        at=at,
        audience=audience.value,
        quote_sent=quote_sent.value,
        quote_signed=quote_signed.value,
        invoice_on_credit=invoice_on_credit.value,
    )


def _draft(text: TermsText, french: str, english: str, *, at: datetime) -> TermsVersion:
    draft = TermsVersion(text=text, french=french, english=english, created_at=at, edited_at=at)
    db.session.add(draft)
    db.session.flush()
    record("terms.drafted", draft.subject, at=at, text=text.audience_and_activity)
    return draft


def _require_readable(text: str, field: str) -> None:
    try:
        require_readable(text)
    except NotReadable as refusal:
        refusal.field = field
        raise


def _stored_choice(where: object) -> ConditionsChoice | None:
    return db.session.scalars(db.select(ConditionsChoice).where(where)).first()


def _write_choices(stored: ConditionsChoice, choices: Choices, *, at: datetime) -> str:
    before = stored.choices_text or ""
    stored.choices_text, stored.edited_at = choices.to_json(), at
    db.session.add(stored)
    return before
