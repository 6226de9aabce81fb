"""The client's pages behind their private link, and what the owner sees and does about them."""

from flask import Blueprint

from facturelite.portal import client_answers as _answers  # noqa: F401  its routes
from facturelite.portal import client_views as _views  # noqa: F401  its routes
from facturelite.portal import deadlines_views as _deadlines  # noqa: F401  its routes
from facturelite.portal import door, owner_views
from facturelite.portal import notes_views as _notes  # noqa: F401  its routes
from facturelite.portal import plans_answers as _plans_answers  # noqa: F401  its routes
from facturelite.portal import plans_views as _plans  # noqa: F401  its routes
from facturelite.portal import pressure_answers as _pressure  # noqa: F401  its routes
from facturelite.portal import quotes_answers as _quotes_answers  # noqa: F401  its routes
from facturelite.portal import quotes_files_views as _quotes_files  # noqa: F401  its routes
from facturelite.portal import quotes_views as _quotes  # noqa: F401  its routes
from facturelite.portal import terms_answers as _terms_answers  # noqa: F401  its routes
from facturelite.portal import terms_views as _terms  # noqa: F401  its routes

blueprint = Blueprint("portal", __name__, template_folder="templates")
blueprint.register_blueprint(door.blueprint)
blueprint.register_blueprint(owner_views.blueprint)
