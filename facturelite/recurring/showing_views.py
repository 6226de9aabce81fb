"""What the views of recurrences share: the page of one, its refusals, the sheet's context."""

from datetime import date
from typing import Any

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.catalogue.queries import list_items
from facturelite.db import db
from facturelite.invoices.status import status_of
from facturelite.journal.queries import timeline
from facturelite.journal.wording import stories
from facturelite.recurring import queries
from facturelite.recurring.forms import DayForm
from facturelite.recurring.model import Recurrence
from facturelite.refusals import Refusal
from facturelite.sheets.forms import LineForm, blank_row

MOST_ITEMS = 200


def shown(
    recurrence: Recurrence, *, resuming: DayForm | None = None, ending: DayForm | None = None
) -> str:
    """Render the page of a recurrence, with the forms that were refused, if any."""
    today, business = clock.today(), the_business()
    return web.page(
        "recurring/show.html",
        recurrence=recurrence,
        standing=recurrence.standing(on=today),
        due=recurrence.due(on=today),
        coming=queries.foreseen(recurrence, business=business),
        statuses={
            p.id: status_of(p.invoice, on=today, contested=frozenset())
            for p in recurrence.billed
            if p.invoice
        },
        entries=stories(timeline(recurrence.subject)),
        resuming=resuming or day_form("reprise", today),
        ending=ending or day_form("fin", today),
        today=today,
        business=business,
    )


def refuse(form: Any, refusal: Refusal) -> None:
    """Write a refusal where it belongs in a form; what was typed stays."""
    db.session.rollback()
    field = form[refusal.field] if refusal.field and refusal.field in form else None
    if field is None:
        form.form_errors.append(str(refusal))
    else:
        field.errors = [*field.errors, str(refusal)]


def sheet_context() -> dict[str, Any]:
    """Return what the rows of a sheet need beside the form."""
    business = the_business()
    return {
        "business": business,
        "taxed": business.charges_vat,
        "articles": list_items(limit=MOST_ITEMS),
        "blank": LineForm(formdata=None, prefix="lines-__n__-", data=blank_row(business, 0)),
    }


def day_form(prefix: str, day: date) -> DayForm:
    """Return a form that proposes a day."""
    return DayForm(formdata=None, prefix=prefix, data={"day": day})
