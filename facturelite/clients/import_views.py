"""Pages that bring a list of clients in: the file, the review, the result."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.clients.bulk import carry_out, plan_import, plan_table
from facturelite.clients.forms import ImportForm
from facturelite.clients.importing import FIELDS, checked_mapping, read_table, recognise
from facturelite.clients.planning import Choice, Choices
from facturelite.clients.review import Columns, Review
from facturelite.clients.uploads import Upload, Uploads
from facturelite.clients.views import blueprint
from facturelite.db import transaction
from facturelite.fields import clean_line
from facturelite.numbers import read_whole, whole_or
from facturelite.refusals import Refusal

PAGE = "clients/import.html"
LONGEST_NAME = 100


@blueprint.get("/clients/import")
def start_import() -> ResponseReturnValue:
    """Ask for the file."""
    return web.page(PAGE, "step", step=1, form=ImportForm())


@blueprint.post("/clients/import")
def upload_list() -> ResponseReturnValue:
    """Keep the file, if it is a table."""
    form = ImportForm()
    if not form.validate():
        return web.page(PAGE, "step", step=1, form=form), 422
    sent = form.file.data
    content, file = sent.read(), clean_line(sent.filename)[:LONGEST_NAME]
    try:
        read_table(content)
    except Refusal as refusal:
        form.file.errors = [*form.file.errors, str(refusal)]
        return web.page(PAGE, "step", step=1, form=form), 422
    upload = _uploads().keep(content, file, at=clock.now())
    return web.done(url_for(".review_import", name=upload.name))


@blueprint.get("/clients/import/<name>")
def review_import(name: str) -> ResponseReturnValue:
    """Show what would become of each row; or, once it is done, what was done."""
    upload = _upload(name)
    if upload.result is not None:
        return web.page(PAGE, "step", step=3, upload=upload, result=upload.result)
    return _review_page(upload, _content(upload))


@blueprint.post("/clients/import/<name>/colonnes")
def choose_columns(name: str) -> ResponseReturnValue:
    """Keep which column holds what."""
    upload = _upload(name)
    content = _content(upload)
    chosen = {field: request.form.get(f"column-{field}", None, read_whole) for field in FIELDS}
    try:
        checked_mapping(chosen, read_table(content).columns)
    except Refusal as refusal:
        return _review_page(replace(upload, mapping=chosen), content, str(refusal)), 422
    _uploads().save(replace(upload, mapping=chosen))
    return web.done(url_for(".review_import", name=name))


@blueprint.post("/clients/import/<name>/choix")
def choose_fates(name: str) -> ResponseReturnValue:
    """Keep what is to be done with the rows that are known already."""
    upload = _upload(name)
    _uploads().save(replace(upload, choices=_choices(upload, request.form)))
    return web.done(url_for(".review_import", name=name, voir="connus"))


@blueprint.post("/clients/import/<name>/execution")
def run_import(name: str) -> ResponseReturnValue:
    """Take every row that can be taken, in one transaction."""
    upload, uploads = _upload(name), _uploads()
    if upload.result is not None:
        return web.done(url_for(".review_import", name=name))
    content = _content(upload)
    with transaction():
        plan = plan_import(content, upload.mapping, upload.choices)
        result = carry_out(
            plan,
            at=clock.now(),
            file=upload.file,
            tell=lambda done, total: uploads.tell(upload, done, total),
        )
    uploads.finish(replace(upload, result=result), plan.refused_csv)
    return web.done(url_for(".review_import", name=name))


@blueprint.get("/clients/import/<name>/avancement")
def import_progress(name: str) -> ResponseReturnValue:
    """Say how far a running import is."""
    upload = _upload(name)
    progress = _uploads().progress(upload)
    return web.page("clients/_progress.html", "progress", upload=upload, progress=progress)


@blueprint.get("/clients/import/<name>/refus.csv")
def refused_rows(name: str) -> ResponseReturnValue:
    """Give the refused rows as a file to correct."""
    upload = _upload(name)
    refused = _uploads().refused(upload)
    if refused is None:
        refused = plan_import(_content(upload), upload.mapping, upload.choices).refused_csv
    headers = {"Content-Disposition": 'attachment; filename="clients-a-corriger.csv"'}
    return Response(refused, mimetype="text/csv; charset=utf-8", headers=headers)


def _uploads() -> Uploads:
    return Uploads(current_app.config["SETTINGS"].data)


def _upload(name: str) -> Upload:
    return _uploads().find(name) or abort(404)


def _content(upload: Upload) -> bytes:
    return _uploads().content(upload) or abort(404)


def _review_page(upload: Upload, content: bytes, wrong: str = "") -> str:
    """Show the columns and, when they can serve, what becomes of the rows."""
    table = read_table(content)
    chosen = upload.mapping if upload.mapping is not None else recognise(table.columns).of
    review = None
    try:
        if not wrong:
            plan = plan_table(table, chosen, upload.choices)
            review = Review.of(upload, plan, request.args)
    except Refusal as refusal:
        wrong = str(refusal)
    columns = Columns(table, chosen)
    return web.page(
        PAGE, "step", step=2, upload=upload, columns=columns, review=review, wrong=wrong
    )


def _choices(upload: Upload, told: Mapping[str, Any]) -> Choices:
    """Read the choices on the page over those made before; what is not a choice is ignored."""
    for_all = Choice.__members__.get(told.get("for_all", ""), upload.choices.for_all)
    by_line = dict(upload.choices.by_line)
    for field, value in told.items():
        prefix, _, place = field.partition("line-")
        line = whole_or(place, None)
        if prefix or line is None:
            continue
        if value in Choice.__members__:
            by_line[line] = Choice[value]
        else:
            by_line.pop(line, None)
    return Choices(for_all, by_line)
