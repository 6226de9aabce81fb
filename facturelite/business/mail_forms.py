"""The mail server, as its provider's help page gives it."""

import re

from wtforms import EmailField, IntegerField, PasswordField, StringField
from wtforms.validators import NumberRange, Optional, ValidationError

from facturelite.business.forms import Readable
from facturelite.fields import Form, at_most, radio, required
from facturelite.identifiers import read_email
from facturelite.outbox.details import AccountDetails
from facturelite.outbox.model import Security

USUAL_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}
LAST_PORT = 65535
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?")


class MailAccountForm(Form):
    """Where mails leave through, and in whose name. A password once typed is never shown."""

    from_address = EmailField(
        "Adresse d’envoi",
        [required("Indiquez l’adresse qui envoie."), at_most(255), Readable(read_email)],
    )
    from_name = StringField("Nom affiché", [at_most(120)])
    reply_to = EmailField("Adresse de réponse", [at_most(255), Readable(read_email)])
    host = StringField(
        "Serveur SMTP",
        [required("Indiquez le serveur, comme smtp.votre-hebergeur.fr."), at_most(255)],
        render_kw={"autocomplete": "off", "spellcheck": "false", "list": "providers"},
    )
    security = radio("Sécurité de la connexion", Security, default=Security.TLS)
    port = IntegerField(
        "Port",
        [
            Optional(),
            NumberRange(1, LAST_PORT, f"Un port est un nombre de 1 à {LAST_PORT}."),
        ],
        render_kw={"inputmode": "numeric"},
    )
    username = StringField("Identifiant", [at_most(255)], render_kw={"autocomplete": "off"})
    password = PasswordField(
        "Mot de passe", [at_most(255)], render_kw={"autocomplete": "new-password"}
    )

    def validate_host(self, field: StringField) -> None:
        """Check that a host is a name and nothing else: no address of a page, no port."""
        if not _HOST.fullmatch(field.data or ""):
            raise ValidationError("Écrivez le seul nom du serveur, comme smtp.votre-hebergeur.fr.")

    def told(self) -> AccountDetails:
        """Return what was said, once the form is valid."""
        security: Security = self.security.data
        return AccountDetails(
            host=(self.host.data or "").lower(),
            port=self.port.data or USUAL_PORTS[security],
            security=security,
            username=self.username.data or "",
            from_address=read_email(self.from_address.data or ""),
            from_name=self.from_name.data or "",
            reply_to=read_email(self.reply_to.data) if self.reply_to.data else "",
        )
