"""The payment conditions of the house and of one client, and the rule of the house."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.model import Business
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.clients.queries import get_client
from facturelite.db import transaction
from facturelite.terms import actions, house
from facturelite.terms.blueprint import blueprint
from facturelite.terms.conditions import Choices, Conditions
from facturelite.terms.forms import ChoicesForm, choices_form, rule_form
from facturelite.terms.model import Audience
from facturelite.terms.summary import summary


@blueprint.route("/conditions/paiement/<audience>", methods=["GET", "POST"])
def house_conditions(audience: str) -> ResponseReturnValue:
    """Show and change the payment conditions that the house offers an audience."""
    whom = _audience(audience)
    form = choices_form(house.house_choices(whom))
    if not form.validate_on_submit():
        code = 422 if form.is_submitted() else 200
        return _house_page(whom, form, house.house_choices(whom)), code
    with transaction():
        actions.choose_conditions(whom, form.choices(), at=clock.now())
    return web.done(
        url_for(".index"),
        "Conditions enregistrées. Ceux qui ont déjà accepté gardent les leurs : publiez une "
        "nouvelle version pour proposer celles-ci.",
    )


@blueprint.post("/conditions/paiement/<audience>/apercu")
def preview_house_conditions(audience: str) -> ResponseReturnValue:
    """Show in plain words what is being typed; nothing is kept."""
    whom = _audience(audience)
    form = ChoicesForm()
    choices = form.choices() if form.validate() else house.house_choices(whom)
    return _house_page(whom, form, choices)


@blueprint.route("/clients/<int:client_id>/conditions", methods=["GET", "POST"])
def client_conditions(client_id: int) -> ResponseReturnValue:
    """Show and change what was agreed with one client, which prevails over the general text."""
    client = _client(client_id)
    agreed = house.agreed_choices(client.id)
    usual = house.house_choices(Audience.of(client.kind))
    form = choices_form(agreed or usual)
    if not form.validate_on_submit():
        code = 422 if form.is_submitted() else 200
        return _client_page(client, form, is_particular=agreed is not None), code
    with transaction():
        actions.agree_conditions(client, form.choices(), at=clock.now())
    return web.done(
        url_for("clients.show", client_id=client_id),
        "Conditions particulières enregistrées : elles l’emportent sur le texte général.",
    )


@blueprint.post("/clients/<int:client_id>/conditions/usuelles")
def usual_conditions(client_id: int) -> ResponseReturnValue:
    """Return a client to the conditions of the house."""
    client = _client(client_id)
    with transaction():
        actions.agree_conditions(client, None, at=clock.now())
    return web.done(
        url_for("clients.show", client_id=client_id),
        "Ce client retrouve vos conditions habituelles.",
    )


@blueprint.route("/conditions/regle", methods=["GET", "POST"])
def rule() -> ResponseReturnValue:
    """Show and change how firmly the house asks for its terms to be accepted first."""
    form = rule_form({audience: house.rule_of(audience) for audience in Audience})
    if not form.validate_on_submit():
        return web.page("terms/rule.html", form=form), 422 if form.is_submitted() else 200
    with transaction():
        for audience in Audience:
            actions.set_rule(audience, **form.of(audience), at=clock.now())
    return web.done(url_for(".index"), "Règle de la maison enregistrée.")


def _house_page(audience: Audience, form: ChoicesForm, choices: Choices) -> str:
    business = the_business()
    conditions = house.offered(
        house.USUAL_KIND[audience], choices, business=business, on=clock.today()
    )
    return web.page(
        "terms/conditions.html",
        "plain",
        form=form,
        audience=audience,
        client=None,
        business=business,
        **_told(conditions, business),
    )


def _client_page(client: Client, form: ChoicesForm, *, is_particular: bool) -> str:
    business = the_business()
    conditions = house.conditions_for(client, business=business, on=clock.today())
    return web.page(
        "terms/conditions.html",
        "plain",
        form=form,
        audience=Audience.of(client.kind),
        client=client,
        is_particular=is_particular,
        business=business,
        **_told(conditions, business),
    )


def _told(conditions: Conditions, business: Business) -> dict[str, object]:
    language = "en" if request.args.get("langue") == "en" else "fr"
    seller = business.display_name
    return {
        "language": language,
        "conditions": conditions,
        "told": summary(conditions, seller=seller, language=language),
    }


def _audience(slug: str) -> Audience:
    return next((a for a in Audience if a.value == slug), None) or abort(404)


def _client(client_id: int) -> Client:
    return get_client(client_id) or abort(404)
