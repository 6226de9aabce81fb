"""The mail that brings a document, as the owner may retouch it."""

from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from facturelite.fields import Form, at_most, required
from facturelite.identifiers import WrongIdentifier, read_email
from facturelite.sheets.forms import HiddenNumber


class MailForm(Form):
    """The mail that brings a document."""

    addresses: tuple[str, ...] = ()
    turn = HiddenNumber()
    version = HiddenNumber()
    to = StringField(
        "À", [at_most(500)], description="Plusieurs adresses : séparez-les par une virgule."
    )
    subject = StringField("Objet", [required("Écrivez un objet."), at_most(200)])
    text = TextAreaField("Message", [required("Écrivez quelques mots."), at_most(5000)])

    def validate_to(self, field: StringField) -> None:
        """Read the addresses; each must be one."""
        parts = [part for part in (field.data or "").split(",") if part.strip()]
        try:
            self.addresses = tuple(read_email(part) for part in parts)
        except WrongIdentifier as wrong:
            raise ValidationError(str(wrong)) from wrong
