"""What a text of terms still lacks, and what the law voids in it: information, no verdict."""

from dataclasses import dataclass
from datetime import date

from facturelite import law, money
from facturelite.business.model import Business
from facturelite.terms.looking import Point, Read, read
from facturelite.terms.model import Audience
from facturelite.terms.points import POINTS, lowest_penalty_rate


@dataclass(frozen=True)
class Finding:
    """One point to look at, and its source; `quote` is the sentence that was noticed."""

    name: str
    sentence: str
    source: str
    quote: str = ""

    @property
    def is_lacking(self) -> bool:
        """Tell whether something is missing, rather than too much."""
        return not self.quote


def findings(french: str, audience: Audience, *, business: Business, on: date) -> list[Finding]:
    """List what a text lacks, then what it should not say, in the order of the law's list.

    `french` is Markdown with its variables filled in; raise NotReadable as the editor does.
    """
    text = read(french, business, on)
    found = [finding for point in POINTS[audience] if (finding := _finding(point, text))]
    return sorted(found, key=lambda finding: not finding.is_lacking)


def _finding(point: Point, text: Read) -> Finding | None:
    quote = point.look(text)
    if quote is None:
        return None
    rule = law.in_force(point.name, on=text.on)
    sentence = law.sentence(point.name, "fr", on=text.on, **_figures(text.on))
    return Finding(point.name, sentence, rule.source, quote)


def _figures(on: date) -> dict[str, str]:
    return {
        "fee": money.in_french(law.in_force("recovery_fee", on=on).value),
        "floor": money.number_in_french(lowest_penalty_rate(on)),
        "days": str(law.in_force("payment_term.longest_days", on=on).value),
        "month_end_days": str(law.in_force("payment_term.longest_month_end_days", on=on).value),
    }
