"""Copying everything a quote says into its snapshot: when it is sent, and when it is signed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from facturelite import law
from facturelite.business.letterhead import hash_of_logo, seller_of
from facturelite.business.model import Business
from facturelite.documents import quote_snapshot as frozen
from facturelite.documents.queries import get_document
from facturelite.documents.wording import wording
from facturelite.quotes.conditions import (
    last_day,
    sections_of,
    summary_of,
    waits_a_week,
    withdrawal_of,
    without_last_day,
)
from facturelite.quotes.model import Quote
from facturelite.quotes.queries import attachments_of
from facturelite.quotes.schedule import DueEvent, Instalment, Part, instalments
from facturelite.quotes.totals import charges_vat, totals_as_sent, totals_of
from facturelite.quotes.words import say, when_due
from facturelite.sheets.freezing import buyer_of, discount_label, explained, item_of
from facturelite.sheets.mentions import common_mentions
from facturelite.sheets.model import VatTreatment
from facturelite.sheets.totals import line_total
from facturelite.terms.house import version_for
from facturelite.terms.model import TermsVersion
from facturelite.terms.withdrawal import first_day_to_pay


def foreseen(quote: Quote, *, business: Business, number: str, on: date) -> frozen.QuoteSnapshot:
    """Return what a draft says if it is sent on a day, in the client's language.

    Nothing is written. Raise AsksTooMuch when its deposit and stages exceed its total.
    """
    client, language = quote.client, quote.client.language
    version = version_for(client, on=on)
    told = summary_of(quote, version, business=business, on=on)
    totals = totals_of(quote, business)
    groups = explained(totals.groups, quote.vat_treatment, language, on=on)
    mentions = common_mentions(client, business=business, groups=groups, on=on)
    return frozen.QuoteSnapshot(
        number=number,
        sent_on=on,
        valid_until=last_day(quote, on=on),
        language=language,
        seller=seller_of(business, logo_sha256=hash_of_logo(business)),
        buyer=buyer_of(client),
        lines=_lines(quote, business),
        vat_groups=groups,
        total_net=totals.net,
        total_vat=totals.vat,
        total_gross=totals.gross,
        charges_vat=charges_vat(quote, business),
        payments=planned(quote, totals.gross, language=language),
        conditions=sections_of(quote, told, version, business=business, on=on),
        mentions=(law.sentence("mention.free_quote", language, on=on), *dict.fromkeys(mentions)),
        discount=totals.discount,
        discount_label=discount_label(quote.discount_percent, quote.discount_amount, language),
        subject=quote.title,
        **{name: getattr(quote, name) for name in _AS_TYPED},
        revises=(quote.revises.number or "") if quote.revises else "",
        terms=_binding(version),
        withdrawal=withdrawal_of(quote, business=business, on=on),
        attachments=_attachments(quote),
        ticks=tuple(effect.wording for effect in told.effects),
    )


_AS_TYPED = ("note", "starts_on", "duration", "travel", "purchase_order")


def as_chosen(
    quote: Quote, chosen: frozenset[int], *, signature: frozen.SignatureBlock | None = None
) -> frozen.QuoteSnapshot:
    """Return a sent quote with the lines that the client takes; nothing is written.

    Lines, VAT, totals and payments follow; all else is as it was sent. With a signature, what
    is due on signing gets its day, and nothing says any more until when to sign. Raise
    WrongChoice, or AsksTooMuch when too little is taken.
    """
    sent = quote.snapshot
    if sent is None:
        raise ValueError("a draft offers nothing to choose from yet")
    totals = totals_as_sent(quote, sent, chosen)
    signed_on = signature.signed_on if signature else None
    return replace(
        without_last_day(sent) if signature else sent,
        lines=tuple(
            replace(line, is_chosen=line.choice == "FIRM" or line.position in chosen)
            for line in sent.lines
        ),
        vat_groups=explained(totals.groups, quote.vat_treatment, sent.language, on=sent.sent_on),
        total_net=totals.net,
        total_vat=totals.vat,
        total_gross=totals.gross,
        discount=totals.discount,
        payments=planned(quote, totals.gross, language=sent.language, signed_on=signed_on),
        signature=signature,
    )


def planned(
    quote: Quote, total: Decimal, *, language: str, signed_on: date | None = None
) -> tuple[frozen.PlannedPayment, ...]:
    """Return the deposit, stages and balance of a total, in the language of the quote.

    Once signed, what is due on signing has a day; none comes before the law allows payment.
    """
    parts = instalments(quote, total)
    return tuple(
        frozen.PlannedPayment(
            label=_label(quote, one, language, is_alone=len(parts) == 1),
            when=when_due(one, language, waits_a_week=waits_a_week(quote)),
            amount=one.amount,
            day=_day(quote, one, signed_on),
            part=one.part.name,
        )
        for one in parts
    )


def _label(quote: Quote, one: Instalment, language: str, *, is_alone: bool) -> str:
    if one.part is Part.STAGE:
        return one.label
    if one.part is Part.BALANCE:
        return say("PRICE" if is_alone else "BALANCE", language)
    what = say(quote.deposit_nature.name, language)
    if quote.deposit_percent is None:
        return what
    percent = wording(language).percent(quote.deposit_percent)
    return say("part", language, what=what, percent=percent)


def _day(quote: Quote, one: Instalment, signed_on: date | None) -> date | None:
    day = one.day or (signed_on if one.event is DueEvent.SIGNATURE else None)
    if day is None or signed_on is None or not waits_a_week(quote):
        return day
    return max(day, first_day_to_pay(signed_on))


def _lines(quote: Quote, business: Business) -> tuple[frozen.OfferedLine, ...]:
    taxed = charges_vat(quote, business) and quote.vat_treatment is VatTreatment.DOMESTIC
    return tuple(
        frozen.OfferedLine(
            item=item_of(line, line_total(line), taxed=taxed),
            position=line.position,
            choice=line.choice.name,
            group=line.variant_group,
            is_chosen=line.is_chosen,
        )
        for line in quote.lines
    )


def _binding(version: TermsVersion | None) -> frozen.BindingTerms | None:
    if version is None or version.number is None or version.pdf_id is None:
        return None
    return frozen.BindingTerms(
        version_id=version.id,
        number=version.number,
        text_sha256=version.text_sha256,
        pdf_sha256=get_document(version.pdf_id).sha256,
        effective_on=version.effective_on,
    )


def _attachments(quote: Quote) -> tuple[frozen.AttachedFile, ...]:
    return tuple(
        frozen.AttachedFile(label, document.filename, document.sha256)
        for label, document in attachments_of(quote)
    )
