"""What the owner says about a mail."""

from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from facturelite.fields import Form, at_most, required
from facturelite.identifiers import WrongIdentifier, read_email


def addresses(text: str | None) -> list[str]:
    """Return the addresses of a text that separates them by commas, semicolons or spaces."""
    words = (text or "").replace(",", " ").replace(";", " ").split()
    return list(dict.fromkeys(read_email(word) for word in words))


class OtherAddressForm(Form):
    """Where else to send a mail."""

    to = StringField(
        "Adresse e-mail",
        [required("Indiquez l’adresse à laquelle envoyer ce message."), at_most(500)],
        render_kw={"inputmode": "email", "autocomplete": "off"},
    )

    def validate_to(self, field: StringField) -> None:
        """Check each address."""
        try:
            addresses(field.data)
        except WrongIdentifier as wrong:
            raise ValidationError(str(wrong)) from None


class ReturnForm(Form):
    """Why a mail came back."""

    reason = TextAreaField(
        "Ce que dit le message de retour",
        [required("Recopiez ou résumez la raison du retour."), at_most(1000)],
    )
