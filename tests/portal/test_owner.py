"""What the owner sees and does: the client's link, the answers, the end of a dispute."""

import re

import pytest

from facturelite.clients import links
from facturelite.clients.model import PortalLink
from facturelite.db import db, transaction
from facturelite.invoices import answers
from facturelite.invoices.answers_model import Dispute, DisputeOutcome
from facturelite.outbox.model import Message
from page import Page


@pytest.fixture
def dispute(world, clock) -> Dispute:
    with transaction():
        return answers.dispute(world.late, words="Il manque une page\nau menu", at=clock())


def _link(page: Page) -> str:
    return page.links()["Ouvrir comme le client"].removeprefix("https://factures.example")


def test_the_link_is_on_the_clients_page(owner, world):
    page = Page(owner, f"/clients/{world.martin.id}")
    assert _link(page) == world.home
    assert f'data-copy="https://factures.example{world.home}"' in owner.get(page.url).text


def test_looking_at_a_client_makes_no_link(owner, world, clock):
    with transaction():
        links.revoke_link(world.martin, at=clock())
    before = db.session.query(PortalLink).count()
    page = Page(owner, f"/clients/{world.martin.id}")
    assert db.session.query(PortalLink).count() == before
    page.submit("Créer le lien maintenant")
    assert "Lien privé créé." in page.messages
    assert owner.get(_link(page)).status_code == 200


def test_renewing_says_the_consequence_and_closes_the_old_link(owner, phone, world):
    page = Page(owner, f"/clients/{world.martin.id}")
    assert "L’ancien lien, dans tous les e-mails déjà envoyés, ne s’ouvrira plus." in page.text
    page.submit("Renouveler")
    assert phone.get(world.home).status_code == 404
    assert phone.get(_link(page)).status_code == 200


def test_revoking_closes_the_link(owner, phone, world):
    page = Page(owner, f"/clients/{world.martin.id}")
    page.submit("Révoquer")
    assert "il ne s’ouvre plus" in page.messages
    assert phone.get(world.home).status_code == 404


def test_revoking_twice_is_explained(owner, world):
    page = Page(owner, f"/clients/{world.martin.id}")
    owner.post(f"/clients/{world.martin.id}/lien/revocation")
    answer = owner.post(f"/clients/{world.martin.id}/lien/revocation")
    assert answer.status_code == 303
    assert "il n’y a rien à révoquer" in page.reload().messages


@pytest.mark.parametrize("part", ["", "/renouvellement", "/revocation"])
def test_links_of_unknown_clients_do_not_exist(owner, world, part):
    assert owner.post(f"/clients/9999/lien{part}").status_code == 404
    assert owner.get(f"/clients/{world.martin.id}/lien{part}").status_code == 405


def test_strangers_and_clients_do_nothing_of_this(stranger, phone, world, dispute):
    closing = f"/factures/{world.late.id}/litige/{dispute.id}"
    for browser in (stranger, phone):
        for part in ("", "/renouvellement", "/revocation"):
            url = f"/clients/{world.martin.id}/lien{part}"
            assert "/connexion" in browser.post(url).headers["Location"]
        assert "/connexion" in browser.get(closing).headers["Location"]
        answer = browser.post(closing, data={"outcome": "UPHELD", "answer": "Oui"})
        assert "/connexion" in answer.headers["Location"]
    db.session.expire_all()
    assert dispute.is_open
    assert phone.get(world.home).status_code == 200


def test_nothing_answered_yet_is_said(owner, world):
    assert "Rien encore." in Page(owner, f"/factures/{world.due.id}").within("reponses")


def test_a_draft_has_no_answers(owner, world):
    assert "Réponses du client" not in owner.get(f"/factures/{world.draft.id}").text


def test_every_answer_is_on_the_invoices_page(owner, phone, world, dispute):
    document = world.page(world.late)
    phone.post(document + "/reception", data={"name": "Paul Martin"})
    phone.post(document + "/promesse", data={"promised_on": "2026-12-01", "words": "Après la paie"})
    text = Page(owner, f"/factures/{world.late.id}").within("reponses")
    assert "Réception confirmée par Paul Martin" in text
    assert "depuis l’adresse 192.0.2.7" in text
    assert "Paiement annoncé pour le 1er décembre 2026" in text
    assert "Après la paie" in text
    assert "Il manque une page" in text


def test_a_dispute_is_answered_and_closed(owner, phone, world, dispute):
    page = Page(owner, f"/factures/{world.late.id}")
    page.follow("Répondre et clore")
    page.submit(
        "Envoyer la réponse et clore",
        outcome="SETTLED",
        answer="Remise de 10 %.",
    )
    assert page.url == f"/factures/{world.late.id}"
    assert "Votre réponse part par e-mail." in page.messages
    assert "un accord a été trouvé" in page.within("reponses")
    read = Page(phone, world.page(world.late)).text
    assert "Un accord a été trouvé. Remise de 10 %." in read
    page.follow("Relire votre réponse")
    assert "Remise de 10 %." in page.text


def test_a_closing_without_outcome_or_answer_comes_back(owner, world, dispute):
    page = Page(owner, f"/factures/{world.late.id}/litige/{dispute.id}")
    page.submit("Envoyer la réponse et clore", answer="Je regarde", status=422)
    assert page.value("answer") == "Je regarde"
    page.submit("Envoyer la réponse et clore", outcome="UPHELD", answer=" ", status=422)
    assert page.value("outcome") == "UPHELD"
    db.session.expire_all()
    assert dispute.is_open


@pytest.mark.parametrize(("outcome", "leads"), [("SETTLED", True), ("REJECTED", False)])
def test_an_agreement_leads_to_its_credit_note(owner, world, dispute, outcome, leads):
    page = Page(owner, f"/factures/{world.late.id}/litige/{dispute.id}")
    page.submit("Envoyer la réponse et clore", outcome=outcome, answer="Voici.")

    page = Page(owner, f"/factures/{world.late.id}")
    assert ("Préparer l’avoir" in page.links()) is leads


def test_a_client_without_an_address_is_said_to_read_it_on_their_page(owner, world, dispute):
    with transaction():
        world.martin.email = ""
    page = Page(owner, f"/factures/{world.late.id}/litige/{dispute.id}")
    page.submit("Envoyer la réponse et clore", outcome="UPHELD", answer="Oui.")
    assert "il lira votre réponse sur son espace privé" in page.messages


def test_a_dispute_closed_elsewhere_is_not_closed_again(owner, world, dispute, clock):
    page = Page(owner, f"/factures/{world.late.id}/litige/{dispute.id}")
    with transaction():
        answers.close_dispute(dispute, outcome=DisputeOutcome.REJECTED, answer="Non.", at=clock())
    page.submit("Envoyer la réponse et clore", outcome="UPHELD", answer="Oui.")
    assert "Cette contestation est déjà close" in page.messages
    sent = db.session.query(Message).filter_by(key=f"dispute/{dispute.id}/answer").one()
    assert "Non." in sent.payload["text"]


def test_a_dispute_belongs_to_its_invoice(owner, world, dispute):
    for url in (
        f"/factures/{world.due.id}/litige/{dispute.id}",
        f"/factures/{world.late.id}/litige/99",
    ):
        assert owner.get(url).status_code == 404
        assert owner.post(url, data={"outcome": "UPHELD", "answer": "Oui"}).status_code == 404


def test_no_token_is_written_where_it_could_be_read(owner, world):
    text = owner.get(f"/factures/{world.due.id}").text
    assert world.token not in text
    assert not re.search("/p/[a-z2-7]{52}", text)
