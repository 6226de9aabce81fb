"""The owner's pages of terms: the list of texts, and those that hang beside."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.refusals import Refusal
from facturelite.terms import (
    acceptance_views,
    actions,
    asking_views,
    conditions_views,
    house,
    panels,
    proof_views,
    queries,
    reading_views,
)
from facturelite.terms import writing_views as writing
from facturelite.terms.blueprint import blueprint
from facturelite.terms.conditions import Conditions
from facturelite.terms.forms import TextForm, put
from facturelite.terms.model import Audience, TermsText
from facturelite.terms.summary import summary

__all__ = [
    "acceptance_views",
    "asking_views",
    "blueprint",
    "conditions_views",
    "panels",
    "proof_views",
    "reading_views",
]


@blueprint.get("/conditions")
def index() -> ResponseReturnValue:
    """List the texts and their versions, who is bound by which, and what the house asks."""
    today, business = clock.today(), the_business()
    archived = request.args.get("vue") == "archives"
    texts = queries.texts(archived=archived)
    offered = {a: house.house_conditions(a, business=business, on=today) for a in Audience}
    return web.page(
        "terms/index.html",
        texts=texts,
        bound={text.id: queries.bound_counts(text, on=today) for text in texts},
        archived=archived,
        archives=len(queries.texts(archived=True)),
        outdated={text.id for text in texts if _is_outdated(text, offered[text.audience])},
        summaries={
            audience: summary(conditions, seller=business.display_name)
            for audience, conditions in offered.items()
        },
        rules={audience: house.rule_of(audience) for audience in Audience},
        steps=house.STEPS,
        today=today,
    )


@blueprint.route("/conditions/nouveau", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Begin a text for an audience, from the owner's own settings."""
    form = TextForm()
    if not form.is_submitted() and request.args.get("pour") == "particuliers":
        form.audience.data = Audience.CONSUMER
    if not form.validate_on_submit():
        return web.page("terms/new.html", form=form), 422 if form.is_submitted() else 200
    try:
        with transaction():
            draft = actions.start_text(
                form.audience.data,
                activity=form.activity.data or "",
                business=the_business(),
                at=clock.now(),
            )
    except Refusal as refusal:
        put(refusal, form)
        return web.page("terms/new.html", form=form), 422
    return web.done(
        url_for(".show_version", version_id=draft.id),
        "Voici un texte fait de vos réglages : relisez-le, ajustez-le, puis publiez-le.",
    )


@blueprint.post("/conditions/<int:text_id>/versions")
def start_version(text_id: int) -> ResponseReturnValue:
    """Open a draft of the next version of a text."""
    text = writing.known_text(text_id)
    with transaction():
        draft = actions.start_version(text, at=clock.now())
    return web.done(url_for(".show_version", version_id=draft.id))


@blueprint.post("/conditions/<int:text_id>/archivage")
def archive(text_id: int) -> ResponseReturnValue:
    """Stop offering a text."""
    text = writing.known_text(text_id)
    with transaction():
        actions.archive_text(text, at=clock.now())
    return web.done(
        url_for(".index"), "Texte archivé : ceux qui l’ont accepté restent liés par lui."
    )


@blueprint.post("/conditions/<int:text_id>/retablissement")
def restore(text_id: int) -> ResponseReturnValue:
    """Offer a text again."""
    text = writing.known_text(text_id)
    with transaction():
        actions.restore_text(text, at=clock.now())
    return web.done(url_for(".index"), "Texte de nouveau proposé.")


def _is_outdated(text: TermsText, offered: Conditions) -> bool:
    """Tell whether the last published version states other conditions than the house's now."""
    last = next(iter(text.published), None)
    return last is not None and last.conditions != offered
