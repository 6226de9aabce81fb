"""What the owner types to come in, or to change how they come in."""

from wtforms import BooleanField, EmailField, PasswordField, StringField
from wtforms.validators import DataRequired, ValidationError

from facturelite.accounts import passwords
from facturelite.fields import Form, at_most, required
from facturelite.identifiers import WrongIdentifier, read_email
from facturelite.refusals import Refusal

EMAIL_LENGTH = 255


def text(field: StringField) -> str:
    """Return what was typed."""
    return field.data or ""


def put(refusal: Refusal, form: Form) -> None:
    """Put a refusal under the field it is about, or above the form."""
    if refusal.field and refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, str(refusal)]
    else:
        form.form_errors.append(str(refusal))


def _is_email(form: Form, field: EmailField) -> None:
    try:
        read_email(text(field))
    except WrongIdentifier as wrong:
        raise ValidationError(str(wrong)) from None


def _email(label: str = "Adresse e-mail", autocomplete: str = "username") -> EmailField:
    checks = [required("Indiquez votre adresse e-mail."), at_most(EMAIL_LENGTH), _is_email]
    return EmailField(label, checks, render_kw={"autocomplete": autocomplete})


def _password(label: str, sentence: str, *, new: bool = False) -> PasswordField:
    autocomplete = "new-password" if new else "current-password"
    checks = [DataRequired(sentence), at_most(passwords.MOST)]
    return PasswordField(label, checks, render_kw={"autocomplete": autocomplete})


class LoginForm(Form):
    """Who comes in. The address is not checked: a wrong one says no more than a wrong password."""

    email = EmailField(
        "Adresse e-mail",
        [required("Indiquez votre adresse e-mail."), at_most(EMAIL_LENGTH)],
        render_kw={"autocomplete": "username"},
    )
    password = _password("Mot de passe", "Indiquez votre mot de passe.")
    stay = BooleanField("Rester connecté sur cet appareil")


class SetupForm(Form):
    """The owner to be."""

    email = _email()
    password = _password("Mot de passe", "Choisissez un mot de passe.", new=True)


class NewPasswordForm(Form):
    """A new password, through a link."""

    password = _password("Nouveau mot de passe", "Choisissez un mot de passe.", new=True)


class PasswordForm(Form):
    """A new password, knowing the current one."""

    current = _password("Mot de passe actuel", "Indiquez votre mot de passe actuel.")
    password = _password("Nouveau mot de passe", "Choisissez un mot de passe.", new=True)


class EmailForm(Form):
    """A new address to sign in with, knowing the password."""

    email = _email("Nouvelle adresse e-mail", "email")
    current = _password("Mot de passe actuel", "Indiquez votre mot de passe actuel.")
