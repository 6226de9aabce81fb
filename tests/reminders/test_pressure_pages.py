"""The owner's pages: hold, resume, bill late interest, waive it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from agreements import a_mail_account
from billing import a_client
from facturelite.clients.details import ClientKind
from facturelite.dates import PARIS
from facturelite.db import db, transaction
from facturelite.invoices import answers
from facturelite.invoices.answers_model import DisputeCategory
from facturelite.lifecycle import MoveRefused
from facturelite.outbox.queries import mails_about
from facturelite.outbox.worker import empty_the_outbox
from facturelite.reminders import deciding, ladders, penalties, penalties_mailing, posting
from facturelite.reminders.holds_model import StandingHold
from facturelite.reminders.instalments import split
from facturelite.reminders.interest import statements
from facturelite.reminders.ladders import LadderContent, StepContent
from facturelite.reminders.model import Channel, Claim, Tone
from facturelite.reminders.penalties_model import NoteState, PenaltyNote, PenaltyWaiver
from facturelite.reminders.plans import Proposal, propose
from facturelite.reminders.public_bodies import is_public_interest_counted
from page import Page
from rounds import the_reminder


@pytest.fixture
def late(martin, bill):
    return bill(martin, "1000", on=date(2026, 8, 1))


@pytest.fixture
def note_of(late, martin, clock) -> PenaltyNote:
    with transaction():
        claimed = statements([late], on=clock.today)
        return penalties.bill(martin, claimed, at=clock(), on=clock.today)


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


def test_a_promise_after_a_broken_one_is_shown_and_let_hold_in_one_click(owner, late, clock):
    for travelled in (0, 4):
        clock.travel(days=travelled)
        with transaction():
            day = clock.today + timedelta(days=3)
            answers.promise(late, promised_on=day, words="", at=clock(), on=clock.today)
    why = "Ne retient pas les relances : promesse précédente non tenue."
    page = Page(owner, f"/factures/{late.id}")
    assert why in page.text
    assert why in Page(owner, f"/clients/{late.client_id}").text
    page.submit("Retenir quand même")
    assert why not in page.text
    assert "Paiement annoncé, jusqu’au 27 novembre 2026" in page.text
    assert "Relances retenues malgré une parole non tenue" in page.text


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
    page.submit("Enregistrer cet encaissement", paid_on="2026-12-19", status=422)
    assert "n’est pas encore passé" in page.text
    page.submit("Enregistrer cet encaissement", paid_on="2026-11-19", reference="VIR 12")
    assert db.session.get(PenaltyNote, note.id).state is NoteState.PAID
    assert "Virement du 19/11/2026, 67,52 €" in page.text
    book = Page(owner, "/livre-des-recettes?periode=2026").text
    assert "note de pénalités P2026-0001" in book
    assert "pénalités de retard" in book


def test_one_transfer_pays_an_invoice_and_its_note(owner, martin, late, pay):
    page = Page(owner, f"/clients/{martin.id}/penalites").submit("Établir la note de pénalités")
    payment = pay(martin, "1067.52", (late, "1000"))
    page = page.reload().submit("Régler la note")
    assert "réglée" in page.text
    shown = Page(owner, f"/encaissements/{payment.id}").text
    assert late.number in shown
    assert "Note de pénalités P2026-0001" in shown
    assert "À affecter rien" in shown


def test_a_note_is_paid_in_part_by_what_a_payment_left(owner, martin, late, pay):
    page = Page(owner, f"/clients/{martin.id}/penalites").submit("Établir la note de pénalités")
    pay(martin, "1008.97", (late, "1000"))
    page = page.reload().submit("Régler 8,97 € de la note")
    assert "réglée en partie" in page.messages
    assert "Reste à payer 58,55 €" in page.text
    page.submit("Enregistrer cet encaissement", amount="58,56", status=422)
    assert "Il ne reste que 58,55 €" in page.text
    page.submit("Enregistrer cet encaissement", amount="58,55")
    assert "livre des recettes" in page.messages
    assert "Réglée Réglée" not in page.text
    assert page.text.count("encaissement n°") == 2


def test_a_note_is_sent_with_its_pdf_and_said_to_be(owner, martin, late, smtp_server, clock):
    with transaction():
        a_mail_account(smtp_server.port)
    page = Page(owner, f"/clients/{martin.id}/penalites").submit("Établir la note de pénalités")
    assert "pas encore envoyée" in page.messages
    page.follow("Envoyer par e-mail")
    page.submit("Envoyer", to="", status=422)
    assert "Indiquez une adresse" in page.text
    page.submit("Envoyer", to="compta@martin.example")
    empty_the_outbox(now=clock)
    (letter,) = smtp_server.letters
    assert "P2026-0001" in letter["Subject"]
    assert "67,52" in letter.text
    assert late.number in letter.text
    assert "/penalites/1" in letter.text
    assert [part.get_filename() for part in letter.iter_attachments()] == ["P2026-0001.pdf"]
    assert "Envoyée le 20 novembre 2026" in page.reload().text
    assert "P2026-0001" in Page(owner, "/envois").text


def test_the_same_mail_of_a_note_leaves_once_and_a_cancelled_note_not_at_all(note_of, clock, nadia):
    note = note_of
    mail = penalties_mailing.usual_mail(note, business=nadia)
    for _ in range(2):
        with transaction():
            penalties_mailing.send_note(note, mail, business=nadia, at=clock())
    assert len(mails_about(note.subject)) == 1
    with transaction():
        penalties.cancel(note, reason="Erreur", at=clock(), on=clock.today)
    with transaction(), pytest.raises(MoveRefused):
        penalties_mailing.send_note(note, mail, business=nadia, at=clock())


def test_a_note_that_the_owner_posted_is_said_to_have_left(owner, note_of):
    page = Page(owner, f"/penalites/{note_of.id}").submit("Je l’ai postée ou remise aujourd’hui")
    assert "Envoyée le 20 novembre 2026, de votre main" in page.text


def test_what_is_left_of_a_payment_bills_penalties_and_pays_them_in_one_act(
    owner, martin, late, pay
):
    payment = pay(martin, "1008.97", (late, "1000"))
    assert "67,52 € de pénalités peuvent être réclamées à ce client" in Page(owner, "/").text
    account = Page(owner, f"/clients/{martin.id}")
    page = account.follow("Décider des 8,97 €")
    assert "8,97 € restent : 67,52 € de pénalités peuvent être réclamées" in page.text
    assert "La rendre au client" in page.text
    page = page.submit("Facturer 67,52 € et les régler")
    assert "P2026-0001 : réglée en partie" in page.messages
    assert "Reste à payer 58,55 €" in page.text
    rest = pay(martin, "58.55", reference="solde")
    page = Page(owner, f"/encaissements/{rest.id}")
    assert "58,55 € restent : 58,55 € de pénalités sont réclamées" in page.text
    page.submit("Régler la note P2026-0001")
    assert "réglée." in page.messages
    assert "restent" not in Page(owner, f"/encaissements/{payment.id}").text


def test_money_that_penalties_do_not_want_leads_nowhere_else(owner, martin, clock, bill, pay):
    payment = pay(martin, "30")
    assert "Rien n’est à payer : à garder à son crédit, ou à rendre." in Page(owner, "/").text
    page = Page(owner, f"/encaissements/{payment.id}")
    assert "ou rendez-la" in page.text
    answer = owner.post(f"/encaissements/{payment.id}/penalites", follow_redirects=True)
    assert "Il n’y a pas de pénalités à réclamer" in answer.text


def test_an_open_note_is_told_apart_on_the_first_page(owner, note_of):
    page = Page(owner, "/")
    assert "et 67,52 € de pénalités facturées" in page.text
    page = page.follow("Note de pénalités P2026-0001 n’est pas encore envoyée")
    page.submit("Envoyer", to="compta@martin.example")
    assert "n’est pas encore envoyée" not in Page(owner, "/").text


def test_what_is_contested_or_spread_is_warned_of_before_it_is_billed(owner, martin, bill, clock):
    contested, spread = (bill(martin, "1000", on=date(2026, 8, day)) for day in (1, 2))
    with transaction():
        said = {"category": DisputeCategory.QUALITY, "words": "Abîmé", "at": clock()}
        answers.dispute(contested, contested=Decimal(400), **said)
        days = [clock.today + timedelta(days=10)]
        plan = Proposal(split(spread.balance, days), "")
        propose(martin, [spread], plan, by_client=False, at=clock(), on=clock.today)
    page = Page(owner, f"/clients/{martin.id}/penalites")
    assert "400,00 € sont contestés" in page.text
    assert "Un échéancier est proposé pour cette facture" in page.text
    page.submit("Établir la note de pénalités")
    assert db.session.query(PenaltyNote).count() == 1


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


@pytest.fixture
def eva(nadia, clock):
    with transaction():
        return a_client("Éva", at=clock(), consumer=True)


@pytest.fixture
def put_on_notice(mailbox, round_of, clock):
    """Have a client's late invoices be the matter of a formal notice posted on the day."""

    def do(client) -> None:
        only = StepContent(
            3,
            Channel.REGISTERED,
            Tone.FORMAL_NOTICE,
            Claim.AMOUNT,
            "Mise en demeure",
            "{montant}",
            deadline_days=8,
        )
        content = LadderContent(ClientKind.CONSUMER, "Le mien", (only,))
        with transaction():
            ladders.make_default(ladders.start_ladder(content, at=clock()), at=clock())
        round_of()
        with transaction():
            deciding.approve(the_reminder(), at=clock(), on=today(clock))
        empty_the_outbox(now=clock)
        with transaction():
            posting.mark_posted(the_reminder(), at=clock(), on=today(clock))

    return do


def today(clock):
    return clock().astimezone(PARIS).date()


def test_the_notice_that_was_sent_counts_whatever_day_is_typed(
    owner, eva, bill, put_on_notice, clock
):
    noticed = bill(eva, "1000", on=date(2026, 8, 1))
    put_on_notice(eva)
    clock.travel(days=20)  # to 10 December
    page = Page(owner, f"/clients/{eva.id}/penalites")
    assert "1,51 € d’intérêts" in page.text  # 1 000 × 2.75 % × 20 / 365
    assert "Mise en demeure envoyée le 20 novembre 2026" in page.text
    assert "1,51 €" in Page(owner, f"/factures/{noticed.id}").text
    assert "1,51 €" in Page(owner, f"/factures/{noticed.id}/penalites/abandon").text
    page = Page(owner, f"/clients/{eva.id}/penalites?demeure=2026-10-01")
    assert "1,51 € d’intérêts" in page.text
    assert "40,00 €" not in page.text


def test_a_notice_that_left_otherwise_counts_for_what_was_due_by_then(owner, eva, bill):
    bill(eva, "1000", on=date(2026, 8, 1))  # due on 31 August
    bill(eva, "5000", on=date(2026, 10, 10))  # due on 9 November
    page = Page(owner, f"/clients/{eva.id}/penalites")
    assert "Rien à réclamer" in page.text
    page = Page(owner, f"/clients/{eva.id}/penalites?demeure=2026-11-01")
    assert "1,43 € d’intérêts" in page.text  # 1 000 × 2.75 % × 19 / 365
    assert page.text.count("d’intérêts courus") == 1


def test_the_page_says_once_what_is_due_in_all_and_what_was_paid(owner, martin, late, bill, pay):
    paid = bill(martin, "2000", on=date(2026, 8, 1))
    pay(martin, "2000", (paid, "2000"), received_on=date(2026, 9, 30))
    page = Page(owner, f"/clients/{martin.id}/penalites")
    # 27.52 + 40, and 2 000 × 12.40 % × 30 / 365 = 20.38, + 40
    assert "127,90 € au 20 novembre 2026" in page.text
    assert "payée le 30 septembre 2026, 60,38 € de pénalités restent dues" in page.text
    assert "échue le 31 août 2026, 1 000,00 € restent dus" in page.text
    assert page.text.count("Montant TTC × taux × jours") == 1
    assert page.text.count("D441-5") == 1


def test_the_owner_decides_whether_public_bodies_are_asked_for_interest(owner):
    page = Page(owner, "/relances/reglages")
    assert "relisez le texte en vigueur" in page.text
    page.submit("Enregistrer ce choix", public_interest=True)
    assert is_public_interest_counted()
    page.submit("Enregistrer ce choix", public_interest=False)
    assert not is_public_interest_counted()
