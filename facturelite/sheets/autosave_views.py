"""The answers of an editor that is saved as one goes, which are sentences, not pages."""

from flask import Response, request
from flask_wtf import FlaskForm

from facturelite import clock, dates
from facturelite.refusals import Refusal


def is_autosave() -> bool:
    """Tell whether the page saved by itself: it stays, and shows a sentence."""
    return "X-Autosave" in request.headers


def saved(version: int) -> Response:
    """Say when the draft was saved, and give the version to save next."""
    now = clock.now().astimezone(dates.PARIS)
    answer = told(f"Enregistré à {now:%H:%M}", 200)
    answer.headers["X-Version"] = str(version)
    return answer


def invalid() -> Response:
    """Say that a field is to be corrected first."""
    return told("Pas encore enregistré : une case est à corriger.", 422)


def told(sentence: str, code: int) -> Response:
    """Answer with a sentence."""
    return Response(sentence, code, content_type="text/plain; charset=utf-8")


def show_refusal(form: FlaskForm, refusal: Refusal) -> None:
    """Put a refusal at the field that it is about, or above the form."""
    field = getattr(form, refusal.field or "", None)
    if field is None:
        form.form_errors.append(str(refusal))
    else:
        field.errors = [*field.errors, str(refusal)]
