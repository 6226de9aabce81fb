"""What a client reads and does on their pages."""

import gzip
import hashlib
import io
import re
import zipfile
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from markupsafe import escape
from sqlalchemy import inspect, text

from billing import a_client, a_credit_note, an_invoice
from facturelite import portal
from facturelite.clients import links
from facturelite.clients.model import Client
from facturelite.db import db, transaction
from facturelite.documents.epc import epc_svg
from facturelite.documents.snapshot import Bank
from facturelite.invoices import answers
from facturelite.invoices.answers_model import Acknowledgement, Dispute, DisputeOutcome, Promise
from facturelite.invoices.correcting import write_off
from facturelite.payments.actions import record_payment
from facturelite.payments.model import Method
from facturelite.portal.english import ENGLISH
from facturelite.portal.french import FRENCH
from page import Page
from till import hold_of

PAYLOAD = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def _pay(client: Client, invoice, amount, clock) -> None:
    with transaction():
        record_payment(
            client,
            amount=amount,
            method=Method.TRANSFER,
            received_on=clock.today,
            allocations={invoice.id: amount},
            at=clock(),
            on=clock.today,
        )


# Reading


def test_the_first_page_says_what_is_due_when_and_what_to_press(phone, world):
    page = Page(phone, world.home)
    assert "À payer à Atelier Belkacem 2 090,50 €" in page.text
    assert "en retard de 12 jours" in page.text
    assert "dont 840,00 €" in page.text
    assert "Prochaine échéance le 15 décembre 2026 (dans 25 jours)" in page.text
    link = page.links()[f"Payer {world.late.number} (840,00 €)"]
    assert link == f"{world.page(world.late)}#payer"


def test_the_line_of_time_puts_today_between_what_is_late_and_what_comes(phone, world):
    text = Page(phone, world.home).within("echeancier")
    late, today, due = (text.index(w) for w in (world.late.number, "Aujourd’hui", world.due.number))
    assert late < today < due


def test_every_document_is_listed_with_where_it_is(phone, world):
    text = Page(phone, world.home).within("documents")
    assert f"Avoir {world.credit.number}" in text
    assert "−300,00 €" in text
    for word in ("en retard", "à payer", "annulée", "avoir"):
        assert word in text


def test_a_long_list_is_shown_on_demand(phone, world, clock):
    with transaction():
        for _ in range(30):
            an_invoice(world.martin, "1", on=clock.today, at=clock())
    page = Page(phone, world.home)
    assert world.late.number not in page.within("documents")
    page.follow("Voir les 34 documents")
    assert world.late.number in page.within("documents")


def test_a_client_without_documents_is_told_so(phone, world, key, clock):
    with transaction():
        new = a_client("Nouveau", at=clock())
        token = links.token(links.open_link(new, key=key, at=clock()), key=key)
    assert "Aucun document pour l’instant" in Page(phone, f"/p/{token}").text


def test_a_client_who_paid_all_is_thanked(phone, world, clock):
    _pay(world.martin, world.late, world.late.balance, clock)
    _pay(world.martin, world.due, world.due.balance, clock)
    text = Page(phone, world.home).text
    assert "Vous n’avez rien à payer. Merci !" in text
    assert "Payer" not in text


def test_what_is_contested_is_not_asked_for(phone, world, clock):
    with transaction():
        answers.dispute(world.late, words="Trop cher", at=clock())
    text = Page(phone, world.home).text
    assert "À payer à Atelier Belkacem 1 250,50 €" in text
    assert "840,00 € que vous contestez" in text
    assert "en retard" not in Page(phone, world.page(world.late)).text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_not_contested_is_still_asked_for(phone, world, clock, language):
    with transaction():
        world.martin.language = language
        answers.dispute(world.late, words="Photos floues", contested=Decimal(200), at=clock())
    home, page = Page(phone, world.home).text, Page(phone, world.page(world.late)).text

    left, contested = {"fr": ("640,00 €", "200,00 €"), "en": ("€640.00", "€200.00")}[language]
    said = {"fr": "1 890,50 €", "en": "€1,890.50"}[language]
    assert said in home
    assert {"fr": f"{contested} que vous contestez", "en": "that you contest"}[language] in home
    assert left in page
    assert contested in page
    assert {"fr": "840,00 €", "en": "€840.00"}[language] not in page.split("IBAN")[1][:200]
    assert {"fr": "en retard", "en": "late"}[language] in page


def test_a_credit_is_said(phone, world, clock):
    _pay(world.martin, world.due, world.due.balance, clock)
    with transaction():
        a_credit_note(world.due, amount="250.50", on=clock.today, at=clock())
    assert "Vous avez 250,50 € à votre crédit." in Page(phone, world.home).text


def test_money_received_in_advance_is_said(phone, world, clock):
    with transaction():
        record_payment(
            world.martin,
            amount=Decimal(100),
            method=Method.TRANSFER,
            received_on=clock.today,
            allocations={},
            at=clock(),
            on=clock.today,
        )
    text = Page(phone, world.home).text
    assert "À payer à Atelier Belkacem 2 090,50 €" in text
    assert "Vous avez 100,00 € à votre crédit." in text


def test_what_the_owner_gave_up_is_still_said_to_be_owed(phone, world, clock):
    with transaction():
        write_off(world.late, reason="Introuvable", at=clock())
    assert "2 090,50 €" in Page(phone, world.home).text
    page = Page(phone, world.page(world.late))
    assert "non réglée" in page.text
    assert "Payer par virement" in page.links()


def test_a_document_shows_what_remains_and_what_was_paid(phone, world, clock):
    _pay(world.martin, world.due, world.due.balance - 1000, clock)
    page = Page(phone, world.page(world.due))
    assert page.heading == f"Facture {world.due.number}"
    assert "Payé le 20 novembre 2026 −250,50 €" in page.within("regle")
    assert "Reste à payer 1 000,00 €" in page.within("regle")
    assert "1 000,00 €" in page.within("payer")


def test_paying_needs_no_typing(phone, world):
    page = phone.get(world.page(world.due)).text
    for copied in ("Nadia Belkacem EI", "FR7630006000011234567890189", "AGRIFRPP", "1250,50"):
        assert f'data-copy="{copied}"' in page
    assert f'data-copy="{world.due.number}"' in page
    assert "<svg" in page[page.index('class="qr"') :]


def test_the_code_is_for_what_remains(phone, world, clock):
    bank = Bank("Nadia Belkacem EI", "FR7630006000011234567890189", "AGRIFRPP")
    _pay(world.martin, world.due, world.due.balance - 1000, clock)
    shown = re.search(r'class="epc">(.+?)</svg>', phone.get(world.page(world.due)).text)[1]
    assert shown in epc_svg(bank, Decimal(1000), world.due.number)
    assert shown not in epc_svg(bank, world.due.total_gross, world.due.number)


def test_a_new_iban_is_pointed_out_for_a_while(phone, world, nadia, clock):
    with transaction():
        nadia.iban, nadia.iban_changed_at = "FR1420041010050500013M02606", clock()
    text = Page(phone, world.page(world.due)).within("payer")
    assert "Cet IBAN a changé le 20 novembre 2026" in text
    assert "FR14 2004 1010 0505 0001 3M02 606" in text
    clock.travel(days=91)
    assert "n’est plus celui imprimé" in Page(phone, world.page(world.due)).within("payer")


def test_without_an_iban_the_client_is_told_to_ask(phone, world, nadia):
    with transaction():
        nadia.iban = ""
    assert "Contactez Atelier Belkacem" in Page(phone, world.page(world.due)).within("payer")


def test_a_credit_note_asks_for_no_money(phone, world):
    page = Page(phone, world.page(world.credit))
    assert "vous n’avez rien à payer" in page.text
    assert "J’ai bien reçu cet avoir" in page.buttons()
    assert "Payer par virement" not in page.text


def test_files_are_given_byte_for_byte(phone, world):
    pdf = phone.get(world.page(world.due, "/pdf"), buffered=True)
    assert pdf.data == b"%PDF " + world.due.number.encode()
    assert pdf.mimetype == "application/pdf"
    xml = phone.get(world.page(world.due, "/xml"), buffered=True)
    assert xml.data == b"<x>" + world.due.number.encode()
    assert xml.headers["Content-Disposition"].startswith("attachment")


def test_a_pdf_still_being_made_is_said_to_come(phone, world, clock):
    with transaction():
        fresh = an_invoice(world.martin, "5", on=clock.today, at=clock())
    assert "Le PDF est en préparation" in Page(phone, world.page(fresh)).text
    page = Page(phone, world.page(fresh, "/pdf"))
    assert "revenez dans une minute" in page.messages


def test_the_archive_holds_every_file_of_this_client_only(phone, world):
    answer = phone.get(f"{world.home}/documents.zip", buffered=True)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as bundle:
        assert bundle.testzip() is None
        names = set(bundle.namelist())
    issued = (world.late, world.due, world.credit)
    assert names == {f"{i.number}.{kind}" for i in issued for kind in ("pdf", "xml")}


def test_looking_changes_nothing(phone, owner, world):
    before = _fingerprint()
    for browser in (phone, owner):
        for url in (world.home, f"{world.home}?tout=1", f"{world.home}/documents.zip"):
            browser.get(url, buffered=True)
        for part in ("", "/pdf", "/xml"):
            browser.get(world.page(world.due, part), buffered=True)
            browser.head(world.page(world.due, part), buffered=True)
    assert _fingerprint() == before


def _fingerprint() -> str:
    db.session.rollback()
    digest = hashlib.sha256()
    for table in sorted(inspect(db.engine).get_table_names()):
        for row in db.session.execute(text(f"SELECT * FROM {table}")):
            digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


# Answering


def test_a_client_confirms_receipt_with_their_name(phone, world):
    page = Page(phone, world.page(world.due))
    page.submit("J’ai bien reçu cette facture", name="  Paul   Martin ")
    assert "Merci, la réception est confirmée." in page.messages
    assert "confirmée par Paul Martin le 20 novembre 2026 à 10:00" in page.within("reception")
    kept = db.session.query(Acknowledgement).one()
    assert (kept.name, kept.address) == ("Paul Martin", "192.0.2.7")
    assert "iPhone" in kept.browser


def test_a_nameless_confirmation_comes_back(phone, world):
    page = Page(phone, world.page(world.due))
    page.submit("J’ai bien reçu cette facture", name=" ", status=422)
    assert "Indiquez votre nom." in page.within("reception")
    assert db.session.query(Acknowledgement).count() == 0


def test_a_client_promises_to_pay(phone, world):
    page = Page(phone, world.page(world.late))
    page.submit("Annoncer mon paiement", promised_on="2026-12-01", words="Fin du mois")
    assert "paiement annoncé pour le 1er décembre 2026" in page.messages
    assert "Vous avez annoncé le paiement pour le 1er décembre 2026." in page.within("reponse")
    assert db.session.query(Promise).one().words == "Fin du mois"
    assert "annoncée pour le 1er décembre" in Page(phone, world.home).within("echeancier")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", "Choisissez le jour de votre paiement."),
        ("demain", "Écrivez une date comme 20/11/2026."),
        ("2026-11-19", "Choisissez un jour entre aujourd’hui et le 19 janvier 2027"),
        ("2027-01-20", "Choisissez un jour entre aujourd’hui et le 19 janvier 2027"),
        ("0001-01-01", "Choisissez un jour entre aujourd’hui et le 19 janvier 2027"),
    ],
)
def test_an_impossible_promise_comes_back_as_typed(phone, world, day, said):
    page = Page(phone, world.page(world.late))
    page.submit("Annoncer mon paiement", promised_on=day, words="Bientôt", status=422)
    assert said in page.within("reponse")
    assert page.value("promised_on") == day
    assert page.value("words") == ["Bientôt", ""]  # not in the other form
    assert db.session.query(Promise).count() == 0


def test_a_day_may_be_typed_the_french_way(phone, world):
    Page(phone, world.page(world.late)).submit("Annoncer mon paiement", promised_on="01/12/2026")
    assert str(db.session.query(Promise).one().promised_on) == "2026-12-01"


def test_a_client_objects_in_their_words(phone, world):
    page = Page(phone, world.page(world.late))
    page.submit(
        "Envoyer ma contestation",
        reason="Le montant n’est pas le bon",
        words="Nous étions convenus\nde 800 €",
    )
    assert "Votre contestation est transmise" in page.messages
    assert "Je conteste cette facture" not in page.text
    said = db.session.query(Dispute).one().words
    assert said == "Le montant n’est pas le bon : Nous étions convenus\nde 800 €"


def test_an_objection_without_words_comes_back(phone, world):
    page = Page(phone, world.page(world.late))
    page.submit("Envoyer ma contestation", reason="Elle est déjà payée", words="  ", status=422)
    assert "Dites en quelques mots ce qui ne va pas." in page.within("reponse")
    assert page.value("reason") == "Elle est déjà payée"


def test_a_reason_that_was_not_offered_is_not_kept(phone, world):
    phone.post(
        world.page(world.late, "/contestation"), data={"reason": "Autre", "words": "Trop cher"}
    )
    assert db.session.query(Dispute).one().words == "Trop cher"


@pytest.mark.parametrize(
    ("part", "data", "said"),
    [
        ("/reception", {"name": "Paul Martin"}, "Paul Martin a déjà confirmé la réception"),
        ("/promesse", {"promised_on": "2026-12-01"}, "déjà annoncé pour le 1er décembre 2026"),
        ("/contestation", {"words": "Trop cher"}, "déjà contestée depuis le 20 novembre 2026"),
    ],
)
def test_a_double_click_answers_once(phone, world, part, data, said):
    page = Page(phone, world.page(world.late))
    first = phone.post(world.page(world.late, part), data=data)
    second = phone.post(world.page(world.late, part), data=data)
    assert [first.status_code, second.status_code] == [303, 303]
    kinds = (Acknowledgement, Promise, Dispute)
    assert sum(db.session.query(kind).count() for kind in kinds) == 1
    assert said in page.reload().messages


def test_an_answer_that_is_no_longer_awaited_is_explained(phone, world, clock):
    with transaction():
        a_credit_note(world.due, on=clock.today, at=clock())
    answer = phone.post(world.page(world.due, "/promesse"), data={"promised_on": "2026-12-01"})
    assert answer.status_code == 303
    assert "n’attend plus cette réponse" in Page(phone, world.page(world.due)).messages


def test_the_owners_answer_is_read_on_the_page(phone, world, clock):
    with transaction():
        opened = answers.dispute(world.late, words="Trop cher", at=clock())
        answers.close_dispute(
            opened, outcome=DisputeOutcome.REJECTED, answer="C’est le devis.", at=clock()
        )
    text = Page(phone, world.page(world.late)).text
    assert "La facture est maintenue." in text
    assert "C’est le devis." in text
    assert "Je conteste cette facture" in text


# Languages


def test_a_client_who_reads_english_sees_english(phone, world):
    with transaction():
        world.martin.language = "en"
    page = Page(phone, world.home)
    assert page.document.root.get("lang") == "en"
    assert "You owe Atelier Belkacem €2,090.50" in page.text
    assert "12 days late" in page.text
    document = Page(phone, world.page(world.late))
    assert f"Invoice {world.late.number}" in document.heading
    document.submit("I have received this invoice", name="", status=422)
    assert "Please give your name." in document.text
    document.submit("Announce my payment", promised_on="2020-01-01", status=422)
    assert "Choose a day between today and 19 January 2027" in document.text
    assert not re.search("[éèàêç]", document.text.replace("Français", ""))


def test_the_language_is_switched_and_remembered(phone, world):
    page = Page(phone, world.page(world.due))
    page.submit("English")
    assert page.url == world.page(world.due)
    assert page.document.root.get("lang") == "en"
    assert "You owe" in Page(phone, world.home).text
    page.submit("Français")
    assert page.document.root.get("lang") == "fr"


def test_an_unknown_language_changes_nothing(phone, world):
    phone.post(f"{world.home}/langue", data={"language": "../fr"})
    assert Page(phone, world.home).document.root.get("lang") == "fr"


def test_both_languages_say_the_same_things():
    assert FRENCH.keys() == ENGLISH.keys()
    for key, said in FRENCH.items():
        blanks = re.findall(r"\{(\w+)\}", said)
        assert sorted(blanks) == sorted(re.findall(r"\{(\w+)\}", ENGLISH[key])), key


def test_every_word_is_used():
    root = Path(portal.__file__).parent
    files = [*root.rglob("*.html"), root / "wording.py", *root.glob("client*.py")]
    sources = "".join(
        path.read_text() for path in [*files, root / "statement.py", root / "forms.py"]
    )
    made_up = re.compile(r"outcome_|_note$|_1$")
    unused = [key for key in FRENCH if f'"{key}"' not in sources and not made_up.search(key)]
    assert unused == []


# Safety


def test_nothing_typed_by_a_client_becomes_markup(phone, owner, world):
    document = world.page(world.late)
    phone.post(document + "/reception", data={"name": PAYLOAD})
    phone.post(document + "/promesse", data={"promised_on": "2026-12-01", "words": PAYLOAD})
    phone.post(document + "/contestation", data={"words": PAYLOAD})
    dispute = db.session.query(Dispute).one()
    pages = [phone.get(document), phone.get(world.home), owner.get(f"/factures/{world.late.id}")]
    pages.append(owner.get(f"/factures/{world.late.id}/litige/{dispute.id}"))
    pages.append(owner.get(f"/clients/{world.martin.id}"))
    assert [page.status_code for page in pages] == [200] * 5
    for page in pages:
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
    assert str(escape(PAYLOAD)) in pages[0].text
    assert str(escape(PAYLOAD)) in pages[3].text


def test_what_was_typed_wrongly_comes_back_as_text(phone, world):
    answer = phone.post(
        world.page(world.late, "/promesse"), data={"promised_on": PAYLOAD, "words": PAYLOAD}
    )
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text


def test_names_of_clients_and_titles_are_text(phone, owner, world, nadia, clock):
    with transaction():
        world.martin.company_name = nadia.trade_name = nadia.phone = PAYLOAD
        shown = an_invoice(world.martin, "5", title=PAYLOAD, on=clock.today, at=clock())
    for page in (phone.get(world.home), phone.get(world.page(shown)), owner.get(world.home)):
        assert page.status_code == 200
        assert "<script>alert" not in page.text


@pytest.mark.parametrize("part", ["/reception", "/promesse", "/contestation", "/ouverture"])
def test_answers_are_posted_never_got(phone, world, part):
    assert phone.get(world.page(world.due, part)).status_code == 404


def test_the_owner_looks_as_the_client_but_does_not_answer_for_them(owner, world):
    page = Page(owner, world.page(world.due))
    assert "Vous regardez cette page comme Boulangerie Martin." in page.text
    page.submit("J’ai bien reçu cette facture", name="Nadia")
    assert "vous ne pouvez pas répondre à la place de votre client" in page.messages
    page.submit("Annoncer mon paiement", promised_on="2026-12-01")
    page.submit("Envoyer ma contestation", words="Trop cher")
    kinds = (Acknowledgement, Promise, Dispute)
    assert sum(db.session.query(kind).count() for kind in kinds) == 0


def test_a_client_sees_no_banner(phone, world):
    assert "Vous regardez cette page comme" not in Page(phone, world.home).text


def test_the_first_view_is_light_over_the_wire(phone, world):
    """Cold cache, compressed as a server in front does: at most 150 kB, fonts included."""
    page = phone.get(world.home)
    weight = len(gzip.compress(page.data))
    found = re.findall(r'(?:href|src)="(/static/[^"#]+)', page.text)
    sheets = dict.fromkeys(found)
    for address in list(sheets):
        content = phone.get(address, buffered=True).data
        weight += len(gzip.compress(content))
        if ".css" in address:
            for font in set(re.findall(rb'url\("(fonts/[^"]+)"\)', content)):
                weight += len(phone.get(f"/static/{font.decode()}", buffered=True).data)
    assert len(sheets) >= 6
    assert 60_000 < weight <= 150_000


def test_promises_and_holds_agree_with_the_pages(phone, world, clock):
    phone.post(world.page(world.late, "/promesse"), data={"promised_on": "2026-12-01"})
    assert hold_of(world.late, on=clock.today)
    clock.travel(days=20)
    assert "Vous aviez annoncé le paiement" in Page(phone, world.page(world.late)).text
    assert not hold_of(world.late, on=clock.today)
    assert clock.today - world.late.due_on > timedelta(days=20)
