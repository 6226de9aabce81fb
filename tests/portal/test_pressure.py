"""From the phone: ask for time, contest a part, talk, propose and accept instalments."""

import re
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader

from agreements import a_mail_account
from facturelite.db import db, transaction
from facturelite.documents.queries import get_document
from facturelite.invoices import answers, answers_queries
from facturelite.invoices.answers import MOST_PROMISES
from facturelite.invoices.answers_model import Dispute, DisputeCategory, DisputeOutcome, Promise
from facturelite.invoices.recorded_mails import MOST_IN_A_DAY
from facturelite.outbox.model import Message
from facturelite.outbox.worker import empty_the_outbox
from facturelite.payments.actions import record_payment
from facturelite.payments.model import Method
from facturelite.portal import pressure_words
from facturelite.reminders.consistency import agreed_plan_problems
from facturelite.reminders.instalments import split
from facturelite.reminders.plans import Proposal, agree, propose
from facturelite.reminders.plans_model import PaymentPlan, PlanState
from facturelite.reminders.plans_signing import TICK
from facturelite.reminders.requests_model import DelayRequest, DelayState
from facturelite.terms.acceptance_model import EmailCode
from page import Page

SEND, ACCEPT = "Recevoir mon code", "J’accepte cet échéancier"


@pytest.fixture
def server(smtp_server, world):
    with transaction():
        a_mail_account(smtp_server.port)
    return smtp_server


def sent_code(server, clock) -> str:
    empty_the_outbox(now=clock)
    letter = next(one for one in reversed(server.letters) if "code" in one.text)
    return re.search(r"^(\d{6})\s*$", letter.text, re.MULTILINE)[1]


@pytest.fixture
def offered(world, clock) -> PaymentPlan:
    """A plan that the owner proposes to Martin."""
    days = [clock.today + timedelta(days=n) for n in (10, 40)]
    proposal = Proposal(split(world.late.balance, days), "En deux fois ?")
    with transaction():
        return propose(
            world.martin, [world.late], proposal, by_client=False, at=clock(), on=clock.today
        )


def test_a_delay_is_asked_for_granted_in_one_click_and_said(phone, owner, world):
    page = Page(phone, world.page(world.late))
    page.submit("Demander ce délai", asked_until="2026-12-15", why="Fin de mois")
    assert "Votre demande est transmise" in page.messages
    assert "Vous avez demandé un délai jusqu’au 15 décembre 2026" in page.text
    assert "Demander ce délai" not in page.text
    first = Page(owner, "/")
    assert "demande un délai" in first.text
    first.submit("Accorder")
    assert db.session.query(DelayRequest).one().state is DelayState.GRANTED
    assert "vous pouvez payer jusqu’au 15 décembre 2026" in page.reload().text


@pytest.mark.parametrize("day", ["", "2020-01-01", "2026-11-20", "2036-01-01"])
def test_an_impossible_delay_comes_back_as_typed(phone, world, day):
    page = Page(phone, world.page(world.late))
    page.submit("Demander ce délai", asked_until=day, why="Bientôt", status=422)
    assert page.value("asked_until") == day
    assert page.value("why") == "Bientôt"
    assert db.session.query(DelayRequest).count() == 0


def test_the_owner_answers_otherwise_and_sees_what_is_wrong(phone, owner, world):
    Page(phone, world.page(world.late)).submit("Demander ce délai", asked_until="2026-12-15")
    asked = db.session.query(DelayRequest).one()
    page = Page(owner, f"/delais/{asked.id}")
    page.submit("Envoyer la réponse", outcome="OTHER", status=422)
    assert "Indiquez le jour que vous accordez." in page.text
    page.submit("Envoyer la réponse", outcome="OTHER", until="2020-01-01", status=422)
    page.submit("Envoyer la réponse", outcome="REFUSE", answer="Impossible cette fois")
    assert "Impossible cette fois" in Page(phone, world.page(world.late)).text


def test_a_part_is_contested_and_both_talk_about_it(phone, owner, world):
    page = Page(phone, world.page(world.late))
    page.submit(
        "Envoyer ma contestation",
        reason="La qualité n’est pas celle attendue",
        contested="cent",
        words="Photos floues",
        status=422,
    )
    assert "Écrivez un nombre comme 1 250,50." in page.text
    page.submit("Envoyer ma contestation", contested="200,00", words="Photos floues")
    opened = db.session.query(Dispute).one()
    assert opened.category is DisputeCategory.QUALITY
    assert "Vous contestez 200,00 €" in page.text
    page.submit("Envoyer ce message", words="Avez-vous les originaux ?")
    answer = Page(owner, f"/factures/{world.late.id}/litige/{opened.id}")
    assert "Avez-vous les originaux ?" in answer.text
    assert "qualité" in answer.text
    answer.submit("Envoyer le message", words="Je les envoie demain.")
    assert "Je les envoie demain." in page.reload().text


def test_more_than_the_invoice_is_not_contested(phone, world):
    page = Page(phone, world.page(world.late))
    for typed in ("9999", "0"):
        words = "Tout est faux"
        page.submit("Envoyer ma contestation", contested=typed, words=words, status=422)
        assert "Indiquez un montant entre 0,01 et 840,00 €" in page.text


def accepted_by(owner) -> PaymentPlan:
    """The plan that awaits the owner's answer, accepted once read."""
    plan = db.session.query(PaymentPlan).one()
    Page(owner, f"/plans/{plan.id}").submit("Accepter cet échéancier")
    db.session.expire_all()
    return plan


def test_what_accepting_means_is_said_before(phone, owner, world, clock):
    with transaction():
        words = "Il manque une page"
        answers.dispute(world.late, words=words, contested=Decimal(240), at=clock())
    page = Page(phone, f"{world.home}/versements?facture={world.late.id}")
    assert "600,00 € (sans les 240,00 € que vous contestez)" in page.text
    page.submit("Proposer cet échéancier", times="4", first="2026-12-05", words="Merci")
    plan = db.session.query(PaymentPlan).one()
    assert [part.amount for part in plan.instalments] == [150, 150, 150, 150]
    assert "Accepter" not in Page(owner, "/").buttons()
    told = Page(owner, f"/plans/{plan.id}").within("accepter")
    assert f"600,00 € en 4 versements, pour {world.late.number} (600,00 €)" in told
    assert f"Les 240,00 € que le client conteste sur {world.late.number} restent en dehors" in told
    assert "ne sont plus relancées" in told
    assert "pénalités de retard ne s’arrêtent pas" in told
    accepted_by(owner)
    home = Page(phone, world.home).text
    for part in ("1 250,50 €", "600,00 € en plusieurs", "240,00 € que vous contestez"):
        assert part in home


def test_instalments_are_proposed_and_accepted(phone, owner, world):
    page = Page(phone, f"{world.home}/versements?facture={world.late.id}")
    page.submit("Proposer cet échéancier", times="4", first="", status=422)
    assert "Choisissez le jour du premier versement." in page.text
    page.submit("Proposer cet échéancier", times="4", first="2026-12-05", words="Merci")
    plan = db.session.query(PaymentPlan).one()
    assert [part.amount for part in plan.instalments] == [210, 210, 210, 210]
    assert "Atelier Belkacem doit vous répondre" in page.text
    accepted_by(owner)
    assert plan.state is PlanState.AGREED
    assert "convenu" in page.reload().text
    assert phone.get(f"{page.url}/pdf").mimetype == "application/pdf"
    schedule = Page(phone, f"{world.home}/echeancier")
    assert "Versement 1/4" in schedule.within("echeancier")
    assert world.late.number not in schedule.within("passe")
    home = Page(phone, world.home).text
    assert "À payer à Atelier Belkacem 1 250,50 €" in home
    assert "840,00 € en plusieurs versements" in home
    assert "en retard" not in home


@pytest.mark.parametrize("paid", ["0", "100", "210"])
def test_the_next_instalment_says_how_it_is_paid(phone, owner, world, clock, paid):
    page = Page(phone, f"{world.home}/versements?facture={world.late.id}")
    page.submit("Proposer cet échéancier", times="4", first="2026-12-05", words="Merci")
    accepted_by(owner)
    if paid != "0":
        with transaction():
            record_payment(
                world.martin,
                amount=Decimal(paid),
                method=Method.TRANSFER,
                received_on=clock.today,
                allocations={world.late.id: Decimal(paid)},
                at=clock(),
                on=clock.today,
            )
    db.session.expire_all()
    left = {"0": "210,00 €", "100": "110,00 €", "210": "210,00 €"}[paid]
    day = {"210": "5 janvier 2027"}.get(paid, "5 décembre 2026")
    page = Page(phone, page.url)
    told = page.within("payer")

    assert f"au plus tard le {day}, sur 840,00 € en tout" in page.text
    assert left in told
    assert world.late.number in told
    document = Page(phone, world.page(world.late))
    assert "Payer le prochain versement" in document.links()
    assert "IBAN" not in document.text


def test_a_first_day_too_far_away_is_refused_and_never_breaks_a_page(phone, owner, world):
    page = Page(phone, f"{world.home}/versements")
    for first in ("2030-01-01", "9999-12-31"):
        page.submit("Proposer cet échéancier", times="12", first=first, status=422)
        assert page.value("first") == first
    assert "Ces dates ne vont pas" in page.text
    assert db.session.query(PaymentPlan).count() == 0
    far = owner.get(f"/plans/nouveau?client={world.martin.id}&fois=36&premier=9999-12-31")
    assert far.status_code == 200


def test_what_the_client_did_is_confirmed_by_mail_and_seen_by_the_owner(
    phone, owner, world, server, clock
):
    document = Page(phone, world.page(world.late))
    document.submit("Annoncer mon paiement", promised_on="2026-12-01", words="Fin du mois")
    empty_the_outbox(now=clock)
    letter = next(
        one for one in server.letters if "Fin du mois" in one.text and "avons" in one.text
    )
    assert letter.recipients == ["compta@martin.example"]
    assert f"{world.page(world.late)}" in letter.text
    told = Page(owner, "/envois").text
    assert "paiement annoncé pour le 1er décembre 2026" in told
    assert "compta@martin.example" in told


def test_a_proposal_is_withdrawn(phone, world):
    page = Page(phone, f"{world.home}/versements")
    page.submit("Proposer cet échéancier", times="2", first="2026-12-05")
    page.submit("Retirer ma proposition")
    assert db.session.query(PaymentPlan).one().state is PlanState.WITHDRAWN


def test_the_owners_plan_is_accepted_with_a_code(phone, owner, world, offered, server, clock):
    page = Page(phone, f"{world.home}/versements/{offered.id}")
    page.submit(SEND, effects=[TICK], name="Paule Martin", capacity="", status=422)
    page.submit(SEND, effects=[TICK], name="Paule Martin", capacity="gérante")
    assert "c•••@martin.example" in page.messages
    assert page.value("name") == "Paule Martin"
    digits = sent_code(server, clock)
    asked = next(one.text for one in reversed(server.letters) if digits in one.text)
    assert "840,00\N{NO-BREAK SPACE}€ en 2 versements" in asked
    page.submit(ACCEPT, code=f"{(int(digits) + 1) % 10**6:06d}", status=422)
    assert "Ce code ne convient pas" in page.text
    assert db.session.get(PaymentPlan, offered.id).state is PlanState.PROPOSED
    page.submit(ACCEPT, code=digits)
    assert "Accepté en ligne par Paule Martin" in page.text
    assert "Accepté en ligne par le client" in Page(owner, f"/plans/{offered.id}").text
    assert phone.get(f"{page.url}/pdf").mimetype == "application/pdf"


def test_the_paper_of_an_agreement_online_is_the_agreement(
    phone, owner, world, offered, server, clock
):
    page = Page(phone, f"{world.home}/versements/{offered.id}")
    page.submit(SEND, effects=[TICK], name="Paule Martin", capacity="gérante")
    page.submit(ACCEPT, code=sent_code(server, clock))
    db.session.expire_all()
    paper = PdfReader(BytesIO(get_document(offered.pdf_id).content))
    said = " ".join(" ".join(one.extract_text() for one in paper.pages).split())
    assert "Accepté en ligne par Paule Martin, gérante" in said
    assert "compta@martin.example" in said
    assert "de sa main" not in said
    copy = db.session.query(Message).filter_by(key=f"{offered.subject}/copy").one()
    assert copy.payload["attachments"] == [offered.pdf_id]
    told = Page(owner, f"/plans/{offered.id}").text
    assert "Accord (PDF)" in told
    assert "de sa main" not in told


def test_the_proof_of_an_agreement_is_kept(phone, world, offered, server, clock):
    page = Page(phone, f"{world.home}/versements/{offered.id}")
    page.submit(SEND, effects=[TICK], name="Paule Martin", capacity="gérante")
    page.submit(ACCEPT, code="", status=422)
    page.submit(ACCEPT, code=sent_code(server, clock))

    db.session.expire_all()
    assert (offered.state, offered.agreed_by_client) == (PlanState.AGREED, True)
    proof = offered.evidence
    assert (proof["name"], proof["capacity"]) == ("Paule Martin", "gérante")
    assert (proof["code"]["to"], proof["code"]["tries"]) == ("compta@martin.example", 2)
    assert proof["address"] == "192.0.2.7"
    assert proof["wording"].startswith("Je m’engage à payer 840,00")
    assert proof["shown_sha256"] == sha256(proof["wording"].encode()).hexdigest()
    assert list(agreed_plan_problems()) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"effects": []}, "Cochez"),
        ({"name": " "}, "Indiquez votre prénom et votre nom"),
        ({"capacity": ""}, "Indiquez votre fonction"),
    ],
)
def test_no_code_leaves_for_what_could_not_be_agreed(phone, world, offered, server, typed, said):
    page = Page(phone, f"{world.home}/versements/{offered.id}")
    complete = {"effects": [TICK], "name": "Paule Martin", "capacity": "gérante"}
    page.submit(SEND, status=422, **(complete | typed))
    assert said in page.text
    assert db.session.query(EmailCode).count() == 0


def test_without_a_code_nothing_is_agreed(phone, world, offered, server):
    answer = phone.post(f"{world.home}/versements/{offered.id}/accord")
    assert answer.status_code == 422
    db.session.expire_all()
    assert offered.state is PlanState.PROPOSED


def test_the_owners_plan_is_refused_with_words(phone, world, offered):
    page = Page(phone, f"{world.home}/versements/{offered.id}")
    page.submit("Refuser", answer="", status=422)
    page.submit("Refuser", answer="Trop court")
    db.session.expire_all()
    assert (offered.state, offered.answer) == (PlanState.REFUSED, "Trop court")
    answer = phone.post(f"{world.home}/versements/{offered.id}/accord")
    assert answer.status_code == 303
    assert offered.state is PlanState.REFUSED


def test_the_owner_writes_a_plan_and_the_mail_leads_to_it(owner, phone, world, clock):
    page = Page(owner, f"/plans/nouveau?client={world.martin.id}&facture={world.late.id}&fois=2")
    page.submit("Proposer au client", **{"rows-0-amount": "1,00"}, status=422)
    assert "il reste dû 840,00 €" in page.text
    page.submit("Proposer au client", **{"rows-0-amount": "640", "rows-1-amount": "200"})
    plan = db.session.query(PaymentPlan).one()
    empty_the_outbox(now=clock)
    accept = Page(phone, f"{world.home}/versements/{plan.id}")
    assert "640,00 € au plus tard le" in accept.text


def test_another_clients_plan_does_not_exist(phone, world, offered):
    strange = f"/p/{world.foreign_token}/versements/{offered.id}"
    assert phone.get(strange).status_code == 404
    for act in ("accord", "code", "refus", "retrait"):
        assert phone.post(f"{strange}/{act}").status_code == 404
    page = Page(phone, f"/p/{world.foreign_token}/versements")
    page.submit(
        "Proposer cet échéancier",
        times="2",
        first="2026-12-05",
        also={"invoices": str(world.late.id)},
    )
    last = db.session.query(PaymentPlan).order_by(PaymentPlan.id.desc()).first()
    assert last.invoices == [world.foreign]


def test_the_owner_who_looks_answers_nothing(owner, world, offered):
    owner.post(world.page(world.late, "/delai"), data={"asked_until": "2026-12-15"})
    owner.post(f"{world.home}/versements/{offered.id}/accord")
    owner.post(f"{world.home}/versements", data={"invoices": world.due.id, "times": "2"})
    db.session.expire_all()
    assert db.session.query(DelayRequest).count() == 0
    assert offered.state is PlanState.PROPOSED


def test_a_client_who_reads_english_sees_english(phone, world, offered):
    with transaction():
        world.martin.language = "en"
        answers.dispute(world.due, words="Too much", at=offered.proposed_at)
    for url in (
        f"{world.home}/versements/{offered.id}",
        f"{world.home}/versements",
        world.page(world.due),
        world.page(world.late),
    ):
        text = Page(phone, url).text.replace("Français", "").replace("En deux fois ?", "")
        assert not re.search("[éèàêç]", text.replace("Menu d’automne", "")), url


def test_both_languages_say_the_same_things():
    french, english = pressure_words.FRENCH, pressure_words.ENGLISH
    assert french.keys() == english.keys()
    for key, said in french.items():
        blanks = re.findall(r"\{(\w+)\}", said)
        assert sorted(blanks) == sorted(re.findall(r"\{(\w+)\}", english[key])), key


def test_what_is_answered_in_vain_promises_no_rest(phone, world, clock):
    def promise(day):
        page = Page(phone, world.page(world.late))
        return page.submit("Annoncer mon paiement", promised_on=str(day)).messages

    assert "Aucune relance d’ici là" in promise(clock.today + timedelta(days=2))
    clock.travel(days=3)
    assert "des relances peuvent encore vous parvenir" in promise(clock.today + timedelta(days=2))


def test_a_dispute_reopened_in_vain_promises_no_rest(phone, world, clock):
    def contest():
        phone.post(world.page(world.late, "/contestation"), data={"words": "Trop cher"})
        return Page(phone, world.page(world.late))

    assert "n’est pas relancé" in contest().text
    with transaction():
        opened = answers_queries.open_dispute(world.late)
        answers.close_dispute(opened, outcome=DisputeOutcome.REJECTED, answer="Non", at=clock())
    page = contest()
    assert "n’est pas relancé" not in page.text
    assert page.text.count("des relances peuvent encore vous parvenir") == 2


def test_putting_off_a_promise_is_noted_and_told_to_hold_no_further(phone, owner, world):
    page = Page(phone, world.page(world.late))
    page.submit("Annoncer mon paiement", promised_on="2026-11-24")
    page.submit("Annoncer mon paiement", promised_on="2026-12-15")
    assert "passé le 24 novembre 2026, des relances peuvent vous parvenir" in page.messages
    told = Page(owner, f"/factures/{world.late.id}")
    why = "Ne retient pas les relances au-delà du 24 novembre 2026"
    assert why in told.within("retenues")
    assert "Relancer maintenant" in told.text


def test_a_day_promised_over_and_over_is_refused_and_writes_no_more_mails(world, phone, clock):
    url, days = f"{world.page(world.late)}/promesse", (5, 6)
    for turn in range(MOST_PROMISES + 3):
        day = clock.today + timedelta(days=days[turn % 2])
        answer = phone.post(url, data={"promised_on": day.isoformat()})
    page = answer.get_data(as_text=True) + phone.get(world.home).get_data(as_text=True)
    assert "Trop de jours ont été annoncés" in page
    assert db.session.query(Promise).count() == MOST_PROMISES
    confirmed = db.session.query(Message).filter(Message.key.like("%/client")).count()
    assert confirmed <= MOST_IN_A_DAY


def test_an_agreed_plan_closes_promises_and_delays(world, phone, offered, clock):
    with transaction():
        agree(offered, by_client=True, at=clock(), on=clock.today)
    soon = (clock.today + timedelta(days=9)).isoformat()
    for act, field in (("promesse", "promised_on"), ("delai", "asked_until")):
        phone.post(f"{world.page(world.late)}/{act}", data={field: soon})
    assert db.session.query(Promise).count() == db.session.query(DelayRequest).count() == 0
