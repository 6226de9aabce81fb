"""The settings: their index, and one page a topic."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import inspect

from facturelite import clock, web
from facturelite.business import (
    actions,
    forms,
    mail_text,
    mail_views,
    numbering,
    samples,
    topics,
)
from facturelite.business.blueprint import blueprint
from facturelite.business.model import Business
from facturelite.business.queries import the_business
from facturelite.business.steps_views import follow, put, walk_of
from facturelite.db import transaction
from facturelite.documents import colours
from facturelite.documents.images import clean_logo
from facturelite.identifiers import french_vat_number, read_siret
from facturelite.outbox.queries import mail_account
from facturelite.refusals import Refusal

__all__ = ["blueprint", "mail_views"]

Verb = Callable[[Business, Any], None]


def _change_appearance(business: Business, told: Any) -> None:
    """Keep the colour and the words, and the logo when one was given."""
    upload = request.files.get("logo")
    if upload and upload.filename:
        actions.change_logo(business, clean_logo(upload.read()), at=clock.now())
    actions.change_appearance(business, told, at=clock.now())


PAGES: dict[str, tuple[type[forms.TopicForm], Verb]] = {
    "identite": (
        forms.IdentityForm,
        lambda b, told: actions.change_identity(b, told, at=clock.now()),
    ),
    "activite": (
        forms.RegimeForm,
        lambda b, told: actions.change_regime(b, told, at=clock.now()),
    ),
    "paiement": (
        forms.PaymentForm,
        lambda b, told: actions.change_payment(b, told, at=clock.now(), on=clock.today()),
    ),
    "mentions": (
        forms.MentionsForm,
        lambda b, told: actions.change_mentions(b, told, at=clock.now()),
    ),
    "apparence": (forms.AppearanceForm, _change_appearance),
    "numerotation": (
        forms.NumberingForm,
        lambda b, told: actions.change_numbering(b, told, at=clock.now()),
    ),
    "email-type": (
        forms.MailTextForm,
        lambda b, told: actions.change_mail_text(b, told, at=clock.now()),
    ),
}


@blueprint.get("/reglages")
def show() -> ResponseReturnValue:
    """List the topics, each with what is set."""
    return web.page(
        "business/index.html",
        business=the_business(),
        topics=topics.TOPICS,
        account=mail_account(),
        today=clock.today(),
    )


@blueprint.route("/reglages/<slug>", methods=["GET", "POST"])
def show_topic(slug: str) -> ResponseReturnValue:
    """Show one topic with a sample of its effect; keep what is sent, or say what is wrong."""
    business, form = _form_of(slug)
    if not form.validate_on_submit():
        return _page(slug, business, form)
    try:
        with transaction():
            PAGES[slug][1](business, form.told())
    except Refusal as refusal:
        put(refusal, form)
        return _page(slug, business, form)
    return follow(slug)


@blueprint.post("/reglages/<slug>/apercu")
def preview(slug: str) -> ResponseReturnValue:
    """Show the effect of what is being typed; nothing is kept."""
    business, form = _form_of(slug)
    form.validate()
    return web.page("business/topic.html", "sample", **_context(slug, business, form))


@blueprint.get("/reglages/identite/siret")
def check_siret() -> ResponseReturnValue:
    """Say whether a SIRET is right while it is typed, and what it tells."""
    typed = request.args.get("siret", "")[:60]
    return web.page("business/_siret.html", "siret", **siret_told(typed))


@blueprint.get("/reglages/logo")
def show_logo() -> ResponseReturnValue:
    """Show the logo as documents will."""
    logo = the_business().logo
    if logo is None:
        abort(404)
    return Response(logo, mimetype="image/png", headers={"Cache-Control": "private, no-cache"})


@blueprint.post("/reglages/logo/retrait")
def remove_logo() -> ResponseReturnValue:
    """Take the logo off the next documents."""
    with transaction():
        actions.change_logo(the_business(), None, at=clock.now())
    return web.done(url_for(".show_topic", slug="apparence"), "Logo retiré.")


def siret_told(typed: str) -> dict[str, str]:
    """Return what a SIRET tells: the SIREN and the usual VAT number, or what is wrong."""
    if not typed.strip():
        return {"siren": "", "vat_number": "", "wrong": ""}
    try:
        siren = read_siret(typed)[:9]
    except Refusal as refusal:
        return {"siren": "", "vat_number": "", "wrong": str(refusal)}
    return {"siren": siren, "vat_number": french_vat_number(siren), "wrong": ""}


def _form_of(slug: str) -> tuple[Business, forms.TopicForm]:
    if slug not in PAGES:
        abort(404)
    business = the_business()
    form = PAGES[slug][0](obj=business)
    if isinstance(form, forms.MailTextForm) and not form.is_submitted():
        form.fill_blanks()
    return business, form


def _page(slug: str, business: Business, form: forms.TopicForm) -> ResponseReturnValue:
    shown = web.page(f"business/{slug}.html", **_context(slug, business, form))
    return shown, 422 if form.is_submitted() else 200


def _context(slug: str, business: Business, form: forms.TopicForm) -> dict[str, Any]:
    sample = _as_typed(business, form) if form.is_submitted() else business
    return {
        "topic": topics.BY_SLUG[slug],
        "form": form,
        "business": business,
        "sample": sample,
        "walk": walk_of(slug),
        "today": clock.today(),
        "numbers": numbering.samples,
        "samples": samples,
        "colours": colours,
        "blanks": mail_text.BLANKS,
        "lowest_rate": actions.lowest_rate(on=clock.today()),
        **siret_told(sample.siret),
    }


def _as_typed(business: Business, form: forms.TopicForm) -> Business:
    """Return a business that says what the form says where it can be read; never saved."""
    columns = [column.key for column in inspect(Business).column_attrs]
    draft = Business(**{name: getattr(business, name) for name in columns})
    for name, value in form.typed().items():
        setattr(draft, name, value)
    return draft
