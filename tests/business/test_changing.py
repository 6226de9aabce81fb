"""What the owner says of their business: what is refused, what is written down."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from facturelite import law
from facturelite.business import actions
from facturelite.business.actions import (
    NotYourVatNumber,
    RateTooLow,
    UnknownBlank,
    Unsaid,
    lowest_rate,
    masked,
)
from facturelite.business.details import (
    Appearance,
    FurtherMentions,
    Identity,
    MailText,
    Numbering,
    PaymentConditions,
    Regime,
)
from facturelite.business.mail_text import USUAL
from facturelite.business.model import Activity, LateInterest, Registration, VatRegime
from facturelite.business.numbering import WrongFormat
from facturelite.db import db, transaction
from facturelite.journal.model import Entry

ON = date(2026, 11, 20)
IBAN, OTHER_IBAN = "FR7630006000011234567890189", "FR1420041010050500013M02606"

IDENTITY = Identity(
    name="Nadia Belkacem",
    trade_name="Atelier Belkacem",
    siret="73282932000074",
    ape="74.10Z",
    line1="12 rue des Écoles",
    line2="",
    postcode="69007",
    city="Lyon",
    email="nadia@atelier.example",
    phone="",
    website="",
)
REGIME = Regime(Activity.BNC, Registration.RNE_ONLY, "", VatRegime.FRANCHISE, "")
PAYMENT = PaymentConditions(IBAN, "AGRIFRPP", "30:INVOICE_DATE", LateInterest.ECB, None, "")


def told():
    return db.session.query(Entry).order_by(Entry.id).all()


def change(verb, business, details, **when):
    with transaction():
        verb(business, details, **when)


def test_a_change_says_what_it_was_and_what_it_is(nadia, clock):
    change(actions.change_identity, nadia, replace(IDENTITY, city="Villeurbanne"), at=clock())

    (entry,) = told()
    assert (entry.event, entry.subject) == ("business.identity_changed", "business")
    assert entry.details["before"] == {"ape": "", "city": "Lyon", "phone": "06 12 34 56 78"}
    assert entry.details["after"] == {"ape": "74.10Z", "city": "Villeurbanne", "phone": ""}


def test_saying_the_same_again_writes_nothing(nadia, clock):
    change(actions.change_identity, nadia, IDENTITY, at=clock())
    change(actions.change_identity, nadia, IDENTITY, at=clock())

    assert len(told()) == 1


def test_a_merchant_says_which_registry(nadia, clock):
    merchant = replace(REGIME, registration=Registration.RCS)
    with pytest.raises(Unsaid, match="greffe") as refused, transaction():
        actions.change_regime(nadia, merchant, at=clock())
    assert refused.value.field == "rcs_city"

    change(actions.change_regime, nadia, replace(merchant, rcs_city="Lyon"), at=clock())
    assert nadia.registration_mention == "RCS Lyon"


def test_who_charges_vat_has_a_number_of_their_own(nadia, clock):
    liable = replace(REGIME, vat_regime=VatRegime.REAL)
    with pytest.raises(Unsaid) as refused, transaction():
        actions.change_regime(nadia, liable, at=clock())
    assert refused.value.field == "vat_number"
    with pytest.raises(NotYourVatNumber, match="732829320"), transaction():
        actions.change_regime(nadia, replace(liable, vat_number="FR83404833048"), at=clock())

    change(actions.change_regime, nadia, replace(liable, vat_number="FR44732829320"), at=clock())
    assert nadia.charges_vat


def test_the_usual_vat_number_follows_the_siren(nadia, clock):
    change(actions.change_regime, nadia, replace(REGIME, vat_number="FR44732829320"), at=clock())

    change(actions.change_identity, nadia, replace(IDENTITY, siret="40483304800022"), at=clock())

    assert nadia.vat_number == "FR83404833048"


def test_a_new_iban_is_dated_and_never_told_whole(nadia, clock):
    change(actions.change_payment, nadia, PAYMENT, at=clock(), on=ON)
    assert nadia.iban_changed_at is None
    assert told() == []

    clock.travel(days=1)
    change(actions.change_payment, nadia, replace(PAYMENT, iban=OTHER_IBAN), at=clock(), on=ON)

    assert nadia.iban_changed_at == clock()
    changed, dated = told()
    assert dated.details == {"before": "FR76…0189", "after": "FR14…2606"}
    assert not any(iban in entry.facts for entry in told() for iban in (IBAN, OTHER_IBAN))
    assert changed.event == "business.payment_changed"


def test_a_first_iban_surprises_nobody(nadia, clock):
    change(actions.change_payment, nadia, replace(PAYMENT, iban=""), at=clock(), on=ON)
    change(actions.change_payment, nadia, PAYMENT, at=clock(), on=ON)

    assert nadia.iban_changed_at is None


def test_masks():
    assert masked(IBAN) == "FR76…0189"
    assert masked("") == ""


@pytest.mark.parametrize("on", [date(2026, 6, 30), date(2026, 7, 1), ON])
def test_late_interest_is_at_least_three_times_the_legal_rate(nadia, clock, on):
    floor = lowest_rate(on=on)
    assert floor == 3 * law.in_force("legal_rate.professional_creditor", on=on).value
    chosen = replace(PAYMENT, late_interest=LateInterest.CONTRACT)

    with pytest.raises(Unsaid) as refused, transaction():
        actions.change_payment(nadia, chosen, at=clock(), on=on)
    assert refused.value.field == "contract_rate"
    too_low = replace(chosen, contract_rate=floor - Decimal("0.01"))
    with pytest.raises(RateTooLow, match="trois fois le taux"), transaction():
        actions.change_payment(nadia, too_low, at=clock(), on=on)

    change(actions.change_payment, nadia, replace(chosen, contract_rate=floor), at=clock(), on=on)
    assert nadia.contract_rate == floor


def test_a_rate_that_is_not_used_is_not_checked(nadia, clock):
    idle = replace(PAYMENT, contract_rate=Decimal(1))

    change(actions.change_payment, nadia, idle, at=clock(), on=ON)


def test_series_do_not_mix(nadia, clock):
    with pytest.raises(WrongFormat), transaction():
        actions.change_numbering(
            nadia, Numbering("F{AA}-{00}", "F{AA}-{000}", "D{AA}-{00}"), at=clock()
        )
    assert told() == []


def test_a_mail_holds_only_blanks_that_exist(nadia, clock):
    with pytest.raises(UnknownBlank, match=r"\{facture\}") as refused, transaction():
        actions.change_mail_text(nadia, MailText("Voici {facture} et {lien}"), at=clock())
    assert refused.value.field == "mail_text"

    change(actions.change_mail_text, nadia, MailText("Voici {document} : {lien}"), at=clock())
    change(actions.change_mail_text, nadia, MailText(""), at=clock())
    assert [entry.event for entry in told()] == ["business.mail_text_changed"] * 2


def test_the_usual_mail_holds_only_blanks_that_exist(nadia, clock):
    change(actions.change_mail_text, nadia, MailText(USUAL), at=clock())


def test_mentions_and_looks(nadia, clock):
    change(actions.change_mentions, nadia, FurtherMentions("MAAF, France", "CM2C"), at=clock())
    change(actions.change_appearance, nadia, Appearance("Graphiste", "#884400"), at=clock())

    assert (nadia.insurance, nadia.mediator) == ("MAAF, France", "CM2C")
    assert (nadia.tagline, nadia.accent) == ("Graphiste", "#884400")


def test_a_logo_is_told_by_its_hash(nadia, clock):
    with transaction():
        actions.change_logo(nadia, b"png", at=clock())
        actions.change_logo(nadia, b"png", at=clock())
        actions.change_logo(nadia, None, at=clock())

    first, second = told()
    assert first.details["sha256"].startswith("8f8cbb7d")
    assert second.details["sha256"] == ""
