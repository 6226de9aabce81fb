"""Setting the mail server through which everything leaves."""

import ipaddress
from dataclasses import asdict
from datetime import datetime
from typing import Any

from facturelite.db import db
from facturelite.journal import actions as journal
from facturelite.outbox import queries
from facturelite.outbox.details import AccountDetails
from facturelite.outbox.model import MailAccount, Security
from facturelite.refusals import Refusal

SUBJECT = "mail_account"


class PasswordInClear(Refusal):
    """The password would cross the network for anyone to read."""

    field = "security"

    def __init__(self) -> None:
        super().__init__(
            "Sans TLS, votre mot de passe circulerait en clair : choisissez TLS ou STARTTLS, "
            "ou un serveur sur cette machine."
        )


class NoAccount(Refusal):
    """There is no mail server to try."""

    def __init__(self) -> None:
        super().__init__("Réglez d’abord un serveur d’envoi, puis essayez-le.")


def change_account(
    details: AccountDetails, *, sealed_password: str | None, at: datetime
) -> MailAccount:
    """Set the mail server. `sealed_password` None keeps the one there is, if it still applies.

    A password goes with its server: another host or another user name forgets it.
    Raise PasswordInClear where a password would leave this machine unprotected.
    """
    account = queries.mail_account()
    kept = "" if account is None else _kept_password(account, details)
    password = kept if sealed_password is None else sealed_password
    if details.security is Security.NONE and details.username and not _is_here(details.host):
        raise PasswordInClear

    told: dict[str, Any] = asdict(details)
    if account is None:
        account = MailAccount(**told)
        db.session.add(account)
    for name, value in told.items():
        setattr(account, name, value)
    account.sealed_password = password if details.username else ""
    plain = told | {"security": details.security.name}
    journal.record("mail.account_changed", SUBJECT, at=at, **plain)
    return account


def remove_account(*, at: datetime) -> None:
    """Forget the mail server: what is posted from now on is kept."""
    account = queries.mail_account()
    if account is None:
        raise NoAccount
    db.session.delete(account)
    journal.record("mail.account_removed", SUBJECT, at=at, host=account.host)


def _kept_password(account: MailAccount, details: AccountDetails) -> str:
    is_same = (account.host, account.username) == (details.host, details.username)
    return account.sealed_password if is_same else ""


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
