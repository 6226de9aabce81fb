"""The stages of the price, as the owner types them."""

from collections.abc import Iterable
from typing import Any

from wtforms import IntegerField, StringField
from wtforms.validators import NumberRange, Optional

from facturelite.fields import DayField, FrenchDecimalField, Part, at_most, select
from facturelite.quotes.content import DATED, StageContent
from facturelite.quotes.model import Quote, StageEvent
from facturelite.sheets.forms import HiddenNumber, filled_rows

MOST_STAGES, MOST_TIMES = 24, 60


class StageForm(Part):
    """One stage: a share or an amount, and what makes it due."""

    position = HiddenNumber()
    label = StringField("Ce qui est fait", [at_most(200)])
    event = select("À payer", StageEvent, default=StageEvent.MILESTONE)
    percent = FrenchDecimalField("Part", places=2, most=100, example="30")
    amount = FrenchDecimalField("ou montant")
    day = DayField("Jour", [Optional()])
    times = IntegerField(
        "Fois",
        [Optional(), NumberRange(1, MOST_TIMES, f"Écrivez un nombre de 1 à {MOST_TIMES}.")],
    )

    @property
    def is_blank(self) -> bool:
        """Tell whether the row was left empty."""
        return not (self.label.data or self.percent.data or self.amount.data)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Ask for one share, and for a day where the stage has one; nothing of an empty row."""
        is_valid = bool(super().validate(*args, **kwargs))
        if self.is_blank:
            return is_valid
        if not self.percent.errors and not self.amount.errors:
            is_valid &= self._has_one_share()
        if self.event.data in DATED and self.day.data is None and not self.day.errors:
            self.day.errors = ["Indiquez le jour."]
            return False
        return is_valid

    def _has_one_share(self) -> bool:
        if self.percent.data and self.amount.data:
            self.amount.errors = ["Une part ou un montant, pas les deux."]
        elif not self.percent.data and not self.amount.data:
            self.percent.errors = ["Indiquez une part ou un montant."]
        return not (self.percent.errors or self.amount.errors)

    def content(self, rank: int) -> StageContent:
        """Return the stage as written."""
        return StageContent(
            label=self.label.data or f"Étape {rank}",
            event=self.event.data,
            percent=self.percent.data,
            amount=self.amount.data,
            day=self.day.data,
            times=self.times.data or 1,
        )


def read_stages(rows: Iterable[Any]) -> tuple[StageContent, ...]:
    """Return what the rows say, in the order of their positions, without the empty ones."""
    return tuple(row.content(rank) for rank, row in enumerate(filled_rows(rows), 1))


def stage_rows(quote: Quote, *, one_more: bool) -> list[dict[str, Any]]:
    """Return the stages of a draft as rows to type in."""
    names = ("position", "label", "event", "percent", "amount", "day", "times")
    rows = [{name: getattr(stage, name) for name in names} for stage in quote.stages]
    return [*rows, {"position": len(rows), "times": 1}] if one_more else rows
