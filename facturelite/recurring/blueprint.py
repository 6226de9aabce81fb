"""The pages of recurrences under one name, and the recurrence that an address stands for."""

from flask import Blueprint, abort

from facturelite.recurring.model import Recurrence
from facturelite.recurring.queries import get_recurrence

blueprint = Blueprint("recurring", __name__, template_folder="templates")


def known(recurrence_id: int) -> Recurrence:
    """Return a recurrence, or answer 404."""
    return get_recurrence(recurrence_id) or abort(404)
