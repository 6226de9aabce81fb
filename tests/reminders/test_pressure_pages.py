"""The owner's pages: hold, resume, bill late interest, waive it."""

from datetime import date

import pytest

from facturelite.db import db
from facturelite.reminders.holds_model import StandingHold
from facturelite.reminders.penalties_model import NoteState, PenaltyNote, PenaltyWaiver
from page import Page


@pytest.fixture
def late(martin, bill):
    return bill(martin, "1000", on=date(2026, 8, 1))


def test_reminders_are_held_then_resumed_from_the_invoice(owner, late):
    page = Page(owner, f"/factures/{late.id}/relances/retenue")
    page.submit("Retenir les relances", reason="PAUSE", words="Congés", status=422)
    assert "une pause a toujours une fin" in page.text
    assert page.value("words") == "Congés"
    page.submit("Retenir les relances", until="2026-12-12")
    assert "Relances en pause, jusqu’au 12 décembre 2026" in page.text
    page.submit("Reprendre (relances en pause)")
    assert db.session.query(StandingHold).one().lifted_at is not None


def test_an_insolvency_is_noted_for_the_client(owner, martin, late):
    page = Page(owner, f"/clients/{martin.id}/relances/retenue")
    page.submit("Retenir les relances", reason="INSOLVENT", status=422)
    page.submit("Retenir les relances", reason="INSOLVENT", since="2026-10-01")
    assert "Procédure collective" in page.text
    assert "jugement d’ouverture du 1er octobre 2026" in Page(owner, f"/factures/{late.id}").text


def test_late_interest_is_stated_billed_then_paid(owner, martin, late):
    panel = Page(owner, f"/factures/{late.id}").text
    assert "67,52 €" in panel
    assert "C. civ. 1343-1" not in panel
    page = Page(owner, f"/clients/{martin.id}/penalites")
    page.submit("Établir la note de pénalités")
    note = db.session.query(PenaltyNote).one()
    assert note.number in page.heading
    assert owner.get(f"/penalites/{note.id}/pdf").mimetype == "application/pdf"
    page.submit("Annuler la note", status=422)
    page.submit("Noter comme réglée", paid_on="2026-11-19")
    assert db.session.get(PenaltyNote, note.id).state is NoteState.PAID


def test_nothing_ticked_bills_nothing(owner, martin, late):
    page = Page(owner, f"/clients/{martin.id}/penalites")
    page.submit("Établir la note de pénalités", facture=[])
    assert "Il n’y a pas de pénalités à réclamer" in page.messages
    assert db.session.query(PenaltyNote).count() == 0


def test_late_interest_is_waived_with_a_reason(owner, late):
    page = Page(owner, f"/factures/{late.id}/penalites/abandon")
    page.submit("Renoncer à ces pénalités", reason="", status=422)
    page.submit("Renoncer à ces pénalités", reason="Bon client", for_good=True)
    assert "Abandonnées le" in page.text
    assert db.session.query(PenaltyWaiver).one().for_good
