"""Draw a document: snapshot → HTML → PDF pages."""

from datetime import UTC, datetime, time

from facturelite.documents.archive import Description, archive
from facturelite.documents.drawing import LANGUAGES, ONE_AT_A_TIME, drawn, inline, look
from facturelite.documents.epc import epc_png
from facturelite.documents.figures import may_be_transferred
from facturelite.documents.printed import printed
from facturelite.documents.snapshot import Snapshot
from facturelite.documents.typography import printable
from facturelite.documents.wording import wording
from facturelite.money import NBSP


def archived(snapshot: Snapshot, xml: bytes, *, logo: bytes | None) -> bytes:
    """Return the PDF/A-3b that carries an XML already made from the same snapshot."""
    with ONE_AT_A_TIME:
        return archive(_drawn(snapshot, logo), xml, _description(snapshot))


def _drawn(snapshot: Snapshot, logo: bytes | None) -> bytes:
    content = printed(snapshot) | look(snapshot.seller.accent, logo, snapshot.language)
    payment = _payment(snapshot) if may_be_transferred(snapshot) else None
    return drawn("documents/document.html", content | {"payment": payment})


def _payment(snapshot: Snapshot) -> dict[str, str]:
    bank = snapshot.bank
    if bank is None:
        raise ValueError("a document without a bank account asks for no transfer")
    iban = bank.iban
    return {
        "holder": bank.holder,
        "iban": NBSP.join(iban[i : i + 4] for i in range(0, len(iban), 4)),
        "bic": bank.bic,
        "reference": snapshot.number,
        "code": inline(epc_png(bank, snapshot.payable, snapshot.number)),
    }


def _description(snapshot: Snapshot) -> Description:
    words = wording(snapshot.language)
    title = f"{words[snapshot.type_code]} {snapshot.number}"
    seller = _plain(snapshot.seller.name)
    return Description(
        title=f"{title} – {seller}",
        author=seller,
        subject=f"{title}, {words.day(snapshot.issued_on)}",
        keywords=f"{words[snapshot.type_code]}, Factur-X",
        language=LANGUAGES.get(snapshot.language, "fr-FR"),
        created_at=datetime.combine(snapshot.issued_on, time(12), UTC),
    )


def _plain(text: str) -> str:
    return " ".join(printable(text).split())
