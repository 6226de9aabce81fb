"""Revising: a sent quote never changes, a new one replaces it."""

from datetime import datetime

from facturelite.business.model import Business
from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.quotes.drafting import duplicate
from facturelite.quotes.model import Quote, QuoteState
from facturelite.refusals import Refusal


class NothingToRevise(Refusal):
    """A draft is changed as it is; an order, even cancelled, is not offered again."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(
            "Ce brouillon peut encore être modifié tel quel."
            if quote.is_draft
            else f"{quote.name} est « {quote.state.value} » : dupliquez-le pour proposer autre "
            "chose."
        )


class AlreadyRevised(Refusal):
    """One draft at a time replaces a quote."""

    def __init__(self, draft: Quote) -> None:
        self.draft = draft
        super().__init__(
            "Une révision de ce devis est déjà commencée : reprenez son brouillon, ou supprimez-le."
        )


class ReplacedAlready(Refusal):
    """Another revision was sent: only one offer stands at a time."""

    def __init__(self, newer: Quote) -> None:
        super().__init__(
            f"{newer.name} remplace déjà ce devis : c’est lui qu’il faut réviser, ou dupliquer."
        )


class SignedMeanwhile(Refusal):
    """The client signed the quote that a draft was going to replace."""

    def __init__(self, signed: Quote) -> None:
        super().__init__(
            f"{signed.name} a été signé entre-temps : la commande est faite. Supprimez ce "
            "brouillon, ou dupliquez-le en un devis de plus."
        )


STANDING = frozenset({QuoteState.SENT, QuoteState.SIGNED, QuoteState.CANCELLED})
REVISABLE = frozenset({QuoteState.SENT, QuoteState.DECLINED, QuoteState.WITHDRAWN})


def may_revise(quote: Quote) -> bool:
    """Tell whether a new quote may replace this one."""
    return quote.state in REVISABLE


def revise(quote: Quote, *, business: Business, at: datetime) -> Quote:
    """Open a draft that replaces a sent quote; the latter stands until the draft is sent.

    Raise NothingToRevise, AlreadyRevised while another draft is being written, or
    ReplacedAlready.
    """
    if not may_revise(quote):
        raise NothingToRevise(quote)
    for revision in quote.revisions:
        if revision.is_draft:
            raise AlreadyRevised(revision)
    _refuse_replaced(quote)
    draft = duplicate(quote, business=business, at=at)
    _keep_days(draft, quote)
    draft.revises = quote
    db.session.flush()
    record(
        "quote.revised",
        draft.subject,
        at=at,
        client_id=quote.client_id,
        earlier=quote.number,
    )
    return draft


def _keep_days(draft: Quote, quote: Quote) -> None:
    """Keep the days and the reference that a copy leaves out: what is revised was planned."""
    draft.starts_on, draft.deposit_due_on = quote.starts_on, quote.deposit_due_on
    draft.purchase_order = quote.purchase_order
    for stage, same in zip(draft.stages, quote.stages, strict=True):
        stage.day = same.day


def check(quote: Quote) -> None:
    """Raise SignedMeanwhile when the client signed what a draft replaces, ReplacedAlready when
    another revision was sent: one offer, and one order, are enough."""
    earlier = quote.revises
    if earlier:
        _refuse_replaced(earlier)
    if earlier and earlier.state in {QuoteState.SIGNED, QuoteState.CANCELLED}:
        raise SignedMeanwhile(earlier)


def _refuse_replaced(quote: Quote) -> None:
    for revision in quote.revisions:
        if revision.state in STANDING:
            raise ReplacedAlready(revision)


def take_effect(quote: Quote, *, at: datetime) -> None:
    """Withdraw what a quote that was just sent replaces, if it still awaits an answer."""
    earlier = quote.revises
    if earlier is None or earlier.state is not QuoteState.SENT:
        return
    earlier.state, earlier.edited_at = QuoteState.WITHDRAWN, at
    earlier.answer = f"Remplacé par le devis {quote.number}"
    db.session.flush()
    record(
        "quote.withdrawn",
        earlier.subject,
        at=at,
        client_id=earlier.client_id,
        number=earlier.number,
        replaced_by=quote.number,
    )
