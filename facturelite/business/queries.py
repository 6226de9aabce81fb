"""Reading the business."""

from facturelite.business.model import Business
from facturelite.db import db


def the_business() -> Business:
    """Return the business; set-up created its row."""
    return db.session.get_one(Business, 1)
