"""Sending mails."""

from flask import current_app

from facturelite.outbox import queries, smtp
from facturelite.outbox.actions import Attempt, NothingToSendWith, PermanentFailure, handles
from facturelite.outbox.mail import compose
from facturelite.outbox.model import MailAccount
from facturelite.outbox.watching import ask_before
from facturelite.secrets_at_rest import SealBroken, unseal


@handles("mail")
def send_mail(attempt: Attempt) -> str:
    """Hand a mail to the owner's server; raise NothingToSendWith while none is set.

    Whoever watches over it is asked at the last moment whether it is still to leave.
    """
    if queries.mail_account() is None:
        raise NothingToSendWith
    ask_before(attempt)
    account = queries.mail_account()
    if account is None:
        raise NothingToSendWith
    return smtp.deliver(smtp.Server.of(account, password_of(account)), compose(attempt, account))


def password_of(account: MailAccount) -> str:
    """Return the account's password; raise PermanentFailure when the key has changed."""
    if not account.sealed_password:
        return ""
    try:
        return unseal(account.sealed_password, key=current_app.config["SECRET_KEY"])
    except SealBroken as error:
        raise PermanentFailure(
            "Le mot de passe du serveur d’envoi ne peut plus être lu (la clé secrète a changé) : "
            "saisissez-le de nouveau dans Réglages, Envoi des e-mails."
        ) from error
