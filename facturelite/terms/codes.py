"""Six-digit codes sent to a client's e-mail address, to know that it is theirs.

A code serves one act: it is bound to a client, a purpose (« terms »), a subject
(« terms_request/12 ») and to what is agreed to: the very text, the choice, the sum, who signs.
Who reads it in the mail reads what it is for, and nothing else can be agreed to with it. The
database holds a keyed hash; the mail that waits in the outbox holds it sealed, and it is read
again only as the mail leaves.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.outbox.actions import Attempt, PermanentFailure, post
from facturelite.outbox.queries import mail_account
from facturelite.outbox.words import no_blanks
from facturelite.refusals import Refusal
from facturelite.secrets_at_rest import SealBroken, seal, unseal
from facturelite.terms.acceptance_model import EmailCode

DIGITS = 6
LIFETIME = timedelta(minutes=10)
MOST_SENT, MOST_IN_A_DAY = 6, 20  # for one client, whoever asks; the first is in an hour
CAPS = ((timedelta(hours=1), MOST_SENT), (timedelta(days=1), MOST_IN_A_DAY))
HIDDEN = "······"
_WORDS = {
    "fr": (
        "Votre code – {sender}",
        "Bonjour,\n\nVoici votre code pour {act} :\n\n{{code}}\n\nIl est valable dix minutes et "
        "ne sert qu’une fois. Ne le donnez à personne : nous ne vous le demanderons jamais.\n\n"
        "Si vous n’avez rien demandé, ignorez ce message : rien n’a été accepté.\n\n{sender}",
    ),
    "en": (
        "Your code – {sender}",
        "Hello,\n\nHere is your code to {act}:\n\n{{code}}\n\nIt is valid for ten minutes and can "
        "be used once. Do not give it to anyone: we will never ask you for it.\n\n"
        "If you did not ask for it, ignore this message: nothing was accepted.\n\n{sender}",
    ),
}


class CodesCannotLeave(Refusal):
    """No mail server is set: a code that waits would be too old when it leaves."""

    def __init__(self) -> None:
        super().__init__(
            "Les codes par e-mail ne peuvent pas partir pour le moment. Signez plutôt sur papier, "
            "ou écrivez-nous."
        )


class TooManyCodes(Refusal):
    """The client was sent as many codes as may be in an hour, or in a day."""

    def __init__(self) -> None:
        super().__init__(
            "Plusieurs codes sont déjà partis : attendez une heure, ou demain s’ils sont "
            "nombreux, avant d’en demander un autre."
        )


class WrongCode(Refusal):
    """The code is false, too old, used, spoilt by wrong tries, or for something else: all alike."""

    field = "code"

    def __init__(self) -> None:
        super().__init__(
            "Ce code ne convient pas : il est faux, périmé, déjà utilisé, ou demandé pour un autre "
            "choix ou un autre nom. Vérifiez-le dans le dernier e-mail reçu, ou demandez-en un "
            "autre."
        )


def send_code(
    client: Client,
    *,
    purpose: str,
    subject: str,
    email: str,
    act: str,
    about: str,
    language: str,
    key: str,
    at: datetime,
) -> EmailCode:
    """Send a new code to an address; codes sent before for the same act are good no more.

    `act` completes « Voici votre code pour … », in `language`; `about` is what `bound_to` makes
    of what is agreed to; `key` is the installation's secret key. Raise CodesCannotLeave without
    a mail server, TooManyCodes after MOST_SENT in an hour or MOST_IN_A_DAY.
    """
    if mail_account() is None:
        raise CodesCannotLeave
    if any(_sent_since(client, at - window) >= most for window, most in CAPS):
        raise TooManyCodes
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    sent = EmailCode(
        purpose=purpose,
        subject=subject,
        client_id=client.id,
        email=email,
        created_at=at,
        expires_at=at + LIFETIME,
    )
    sent.code_hash = _kept(sent, digits, about, salt=secrets.token_hex(16), key=key)
    db.session.add(sent)
    db.session.flush()
    record("code.sent", subject, at=at, actor="client", client_id=client.id, to=email)
    _post(sent, digits, act=act, language=language, key=key, at=at)
    return sent


def use_code(
    client: Client, *, purpose: str, subject: str, about: str, typed: str, key: str, at: datetime
) -> EmailCode | None:
    """Spend one try; return the code, used for ever, if it was right, and None otherwise.

    The caller commits in both cases, so that a wrong try counts, and only then raises WrongCode.
    """
    sent = last_code(client, purpose=purpose, subject=subject)
    if sent is None or not sent.is_live(at=at):
        return None
    salt = sent.code_hash.partition("$")[0]
    expected = _kept(sent, "".join(typed.split()), about, salt=salt, key=key)
    sent.tries += 1
    if not hmac.compare_digest(expected, sent.code_hash):
        return None
    sent.used_at = at
    return sent


def last_code(client: Client, *, purpose: str, subject: str) -> EmailCode | None:
    """Return the last code sent for an act: the only one that can be good."""
    found = select(EmailCode).where(
        EmailCode.client_id == client.id,
        EmailCode.purpose == purpose,
        EmailCode.subject == subject,
    )
    return db.session.scalars(found.order_by(EmailCode.id.desc()).limit(1)).first()


def code_to_write(attempt: Attempt, *, key: str) -> str:
    """Return the digits that stand for `{code}` in a mail that leaves; dots to the owner's eyes.

    Raise PermanentFailure when the mail no longer goes to the address that asked for it, or
    goes too late.
    """
    if attempt.rehearsal:
        return HIDDEN
    try:
        sealed = json.loads(unseal(attempt.payload.get("sealed_code", ""), key=key))
    except SealBroken:
        raise PermanentFailure(
            "Ce code ne peut plus être lu : le client peut en demander un autre."
        ) from None
    if attempt.payload.get("to") != [sealed["to"]] or attempt.payload.get("cc"):
        raise PermanentFailure(
            "Un code ne part qu’à l’adresse de celui qui l’a demandé : le client peut en demander "
            "un autre depuis son espace."
        )
    if attempt.at >= datetime.fromisoformat(sealed["until"]):
        raise PermanentFailure(
            "Ce code a expiré avant de pouvoir partir : le client peut en demander un autre."
        )
    return str(sealed["code"])


def _sent_since(client: Client, instant: datetime) -> int:
    counted = select(func.count()).select_from(EmailCode)
    counted = counted.where(EmailCode.client_id == client.id, EmailCode.created_at > instant)
    return db.session.scalar(counted) or 0


def bound_to(*facts: str | Iterable[str]) -> str:
    """Return the SHA-256 of what is agreed to: a text's digest, a name, the boxes ticked."""
    told = [fact.strip() if isinstance(fact, str) else sorted(fact) for fact in facts]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _kept(code: EmailCode, digits: str, about: str, *, salt: str, key: str) -> str:
    """Return what the database holds of a code: it tells nothing without the secret key."""
    act = [code.purpose, code.subject, about, code.client_id, code.email]
    bound = json.dumps([salt, *act, digits])
    digest = hmac.new(key.encode(), b"code:" + bound.encode(), hashlib.sha256).hexdigest()
    return f"{salt}${digest}"


def _post(code: EmailCode, digits: str, *, act: str, language: str, key: str, at: datetime) -> None:
    sealed = {"code": digits, "to": code.email, "until": code.expires_at.isoformat()}
    sender = no_blanks(the_business().display_name)
    title, text = (part.format(act=no_blanks(act), sender=sender) for part in _WORDS[language])
    post(
        "mail",
        key=f"code/{code.id}",
        at=at,
        subject=code.subject,
        client_id=code.client_id,
        to=[code.email],
        title=title,
        text=text,
        language=language,
        automatic=True,
        sealed_code=seal(json.dumps(sealed), key=key),
    )
