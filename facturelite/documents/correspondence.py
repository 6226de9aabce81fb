"""A letter to post: its address where the window of an envelope shows it, as PDF/A-3b."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from facturelite.documents import letterhead
from facturelite.documents.archive import Description, archive
from facturelite.documents.drawing import LANGUAGES, ONE_AT_A_TIME, drawn, inline, look
from facturelite.documents.epc import LARGEST, SMALLEST, epc_png
from facturelite.documents.snapshot import Address, Bank, Seller
from facturelite.documents.typography import paragraphs, printable
from facturelite.documents.wording import wording
from facturelite.money import NBSP


@dataclass(frozen=True)
class Letter:
    """What the paper says. `rows` are the invoices in question under `header`, `sums` labels
    and amounts, all of them ready words; `payable` in euros makes the code to scan.

    `way` says how it travels (« Lettre recommandée avec avis de réception »).
    """

    seller: Seller
    recipient: str
    address: Address
    written_on: date
    dated_at: datetime
    subject: str
    text: str
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    sums: tuple[tuple[str, str], ...] = ()
    bank: Bank | None = None
    payable: Decimal = Decimal(0)
    reference: str = ""
    way: str = ""
    language: str = "fr"


_WORDS = {
    "fr": {"subject": "Objet", "place": "{}, le {}", "signature": "Signature"},
    "en": {"subject": "Subject", "place": "{}, {}", "signature": "Signature"},
}


def render_letter(letter: Letter, *, logo: bytes | None = None) -> bytes:
    """Return the PDF/A-3b of a letter; `logo` is a PNG that `images` cleaned."""
    words, say = wording(letter.language), _WORDS[letter.language]
    brand = letter.seller.trade_name or letter.seller.name
    content = {
        "letter": letter,
        "words": words.labels,
        "say": say,
        "brand": brand,
        "initials": letterhead.initials(brand),
        "sender": _sender(letter.seller, letterhead.address_lines(letter.seller.address, words)),
        "address": [letter.recipient, *letterhead.address_lines(letter.address, words)],
        "place": say["place"].format(letter.seller.address.city, words.day(letter.written_on)),
        "paragraphs": [paragraphs(block) for block in letter.text.split("\n\n")],
        "payment": _payment(letter),
        "footer": " · ".join(letterhead.identity(letter.seller, words)),
    } | look(letter.seller.accent, logo, letter.language)
    with ONE_AT_A_TIME:
        pages = drawn("documents/letter.html", content)
        return archive(pages, None, _description(letter))


def _sender(seller: Seller, address: Sequence[str]) -> list[str]:
    return [line for line in (seller.name, *address, seller.phone, seller.email) if line]


def _payment(letter: Letter) -> dict[str, str] | None:
    bank = letter.bank
    if bank is None or not SMALLEST <= letter.payable <= LARGEST:
        return None
    return {
        "holder": bank.holder,
        "iban": NBSP.join(bank.iban[i : i + 4] for i in range(0, len(bank.iban), 4)),
        "bic": bank.bic,
        "reference": letter.reference,
        "code": inline(epc_png(bank, letter.payable, letter.reference)),
    }


def _description(letter: Letter) -> Description:
    author, subject = _plain(letter.seller.name), _plain(letter.subject)
    return Description(
        title=f"{subject} – {author}",
        author=author,
        subject=subject,
        keywords=_plain(letter.way) or subject,
        language=LANGUAGES.get(letter.language, "fr-FR"),
        created_at=letter.dated_at,
    )


def _plain(text: str) -> str:
    return " ".join(printable(text).split())
