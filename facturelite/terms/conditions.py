"""The payment conditions as data: what summaries, variables and quotes are made from."""

import json
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

from facturelite.payment_terms import THIRTY_DAYS, PaymentTerm


class DepositNature(StrEnum):
    """What a sum paid in advance is; the value is what the owner reads."""

    ACOMPTE = "acompte"
    ARRHES = "arrhes"


class DepositDue(StrEnum):
    """When a deposit is paid; the value is what the owner reads."""

    ORDER = "à la commande"
    START = "avant le début de la prestation"


class Interest(StrEnum):
    """What late payment costs; the value is what the owner reads.

    LEGAL is what consumers owe, from a formal notice on; PUBLIC what public bodies owe.
    """

    ECB = "taux BCE majoré"
    CONTRACT = "taux annuel choisi"
    LEGAL = "taux légal, à compter d’une mise en demeure"
    PUBLIC = "selon le Code de la commande publique"


@dataclass(frozen=True)
class Deposit:
    """A sum paid in advance: a share in percent, or an amount in euros, never both."""

    nature: DepositNature
    due: DepositDue = DepositDue.ORDER
    percent: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True)
class Choices:
    """What is chosen besides the settings of the business, for an audience or one client.

    `contest_to` says how to contest, where it is not the business's e-mail address.
    """

    deposit: Deposit | None = None
    retention_of_title: bool = False
    contest_to: str = ""

    def to_json(self) -> str:
        """Return canonical JSON: equal choices have equal bytes."""
        return _canonical(self)

    @staticmethod
    def from_json(text: str) -> "Choices":
        """Read what `to_json` wrote."""
        stored = json.loads(text)
        return Choices(**stored | {"deposit": _deposit(stored.get("deposit"))})


@dataclass(frozen=True)
class Conditions:
    """All the payment conditions that a client is under.

    `rate` in percent a year, with CONTRACT only; `margin` in points, with ECB only;
    `recovery_fee` in euros, None where none may be asked (consumers). `particular` names the
    fields that were agreed with the client and prevail over the house's.
    """

    consumer: bool = False
    term_code: str = THIRTY_DAYS.code
    interest: Interest = Interest.ECB
    rate: Decimal | None = None
    margin: Decimal | None = None
    recovery_fee: Decimal | None = None
    early_payment: str = ""
    deposit: Deposit | None = None
    retention_of_title: bool = False
    contest_to: str = ""
    mediator: str = ""
    particular: tuple[str, ...] = ()

    @property
    def term(self) -> PaymentTerm:
        """How long there is to pay."""
        return PaymentTerm.from_code(self.term_code)

    def to_json(self) -> str:
        """Return canonical JSON: equal conditions have equal bytes."""
        return _canonical(self)

    @staticmethod
    def from_json(text: str) -> "Conditions":
        """Read what `to_json` wrote; fields added since take their default."""
        stored = json.loads(text)
        known = {f.name: stored[f.name] for f in fields(Conditions) if f.name in stored}
        known["interest"] = Interest[known["interest"]]
        known["deposit"] = _deposit(known.get("deposit"))
        known["particular"] = tuple(known.get("particular", ()))
        for name in ("rate", "margin", "recovery_fee"):
            known[name] = _decimal(known.get(name))
        return Conditions(**known)


def _canonical(value: Choices | Conditions) -> str:
    plain = asdict(value, dict_factory=_plain)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Write members by their name: their words may change, their names do not."""
    return {name: _written(value) for name, value in pairs}


def _written(value: Any) -> Any:
    match value:
        case Enum():
            return value.name
        case Decimal():
            return f"{value.normalize():f}"
    return value


def _deposit(stored: dict[str, Any] | None) -> Deposit | None:
    if stored is None:
        return None
    return Deposit(
        DepositNature[stored["nature"]],
        DepositDue[stored["due"]],
        _decimal(stored["percent"]),
        _decimal(stored["amount"]),
    )


def _decimal(stored: str | None) -> Decimal | None:
    return None if stored is None else Decimal(stored)
