"""Pages of the books."""

from collections.abc import Iterator

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.books import queries
from facturelite.books.ceilings import gauges
from facturelite.business.queries import the_business
from facturelite.dates import in_figures, moment_in_words
from facturelite.orders.queries import indemnities_paid
from facturelite.payments.model import Method, ReceiptEntry
from facturelite.periods import Period
from facturelite.spreadsheets import write_csv

blueprint = Blueprint("books", __name__, template_folder="templates")

COLUMNS = (
    "N° d’écriture",
    "Date d’encaissement",
    "Pièces justificatives",
    "Client",
    "Nature",
    "Ventes (€)",
    "Prestations de services (€)",
    "Montant encaissé (€)",
    "Mode de règlement",
    "Dont espèces (€)",
    "Référence",
    "Saisi le",
    "Empreinte SHA-256",
)


@blueprint.get("/livre-des-recettes")
def receipts() -> ResponseReturnValue:
    """Show the register of a year, a quarter or a month, with its sums and its ceilings."""
    period, text, today = _period(), request.args.get("q", "")[:100], clock.today()
    entries = queries.receipts(period, text=text)
    whole_year = Period.year_of(period.since)
    business, of_the_year = the_business(), queries.receipts(whole_year)
    add_up = queries.sums_before_tax if business.charges_vat else queries.sums_of
    return web.page(
        "books/receipts.html",
        "receipts",
        business=business,
        period=period,
        text=text,
        months=queries.by_month(entries),
        sums=queries.sums_of(entries),
        count=len(entries),
        years=queries.years(on=today),
        gauges=gauges(business, add_up(of_the_year), year=period.year, on=today),
        check=queries.check(period),
        indemnities=indemnities_paid(period.since, period.until),
        printed_on=today,
    )


@blueprint.get("/livre-des-recettes.csv")
def receipts_csv() -> ResponseReturnValue:
    """Give the register of a period as a file for spreadsheets."""
    period = _period()
    content = write_csv(COLUMNS, _rows(period))
    name = f"livre-des-recettes-{period.code}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="text/csv", headers=headers)


def _period() -> Period:
    try:
        return Period.from_code(request.args.get("periode") or request.args.get("annee", ""))
    except ValueError:
        return Period.year_of(clock.today())


def _rows(period: Period) -> Iterator[tuple[str, ...]]:
    for entry in queries.receipts(period):
        yield (
            str(entry.id),
            in_figures(entry.received_on),
            entry.documents,
            entry.client_name,
            entry.nature,
            _decimal(entry, "goods"),
            _decimal(entry, "services"),
            _decimal(entry, "amount"),
            entry.method.value,
            _decimal(entry, "amount") if entry.method is Method.CASH else "0,00",
            entry.reference,
            moment_in_words(entry.recorded_at),
            entry.hash,
        )


def _decimal(entry: ReceiptEntry, name: str) -> str:
    return f"{getattr(entry, name):.2f}".replace(".", ",")
