"""The ready-made ladders, as they are packaged, each step with its why and its source."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from facturelite.clients.details import ClientKind
from facturelite.reminders.contents import LadderContent, StepContent
from facturelite.reminders.model import Channel, Claim, Tone
from facturelite.spacing import french_spaces


@dataclass(frozen=True)
class Explained:
    """Why a ready-made step is as it is, and what it rests on."""

    why: str
    source: str


@cache
def ready_ladders() -> tuple[LadderContent, ...]:
    """Return the ready-made ladders, one per audience."""
    return tuple(
        LadderContent(
            ClientKind[told["audience"]], told["name"], tuple(_step(one) for one in told["step"])
        )
        for told in _read()
    )


def ready_ladder(audience: ClientKind) -> LadderContent:
    """Return the ready-made ladder of an audience."""
    return next(ladder for ladder in ready_ladders() if ladder.audience is audience)


@cache
def explanations(audience: ClientKind) -> dict[Tone, Explained]:
    """Return why the steps of an audience are as they are, by tone."""
    told = next(one for one in _read() if one["audience"] == audience.name)
    return {
        Tone[step["tone"]]: Explained(french_spaces(step["why"]), french_spaces(step["source"]))
        for step in told["step"]
    }


@cache
def _read() -> list[dict[str, Any]]:
    text = resources.files(__package__).joinpath("ladders.toml").read_text("utf-8")
    ladders: list[dict[str, Any]] = tomllib.loads(text)["ladder"]
    return ladders


def _step(told: dict[str, Any]) -> StepContent:
    return StepContent(
        days=told["days"],
        channel=Channel[told["channel"]],
        tone=Tone[told["tone"]],
        claim=Claim[told["claim"]],
        title_fr=french_spaces(told["title_fr"]),
        text_fr=french_spaces(told["text_fr"].strip()),
        title_en=told["title_en"],
        text_en=told["text_en"].strip(),
        deadline_days=told.get("deadline_days"),
        automatic=told.get("automatic", False),
        attach_letter=told.get("attach_letter", False),
    )
