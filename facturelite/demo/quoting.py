"""What happens to a quote of the demonstration: sent, discussed, signed, then billed."""

from dataclasses import replace
from datetime import date, datetime

from facturelite.business.queries import the_business
from facturelite.demo import steps
from facturelite.demo.mail_codes import a_mail_server, code_received, secret
from facturelite.demo.steps import SOMEWHERE, TELEPHONE, House
from facturelite.documents.queries import get_document
from facturelite.documents.scans import clean_scan
from facturelite.orders import billing, cancelling, progress
from facturelite.orders.model import BALANCE, CancelledBy, Outcome, PartKey
from facturelite.orders.queries import live_part
from facturelite.quotes import answering, signing, signing_paper
from facturelite.quotes.content import QuoteContent
from facturelite.quotes.drafting import start_quote, write_quote
from facturelite.quotes.mailing import mail_quote, usual_mail
from facturelite.quotes.model import Quote
from facturelite.quotes.proposing import propose
from facturelite.quotes.revising import revise
from facturelite.quotes.sending import send_quote
from facturelite.quotes.signing import Signing
from facturelite.quotes.totals import proposed
from facturelite.terms.signing import Visit


def write(
    house: House, *, quote: str, client: str, content: QuoteContent, at: datetime, on: date
) -> None:
    """A quote is written, and not sent yet. The client's own term goes first."""
    business = the_business()
    made = start_quote(house.client(client), business=business, at=at)
    written = replace(content, payment_term=made.payment_term)
    write_quote(made, written, business=business, at=at)
    house.quotes[quote] = made.id


def send(house: House, *, quote: str, at: datetime, on: date) -> None:
    """A draft leaves for its client."""
    business, offered = the_business(), house.quote(quote)
    send_quote(offered, business=business, at=at, on=on)
    mail_quote(offered, usual_mail(offered, business=business), business=business, at=at)


def offer(
    house: House, *, quote: str, client: str, content: QuoteContent, at: datetime, on: date
) -> None:
    """A quote is written and sent."""
    write(house, quote=quote, client=client, content=content, at=at, on=on)
    send(house, quote=quote, at=at, on=on)


def rewrite(
    house: House, *, quote: str, earlier: str, content: QuoteContent, at: datetime, on: date
) -> None:
    """A revision is written and sent: the earlier quote no longer stands."""
    made = revise(house.quote(earlier), business=the_business(), at=at)
    written = replace(content, payment_term=made.payment_term)
    write_quote(made, written, business=the_business(), at=at)
    house.quotes[quote] = made.id
    send(house, quote=quote, at=at, on=on)


def ask(house: House, *, quote: str, words: str, at: datetime, on: date) -> None:
    """The client asks something."""
    answering.ask_question(house.quote(quote), text=words, at=at)


def answer(house: House, *, quote: str, words: str, at: datetime, on: date) -> None:
    """The owner answers."""
    answering.answer_question(house.quote(quote), text=words, business=the_business(), at=at)


def decline(house: House, *, quote: str, reason: str, at: datetime, on: date) -> None:
    """The client says no."""
    seen = {"address": SOMEWHERE, "browser": TELEPHONE}
    answering.decline(house.quote(quote), reason=reason, at=at, on=on, **seen)


def ask_for_code(
    house: House,
    *,
    quote: str,
    by: str,
    capacity: str,
    also: tuple[str, ...] = (),
    at: datetime,
    on: date,
) -> None:
    """The client chooses (`also` takes options by their label), ticks, and asks for the code."""
    offered = house.quote(quote)
    with a_mail_server():
        signing.send_code(
            offered,
            _signing(offered, by, capacity, also, on),
            business=the_business(),
            email=offered.client.email,
            key=secret(),
            at=at,
            on=on,
        )


def sign(
    house: House,
    *,
    quote: str,
    by: str,
    capacity: str,
    also: tuple[str, ...] = (),
    at: datetime,
    on: date,
) -> None:
    """The client types the code that they read in their mail."""
    offered = house.quote(quote)
    code = code_received(offered.client, purpose=signing.PURPOSE, subject=offered.subject)
    signing.sign_online(
        offered,
        _signing(offered, by, capacity, also, on),
        typed_code=code,
        visit=Visit(SOMEWHERE, TELEPHONE),
        business=the_business(),
        key=secret(),
        at=at,
        on=on,
    )


def sign_on_paper(
    house: House, *, quote: str, by: str, capacity: str, at: datetime, on: date
) -> None:
    """The client signs what was printed, and the owner deposits it."""
    offered = house.quote(quote)
    signing_paper.sign_on_paper(
        offered,
        proposed(offered),
        signing_paper.SignedPaper(on, by, capacity, accepts_terms=True),
        clean_scan(get_document(offered.pdf_id or 0).content),
        business=the_business(),
        at=at,
        on=on,
    )


def find_billed(
    house: House, *, quote: str, part: PartKey, name: str, at: datetime, on: date
) -> None:
    """The program has billed a part by itself."""
    row = live_part(house.quotes[quote], part)
    if row is None or row.invoice_id is None:
        raise LookupError(f"{part.code} of « {quote} » was not billed")
    house.invoices[name] = row.invoice_id


def bill(house: House, *, quote: str, part: PartKey, name: str, at: datetime, on: date) -> None:
    """A part of an order is billed and sent."""
    draft = billing.bill_part(house.quote(quote), part, business=the_business(), at=at, on=on)
    house.invoices[name] = draft.id
    steps.issue(house, name=name, at=at, on=on)


def reach(house: House, *, quote: str, part: PartKey, at: datetime, on: date) -> None:
    """A stage is reached; the work is delivered when it is the balance."""
    if part == BALANCE:
        progress.deliver(house.quote(quote), day=on, at=at, on=on)
    else:
        progress.reach_stage(house.quote(quote), part, day=on, at=at, on=on)


def cancel(house: House, *, quote: str, reason: str, at: datetime, on: date) -> None:
    """The client gives the order up, and the owner keeps what was paid."""
    order = house.quote(quote)
    cancelling.cancel_order(order, by=CancelledBy.CLIENT, reason=reason, day=on, at=at, on=on)
    cancelling.decide(order, Outcome.KEEP, words="", business=the_business(), at=at, on=on)


def _signing(quote: Quote, by: str, capacity: str, also: tuple[str, ...], on: date) -> Signing:
    chosen = proposed(quote) | {line.position for line in quote.lines if line.label in also}
    language = quote.client.language
    read = propose(quote, chosen, business=the_business(), language=language, on=on)
    ticked = frozenset(one.name for one in read.commitments if one.is_required)
    return Signing(chosen, ticked, by, capacity, read.digest, language)
