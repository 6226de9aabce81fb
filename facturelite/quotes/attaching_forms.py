"""A file to go with a quote, as the owner gives it."""

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField

from facturelite.fields import Form, at_most, required


class AttachmentForm(Form):
    """A file, and what the client reads of it."""

    label = StringField("Ce que c’est", [required("Dites ce que c’est."), at_most(200)])
    scan = FileField(
        "Le fichier",
        [FileRequired("Choisissez le fichier.")],
        description="PDF, JPEG ou PNG, 10 Mo au plus.",
    )
