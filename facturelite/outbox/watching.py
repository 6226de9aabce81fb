"""Asking, before each attempt at a mail, whether it is still wanted; telling how it ended.

Who posts a mail that may become untrue while it waits names itself in the payload (`watch`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from facturelite.outbox.model import Message

if TYPE_CHECKING:
    from facturelite.outbox.actions import Attempt


class NotNow(Exception):
    """Nothing failed, but the hour has not come: the mail waits until then."""

    def __init__(self, until: datetime) -> None:
        super().__init__(str(until))
        self.until = until


class NoLongerWanted(Exception):
    """What the mail says is not true any more: it is discarded, for the reason told."""


@dataclass(frozen=True)
class Watch:
    """Who looks after a kind of mail. `before` runs outside any transaction and may raise NotNow
    or NoLongerWanted; `after` runs inside the one that writes how a message ended."""

    before: Callable[["Attempt"], None]
    after: Callable[[Message, datetime], None]


_watches: dict[str, Watch] = {}


def watches(name: str, watch: Watch) -> None:
    """Register who looks after the mails whose payload says `watch=name`."""
    _watches[name] = watch


def ask_before(attempt: "Attempt") -> None:
    """Ask whether a mail may leave now; raise NotNow or NoLongerWanted where it may not."""
    watch = _watches.get(attempt.payload.get("watch", ""))
    if watch:
        watch.before(attempt)


def tell_after(message: Message, *, at: datetime) -> None:
    """Tell how a message ended, inside the transaction that writes it."""
    watch = _watches.get(message.payload.get("watch", ""))
    if watch:
        watch.after(message, at)
