"""Making the owner's account, and changing its password."""

from datetime import datetime, timedelta

from sqlalchemy import update

from facturelite.accounts import passwords, queries
from facturelite.accounts.model import LinkPurpose, OneTimeLink, Owner
from facturelite.business.model import Business
from facturelite.db import db
from facturelite.identifiers import read_email
from facturelite.journal import actions as journal
from facturelite.refusals import Refusal
from facturelite.secrets_at_rest import fingerprint, new_seed

SETUP_LIFE = timedelta(days=7)
PASSWORD_LIFE = timedelta(hours=1)
SUBJECT = "account"


class OwnerExists(Refusal):
    """The installation already has its owner."""

    def __init__(self) -> None:
        super().__init__(
            "Cette installation a déjà un propriétaire : connectez-vous, ou demandez un lien "
            "de nouveau mot de passe avec la commande « facturelite password »."
        )


class NobodyYet(Refusal):
    """There is no owner whose password could be changed."""

    def __init__(self) -> None:
        super().__init__(
            "Cette installation n’a pas encore de propriétaire : ouvrez d’abord le lien "
            "d’installation qu’affiche « facturelite serve »."
        )


class LinkDead(Refusal):
    """The link was used, replaced, has expired, or never was."""

    def __init__(self) -> None:
        super().__init__("Ce lien ne sert plus : demandez-en un autre.")


class WeakPassword(Refusal):
    """The password would soon be guessed."""

    field = "password"

    def __init__(self, found: passwords.Strength) -> None:
        super().__init__(
            f"Ce mot de passe est {found.words} : il en faut un d’au moins {passwords.LEAST} "
            "caractères, sans votre nom ni mot courant. Trois ou quatre mots sans rapport "
            "conviennent bien."
        )


class WrongPassword(Refusal):
    """The current password is not the one typed."""

    field = "current"

    def __init__(self) -> None:
        super().__init__("Ce n’est pas votre mot de passe actuel : vérifiez la touche majuscule.")


def open_setup(*, at: datetime) -> str:
    """Make the link that creates the owner, and return its token, which is kept nowhere.

    Earlier links die. Raise OwnerExists when there is nothing left to set up.
    """
    if queries.owner():
        raise OwnerExists
    return _new_link(LinkPurpose.SETUP, at=at, life=SETUP_LIFE)


def open_password_link(*, at: datetime) -> str:
    """Make the link that sets a new password, and return its token; raise NobodyYet."""
    if queries.owner() is None:
        raise NobodyYet
    token = _new_link(LinkPurpose.PASSWORD, at=at, life=PASSWORD_LIFE)
    journal.record("account.password_link_made", SUBJECT, at=at, actor="system")
    return token


def create_owner(token: str, email: str, password: str, *, at: datetime) -> Owner:
    """Use the set-up link: make the owner and their empty business.

    Raise LinkDead for any but the live link, and whenever there is an owner already;
    WrongIdentifier for the e-mail, WeakPassword for the password.
    """
    link = queries.live_link(token, LinkPurpose.SETUP, at=at)
    if link is None or queries.owner():
        raise LinkDead
    address = read_email(email)
    _refuse_weak(password, address)
    hashed = passwords.hash_password(password)

    link.used_at = at
    made = Owner(email=address, password_hash=hashed, created_at=at)
    db.session.add_all([made, Business(email=address)])
    journal.record("account.created", SUBJECT, at=at, email=address)
    return made


def set_password(token: str, password: str, *, at: datetime) -> Owner:
    """Use a password link: replace the password and end every session."""
    link = queries.live_link(token, LinkPurpose.PASSWORD, at=at)
    found = queries.owner()
    if link is None or found is None:
        raise LinkDead
    _refuse_weak(password, found.email)

    link.used_at = at
    _replace_password(found, password, at=at, through="link")
    return found


def change_password(owner: Owner, current: str, password: str, *, at: datetime) -> None:
    """Replace the password, knowing the current one, and end every session."""
    if not passwords.matches(owner.password_hash, current):
        raise WrongPassword
    _refuse_weak(password, owner.email)
    _replace_password(owner, password, at=at, through="settings")


def change_email(owner: Owner, current: str, email: str, *, at: datetime) -> None:
    """Change the address that signs in, knowing the current password."""
    if not passwords.matches(owner.password_hash, current):
        raise WrongPassword
    address = read_email(email)
    if address == owner.email:
        return
    before, owner.email = owner.email, address
    journal.record("account.email_changed", SUBJECT, at=at, before=before, after=address)


def sign_in(owner: Owner, password: str, *, at: datetime) -> None:
    """Write down that the owner came in; renew a hash made with weaker figures."""
    if passwords.is_outdated(owner.password_hash):
        owner.password_hash = passwords.hash_password(password)
    journal.record("account.signed_in", SUBJECT, at=at)


def end_sessions(owner: Owner, *, at: datetime) -> None:
    """End every open session, on every device."""
    owner.session_epoch += 1
    journal.record("account.sessions_ended", SUBJECT, at=at)


def _new_link(purpose: LinkPurpose, *, at: datetime, life: timedelta) -> str:
    token = new_seed()
    earlier = (OneTimeLink.purpose == purpose, OneTimeLink.used_at.is_(None))
    db.session.execute(
        update(OneTimeLink).where(*earlier, OneTimeLink.expires_at > at).values(expires_at=at)
    )
    db.session.add(
        OneTimeLink(
            purpose=purpose, fingerprint=fingerprint(token), created_at=at, expires_at=at + life
        )
    )
    return token


def _replace_password(owner: Owner, password: str, *, at: datetime, through: str) -> None:
    owner.password_hash = passwords.hash_password(password)
    owner.session_epoch += 1
    journal.record("account.password_changed", SUBJECT, at=at, through=through)


def _refuse_weak(password: str, email: str) -> None:
    found = passwords.strength(password, email=email)
    if not found.suffices:
        raise WeakPassword(found)
