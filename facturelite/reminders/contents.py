"""A ladder as its owner writes it, and what no ladder may hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from facturelite.clients.details import ClientKind
from facturelite.refusals import Refusal
from facturelite.reminders.letters import require_known
from facturelite.reminders.model import Channel, Claim, Tone

MOST_DAYS = 365
MOST_STEPS = 12


@dataclass(frozen=True)
class StepContent:
    """A step as written; `id` names the one it changes, None for a new one."""

    days: int
    channel: Channel
    tone: Tone
    claim: Claim
    title_fr: str
    text_fr: str
    title_en: str = ""
    text_en: str = ""
    deadline_days: int | None = None
    automatic: bool = False
    attach_letter: bool = False
    id: int | None = None


@dataclass(frozen=True)
class LadderContent:
    """A ladder as written, its steps in any order."""

    audience: ClientKind
    name: str
    steps: tuple[StepContent, ...]

    @property
    def in_order(self) -> list[StepContent]:
        """The steps by day."""
        return sorted(self.steps, key=lambda step: step.days)


class NoName(Refusal):
    """A ladder is chosen by its name."""

    field = "name"

    def __init__(self) -> None:
        super().__init__("Donnez un nom à ce parcours de relance, pour le reconnaître.")


class WrongSteps(Refusal):
    """There are none, or too many."""

    def __init__(self) -> None:
        super().__init__(f"Un parcours de relance a d’une à {MOST_STEPS} étapes : ajustez-les.")


class StepRefused(Refusal):
    """One step cannot stand as it is written; `rank` counts from 1."""

    def __init__(self, rank: int, field: str, sentence: str) -> None:
        super().__init__(f"Étape {rank} : {sentence}")
        self.rank, self.field = rank, field


def require_sound(content: LadderContent) -> None:
    """Refuse a ladder that could not be climbed, or that would ask for what is not due.

    Raise NoName, WrongSteps, StepRefused, or UnknownVariables and StrayBrace of `letters`.
    """
    if not content.name.strip():
        raise NoName
    steps = content.in_order
    if not 1 <= len(steps) <= MOST_STEPS:
        raise WrongSteps
    for rank, step in enumerate(steps, start=1):
        _require_in_order(steps, rank)
        _require_words(step, rank)
        _require_possible(step, rank)
        _require_lawful(content.audience, steps, rank)


def _require_in_order(steps: Sequence[StepContent], rank: int) -> None:
    step, before = steps[rank - 1], steps[rank - 2] if rank > 1 else None
    if abs(step.days) > MOST_DAYS:
        raise StepRefused(rank, "days", f"choisissez un jour à moins de {MOST_DAYS} jours.")
    if before is None:
        return
    if step.days == before.days:
        raise StepRefused(
            rank, "days", "une autre étape tombe le même jour : décalez l’une des deux."
        )
    if step.tone.severity < before.tone.severity:
        raise StepRefused(
            rank,
            "tone",
            "son ton est plus doux que celui de la précédente : le ton ne fait que monter.",
        )


def _require_words(step: StepContent, rank: int) -> None:
    for field in ("title_fr", "text_fr"):
        if not getattr(step, field).strip():
            raise StepRefused(rank, field, "écrivez ce qui sera dit, au moins en français.")
    for field in ("title_fr", "text_fr", "title_en", "text_en"):
        require_known(getattr(step, field), field=field)


def _require_possible(step: StepContent, rank: int) -> None:
    if step.automatic and step.channel is not Channel.EMAIL:
        raise StepRefused(
            rank, "automatic", "seul un e-mail part tout seul : choisissez « à valider »."
        )
    if step.deadline_days is not None and step.deadline_days < 1:
        raise StepRefused(rank, "deadline_days", "laissez au moins un jour, ou aucun délai.")
    if step.tone is Tone.FORMAL_NOTICE and step.deadline_days is None:
        raise StepRefused(
            rank, "deadline_days", "une mise en demeure laisse un délai : indiquez-le, en jours."
        )


def _require_lawful(audience: ClientKind, steps: Sequence[StepContent], rank: int) -> None:
    """Refuse to claim what nothing could make due; what is doubtful is only said, by `checks`."""
    step, earlier = steps[rank - 1], steps[: rank - 1]
    is_noticed = any(one.tone is Tone.FORMAL_NOTICE for one in earlier)
    if step.claim.has_interest and step.days < 0:
        raise StepRefused(rank, "claim", "avant l’échéance, rien d’autre que la somme n’est dû.")
    if step.claim is Claim.INTEREST_AND_FEE and audience is not ClientKind.PROFESSIONAL:
        raise StepRefused(
            rank, "claim", "l’indemnité de 40 € ne se demande qu’à des professionnels."
        )
    if step.claim.has_interest and audience is ClientKind.CONSUMER and not is_noticed:
        raise StepRefused(
            rank,
            "claim",
            "à un particulier, les intérêts ne courent qu’à partir de la mise en demeure : ne les "
            "réclamez que dans une étape suivante.",
        )
