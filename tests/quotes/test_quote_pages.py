"""The owner's pages of quotes that were sent: followed, answered, revised, signed on paper."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from billing import a_client
from facturelite.db import db, transaction
from facturelite.outbox.model import Message
from facturelite.outbox.worker import empty_the_outbox
from facturelite.quotes.answering import ask_question, decline
from facturelite.quotes.answers_model import QuoteMessage, QuoteSignature
from facturelite.quotes.model import Quote, QuoteState
from page import Page
from quoting import a_quote, a_sent_quote, firm, option, variant
from signing_quotes import signed_on_paper, with_pdf

PAPER = {"signed_on": "2026-11-20", "name": "Paule Martin", "capacity": "gérante"}


@pytest.fixture
def martin(nadia, clock):
    with transaction():
        return a_client(at=clock())


@pytest.fixture
def draft(martin, clock):
    with transaction():
        return a_quote(martin, firm("450"), at=clock())


@pytest.fixture
def quote(martin, clock):
    with transaction():
        offers = firm("1000"), option("200"), variant("30", chosen=True), variant("50")
        sent = a_sent_quote(martin, *offers, at=clock(), on=clock.today)
        return with_pdf(sent, at=clock())


def scan() -> tuple[bytes, str]:
    drawn = BytesIO()
    Image.new("RGB", (40, 20), "#1f4e79").save(drawn, "PNG")
    return drawn.getvalue(), "devis.png"


# Sending


def test_a_draft_is_sent_after_its_mail_was_read(owner, draft, clock):
    page = Page(owner, f"/devis/{draft.id}")
    page.submit("Envoyer…")
    assert "D2026-0001" in page.text
    assert "20 décembre 2026" in page.text
    page.submit("Envoyer le devis", subject="Proposition : {document}")

    sent = db.session.get_one(Quote, draft.id)
    assert (sent.state, sent.number) == (QuoteState.SENT, "D2026-0001")
    assert sent.valid_until == date(2026, 12, 20)
    empty_the_outbox(now=clock)
    mail = db.session.query(Message).filter_by(kind="mail").one()
    assert mail.payload["title"] == "Proposition : Devis D2026-0001"
    assert mail.payload["to"] == ["compta@martin.example"]


def test_a_draft_may_be_settled_without_a_mail(owner, draft):
    page = Page(owner, f"/devis/{draft.id}/envoi")
    page.submit("Le valider sans l’envoyer")
    assert "Aucun e-mail n’est parti" in page.messages
    assert "pas encore parti par e-mail" in page.within("etat")
    assert db.session.query(Message).filter_by(kind="quote.send").count() == 0


@pytest.mark.parametrize("to", ["pas une adresse", ""])
def test_a_wrong_address_sends_nothing(owner, draft, to):
    page = Page(owner, f"/devis/{draft.id}/envoi")
    page.submit("Envoyer le devis", status=422, to=to, text="Gardé")
    assert page.value("text") == "Gardé"
    assert db.session.get_one(Quote, draft.id).is_draft


def test_a_draft_changed_in_another_tab_is_not_sent_unread(owner, draft):
    page = Page(owner, f"/devis/{draft.id}/envoi")
    Page(owner, f"/devis/{draft.id}").submit("Enregistrer", title="Autre")
    page.submit("Envoyer le devis", status=422)
    assert "autre onglet" in page.text
    assert db.session.get_one(Quote, draft.id).is_draft


def test_sending_twice_sends_once(owner, draft):
    first, second = Page(owner, f"/devis/{draft.id}/envoi"), Page(owner, f"/devis/{draft.id}/envoi")
    first.submit("Envoyer le devis")
    second.submit("Envoyer le devis")
    assert "« Envoyer » n’est plus possible" in second.messages
    assert db.session.query(Message).filter_by(kind="quote.send").count() == 1


def test_what_blocks_is_said_before_the_mail(owner, martin, clock, nadia):
    page = Page(owner, "/devis/nouveau?q=martin")
    page.submit("Faire un devis")
    page.submit("Envoyer…")
    assert "Ajoutez au moins une ligne" in page.text
    assert "Envoyer le devis" not in page.buttons()


def test_a_sent_quote_leaves_again(owner, quote):
    Page(owner, f"/devis/{quote.id}/envoi").submit("Envoyer")
    page = Page(owner, f"/devis/{quote.id}/envoi")
    page.submit("Envoyer", text="Un rappel {lien}")
    assert db.session.query(Message).filter_by(kind="quote.send").count() == 2
    assert "Renvoyer" in page.links()


def test_a_sheet_saved_after_the_sending_says_so(owner, draft, clock, nadia):
    page = Page(owner, f"/devis/{draft.id}")
    Page(owner, f"/devis/{draft.id}/envoi").submit("Le valider sans l’envoyer")
    page.submit("Enregistrer", title="Trop tard")
    assert "déjà envoyé" in page.messages
    assert db.session.get_one(Quote, draft.id).title == "Nouveau site"


# What becomes of it


def test_a_question_is_answered_where_it_is_read(owner, quote, clock):
    with transaction():
        ask_question(quote, text="Quel délai ?", at=clock())
    page = Page(owner, f"/devis/{quote.id}")
    assert "Quel délai ?" in page.within("echanges")
    page.submit("Répondre", text="Trois semaines.")
    assert "part par e-mail" in page.messages
    assert "Trois semaines." in page.within("echanges")
    assert db.session.query(QuoteMessage).filter_by(from_client=False).count() == 1


def test_an_empty_answer_is_refused_at_its_field(owner, quote, clock):
    with transaction():
        ask_question(quote, text="Quel délai ?", at=clock())
    page = Page(owner, f"/devis/{quote.id}")
    page.submit("Répondre", status=422, text=" ")
    assert "Écrivez votre réponse." in page.within("echanges")


def test_a_quote_is_withdrawn_with_a_reason(owner, quote):
    page = Page(owner, f"/devis/{quote.id}")
    page.submit("Retirer le devis", status=422, reason="")
    assert "Dites pourquoi" in page.text
    page.submit("Retirer le devis", reason="Papier épuisé")
    assert "Papier épuisé" in page.within("etat")
    assert db.session.get_one(Quote, quote.id).state is QuoteState.WITHDRAWN
    assert "Retirer le devis" not in page.buttons()


def test_a_revision_is_opened_once_and_leads_both_ways(owner, quote):
    page = Page(owner, f"/devis/{quote.id}")
    page.submit("Réviser : le remplacer par un autre")
    first = page.url
    assert "remplacera le devis D2026-0001" in page.text
    again = owner.post(f"/devis/{quote.id}/revision")
    assert again.headers["Location"] == first
    assert "Reprendre la révision" in Page(owner, f"/devis/{quote.id}").links()
    Page(owner, f"{first}/envoi").submit("Le valider sans l’envoyer")
    page = Page(owner, f"/devis/{quote.id}")
    assert "Remplacé par Devis D2026-0002" in page.text


def test_why_it_was_declined_is_read(owner, quote, clock):
    with transaction():
        decline(quote, reason="Trop cher", address="", browser="", at=clock(), on=clock.today)
    assert "Trop cher" in Page(owner, f"/devis/{quote.id}").within("etat")


def test_an_expired_quote_says_what_to_do(owner, quote, clock):
    clock.travel(days=31)
    page = Page(owner, f"/devis/{quote.id}")
    assert "valable jusqu’au 20 décembre 2026" in page.within("etat")
    assert "Réviser" in page.buttons()
    assert "expiré" in Page(owner, "/devis?etat=expires").within("quotes")


# Signed on paper


def test_a_signature_on_paper_keeps_what_was_chosen(owner, quote):
    page = Page(owner, f"/devis/{quote.id}/signature-papier")
    positions = {line.label: line.position for line in quote.lines}
    coton = str(positions["Papier à 50"])
    page.submit(
        "Enregistrer la signature",
        **PAPER,
        scan=scan(),
        **{"variant-0": coton, "option": [str(positions["Référencement"])]},
    )

    signature = db.session.query(QuoteSignature).one()
    assert (signature.name, signature.total_gross) == ("Paule Martin", Decimal(1250))
    assert "Paule Martin, gérante l’a signé" in page.within("etat")
    assert "1 250,00 €" in page.text
    with owner.get(page.links()["Le papier signé"]) as answer:
        assert answer.mimetype == "image/png"
    with owner.get(page.links()["Toutes les preuves (ZIP)"]) as answer:
        assert answer.mimetype == "application/zip"
    assert "1 250,00 €" in Page(owner, "/devis?etat=signes").within("quotes")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "Indiquez qui a signé."),
        ({"signed_on": ""}, "Indiquez le jour"),
        ({"signed_on": "2026-11-19"}, "2026"),
        ({"capacity": ""}, "fonction"),
        ({"scan": (b"MZ", "devis.exe")}, "n’est pas un PDF"),
    ],
)
def test_a_refusal_is_told_at_its_field_and_the_choice_stays(owner, quote, changed, told):
    page = Page(owner, f"/devis/{quote.id}/signature-papier")
    fields = PAPER | {"scan": scan(), "option": ["1"]} | changed
    page.submit("Enregistrer la signature", status=422, **fields)
    assert told in page.text
    assert page.value("option") == "1"
    assert db.session.query(QuoteSignature).count() == 0


@pytest.mark.parametrize("choice", [{"option": "99"}, {"variant-0": "x"}, {"variant-0": "0"}])
def test_a_choice_that_the_quote_does_not_offer_is_refused(owner, quote, choice):
    data = PAPER | {"variant-0": "2"} | choice | {"scan": (BytesIO(scan()[0]), "devis.png")}
    answer = owner.post(f"/devis/{quote.id}/signature-papier", data=data)
    assert answer.status_code == 422
    assert db.session.query(QuoteSignature).count() == 0


def test_a_signed_quote_is_not_signed_again(owner, quote, clock):
    with transaction():
        signed_on_paper(quote, at=clock())
    page = Page(owner, f"/devis/{quote.id}/signature-papier")
    assert page.url == f"/devis/{quote.id}"
    assert "n’attend pas de signature" in page.messages


# Lists, and what others say


def test_the_list_is_searched_filtered_sorted_and_summed(owner, quote, draft):
    page = Page(owner, "/devis?tri=montant")
    assert page.within("quotes").index("450,00 €") < page.within("quotes").index("1 030,00 €")
    assert "1 480,00 €" in page.within("quotes")
    assert "1 030,00 € attendent une réponse" in page.within("quotes")
    page.follow("Brouillons 1")
    assert "D2026-0001" not in page.within("quotes")
    assert "Rien ici" in Page(owner, "/devis?q=introuvable").text


def test_typing_swaps_the_list_only(owner, quote):
    answer = owner.get("/devis?q=D2026", headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<div id="quotes"')


def test_the_client_shows_their_quotes_and_offers_another(owner, martin, quote):
    page = Page(owner, f"/clients/{martin.id}")
    assert "D2026-0001" in page.within("client-quotes")
    page.submit("Nouveau devis")
    assert page.heading == "Devis"


def test_the_search_finds_quotes(owner, quote):
    assert "D2026-0001" in Page(owner, "/recherche?q=D2026-0001").within("results")
    assert "D2026-0001" in Page(owner, "/recherche?q=1 030,00").within("results")


def test_the_first_page_brings_what_waits(owner, quote, draft, clock):
    with transaction():
        ask_question(quote, text="Quel délai ?", at=clock())
    page = Page(owner, "/")
    assert "Boulangerie Martin demande, sur D2026-0001" in page.within("to-do")
    assert "Devis en brouillon" in page.within("to-do")
    assert "expire" not in page.text
    clock.travel(days=25)
    assert "D2026-0001 : expire dans 5 jours" in Page(owner, "/").within("coming")


def test_the_first_page_tells_of_a_signature_for_a_week(owner, quote, clock):
    with transaction():
        signed_on_paper(quote, at=clock())
    assert "a signé D2026-0001" in Page(owner, "/").within("to-do")
    clock.travel(days=8)
    assert "a signé" not in Page(owner, "/").text


def test_what_is_typed_is_never_markup(owner, martin, clock):
    bad = '"><script>alert(1)</script>'
    with transaction():
        quote = a_sent_quote(
            martin, firm("1", bad), at=clock(), on=clock.today - timedelta(days=1), title=bad
        )
        ask_question(quote, text=bad, at=clock())
    for path in (f"/devis/{quote.id}", "/devis", "/", f"/clients/{martin.id}"):
        assert "<script>alert" not in owner.get(path).text


def test_the_paper_waits_for_its_pdf_then_refreshes(owner, martin, clock):
    with transaction():
        quote = a_sent_quote(martin, at=clock(), on=clock.today)
    assert "Le PDF se prépare" in Page(owner, f"/devis/{quote.id}").text
    empty_the_outbox(now=clock)
    answer = owner.get(f"/devis/{quote.id}", headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
    with owner.get(f"/devis/{quote.id}/pdf") as pdf:
        assert pdf.get_data().startswith(b"%PDF")


@pytest.mark.parametrize(
    "path", ["999", "999/envoi", "999/signature-papier", "999/preuve.zip", "999/client"]
)
def test_a_quote_that_is_not_there_is_not_found(owner, nadia, path):
    assert owner.get(f"/devis/{path}").status_code == 404
