"""Asking clients to accept a version, gently reminding them, hearing that they refuse."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.outbox.queries import mail_account
from facturelite.refusals import Refusal
from facturelite.terms import asking_mails, asking_queries
from facturelite.terms.acceptance_model import (
    ADDRESS_LENGTH,
    BROWSER_LENGTH,
    REQUEST_LIFE,
    RequestState,
    TermsRequest,
)
from facturelite.terms.model import Audience, TermsVersion

RHYTHM = (timedelta(days=3), timedelta(days=10))  # after the asking; then silence
PAUSE = timedelta(days=7)  # at least, between two reminders: an outage makes no burst
REASON_LENGTH = 1000
REPLACED = "remplacée par une demande sur la {version}"


class NotProposable(Refusal):
    """Drafts and texts put away are not for clients."""

    def __init__(self) -> None:
        super().__init__("Publiez d’abord cette version : un brouillon ne se propose pas.")


class WrongAudience(Refusal):
    """Consumers do not accept the professionals' text, nor the other way round."""

    def __init__(self, client: Client, version: TermsVersion) -> None:
        super().__init__(
            f"Ce texte est écrit pour des {version.text.audience.value}, et {client.name} n’en est "
            f"pas : proposez celui des {Audience.of(client.kind).value}."
        )


class ClientPutAway(Refusal):
    """Archived clients are left in peace."""

    def __init__(self, client: Client) -> None:
        super().__init__(f"{client.name} est dans les archives : sortez-le d’abord des archives.")


class NobodyToAsk(Refusal):
    """The client has no e-mail address."""

    def __init__(self, client: Client) -> None:
        super().__init__(
            f"{client.name} n’a pas d’adresse e-mail : ajoutez-en une à sa fiche, ou faites signer "
            "les conditions sur papier."
        )


class AlreadyAsked(Refusal):
    """The same version is already proposed, and not answered yet."""

    def __init__(self, client: Client) -> None:
        super().__init__(f"{client.name} n’a pas encore répondu à la demande déjà envoyée.")


class AlreadyBound(Refusal):
    """The client has accepted this version."""

    def __init__(self, client: Client) -> None:
        super().__init__(f"{client.name} a déjà accepté cette version : rien à demander.")


class HasRefused(Refusal):
    """Whoever said no to a version is not asked again with the crowd."""

    def __init__(self, client: Client) -> None:
        super().__init__(
            f"{client.name} a refusé cette version : parlez-lui, puis redemandez-lui depuis sa "
            "fiche."
        )


class NotRefused(Refusal):
    """There is no refusal to take note of."""

    def __init__(self) -> None:
        super().__init__("Cette demande n’a pas été refusée : il n’y a rien à noter.")


class NoReason(Refusal):
    """A refusal without a word helps nobody."""

    field = "reason"

    def __init__(self) -> None:
        super().__init__("Dites en quelques mots ce qui ne vous convient pas.")


def require_askable(client: Client, version: TermsVersion) -> None:
    """Refuse what `ask` would: a page asks it to know whether to offer it."""
    if not version.is_published or version.text.archived_at:
        raise NotProposable
    if version.text.audience is not Audience.of(client.kind):
        raise WrongAudience(client, version)
    if client.archived_at:
        raise ClientPutAway(client)
    if asking_queries.has_accepted(client, version):
        raise AlreadyBound(client)
    if asking_queries.open_request(client, version):
        raise AlreadyAsked(client)
    if not asking_queries.addresses_of(client):
        raise NobodyToAsk(client)


def ask(client: Client, version: TermsVersion, *, at: datetime) -> TermsRequest:
    """Propose a version to a client, who gets a link by e-mail.

    What they accepted before stands until they answer; an open request on another version of
    the same text is withdrawn. Raise NotProposable, WrongAudience, ClientPutAway, NobodyToAsk,
    AlreadyAsked or AlreadyBound.
    """
    require_askable(client, version)
    replaced = asking_queries.open_requests(client, text=version.text)

    for old in replaced:
        reason = REPLACED.format(version=version.label.lower())
        withdraw(old, reason=reason, at=at)
    request = TermsRequest(
        client_id=client.id, version_id=version.id, state=RequestState.OPEN, asked_at=at
    )
    db.session.add(request)
    db.session.flush()
    _record("asked", request, at=at)
    asking_mails.ask(request, is_new=not asking_queries.is_bound(client), at=at)
    return request


def ask_all(
    clients: Iterable[Client], version: TermsVersion, *, at: datetime
) -> tuple[list[TermsRequest], list[str]]:
    """Propose a version to many clients; return the requests made, and why the others were not.

    Who refused that version is left out: they are asked again one by one, by hand.
    """
    asked: list[TermsRequest] = []
    refused: list[str] = []
    for client in clients:
        try:
            if asking_queries.has_refused(client, version):
                raise HasRefused(client)
            asked.append(ask(client, version, at=at))
        except Refusal as refusal:
            refused.append(str(refusal))
    return asked, refused


def remind(request: TermsRequest, *, actor: str = "system", at: datetime) -> None:
    """Write again to a client who has not answered; raise MoveRefused once they have."""
    REQUEST_LIFE.after("remind", request.state)
    request.reminders += 1
    request.reminded_at = at
    _record("reminded", request, at=at, actor=actor, turn=request.reminders)
    asking_mails.remind(request, at=at)


def remind_those_who_wait(*, at: datetime) -> int:
    """Send the reminders that are due, one per client at most; return how many.

    Found by state: days missed are not made up for. Without a mail server nothing is due, or
    all that was kept would leave at once.
    """
    if mail_account() is None:
        return 0
    reminded: set[int] = set()
    for request in asking_queries.waiting_requests():
        if request.client_id not in reminded and is_due(request, at=at):
            remind(request, at=at)
            reminded.add(request.client_id)
    return len(reminded)


def is_due(request: TermsRequest, *, at: datetime) -> bool:
    """Tell whether a gentle reminder is in order: 3 days after the asking, then 10, then never."""
    if request.state is not RequestState.OPEN or request.reminders >= len(RHYTHM):
        return False
    if request.reminded_at and at < request.reminded_at + PAUSE:
        return False
    return at >= request.asked_at + RHYTHM[request.reminders]


def withdraw(request: TermsRequest, *, reason: str = "", at: datetime) -> None:
    """Take a request back; raise MoveRefused once it is answered."""
    state = REQUEST_LIFE.after("withdraw", request.state)
    request.state, request.closed_at, request.reason = state, at, reason.strip()
    _record("request_withdrawn", request, at=at, reason=request.reason)


def refuse(request: TermsRequest, *, reason: str, address: str, browser: str, at: datetime) -> None:
    """Keep a client's refusal and its reason; what they accepted before still stands.

    Raise NoReason, or MoveRefused once it is answered.
    """
    state = REQUEST_LIFE.after("refuse", request.state)
    if not reason.strip():
        raise NoReason

    request.state, request.closed_at, request.reason = state, at, reason.strip()[:REASON_LENGTH]
    _record(
        "refused",
        request,
        at=at,
        actor="client",
        reason=request.reason,
        address=address[:ADDRESS_LENGTH],
        browser=browser[:BROWSER_LENGTH],
    )
    asking_mails.tell_refused(request, at=at)


def note_refusal(request: TermsRequest, *, at: datetime) -> None:
    """Journal, once, that the owner has heard a refusal and lets it be; raise NotRefused."""
    if request.state is not RequestState.REFUSED:
        raise NotRefused
    if not asking_queries.is_heard(request):
        _record("refusal_noted", request, at=at)


def note_opening(request: TermsRequest, *, address: str, at: datetime) -> None:
    """Journal, once, that the page of a request was opened: weak evidence."""
    if not asking_queries.was_opened(request):
        _record("opened", request, at=at, actor="client", address=address)


def _record(
    what: str, request: TermsRequest, *, at: datetime, actor: str = "owner", **facts: object
) -> None:
    version = db.session.get_one(TermsVersion, request.version_id)
    record(
        f"terms.{what}",
        request.subject,
        at=at,
        actor=actor,
        client_id=request.client_id,
        version=version.number,
        text=version.text.audience_and_activity,
        text_sha256=version.text_sha256,
        **facts,
    )
