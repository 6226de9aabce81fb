"""Asking, following and recording agreements from the owner's pages."""

import io

import pikepdf
import pytest
from PIL import Image

from agreements import a_mail_account, a_version, accepted, on_paper
from billing import a_client
from facturelite.clients.actions import archive_client
from facturelite.db import db, transaction
from facturelite.documents.queries import get_document
from facturelite.outbox.model import Message
from facturelite.terms import asking
from facturelite.terms.acceptance_model import Acceptance, RequestState, TermsRequest
from facturelite.terms.model import Audience
from facturelite.terms.queries import binding_version
from page import Page

PAYLOAD = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def key(app) -> str:
    return str(app.config["SECRET_KEY"])


@pytest.fixture
def martin(nadia, clock):
    with transaction():
        a_mail_account()
        return a_client(at=clock())


@pytest.fixture
def lenteur(martin, clock):
    with transaction():
        return a_client("SAS Lenteur", at=clock())


@pytest.fixture
def version(martin, clock):
    with transaction():
        return a_version(at=clock())


def a_scan() -> bytes:
    written = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(written, deterministic_id=True)
    return written.getvalue()


def roster_page(owner, version, place: str = "") -> Page:
    return Page(owner, f"/conditions/versions/{version.id}/accords" + place)


# Asking


def test_ask_one_client_from_their_page(owner, martin, version):
    page = Page(owner, f"/clients/{martin.id}")
    page.submit("Demander son accord")

    assert "Demande envoyée à Boulangerie Martin" in page.messages
    assert "réponse attendue" in page.text
    assert "Demander son accord" not in page.buttons()
    mail = db.session.query(Message).one()
    assert mail.recipients == ["compta@martin.example"]
    assert "{lien}" in mail.payload["text"]


def test_ask_many_and_be_told_who_was_not(owner, martin, lenteur, version, clock):
    with transaction():
        third = a_client("SARL Muette", at=clock())
        third.email = ""
        archive_client(a_client("Partie", at=clock()), at=clock())
    page = roster_page(owner, version)
    assert "SARL Muette" in page.text
    assert "sans adresse e-mail" in page.text
    assert "Partie" not in page.text

    page.submit("Demander leur accord", client=[str(martin.id), str(lenteur.id)])

    assert "2 demandes envoyées." in page.messages
    assert db.session.query(TermsRequest).count() == 2
    data = {"client": [martin.id, third.id, 999, martin.id]}
    answer = owner.post(f"/conditions/versions/{version.id}/accords", data=data)
    assert answer.status_code == 303
    said = roster_page(owner, version).messages
    assert "Aucune demande envoyée." in said
    assert "SARL Muette n’a pas d’adresse e-mail" in said
    assert "n’a pas encore répondu" in said


def test_nobody_chosen_is_said(owner, version):
    page = roster_page(owner, version, "?etat=a-demander")
    page.submit("Demander leur accord")

    assert "Cochez d’abord" in page.messages


def test_without_clients_the_first_is_to_be_added(owner, nadia, clock):
    with transaction():
        version = a_version(at=clock())

    for path in ("/conditions", f"/conditions/versions/{version.id}"):
        assert Page(owner, path).links()["Ajouter un client"] == "/clients/nouveau"
    assert roster_page(owner, version).links()["Ajouter un client"] == "/clients/nouveau"


def test_a_refusal_comes_to_the_first_page_until_it_is_heard(owner, martin, version, clock):
    with transaction():
        asked = asking.ask(martin, version, at=clock())
        asking.refuse(asked, reason=PAYLOAD, address="", browser="", at=clock())

    page = Page(owner, "/")
    assert "Boulangerie Martin refuse vos conditions (version 1)" in page.within("to-do")
    assert PAYLOAD in page.within("to-do")
    page = Page(owner, f"/clients/{martin.id}")
    page.submit("J’en prends note")
    assert "C’est noté" in page.messages
    assert "J’en prends note" not in page.buttons()
    assert "refuse vos conditions" not in Page(owner, "/").text


def test_only_a_refusal_is_noted(owner, martin, version, clock):
    with transaction():
        asked = asking.ask(martin, version, at=clock())

    owner.post(f"/conditions/demandes/{asked.id}/refus-note")
    assert "n’a pas été refusée" in Page(owner, f"/clients/{martin.id}").messages
    assert owner.post("/conditions/demandes/999/refus-note").status_code == 404


def test_whoever_refused_is_answered_one_by_one(owner, martin, version, clock):
    with transaction():
        asked = asking.ask(martin, version, at=clock())
        asking.refuse(asked, reason="Trop court", address="", browser="", at=clock())

    page = roster_page(owner, version, "?etat=refusees")
    assert "Demander leur accord" not in page.buttons()
    page.follow("Répondre à Boulangerie Martin")
    page.submit("Demander de nouveau")
    assert "réponse attendue" in page.text


def test_who_refused_the_version_before_is_told_apart(owner, martin, version, clock):
    with transaction():
        asked = asking.ask(martin, version, at=clock())
        asking.refuse(asked, reason="Trop court", address="", browser="", at=clock())
        newer = a_version(at=clock())

    assert "a refusé la version 1" in roster_page(owner, newer).within("agreements")


def test_where_everyone_stands(owner, martin, lenteur, version, clock, key):
    with transaction():
        refused = a_client("SA Refus", at=clock())
        waiting = a_client("SA Attente", at=clock())
        accepted(asking.ask(martin, version, at=clock()), key=key, at=clock())
        asking.refuse(
            asking.ask(refused, version, at=clock()),
            reason=PAYLOAD,
            address="",
            browser="",
            at=clock(),
        )
        asking.ask(waiting, version, at=clock())

    for place, name in {
        "a-demander": "SAS Lenteur",
        "en-attente": "SA Attente",
        "acceptees": "Boulangerie Martin",
        "refusees": "SA Refus",
    }.items():
        assert name in roster_page(owner, version, f"?etat={place}").within("agreements")
    page = Page(owner, "/conditions")
    assert "Demander leur accord" in page.links()
    assert "refusée le" in Page(owner, f"/clients/{refused.id}").text


def test_a_request_is_reminded_and_taken_back(owner, martin, version, clock):
    with transaction():
        asking.ask(martin, version, at=clock())
    page = Page(owner, f"/clients/{martin.id}")
    page.submit("Relancer")
    assert "1 rappel" in page.text
    page.submit("Retirer")

    request = db.session.query(TermsRequest).one()
    assert request.state is RequestState.WITHDRAWN
    assert "réponse attendue" not in page.text
    for part in ("rappel", "retrait"):
        answer = owner.post(f"/conditions/demandes/{request.id}/{part}", follow_redirects=True)
        assert "n’est plus possible" in answer.text


def test_a_version_not_of_their_kind_is_not_proposed(owner, martin, version, clock):
    with transaction():
        other = a_version(Audience.CONSUMER, at=clock())
    answer = owner.post(
        f"/clients/{martin.id}/conditions/demande",
        data={"version": other.id},
        follow_redirects=True,
    )

    assert "est écrit pour des particuliers" in answer.text
    assert db.session.query(TermsRequest).count() == 0


# Paper


def test_a_signed_paper_is_recorded(owner, martin, version, clock):
    with transaction():
        asking.ask(martin, version, at=clock())
    page = Page(owner, f"/clients/{martin.id}").follow("Enregistrer un accord signé")
    page.submit(
        "Enregistrer l’accord",
        accepted_on="2026-11-20",
        name="Paul Martin",
        capacity="gérant",
        scan=(a_scan(), "signé.pdf"),
    )

    assert "Accord de Boulangerie Martin enregistré" in page.messages
    given = db.session.query(Acceptance).one()
    assert get_document(given.scan_id).content == a_scan()
    assert binding_version(martin.id, on=clock.today) == version
    assert db.session.query(TermsRequest).one().state is RequestState.ACCEPTED
    mail = db.session.query(Message).filter(Message.key.endswith("/recorded")).one()
    assert "donné sur papier signé le 20 novembre 2026" in mail.payload["text"]
    assert mail.payload["attachments"] == [version.pdf_id]
    assert owner.get(f"/conditions/accords/{given.id}/document-signe").data == a_scan()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"accepted_on": "2026-11-21"}, "Indiquez le jour que porte la signature"),
        ({"accepted_on": "2026-11-19"}, "Indiquez le jour que porte la signature"),
        ({"accepted_on": ""}, "Indiquez le jour de la signature"),
        ({"name": ""}, "Indiquez qui a signé"),
        ({"scan": (b"GIF89a", "x.gif")}, "n’est pas un PDF, un JPEG ou un PNG lisible"),
    ],
)
def test_a_wrong_paper_is_refused_and_nothing_is_lost(owner, martin, version, wrong, sentence):
    typed = {
        "accepted_on": "2026-11-20",
        "name": PAYLOAD,
        "scan": (a_scan(), "x.pdf"),
        "method": "EMAIL",
    }
    page = Page(owner, f"/clients/{martin.id}/conditions/papier")
    page.submit("Enregistrer l’accord", status=422, **(typed | wrong))

    assert sentence in page.text
    assert page.value("method") == "EMAIL"
    assert page.value("name") == (typed | wrong)["name"] or "name" in wrong
    assert db.session.query(Acceptance).count() == 0


def test_a_photograph_is_kept_without_what_came_with_it(owner, martin, version):
    about = Image.Exif()
    about[0x010E] = "48.85 N, chez moi"
    photo = io.BytesIO()
    Image.new("RGB", (300, 400)).save(photo, "JPEG", exif=about)
    page = Page(owner, f"/clients/{martin.id}/conditions/papier")
    page.submit(
        "Enregistrer l’accord",
        accepted_on="2026-11-20",
        name="Paul Martin",
        scan=(photo.getvalue(), "photo.jpg"),
    )

    kept = get_document(db.session.query(Acceptance).one().scan_id)
    assert kept.media_type == "image/jpeg"
    assert b"chez moi" not in kept.content


def test_an_agreement_is_recorded_once(owner, martin, version, clock):
    with transaction():
        on_paper(martin, version, at=clock())
    page = Page(owner, f"/clients/{martin.id}/conditions/papier")
    page.submit(
        "Enregistrer l’accord",
        accepted_on="2026-11-20",
        name="Paul Martin",
        scan=(a_scan(), "x.pdf"),
    )

    assert "a déjà accepté cette version" in page.messages
    assert db.session.query(Acceptance).count() == 1


# Reading


def test_an_agreement_shows_who_what_when_how(owner, martin, version, clock, key):
    with transaction():
        given = accepted(asking.ask(martin, version, at=clock()), key=key, at=clock())
    page = Page(owner, f"/clients/{martin.id}").follow("Preuve de l’accord, version 1")

    for told in (
        "Paule Martin, gérante",
        "en ligne, avec un code reçu par e-mail",
        "192.0.2.7",
        "J’accepte ces conditions de vente",
        given.text_sha256,
        "Code de confirmation envoyé",
        "Accord demandé",
    ):
        assert told in page.text


@pytest.mark.parametrize(
    "url",
    [
        "/conditions/versions/999/accords",
        "/conditions/accords/999",
        "/conditions/accords/999/document-signe",
        "/clients/999/conditions/papier",
    ],
)
def test_what_does_not_exist_is_nowhere(owner, stranger, version, url):
    assert owner.get(url).status_code == 404
    assert stranger.get(url).location.startswith("/connexion")


def test_without_a_text_there_is_nothing_to_sign(owner, martin):
    assert owner.get(f"/clients/{martin.id}/conditions/papier").status_code == 404
    assert "Demander son accord" not in Page(owner, f"/clients/{martin.id}").buttons()


def test_an_online_agreement_has_no_paper(owner, martin, version, clock, key):
    with transaction():
        given = accepted(asking.ask(martin, version, at=clock()), key=key, at=clock())

    assert owner.get(f"/conditions/accords/{given.id}/document-signe").status_code == 404
