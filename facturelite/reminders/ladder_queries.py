"""What pages show beside ladders: who climbs which, and what is noticed in their texts."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.reminders.checks import Finding, findings
from facturelite.reminders.model import ClientLadder, Ladder, Step
from facturelite.spacing import french_spaces

MOST_LISTED = 50


def clients_given(ladder: Ladder, *, limit: int = MOST_LISTED) -> Sequence[Client]:
    """Return the clients who were given a ladder, by name."""
    found = select(Client).join(ClientLadder).where(ClientLadder.ladder_id == ladder.id)
    return db.session.scalars(found.order_by(Client.sort_name, Client.id).limit(limit)).all()


def counts_of_clients() -> Mapping[int, int]:
    """Count the clients who were given each ladder, by ladder."""
    found = select(ClientLadder.ladder_id, func.count()).group_by(ClientLadder.ladder_id)
    return dict(db.session.execute(found).all())


def findings_of(ladder: Ladder, *, on: date) -> Mapping[int, list[Finding]]:
    """Return what is noticed in the texts of each step, by step."""
    return {step.id: findings_in(step, ladder, on=on) for step in ladder.steps}


def findings_in(step: Step, ladder: Ladder, *, on: date) -> list[Finding]:
    """Return what is noticed in the texts of a step, French then English."""
    texts = [f"{step.title_fr}\n\n{step.text_fr}"]
    if step.text_en:
        texts.append(f"{step.title_en}\n\n{step.text_en}")
    return [
        finding
        for text in texts
        for finding in findings(text, audience=ladder.audience, tone=step.tone, on=on)
    ]


def why_not_climbed(client: Client, given: Ladder | None, followed: Ladder | None) -> str:
    """Say in French why a client does not climb the ladder they were given, or why nothing leaves.

    `given` is the ladder chosen for them, `followed` the one they climb. Empty where all is well.
    """
    if given and given != followed:
        instead = "il suit le parcours habituel" if followed else "aucun autre ne le remplace"
        return french_spaces(
            f"« {given.name} », choisi pour ce client, n’est pas suivi : {_fault(client, given)}. "
            f"À sa place, {instead}."
        )
    if followed is None:
        return "Rien ne part : aucun parcours n’est écrit pour ce genre de client."
    if followed.on_paper:
        return "Rien ne part : ce parcours est encore sur le papier."
    return "" if followed.steps else "Rien ne part : ce parcours n’a pas d’étape."


def _fault(client: Client, given: Ladder) -> str:
    if given.archived_at:
        return "il est aux archives"
    return f"il est écrit pour un {given.audience.value}, et ce client est un {client.kind.value}"
