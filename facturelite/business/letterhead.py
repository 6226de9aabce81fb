"""The business as documents name it, for ever."""

from facturelite.business.model import Business
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
