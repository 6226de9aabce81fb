"""Looking up texts, versions, and which version binds whom on a day."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.terms.acceptance_model import Acceptance
from facturelite.terms.model import Audience, TermsText, TermsVersion, VersionState


def texts(*, archived: bool = False) -> Sequence[TermsText]:
    """Return the texts in use, professionals' first, general before particular activities."""
    kept = TermsText.archived_at.is_not(None) if archived else TermsText.archived_at.is_(None)
    found = select(TermsText).where(kept)
    return db.session.scalars(
        found.order_by(TermsText.audience.desc(), TermsText.activity, TermsText.id)
    ).all()


def get_text(text_id: int) -> TermsText | None:
    """Return a text, None where there is none."""
    return db.session.get(TermsText, text_id)


def get_version(version_id: int) -> TermsVersion | None:
    """Return a version, None where there is none."""
    return db.session.get(TermsVersion, version_id)


def text_in_use(audience: Audience, activity: str = "") -> TermsText | None:
    """Return the text in use for an audience, in general or for one activity."""
    return db.session.scalars(
        select(TermsText).where(
            TermsText.audience == audience,
            TermsText.activity == activity,
            TermsText.archived_at.is_(None),
        )
    ).first()


def current_version(audience: Audience, *, on: date, activity: str = "") -> TermsVersion | None:
    """Return the version in force for an audience on a day: what a new client is asked."""
    text = text_in_use(audience, activity)
    return text.current(on=on) if text else None


def binding_acceptances(client_id: int, *, on: date) -> list[Acceptance]:
    """Return what binds a client on a day: the last acceptance of each text, general first.

    An acceptance binds from its day, or from its version's effective day if that is later:
    until then, and until a newer version is accepted, the old one stands.
    """
    return binding_among(acceptances_of([client_id]).get(client_id, ()), on=on)


def acceptances_of(client_ids: Collection[int]) -> Mapping[int, Sequence[Acceptance]]:
    """Return all that each of many clients ever accepted, in one query."""
    accepted: dict[int, list[Acceptance]] = {}
    found = select(Acceptance).where(Acceptance.client_id.in_(client_ids))
    for acceptance in db.session.scalars(found):
        accepted.setdefault(acceptance.client_id, []).append(acceptance)
    return accepted


def binding_among(accepted: Iterable[Acceptance], *, on: date) -> list[Acceptance]:
    """Return, of all that a client accepted, what binds them on a day: see the above."""
    by_text: dict[int, Acceptance] = {}
    for acceptance in sorted(accepted, key=lambda a: (a.binds_from, a.id)):
        if acceptance.binds_from <= on:
            by_text[acceptance.version.text_id] = acceptance
    return sorted(by_text.values(), key=lambda a: a.version.text.activity)


def binding_acceptance(client_id: int, *, on: date) -> Acceptance | None:
    """Return the acceptance that binds a client on a day, of the general text if there is one."""
    return next(iter(binding_acceptances(client_id, on=on)), None)


def binding_version(client_id: int, *, on: date) -> TermsVersion | None:
    """Return the version that binds a client on a day, None where nothing was accepted."""
    acceptance = binding_acceptance(client_id, on=on)
    return acceptance.version if acceptance else None


def is_bound(client_id: int, text_id: int, *, on: date) -> bool:
    """Tell whether some version of a text binds a client on a day."""
    bound = binding_acceptances(client_id, on=on)
    return any(acceptance.version.text_id == text_id for acceptance in bound)


def bound_clients(version: TermsVersion, *, on: date) -> Sequence[Client]:
    """Return the clients whom a version binds on a day, archived ones left out."""
    bound = _last_of_each(_acceptances_of(version.text_id), on=on)
    ids = [client for client, number in bound.items() if number == version.id]
    found = select(Client).where(Client.id.in_(ids), Client.archived_at.is_(None))
    return db.session.scalars(found.order_by(Client.sort_name)).all()


def bound_counts(text: TermsText, *, on: date) -> Counter[int]:
    """Return how many clients each version of a text binds on a day, by version id."""
    return Counter(_last_of_each(_acceptances_of(text.id), on=on).values())


def published_versions() -> Sequence[TermsVersion]:
    """Return every published version, in order, for checking."""
    found = select(TermsVersion).where(TermsVersion.state == VersionState.PUBLISHED)
    return db.session.scalars(found.order_by(TermsVersion.id)).all()


Row = tuple[int, int, date]  # client, version, the day it binds from


def _acceptances_of(text_id: int) -> list[Row]:
    """Return a text's acceptances in the order in which they come to bind."""
    found = (
        select(
            Acceptance.id,
            Acceptance.client_id,
            Acceptance.version_id,
            Acceptance.accepted_on,
            TermsVersion.effective_on,
        )
        .join(TermsVersion, TermsVersion.id == Acceptance.version_id)
        .where(TermsVersion.text_id == text_id)
    )
    rows = [
        (max(accepted, effective or accepted), number, client, version)
        for number, client, version, accepted, effective in db.session.execute(found)
    ]
    return [(client, version, day) for day, _, client, version in sorted(rows)]


def _last_of_each(rows: Iterable[Row], *, on: date) -> dict[int, int]:
    return {client: version for client, version, day in rows if day <= on}
