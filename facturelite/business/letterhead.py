"""The business as documents name it, for ever."""

import hashlib
from datetime import datetime

from facturelite.business.model import Business
from facturelite.documents.actions import keep
from facturelite.documents.queries import find_by_hash
from facturelite.documents.snapshot import Address, Seller


def seller_of(business: Business, *, logo_sha256: str = "") -> Seller:
    """Return the business as a document freezes it."""
    return Seller(
        name=business.legal_name,
        trade_name=business.trade_name,
        tagline=business.tagline,
        siret=business.siret,
        address=Address(business.line1, business.postcode, business.city, "FR", business.line2),
        registration=business.registration_mention,
        ape=business.ape,
        vat_number=business.vat_number,
        email=business.email,
        phone=business.phone,
        website=business.website,
        insurance=business.insurance,
        mediator=business.mediator,
        accent=business.accent,
        logo_sha256=logo_sha256,
    )


def hash_of_logo(business: Business) -> str:
    """Return how documents name the logo of today, nothing without one."""
    return hashlib.sha256(business.logo).hexdigest() if business.logo else ""


def keep_logo(business: Business, *, at: datetime) -> str:
    """Store the logo of today, once, for what is frozen with it; return how it is named."""
    sha256 = hash_of_logo(business)
    if business.logo and find_by_hash(sha256) is None:
        keep(business.logo, media_type="image/png", filename="logo.png", at=at)
    return sha256


def kept_logo(sha256: str) -> bytes | None:
    """Return the logo that a frozen document names, None for one without."""
    stored = find_by_hash(sha256) if sha256 else None
    return stored.content if stored else None
