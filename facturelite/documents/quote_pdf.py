"""Draw a quote, sent or signed: snapshot → HTML → PDF/A-3b."""

import hashlib
from datetime import UTC, datetime, time

from facturelite.documents import drawing
from facturelite.documents.archive import Description, archive
from facturelite.documents.quote_consistency import require_consistent
from facturelite.documents.quote_printed import printed
from facturelite.documents.quote_snapshot import QuoteSnapshot
from facturelite.documents.quote_wording import quote_wording
from facturelite.documents.rendering import WrongLogo
from facturelite.documents.typography import printable

_SIGNATURE_BOX = (62.0, 22.0)  # millimetres


class WrongSignature(ValueError):
    """The drawn signature given is not the one that the snapshot names."""


def render_quote(
    snapshot: QuoteSnapshot, *, logo: bytes | None, drawn: bytes | None = None
) -> bytes:
    """Return the PDF/A-3b of a quote. Same snapshot, same bytes.

    `logo` is the PNG whose SHA-256 is `snapshot.seller.logo_sha256`, `drawn` the signature whose
    SHA-256 is `snapshot.signature.drawn_sha256`; None where that is empty. Raise WrongLogo,
    WrongSignature, or Inconsistent when the amounts contradict each other.
    """
    require_consistent(snapshot)
    if _hash(logo) != snapshot.seller.logo_sha256:
        raise WrongLogo(f"{snapshot.number}: the logo is not the one in the snapshot")
    if _hash(drawn) != (snapshot.signature.drawn_sha256 if snapshot.signature else ""):
        raise WrongSignature(f"{snapshot.number}: the signature is not the one in the snapshot")
    look = drawing.look(snapshot.seller.accent, logo, snapshot.language)
    content = printed(snapshot) | look
    content["drawn"] = drawing.fitted(drawn, _SIGNATURE_BOX) if drawn else None
    with drawing.ONE_AT_A_TIME:
        pages = drawing.drawn("documents/quote.html", content, guess=2)
        return archive(pages, None, _description(snapshot))


def _hash(image: bytes | None) -> str:
    return hashlib.sha256(image).hexdigest() if image else ""


def _description(snapshot: QuoteSnapshot) -> Description:
    words = quote_wording(snapshot.language)
    title = f"{words['quote']} {snapshot.number}"
    seller = _plain(snapshot.seller.name)
    signed_at = snapshot.signature.at if snapshot.signature else None
    return Description(
        title=f"{title} – {seller}",
        author=seller,
        subject=f"{title}, {words.day(snapshot.sent_on)}",
        keywords=words["signed_foot"] if signed_at else words["quote"],
        language=drawing.LANGUAGES.get(snapshot.language, "fr-FR"),
        created_at=signed_at or datetime.combine(snapshot.sent_on, time(12), UTC),
    )


def _plain(text: str) -> str:
    return " ".join(printable(text).split())
